import { chmodSync, mkdirSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { closeToOthers, makePrivateFolder } from '#db/files/private-folder.ts'
import { openPc, resultOf } from '#tests/fixtures/engine.ts'
import { fillDistrict } from '#tests/fixtures/small-district.ts'
import { tempFolder } from '#tests/fixtures/temp-folder.ts'

let before = 0
beforeEach(() => {
  before = process.umask(0)
})
afterEach(() => {
  process.umask(before)
})

const filesBelow = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map(name => join(folder, name))

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8)

test('a registry’s folder and all that its work writes there are for its user’s eyes only, whatever the umask', async () => {
  const folder = join(await tempFolder(), 'new', 'registry')
  const pc = await openPc('district', { folder })
  try {
    await fillDistrict(pc)
    await resultOf(pc.ask.system.backup())
    await pc.ask.packets.enrolRequest({ name: '龙华区' })
    expect(modeOf(folder)).toBe('700')
    const found = filesBelow(folder)
    expect(found.map(path => path.slice(folder.length + 1)).sort()).toEqual(
      expect.arrayContaining(['keys.json', 'lock.db', 'registry.db', 'registry.db-shm', 'registry.db-wal']),
    )
    expect(found.some(path => path.includes('/backups/'))).toBe(true)
    expect(found.some(path => path.includes('/outbox/'))).toBe(true)
    for (const path of found) {
      expect([path, modeOf(path)]).toEqual([path, statSync(path).isDirectory() ? '700' : '600'])
    }
  } finally {
    await pc.discard()
  }
})

test('what an earlier program left open to others is closed when the folder is opened', async () => {
  const folder = await tempFolder()
  chmodSync(folder, 0o755)
  mkdirSync(join(folder, 'backups'), { mode: 0o755 })
  for (const name of ['keys.json', 'registry.db', 'backups/lifeline-20181231-0900.db']) {
    writeFileSync(join(folder, name), '', { mode: 0o644 })
  }
  await closeToOthers(folder)
  expect(modeOf(folder)).toBe('700')
  expect(filesBelow(folder).map(modeOf).sort()).toEqual(['600', '600', '600', '700'])
})

test('a folder that holds other things too keeps its rights: it may be somebody’s home', async () => {
  const folder = await tempFolder()
  chmodSync(folder, 0o755)
  writeFileSync(join(folder, 'holiday.jpg'), '', { mode: 0o644 })
  writeFileSync(join(folder, 'registry.db'), '', { mode: 0o644 })
  await closeToOthers(folder)
  expect(
    [folder, 'holiday.jpg', 'registry.db'].map(name => modeOf(join(folder, name.replace(folder, '')))),
  ).toEqual(['755', '644', '600'])
})

test('what a link in the folder leads to is somebody else’s, and keeps its rights', async () => {
  const [folder, elsewhere] = [await tempFolder(), await tempFolder()]
  chmodSync(elsewhere, 0o755)
  writeFileSync(join(elsewhere, 'program'), '', { mode: 0o755 })
  mkdirSync(join(folder, 'outbox'))
  for (const name of ['inbox', 'outbox/packets', 'backups']) symlinkSync(elsewhere, join(folder, name))
  symlinkSync(join(elsewhere, 'program'), join(folder, 'bugs.log'))
  symlinkSync(folder, join(folder, 'outbox', 'again'))
  await closeToOthers(folder)
  expect([elsewhere, join(elsewhere, 'program')].map(modeOf)).toEqual(['755', '755'])
})

test('what has the name of a folder that is written to is told with its place, and left as it is', async () => {
  const folder = await tempFolder()
  const inbox = join(folder, 'inbox')
  const taken = {
    code: 'folder-taken',
    details: { folder: inbox },
    text: { en: expect.stringContaining(inbox) },
  }
  symlinkSync(join(folder, 'nowhere'), inbox)
  await expect(makePrivateFolder(inbox)).rejects.toMatchObject(taken)
  rmSync(inbox)
  writeFileSync(inbox, 'a copy')
  await expect(makePrivateFolder(inbox)).rejects.toMatchObject(taken)
  await expect(openPc('district', { folder })).rejects.toMatchObject(taken)
  expect(statSync(inbox).size).toBe(6)
})
