import { describe, expect, test } from 'vitest'
import type { BranchFacts } from '#db/lifeline/facts.ts'
import { defaultPack } from '#db/lifeline/packs/pack.ts'
import { allRules } from '#db/lifeline/rules/all-rules.ts'
import { judgeOrganization } from '#db/lifeline/scanning/judge-organization.ts'
import { addDays, addMonths, type IsoDay } from '#db/shared/day.ts'
import { day, healthyBranch } from '../healthy.ts'

type But = Parameters<typeof healthyBranch>[0]
type Lamp = 'red' | 'orange' | 'yellow' | '-'

/** One border of a rule: what is asked below it, at it and above it, and what the rule says of each. */
type Border = {
  readonly rule: string
  readonly what: string
  readonly tried: readonly { readonly facts: BranchFacts; readonly on: IsoDay }[]
  readonly says: readonly Lamp[]
}

const asOf = day('2018-12-31')

function counting(rule: string, what: string, but: (n: number) => But, ...cases: [number, Lamp][]): Border {
  return {
    ...{ rule, what },
    tried: cases.map(([n]) => ({ facts: healthyBranch(but(n)), on: asOf })),
    says: cases.map(([, lamp]) => lamp),
  }
}

/** The day before, the day, the day after. */
function turning(rule: string, what: string, on: string, but: But, ...says: [Lamp, Lamp, Lamp]): Border {
  const facts = healthyBranch(but)
  return {
    ...{ rule, what, says },
    tried: [-1, 0, 1].map(days => ({ facts, on: addDays(day(on), days) })),
  }
}

const members = (n: number): But => ({ members: { held: n, counted: n } })
const left = (on: string): But => ({ posts: { secretary: { kind: 'left', on: day(on), name: null } } })
const term = (elected: string, years: number): But => ({
  term: { elected: day(elected), years, monthOnly: false },
})
const quarters = (count: number) =>
  Array.from({ length: count }, (_, n) => addMonths(day('2018-10-01'), -3 * n))
const months = (count: number) => Array.from({ length: count }, (_, n) => addMonths(day('2018-12-01'), -n))
const appraised = (assessed: number, excellent = 0): But => ({
  appraisal: { eligible: 100, assessed, excellent },
})
const people = (n: number) =>
  Array.from({ length: n }, (_, at) => ({ person: `p${at}`, name: '张三', leaves: day('2018-06-01') }))
const rated = (score: number): But => ({
  rating: { id: 'r', year: 2017, score, star: null, veto: null },
})

