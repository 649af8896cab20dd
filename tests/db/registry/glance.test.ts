import { expect, onTestFinished, test } from 'vitest'
import { Browser } from '#db/registry/looking/browser.ts'
import { openPc, type Pc, resultOf } from '#tests/fixtures/engine.ts'
import {
  csvFile,
  district,
  fillDistrict,
  inventedId,
  memberLines,
  orgLines,
} from '#tests/fixtures/small-district.ts'
import { day, openRegistry, plansOf } from './open-registry.ts'

async function filled(today?: string): Promise<Pc> {
  const pc = await openPc('glance', today === undefined ? {} : { day: today })
  onTestFinished(pc.discard)
  await fillDistrict(pc)
  return pc
}

test('a branch is told with its secretary, its term and its meetings, the telephone masked', async () => {
  const { glance } = (await filled('2018-05-31')).ask
  const { own, meetings, below, from } = await glance.org({ org: '44039901011' })
  expect(own.secretary).toMatchObject({ name: memberLines[0]?.['姓名'], since: '2017-01-15' })
  expect(own.secretary?.phoneMasked).toMatch(/^138\*{6}\d\d$/)
  expect(own.term).toEqual({
    elected: '2017-01-15',
    known: '2017-01-15',
    years: 3,
    due: '2020-01-15',
    cap: '2020-07-15',
  })
  expect([own.lastMeeting, own.branchesMet, from]).toEqual(['2018-03-01', 1, '2017-06-01'])
  expect(meetings).toEqual([{ heldOn: '2018-03-01', type: '支部大会' }])
  expect(below).toEqual([])
})

test('the units below come in one answer, each with the branches under it that met in the last quarter', async () => {
  const pc = await filled('2018-06-03')
  const { own, below } = await pc.ask.glance.org({ org: '4403990101' })
  expect(below.map(unit => [unit.code, unit.secretary?.name, unit.branchesMet])).toEqual([
    // The one met on 1 March, the other on the 2nd: on 3 June both are more than three months ago.
    ['44039901011', memberLines[0]?.['姓名'], 0],
    ['44039901012', memberLines[1]?.['姓名'], 0],
  ])
  expect([own.isElected, own.term, own.secretary]).toEqual([true, null, null])
  const before = await pc.ask.glance.org({ org: district.code, asOf: '2018-06-02' })
  expect(before.below.map(unit => unit.branchesMet)).toEqual([2, 4])
  expect(before.own.branchesMet).toBe(6)
})

test('whoever is appointed has an election day at most, and no last day', async () => {
  const pc = await filled()
  const file = csvFile('街道.csv', [{ ...orgLines[0], 最近换届日期: '2016-04-01' }])
  await resultOf(pc.ask.rosters.importFile({ file, as: 'orgs' }))
  const { own } = await pc.ask.glance.org({ org: '4403990100' })
  expect([own.kind, own.isElected, own.term?.elected, own.term?.due]).toEqual([
    'work-committee',
    false,
    '2016-04-01',
    null,
  ])
})

test('ages are whole years on the day, by sex, and add up to the members', async () => {
  const { glance, registry, looking } = (await filled()).ask
  const { rows, asOf } = await glance.ages({ org: '4403990100' })
  const { members } = await registry.stats({ org: '4403990100' })
  expect(rows.reduce((sum, row) => sum + row.male + row.female + row.unknown, 0)).toBe(members)
  const people = await looking.people({ org: '4403990100', limit: 1000 })
  const years = people.rows.map(({ birth }) => {
    const [year = 0, rest = ''] = [Number(birth?.slice(0, 4)), birth?.slice(5)]
    return Number(asOf.slice(0, 4)) - year - (rest > asOf.slice(5) ? 1 : 0)
  })
  expect(rows.flatMap(row => Array(row.male + row.female).fill(row.age))).toEqual(
    years.toSorted((a, b) => a - b),
  )
})

test('whoever was born on the 29th of February is a year older on the last day of it, in the ages as in the list of those past 28', async () => {
  const { ask } = await filled()
  const { id: org } = await ask.records.add({
    kind: 'org',
    set: { parent: '4403990100', name: '闰日团支部', kind: 'branch', tier: 'street' },
    on: '2018-01-01',
  })
  const set = { org, name: '闰日', id_number: inventedId('1992-02-29', 951), joined: '2008-05' }
  await ask.records.add({ kind: 'person', set, on: '2018-01-02' })
  const seen = async (asOf: string) => {
    const { rows } = await ask.glance.ages({ org, asOf })
    const { total } = await ask.looking.people({ org, asOf, agedBy: asOf })
    return [rows.map(({ age }) => age), total]
  }
  expect(await seen('2020-02-28')).toEqual([[27], 0])
  expect(await seen('2020-02-29')).toEqual([[28], 1])
  expect(await seen('2027-02-27')).toEqual([[34], 1])
  expect(await seen('2027-02-28')).toEqual([[35], 1])
  expect(await seen('2099-12-31')).toEqual([[107], 1])
})

test('all units below are read by as many statements as one, each by an index', async () => {
  const registry = openRegistry()
  const root = await registry.org('共青团坪山区委员会', { code: '1' })
  for (const n of [1, 2, 3]) await registry.org(`第${n}支部`, { code: `1${n}`, under: root })
  const asked = (org: string) =>
    plansOf(registry, async (_, db) => {
      const browser = new Browser(db)
      browser.ask('warm', { what: 'tree', asOf: day('2018-12-31') })
      browser.ask('units', { root: org, asOf: day('2018-12-31') })
    })
  const plans = await asked(root)
  const branch = registry.db.prepare<[], string>("SELECT id FROM org WHERE code = '11'").pluck().get() ?? ''
  expect((await asked(branch)).length).toBe(plans.length)
  const windows = plans.filter(({ statement }) => statement.includes('json_each'))
  expect(windows.length).toBeGreaterThan(3)
  for (const { steps } of windows) {
    expect(steps.filter(step => /^SCAN (?!wanted|json_each)/.test(step))).toEqual([])
  }
  const meetings = plans.find(({ statement }) => statement.includes('FROM meeting WHERE'))
  expect(meetings?.steps.join()).toMatch(/COVERING INDEX meeting_org/)
})

test('the year so far stands beside the same days of the year before', async () => {
  const { glance } = (await filled('2018-03-05')).ask
  const of = async (asOf?: string) =>
    Object.fromEntries(
      (await glance.year({ asOf })).rows.map(({ what, now, before }) => [what, [now, before]]),
    )
  const terms = orgLines.flatMap(line => line['最近换届日期'] ?? [])
  const until = (day: string) => terms.filter(elected => elected.startsWith('2017') && elected <= day).length
  // Five of the eight meetings were held by 5 March.
  expect(await of()).toMatchObject({ meetings: [5, 0], elections: [0, until('2017-03-05')], left: [0, 0] })
  expect(await of('2017-06-30')).toMatchObject({ meetings: [0, 0], elections: [until('2017-06-30'), 0] })
})
