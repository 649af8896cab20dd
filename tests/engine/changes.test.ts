import { afterEach, expect, test } from 'vitest'
import type { Changes } from '#contract/orgs.ts'
import { expectSound, type Pc, refusalOf } from '#tests/fixtures/engine.ts'
import { filledDistrict, inventedId } from '#tests/fixtures/small-district.ts'

const pcs: Pc[] = []

async function aDistrict(): Promise<Pc> {
  const pc = await filledDistrict.open('district')
  pcs.push(pc)
  return pc
}

afterEach(async () => {
  for (const pc of pcs) expect(pc.bugs).toEqual([])
  await Promise.all(pcs.splice(0).map(pc => pc.discard()))
})

/** before + came - went, with those whom organizations brought and took, is after. */
function expectToAddUp(
  { before, after, came, went, moved, founded, closed }: Changes,
  inside: (id: string) => boolean,
) {
  const members = (list: Changes['moved']) => list.reduce((sum, one) => sum + (one.members ?? 0), 0)
  const brought = moved.filter(one => one.entity === 'org' && inside(one.id))
  const taken = moved.filter(one => one.entity === 'org' && !inside(one.id))
  expect(
    before +
      came.length -
      went.length +
      members(brought) -
      members(taken) +
      members(founded) -
      members(closed),
  ).toBe(after)
}

const memberOf = async (pc: Pc, org: string, index = 0) => {
  const { rows } = await pc.ask.looking.people({ org })
  const row = rows[index]
  if (row === undefined) throw new Error(`nobody in ${org}`)
  return row
}

test('who came, went and moved between two days is told with what became of the organizations, and adds up', async () => {
  const pc = await aDistrict()
  const add = (kind: string, set: Record<string, string>, on: string) => pc.ask.records.add({ kind, set, on })
  const [leaving, moving, going] = [
    await memberOf(pc, '东坪社区第一', 0),
    await memberOf(pc, '东坪社区第一', 1),
    await memberOf(pc, '西坪社区第一', 0),
  ]
  await add('membership', { person: leaving.id, reason: '满28周岁离团' }, '2018-03-01')
  await add('membership', { person: moving.id, org: '东坪社区第二' }, '2018-04-01')
  await add('membership', { person: going.id, org: '南湾社区第一' }, '2018-05-01')
  const born = inventedId('2001-02-03', 901)
  await add('person', { org: '西坪社区第二', name: '张伟', id_number: born, joined: '2018-05' }, '2018-06-01')
  await add('placement', { org: '西坪社区第二', parent: '南湾社区' }, '2018-07-01')
  await add(
    'org',
    { parent: '东坪社区', name: '云岭街道东坪社区第三团支部', short_name: '东坪社区第三' },
    '2018-08-01',
  )
  await pc.ask.records.close({ org: '东坪社区第一', membersTo: '东坪社区第三', on: '2018-09-01' })

  const street = await pc.ask.orgs.changes({ org: '云岭街道', from: '2018-01-01', to: '2018-12-31' })
  const sentences = (list: Changes['came']) => list.map(({ day, sentence }) => `${day} ${sentence.zh}`)
  expect(sentences(street.came)).toEqual(['2018-06-01 张伟编入“西坪社区第二”'])
  expect(sentences(street.went)).toEqual([
    `2018-03-01 ${leaving.name}（东坪社区第一）离团：满28周岁离团`,
    `2018-05-01 ${going.name}由“西坪社区第一”转到“南湾社区第一”`,
  ])
  expect(sentences(street.moved).slice(0, 2)).toEqual([
    `2018-04-01 ${moving.name}由“东坪社区第一”转到“东坪社区第二”`,
    expect.stringMatching(/^2018-09-01 .*由“东坪社区第一”转到“东坪社区第三”$/),
  ])
  expect(sentences(street.moved).at(-1)).toMatch(
    /^2018-07-01 “西坪社区第二”（团员 \d+ 名）由“西坪社区”改设在“南湾社区”之下$/,
  )
  expect(sentences(street.founded)).toEqual(['2018-08-01 成立“东坪社区第三”'])
  expect(street.closed.map(({ day, members }) => [day, members])).toEqual([['2018-09-01', 0]])
  expect(street.before).toBe((await pc.ask.registry.stats({ org: '云岭街道', asOf: '2018-01-01' })).members)
  expectToAddUp(street, () => false)
  const other = await pc.ask.orgs.changes({ org: '溪口街道', from: '2018-01-01', to: '2018-12-31' })
  expectToAddUp(other, () => true)
  const one = await pc.ask.orgs.changes({ org: '云岭街道', from: '2018-01-01', to: '2018-12-31', limit: 1 })
  expect([one.totals, one.moved.length]).toEqual([street.totals, 1])
  const whole = await pc.ask.orgs.changes({ from: '2010-01-01', to: '2018-12-31' })
  expectToAddUp(whole, () => true)
  // The days just before and just after: nothing twice, nothing left out.
  const day = await pc.ask.orgs.changes({ org: '云岭街道', from: '2018-02-28', to: '2018-03-01' })
  expect([day.came.length, day.went.length, day.after - day.before]).toEqual([0, 1, -1])
  expect((await pc.ask.orgs.changes({ org: '云岭街道', from: '2018-03-01', to: '2018-03-01' })).went).toEqual(
    [],
  )
  const backwards = await refusalOf(pc.ask.orgs.changes({ from: '2018-12-31', to: '2018-01-01' }))
  expect(backwards.code).toBe('date-order')
  await expectSound(pc)
})

