import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { pdf, put } from '#tests/fixtures/attached.ts'
import { openPc, type Pc, resultOf, verified } from '#tests/fixtures/engine.ts'
import { codes, members, open, packet, takeMembers } from '#tests/fixtures/exchange.ts'
import { memberRoster } from '#tests/fixtures/small-district.ts'
import { killAtEveryWrite } from './kill-at-every-write.ts'
import { crowd, killAtMoments, momentsOf, run } from './kill-at-moments.ts'
import { threeOffices } from './three-offices.ts'

const { offices } = threeOffices()

async function onDisk(file: File): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lifeline-kill-file-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const path = join(folder, file.name)
  await writeFile(path, new Uint8Array(await file.arrayBuffer()))
  return path
}

/** A meeting with its minutes: a file that travels beside the changes. */
async function holdMeeting(pc: Pc): Promise<void> {
  const { item } = await put(pc, pdf('纪要.pdf'))
  const set = { org: `${codes.community}1`, type: '团课', held_on: '2018-05-03', files: item }
  await pc.ask.records.add({ kind: 'meeting', set })
}

test('an import that is killed at any of four moments is there as a whole or not at all', {
  timeout: 400_000,
}, async () => {
  const { community } = await offices()
  await community.close()
  const file = memberRoster(crowd(200))
  const { moments, killed, found } = await killAtMoments({
    action: 'import',
    folder: community.folder,
    given: await onDisk(file),
    again: pc => resultOf(pc.ask.rosters.importFile({ file, as: 'members' })),
  })
  expect(moments).toBeGreaterThan(400)
  expect(killed).toBeGreaterThanOrEqual(3)
  expect(found).toContain('before')
})

test('a sheet that is being saved is there as a whole or not at all, at whichever of four moments the PC is killed', {
  timeout: 400_000,
}, async () => {
  const { community } = await offices()
  await community.close()
  const org = `${codes.community}1`
  const { killed, found } = await killAtMoments({
    action: 'sheet',
    folder: community.folder,
    given: org,
    again: async pc => {
      const of = { kind: 'fee', year: 2018 } as const
      const { rows } = await pc.ask.sheet.rows({ of, org })
      const filled = rows.map(({ subject }) => ({ subject, set: { due: '5', paid_01: '5' } }))
      await resultOf(pc.ask.sheet.save({ of, org, rows: filled, by: '' }))
    },
  })
  expect(killed).toBeGreaterThanOrEqual(3)
  expect(found).toContain('before')
})

test('a backup that is killed leaves nothing half, and what is restored is there as a whole or not at all', {
  timeout: 600_000,
}, async () => {
  const { community } = await offices()
  const { file } = await resultOf(community.ask.system.backup())
  const given = await onDisk(file)
  await takeMembers(community, crowd(20))
  await community.close()
  const { folder } = community
  const backup = await killAtMoments({
    action: 'backup',
    folder,
    given,
    again: pc => resultOf(pc.ask.system.backup()),
  })
  expect(backup.killed).toBeGreaterThanOrEqual(3)
  const restored = await killAtMoments({
    action: 'restore',
    folder,
    given,
    again: async pc => {
      const copy = new File([await readFile(given)], file.name)
      await resultOf(pc.ask.system.restore({ file: copy }))
    },
  })
  expect(restored.killed).toBeGreaterThanOrEqual(3)
  expect(restored.found).toContain('before')
})

test('a registry that is made when the PC is killed is there as a whole, or the folder is as empty as before', {
  timeout: 400_000,
}, async () => {
  const base = await mkdtemp(join(tmpdir(), 'lifeline-kill-init-'))
  onTestFinished(() => rm(base, { recursive: true, force: true }))
  const init = { action: 'init', given: '区团委' } as const
  const { moments } = await run({ ...init, folder: join(base, 'whole') }, { killAt: 0 }, base)
  const found = new Set<'none' | 'whole'>()
  for (const killAt of momentsOf(moments)) {
    const folder = join(base, String(killAt))
    expect(await run({ ...init, folder }, { killAt }, base)).toMatchObject({ wasKilled: true })
    const pc = await openPc('survivor', { folder })
    const made = await pc.ask.registry.init({ name: '区团委', tier: 'district' }).then(
      () => 'none' as const,
      error => {
        expect(String(error)).toMatch(/already/)
        return 'whole' as const
      },
    )
    found.add(made)
    expect(await pc.ask.registry.stats({})).toMatchObject({ orgs: 1 })
    await pc.close()
    expect((await verified(folder)).ok).toBe(true)
  }
  expect(found).toContain('none')
})

test('a packet is written whole or not at all, at whichever write the export is killed, and its number is not lost', {
  timeout: 400_000,
}, async () => {
  const { street, community } = await offices()
  await takeMembers(community, crowd(20))
  await holdMeeting(community)
  await community.close()
  const told = await killAtEveryWrite({
    action: 'export',
    folder: community.folder,
    given: codes.street,
    again: async pc => {
      const { file, number } = await resultOf(pc.ask.packets.exportPacket({ to: codes.street }))
      expect([1, 2]).toContain(number)
      const left = await readdir(join(pc.folder, 'outbox'))
      expect(left.filter(name => !/\.(llb|json)$/.test(name))).toEqual([])
      expect((await open(street, file)).status).toMatch(/applied|duplicate/)
      expect(await members(street)).toBe(16 + 20)
    },
  })
  expect(told.writes).toBeGreaterThan(25)
  expect(told.steps).toBeGreaterThanOrEqual(6)
  expect(told.found).toEqual(new Set(['before', 'after']))
})

test('a packet that is taken in is in as a whole or not at all, at whichever write the PC is killed', {
  timeout: 400_000,
}, async () => {
  const { street, community } = await offices()
  await takeMembers(community, crowd(20))
  await holdMeeting(community)
  const file = await packet(community, codes.street)
  await street.close()
  const told = await killAtEveryWrite({
    action: 'apply',
    folder: street.folder,
    given: await onDisk(file),
    again: async pc => {
      expect((await open(pc, file)).status).toMatch(/applied|duplicate/)
      expect(await pc.ask.attachments.overview({})).toMatchObject({ here: 1, missing: 0 })
    },
  })
  expect(told.writes).toBeGreaterThan(200)
  expect(told.steps).toBeGreaterThanOrEqual(5)
  expect(told.found).toEqual(new Set(['before', 'after']))
})
