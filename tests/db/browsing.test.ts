import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { Browsing } from '#db/browsing.ts'
import { openReadOnly, openWriter, registryFile } from '#db/sqlite/connection.ts'
import { migrate } from '#db/sqlite/migrate.ts'

/** What looks at a registry whose organizations are numbered up to `no`. */
function looking(no: number) {
  const folder = mkdtempSync(join(tmpdir(), 'lifeline-browsing-'))
  const writer = openWriter(registryFile(folder))
  migrate(writer)
  writer
    .prepare(
      "INSERT INTO org (id, no, name, kind, tier, branch_type, name_key, pinyin, initials) VALUES ('top', ?, '区', 'leading', 'district', 'ordinary', '', '', '')",
    )
    .run(no)
  const connection = openReadOnly(registryFile(folder))
  const faults: unknown[] = []
  const clock = { now: () => new Date('2026-11-24T04:00:00Z') }
  const browsing = new Browsing({ folder, clock, log: (_level, ...fault) => faults.push(fault) })
  browsing.open(connection)
  onTestFinished(async () => {
    await browsing.close()
    connection.close()
    writer.close()
    rmSync(folder, { recursive: true, force: true })
    expect(faults).toEqual([])
  })
  return { browsing, write: () => writer.exec("UPDATE org SET name = '市'") }
}

test('of a large registry everything that takes long is read ahead, again after a change once somebody looks', async () => {
  const { browsing, write } = looking(20_000)
  const read: string[] = []
  browsing.alsoAhead(async asOf => read.push(asOf))
  browsing.readAhead('again')
  expect(read).toEqual([])
  browsing.readAhead('now')
  expect(read).toEqual(['2026-11-24'])
  await new Promise(setImmediate)
  browsing.readAhead('again')
  expect(read).toEqual(['2026-11-24'])
  write()
  browsing.readAhead('again')
  expect(read).toEqual(['2026-11-24', '2026-11-24'])
})

test('of a small one nothing is: it is asked sooner than it could be read ahead', () => {
  const { browsing } = looking(20)
  const read: string[] = []
  browsing.alsoAhead(async asOf => read.push(asOf))
  browsing.readAhead('now')
  browsing.readAhead('again')
  expect(read).toEqual([])
})

test('work that needs the memory has it: what is being read is awaited, what was read forgotten, and nothing read meanwhile', async () => {
  const { browsing, write } = looking(20_000)
  const happened: string[] = []
  const { promise, resolve } = Promise.withResolvers<void>()
  browsing.alsoAhead(
    async () => {
      happened.push('reading')
      await promise
      happened.push('read')
    },
    () => happened.push('forgotten'),
  )
  browsing.readAhead('now')
  const working = browsing.withRoom(async () => {
    browsing.readAhead('again')
    await new Promise(setImmediate)
    happened.push('worked')
    return 'done'
  })
  resolve()
  expect(await working).toBe('done')
  expect(happened).toEqual(['reading', 'read', 'forgotten', 'worked'])
  write()
  browsing.readAhead('again')
  await new Promise(setImmediate)
  expect(happened.slice(4)).toEqual(['reading', 'read'])
})