const borders: readonly Border[] = [
  counting('W01', 'members that count', members, [0, 'red'], [2, 'red'], [3, '-'], [4, '-']),
  counting('W02', 'posts held', held => ({ posts: { held } }), [0, 'red'], [1, '-'], [2, '-']),
  counting(
    'W03',
    'branches below',
    branchesBelow => ({ kind: 'committee', branchesBelow }),
    [0, 'orange'],
    [1, '-'],
    [2, '-'],
  ),
  counting('W04', 'secretaries in post', n => (n === 0 ? left('2018-12-31') : {}), [0, 'yellow'], [1, '-']),
  turning('W04', 'vacant for 31 days', '2018-07-31', left('2018-06-30'), 'yellow', 'orange', 'orange'),
  turning('W04', 'vacant for 91 days', '2018-09-29', left('2018-06-30'), 'orange', 'red', 'red'),
  counting(
    'W05',
    'members from whom on a committee is due',
    n => ({ ...members(n), posts: { committee: 2 } }),
    [6, '-'],
    [7, 'orange'],
    [8, 'orange'],
  ),
  counting(
    'W05',
    'on the committee',
    committee => ({ posts: { committee } }),
    [2, 'orange'],
    [3, '-'],
    [4, '-'],
  ),
  turning(
    'W06',
    '90 days before the term ends',
    '2018-09-03',
    term('2015-12-02', 3),
    '-',
    'yellow',
    'yellow',
  ),
  turning(
    'W06',
    'the day on which the term ends',
    '2018-12-02',
    term('2015-12-02', 3),
    'yellow',
    'yellow',
    'orange',
  ),
  turning('W06', 'six months later', '2019-06-02', term('2015-12-02', 3), 'orange', 'orange', 'red'),
  turning(
    'W06',
    'twelve months later, of a committee',
    '2019-12-02',
    { kind: 'committee', ...term('2015-12-02', 3) },
    'orange',
    'orange',
    'red',
  ),
  counting('W07', 'members that count', members, [49, '-'], [50, '-'], [51, 'yellow']),
  counting(
    'W08',
    'quarters with a general meeting',
    n => ({ meetings: { assemblies: quarters(5).slice(0, n + 1) } }),
    [4, '-'],
    [3, 'yellow'],
    [2, 'orange'],
    [1, 'red'],
    [0, 'red'],
  ),
  turning(
    'W08',
    'the day on which a quarter is over',
    '2019-01-01',
    { meetings: { assemblies: quarters(5).slice(1) } },
    '-',
    'yellow',
    'yellow',
  ),
  counting(
    'W09',
    'months with a committee meeting',
    n => ({ meetings: { committees: months(7).slice(0, n + 1) } }),
    [5, '-'],
    [4, 'yellow'],
    [3, 'yellow'],
    [2, 'orange'],
  ),
  counting(
    'W09',
    'members from whom on a committee meets',
    n => ({ ...members(n), meetings: { committees: [] } }),
    [6, '-'],
    [7, 'orange'],
    [8, 'orange'],
  ),
  turning(
    'W09',
    'the day on which a month is over',
    '2019-01-01',
    { meetings: { committees: months(7).filter(month => month !== '2018-12-01' && month !== '2018-08-01') } },
    '-',
    'yellow',
    'yellow',
  ),
  counting(
    'W10',
    'quarters with a lesson',
    n => ({ meetings: { lessons: quarters(5).slice(0, n + 1) } }),
    [4, '-'],
    [3, '-'],
    [2, 'orange'],
    [1, 'orange'],
  ),
  turning(
    'W10',
    'the day on which a quarter is over',
    '2019-01-01',
    { meetings: { lessons: quarters(5).slice(2) } },
    '-',
    'orange',
    'orange',
  ),
  turning(
    'W11',
    'the 90th day',
    '2018-04-01',
    { meetings: { last: day('2018-01-01') } },
    '-',
    'orange',
    'orange',
  ),
  turning(
    'W11',
    'the 180th day',
    '2018-06-30',
    { meetings: { last: day('2018-01-01') } },
    'orange',
    'red',
    'red',
  ),
  counting(
    'W12',
    'percent appraised',
    n => appraised(n),
    [0, 'red'],
    [59, 'red'],
    [60, 'yellow'],
    [61, 'yellow'],
    [99, 'yellow'],
    [100, '-'],
  ),
  counting('W12', 'percent excellent', n => appraised(100, n), [29, '-'], [30, '-'], [31, 'yellow']),
  turning(
    'W12',
    'the day from which a year is asked for',
    '2018-02-01',
    appraised(99),
    '-',
    'yellow',
    'yellow',
  ),
  counting(
    'W13',
    'percent registered',
    n => ({ appraisal: { registrable: 100, registered: n } }),
    [0, 'red'],
    [1, 'yellow'],
    [97, 'yellow'],
    [98, '-'],
    [99, '-'],
  ),
  turning(
    'W13',
    'the day from which a year is asked for',
    '2018-02-01',
    { appraisal: { registrable: 100, registered: 97 } },
    '-',
    'yellow',
    'yellow',
  ),
  ...(
    [
      [2, '-', 'yellow'],
      [5, 'yellow', 'orange'],
      [50, 'orange', 'red'],
    ] as const
  ).map(([percent, under, over]) =>
    counting(
      'W14',
      `${percent} % behind`,
      behind => ({ fees: { liable: 100, behind, longest: 3 } }),
      [percent - 1, under],
      [percent, over],
      [percent + 1, over],
    ),
  ),
  counting(
    'W15',
    'members of whom nothing was done',
    drifting => ({ fees: { drifting, longest: 6 } }),
    [0, '-'],
    [1, 'orange'],
    [2, 'orange'],
  ),
  counting(
    'W16',
    'of ten on the roll',
    n => ({ members: { held: 10, counted: 10, aged: people(n) } }),
    [0, '-'],
    [1, 'yellow'],
    [2, 'orange'],
  ),
  turning(
    'W17',
    'the third day',
    '2018-12-04',
    { reports: { open: [day('2018-12-01')], timely: 0, late: 0 } },
    '-',
    'yellow',
    'yellow',
  ),
  turning(
    'W17',
    'the eleventh day',
    '2018-12-12',
    { reports: { open: [day('2018-12-01')], timely: 0, late: 0 } },
    'yellow',
    'orange',
    'orange',
  ),
  counting(
    'W17',
    'percent answered in time',
    timely => ({ reports: { open: [], timely, late: 100 - timely } }),
    [69, 'orange'],
    [70, '-'],
    [71, '-'],
  ),
  counting(
    'W18',
    'percent with a number',
    valid => ({ numbers: { required: 100, valid } }),
    [97, 'yellow'],
    [98, '-'],
    [99, '-'],
  ),
  counting(
    'W19',
    'blank fields',
    n => ({ blank: (['phone', 'industry'] as const).slice(0, n) }),
    [0, '-'],
    [1, 'yellow'],
    [2, 'yellow'],
  ),
  counting(
    'W20',
    'tenths of a point',
    rated,
    [599, 'red'],
    [600, 'orange'],
    [601, 'orange'],
    [699, 'orange'],
    [700, '-'],
    [701, '-'],
  ),
  turning('W20', 'the day from which a year is asked for', '2019-02-01', rated(900), '-', 'yellow', 'yellow'),
]

describe('at its borders', () => {
  test.each(borders.map(border => [border.rule, border.what, border] as const))(
    '%s: %s',
    (rule, _, { tried, says }) => {
      const said = tried.map(({ facts, on }) => {
        const found = judgeOrganization(allRules, facts, defaultPack, on).find(one => one.rule === rule)
        if (found !== undefined) {
          // what is told of it is whole, whichever side of the border it lies on
          expect(`${found.why.zh}${found.why.en}${found.clears.zh}${found.clears.en}`).not.toMatch(
            /undefined|null|NaN/,
          )
          if (found.since !== null) expect(found.since <= on).toBe(true)
          if (found.worsens !== null) expect(found.worsens.on > on).toBe(true)
        }
        return found?.severity ?? '-'
      })
      expect(said).toEqual(says)
    },
  )

  test('every rule has one, and each crosses it', () => {
    expect([...new Set(borders.map(({ rule }) => rule))]).toEqual(allRules.map(({ id }) => id))
    const crossed = (rule: string) => new Set(borders.flatMap(one => (one.rule === rule ? one.says : [])))
    for (const { id } of allRules)
      expect([id, crossed(id).size > 1, crossed(id).has('-')]).toEqual([id, true, true])
  })
})
