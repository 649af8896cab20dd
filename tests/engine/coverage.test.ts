import { afterEach, expect, test } from 'vitest'
import { expectSound, type Pc, refusalOf, resultOf } from '#tests/fixtures/engine.ts'
import { filledDistrict } from '#tests/fixtures/small-district.ts'

const pcs: Pc[] = []
afterEach(async () => {
  for (const pc of pcs) expect(pc.bugs).toEqual([])
  await Promise.all(pcs.splice(0).map(pc => pc.discard()))
})

test('parks and enterprises without an organization are kept, counted by street and day, and joined where few are', async () => {
  const pc = await filledDistrict.open('district')
  pcs.push(pc)
  const add = (org: string, name: string, members: string, more: Record<string, string> = {}) =>
    pc.ask.records.add({
      kind: 'prospect',
      set: { org, name, type: '企业', members, since: '2018-03', ...more },
    })
  await add('东坪社区', '东坪电子有限公司', '2', { planned: '2019-05' })
  const second = await add('东坪社区', '东坪食品有限公司', '1')
  await add('南湾社区', '南湾科技园', '40', { type: '园区' })
  const set = { parent: '东坪社区', name: '东坪物流团支部', tier: 'two-new', founded: '2018-06-01' }
  await pc.ask.records.add({ kind: 'org', set })
  const before = await pc.ask.orgs.coverage({ asOf: '2018-05-31' })
  const found = await pc.ask.orgs.coverage({})
  expect([before.own.organizations, before.own.share]).toEqual([0, 0])
  expect(
    found.below.map(({ org, organizations, open, planned, members, share }) => [
      org.name,
      organizations,
      open,
      planned,
      members,
      share,
    ]),
  ).toEqual([
    ['云岭街道', 1, 2, 1, 3, 1 / 3],
    ['溪口街道', 0, 1, 0, 40, 0],
  ])
  expect(
    found.joint.map(({ org, members, units }) => [org.name, members, units.map(({ name }) => name)]),
  ).toEqual([['东坪社区', 3, ['东坪电子有限公司', '东坪食品有限公司']]])
  const missing = await refusalOf(pc.ask.records.edit({ id: second.id, set: { covered_on: '2018-09-01' } }))
  expect(missing.details['problems']).toMatchObject([{ field: 'covered_by', code: 'missing' }])
  await pc.ask.records.edit({
    id: second.id,
    set: { covered_by: '东坪物流团支部', covered_on: '2018-09-01' },
  })
  expect((await pc.ask.orgs.coverage({})).own.open).toBe(2)
  expect((await pc.ask.orgs.coverage({ asOf: '2018-08-31' })).own.open).toBe(3)
  const { file, rows } = await resultOf(pc.ask.rosters.exportRoster({ as: 'prospects', name: '待建.csv' }))
  expect(rows).toBe(3)
  const again = await resultOf(pc.ask.rosters.importFile({ file, as: 'prospects' }))
  expect([again.created, again.updated, again.unchanged, again.rejected]).toEqual([0, 0, 3, 0])
  await expectSound(pc)
})
