import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { expectSound, openPc, refusalOf, resultOf } from '#tests/fixtures/engine.ts'
import { beginDistrict } from '#tests/fixtures/small-district.ts'
import { everyRowOf } from '#tests/fixtures/table-dump.ts'

/** A backup as another program of SQLite may have left it. */
async function backedUp() {
  const pc = await openPc('restoring')
  onTestFinished(pc.discard)
  await beginDistrict(pc)
  const { file } = await resultOf(pc.ask.system.backup({}))
  const bytes = Buffer.from(await file.arrayBuffer())
  const changed = (name: string, statements: string) => {
    const path = join(pc.folder, 'changed.db')
    writeFileSync(path, bytes)
    const db = new Database(path)
    db.unsafeMode(true)
    db.exec(statements)
    db.close()
    return new File([readFileSync(path)], name)
  }
  const restore = (from: File) => resultOf(pc.ask.system.restore({ file: from }))
  return { pc, file, changed, restore }
}

test('backups of any page size are restored one after the other, and nothing is left beside them', async () => {
  const { pc, file, changed, restore } = await backedUp()
  const rows = everyRowOf(pc.folder)
  for (const [day, size] of [512, 65_536, 4096].entries()) {
    const other = `PRAGMA journal_mode = DELETE; PRAGMA page_size = ${size}; PRAGMA auto_vacuum = 1; VACUUM`
    pc.setDay(`2019-01-${10 + 2 * day}`)
    await restore(changed(`${size}.db`, other))
    pc.setDay(`2019-01-${11 + 2 * day}`)
    await restore(file)
    expect(readdirSync(join(pc.folder, 'backups')).filter(name => name.startsWith('.'))).toEqual([])
  }
  expect(everyRowOf(pc.folder).length).toBe(rows.length)
  await expectSound(pc)
})

test('a backup is looked at first: whose it is, what was done last in it, and how much of what was done here is not in it', async () => {
  const { pc, file } = await backedUp()
  const look = () => resultOf(pc.ask.system.restore({ file, dryRun: true }))
  expect((await look()).holds).toMatchObject({ org: '共青团青山区委员会', missing: 0 })
  const before = everyRowOf(pc.folder)
  const { holds } = await look()
  expect(everyRowOf(pc.folder)).toBe(before)
  const { org } = await pc.ask.system.status()
  const set = { org: org?.code ?? '', name: '某某园区', type: '园区' }
  for (const name of ['甲园区', '乙园区'])
    await pc.ask.records.add({ kind: 'prospect', set: { ...set, name }, by: '李书记' })
  expect((await look()).holds).toEqual({ ...holds, missing: 2 })
  const restored = await resultOf(pc.ask.system.restore({ file }))
  expect(restored.holds).toEqual({ ...holds, missing: 2 })
  // Nobody else has anything of it: there is nobody to ask for a packet.
  expect(restored.warnings.map(({ zh }) => zh)).toEqual([expect.stringContaining('恢复前的台账保存在')])
  expect((await look()).holds.missing).toBe(0)
  expect(readdirSync(join(pc.folder, 'backups')).filter(name => name.startsWith('.'))).toEqual([])
  await expectSound(pc)
})

/** Whatever lies on a stick, gigabytes of zeros say: nobody has to read it whole to see that it is no backup. */
class Unread extends File {
  override stream(): never {
    throw new Error('it is read')
  }
}

test('a backup with a trigger in it, and what is no database, is refused, and the registry stays as it is', async () => {
  const { pc, changed, restore } = await backedUp()
  const before = everyRowOf(pc.folder)
  const evil = 'CREATE TRIGGER more AFTER INSERT ON meta BEGIN DELETE FROM person; END'
  expect(await refusalOf(restore(changed('台账.db', evil)))).toMatchObject({ code: 'backup-damaged' })
  expect(await refusalOf(restore(new Unread([Buffer.alloc(4_096)], '台账.db')))).toMatchObject({
    code: 'backup-damaged',
  })
  expect(everyRowOf(pc.folder)).toBe(before)
  await expectSound(pc)
})

test('a registry that nobody can read is put aside for its backup, and kept; without being told to, it stays', async () => {
  const { pc, file } = await backedUp()
  const rows = everyRowOf(pc.folder)
  await pc.close()
  for (const what of ['', 'no registry at all']) {
    for (const ending of ['', '-wal', '-shm'])
      rmSync(join(pc.folder, `registry.db${ending}`), { force: true })
    writeFileSync(join(pc.folder, 'registry.db'), what)
    await expect(openPc('restoring', { folder: pc.folder })).rejects.toMatchObject({
      code: 'registry-damaged',
    })
    const vain = await openPc('restoring', { folder: pc.folder, setsDamagedAside: true })
    const other = new File(['no backup'], '台账.db')
    expect(await refusalOf(resultOf(vain.ask.system.restore({ file: other })))).toMatchObject({
      code: 'backup-damaged',
    })
    await vain.close()
    // It is back at its place: the folder is not taken for one in which nothing was begun.
    await expect(openPc('restoring', { folder: pc.folder })).rejects.toMatchObject({
      code: 'registry-damaged',
    })
    const again = await openPc('restoring', { folder: pc.folder, setsDamagedAside: true })
    const { warnings } = await resultOf(again.ask.system.restore({ file }))
    const kept = /保存在 (.*damaged-.*\.db)/.exec(warnings[0]?.zh ?? '')?.[1] ?? ''
    // An empty file is given SQLite's own first page as it is opened.
    expect(what === '' ? existsSync(kept) : readFileSync(kept, 'utf8') === what).toBe(true)
    expect(everyRowOf(pc.folder).length).toBe(rows.length)
    await expectSound(again)
    await again.close()
  }
})

test('two restores of one moment keep both registries that were there before', async () => {
  const { pc, file, restore } = await backedUp()
  await restore(file)
  await restore(file)
  const kept = readdirSync(join(pc.folder, 'backups')).filter(name => name.startsWith('before-restore-'))
  expect(kept.sort()).toEqual(['before-restore-20181231-120000-2.db', 'before-restore-20181231-120000.db'])
  await expectSound(pc)
})