test('what was merged and reopened on the same day went once and came once, and goes on from then', async () => {
  const pc = await aDistrict()
  const act = (name: 'merge' | 'reopen', set: Record<string, string>) =>
    pc.ask.orgs.act({ act: name, org: '东坪社区第二', set: { effective: '2018-09-01', ...set } })
  const told = () => pc.ask.orgs.changes({ from: '2018-08-01', to: '2018-10-01' })
  const [before] = [await pc.ask.registry.stats({ asOf: '2018-08-01' })]
  for (const times of [1, 2]) {
    await act('merge', { into: '东坪社区第一' })
    expect({ times, closed: (await told()).closed.length }).toEqual({ times, closed: 1 })
    await act('reopen', {})
    const { founded, closed } = await told()
    expect(founded.map(({ day, sentence }) => `${day} ${sentence.zh}`)).toEqual([
      '2018-09-01 恢复“东坪社区第二”',
    ])
    expect(closed.map(({ day, sentence }) => `${day} ${sentence.zh}`)).toEqual([
      expect.stringMatching(/^2018-09-01 “东坪社区第二”.*并入“东坪社区第一”$/),
    ])
    expect((await pc.ask.registry.stats({ asOf: '2018-10-01' })).orgs).toBe(before.orgs)
  }
  // Whoever comes back into it afterwards is inside again.
  const one = await memberOf(pc, '东坪社区第一')
  await pc.ask.records.add({
    kind: 'membership',
    set: { person: one.id, org: '东坪社区第二' },
    on: '2018-09-15',
  })
  const again = await pc.ask.orgs.changes({ org: '东坪社区第二', from: '2018-09-10', to: '2018-10-01' })
  expect(again.came.map(({ id }) => id)).toEqual([one.id])
  await expectSound(pc)
})

test('an organization that did not exist on the first day: it was founded itself in between, and the numbers add up', async () => {
  const pc = await aDistrict()
  const founded = { parent: '东坪社区', name: '云岭街道东坪社区第三团支部', short_name: '东坪社区第三' }
  await pc.ask.records.add({ kind: 'org', set: founded, on: '2018-08-01' })
  const member = await memberOf(pc, '东坪社区第一')
  const stay = { person: member.id, org: '东坪社区第三' }
  await pc.ask.records.add({ kind: 'membership', set: stay, on: '2018-09-01' })
  const asked = { org: '东坪社区第三', from: '2018-01-01' }
  const all = await pc.ask.orgs.changes({ ...asked, to: '2018-12-31' })
  expect([all.before, all.after]).toEqual([0, 1])
  expect(all.founded.map(({ day, sentence, members }) => [day, sentence.zh, members])).toEqual([
    ['2018-08-01', '成立“东坪社区第三”', null],
  ])
  expect(all.came.map(({ day }) => day)).toEqual(['2018-09-01'])
  expectToAddUp(all, () => true)
  expect((await pc.ask.orgs.changes({ ...asked, to: '2018-07-31' })).founded).toEqual([])
  const later = await pc.ask.orgs.changes({ org: '东坪社区第三', from: '2018-08-01', to: '2018-12-31' })
  expect(later.founded).toEqual([])
})

test('nobody comes to an organization before it was founded: on every day he would be counted nowhere', async () => {
  const pc = await aDistrict()
  const founded = { parent: '东坪社区', name: '云岭街道东坪社区第三团支部', short_name: '东坪社区第三' }
  await pc.ask.records.add({ kind: 'org', set: founded, on: '2018-08-01' })
  const one = await memberOf(pc, '东坪社区第一')
  const counted = async () => (await pc.ask.registry.stats({ asOf: '2018-07-31' })).members
  const before = await counted()
  const come = (on: string) =>
    pc.ask.records.add({ kind: 'membership', set: { person: one.id, org: '东坪社区第三' }, on })
  const born = { name: '欧阳若秋', id_number: inventedId('2001-02-03', 902), org: '东坪社区第三' }
  const problems = async (asked: Promise<unknown>) => JSON.stringify((await refusalOf(asked)).details)
  expect(await problems(come('2018-07-31'))).toContain('not-founded-yet')
  expect(await problems(pc.ask.records.add({ kind: 'person', set: born, on: '2018-07-31' }))).toContain(
    'not-founded-yet',
  )
  await come('2018-08-01')
  await pc.ask.records.add({ kind: 'person', set: born, on: '2018-08-01' })
  expect(await counted()).toBe(before)
  await expectSound(pc)
})
