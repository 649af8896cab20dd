import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openReadOnly, openWriter, registryFile } from '#db/sqlite/connection.ts'
import { Kept, KeptAnswers } from '#db/sqlite/kept.ts'
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
