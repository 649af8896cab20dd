import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openReadOnly, openWriter, registryFile } from '#db/sqlite/connection.ts'
import { Kept, KeptAnswers, KeptWindows } from '#db/sqlite/kept.ts'
import { migrate } from '#db/sqlite/migrate.ts'

/** A registry's writer, and a connection that only reads it. */
function opened() {
  const folder = mkdtempSync(join(tmpdir(), 'lifeline-kept-'))
  const writer = openWriter(registryFile(folder))
  migrate(writer)
  const reading = openReadOnly(registryFile(folder))
  onTestFinished(() => {
    reading.close()
    writer.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const write = (key: string) =>
    writer.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES (?, '1')").run(key)
  return { reading, write }
}

test('what was worked out is kept as long as nothing was written, for the names asked for last', () => {
  const { reading, write } = opened()
  let made = 0
  const kept = new Kept<number>(() => reading, 2)
  const ask = (name: string) => kept.get(name, () => ++made)
  expect([ask('a'), ask('a'), ask('b'), ask('a')]).toEqual([1, 1, 2, 1])
  expect([ask('c'), ask('b')]).toEqual([3, 4])
  write('x')
  expect([ask('c'), ask('c')]).toEqual([5, 5])
})

test('another connection is another registry', () => {
  const [one, other] = [opened(), opened()]
  let connection = one.reading
  const kept = new Kept<object>(() => connection, 2)
  const first = kept.get('a', () => ({}))
  connection = other.reading
  expect(kept.get('a', () => ({}))).not.toBe(first)
})

test('who asks while an answer is on its way waits for the same one; what failed is asked for anew', async () => {
  const { reading, write } = opened()
  const answers = new KeptAnswers<number>(() => reading, 2)
  let asked = 0
  const find = async () => {
    asked++
    if (asked === 2) throw new Error('no')
    return asked
  }
  expect(await Promise.all([answers.ask('a', find), answers.ask('a', find)])).toEqual([1, 1])
  write('x')
  await expect(answers.ask('a', find)).rejects.toThrow('no')
  expect(await answers.ask('a', find)).toBe(3)
  expect(asked).toBe(3)
})

test('windows of a list are cut out of blocks that are found once, also across the edge of two and at the end', async () => {
  const { reading, write } = opened()
  const all = Array.from({ length: 12_300 }, (_, n) => n)
  let found = 0
  const kept = new KeptWindows<number, { readonly total: number; readonly rows: number[] }>(() => reading, 8)
  const ask = (offset: number, limit: number) =>
    kept.ask('list', { offset, limit }, async window => {
      found++
      return { total: all.length, rows: all.slice(window.offset, window.offset + window.limit) }
    })
  for (const [offset, limit] of [
    [0, 200],
    [4700, 200],
    [4900, 200],
    [9900, 200],
    [12_200, 200],
    [12_300, 200],
    [0, 1],
  ] as const)
    expect(await ask(offset, limit)).toEqual({ total: 12_300, rows: all.slice(offset, offset + limit) })
  expect(found).toBe(3)
  write('x')
  await ask(0, 10)
  expect(found).toBe(4)
})
