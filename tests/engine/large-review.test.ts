import { createRouterClient } from '@orpc/server'
import { expect, onTestFinished, test } from 'vitest'
import { type FindingSort, findingSorts } from '#contract/lifeline/lifeline.ts'
import { openEngine } from '#db/engine.ts'
import { type Client, type Pc, refusalOf } from '#tests/fixtures/engine.ts'
import { threeOffices } from './three-offices.ts'

const { offices } = threeOffices()

/** The same registry, of which a review is said to be too large to be held in words. */
async function inColumns({ folder }: Pc): Promise<Client> {
  const engine = await openEngine({
    folder,
    clock: { now: () => new Date('2018-12-31T04:00:00Z') },
    newId: () => 'none',
    log: (_, message, details) => expect.unreachable(`${message} ${details}`),
    access: 'read',
    mostReviewed: 1,
  })
  onTestFinished(() => engine.close())
  return createRouterClient(engine.router)
}

const byOrg = <Row extends { org: { id: string } }>(rows: readonly Row[]) =>
  rows.toSorted((a, b) => (a.org.id < b.org.id ? -1 : 1))

test('a review in columns answers what one in words answers: figures, windows of findings, proposals', async () => {
  const { district } = await offices()
  const large = await inColumns(district)
  const found = await district.ask.rulings.proposals({ state: 'open' })
  const [first, second] = found.rows.filter(row => row.isOurs)
  if (first === undefined || second === undefined) throw new Error('the rules propose two')
  const signed = { reason: '年内合并', signer: '王书记', expires: '2019-06-30' }
  await district.ask.rulings.decide({ org: first.orgId, outcome: 'set-aside', ...signed })
  await district.ask.rulings.decide({ org: second.orgId, outcome: 'confirmed', ...signed })

  const [words, columns] = [await district.ask.lifeline.overview({}), await large.lifeline.overview({})]
  expect(words.branches).toBeGreaterThan(5)
  const cells = (units: typeof words.units) =>
    byOrg(units).map(unit => ({ ...unit, cells: unit.cells.toSorted((a, b) => (a.rule < b.rule ? -1 : 1)) }))
  expect({ ...columns, units: cells(columns.units) }).toEqual({ ...words, units: cells(words.units) })

  const [own] = words.units.filter(({ isOwn }) => !isOwn)
  const asked = [
    ...findingSorts.flatMap((sort: FindingSort) => [
      { sort, down: false },
      { sort, down: true },
    ]),
    { rule: 'W04' },
    { severity: 'red' as const },
    { suggested: true },
    { own: true },
    { text: '第' },
    { org: own?.org.id ?? '' },
    { offset: 3, limit: 5, sort: 'severity' as const },
  ]
  for (const wanted of asked) {
    expect(await large.lifeline.findings(wanted), JSON.stringify(wanted)).toEqual(
      await district.ask.lifeline.findings(wanted),
    )
  }

  const byId = (rows: typeof found.rows) => rows.toSorted((a, b) => (a.orgId < b.orgId ? -1 : 1))
  for (const wanted of [
    {},
    { state: 'set-aside' as const },
    { state: 'open' as const },
    { marked: true },
    { unopened: true },
  ]) {
    const [expected, got] = [
      await district.ask.rulings.proposals(wanted),
      await large.rulings.proposals(wanted),
    ]
    expect({ ...got, rows: byId(got.rows) }).toEqual({ ...expected, rows: byId(expected.rows) })
  }
  expect(await large.lifeline.sinceEarlier({ asOf: '2018-06-30' })).toBe(null)
  expect(await large.lifeline.elections({})).toEqual(await district.ask.lifeline.elections({}))
  expect((await refusalOf(large.lifeline.electionLetters({ name: '换届提醒函.docx', ids: [] }))).code).toBe(
    'no-letters',
  )
})
