import type { OrgKind } from '#contract/vocabulary.ts'
import { addYears, type IsoDay } from '#db/shared/day.ts'
import { plural } from '#db/shared/plural.ts'
import type { Text } from '#db/shared/text.ts'
import { electionDates, isElected } from '../elections/election-dates.ts'
import type { BranchFacts } from '../facts.ts'
import type { Pack } from '../packs/pack.ts'

/** What an honour asks of whoever is put up for it (domain.md 9). A share is in percent. */
export type Bar =
  | { readonly key: 'two-systems' | 'timely' | 'numbers' | 'elections'; readonly atLeast: number }
  /** `below` 0: nobody at all. */
  | { readonly key: 'arrears'; readonly below: number }
  | { readonly key: 'stars'; readonly atLeast: 'five' | 'four' }
  | { readonly key: 'age'; readonly years: number }
export type BarKey = Bar['key']

export type Award = {
  readonly key: string
  readonly words: Text
  readonly source: Text
  /** The kinds of organization that may be put up for it. */
  readonly kinds: readonly OrgKind[]
  readonly bars: readonly Bar[]
}

const committees = ['committee', 'work-committee', 'general-branch'] as const
const share = (key: 'two-systems' | 'timely' | 'numbers' | 'elections', atLeast: number): Bar => ({
  key,
  atLeast,
})

/** The bars that were in use, with the year of the notice: what an office asks for now may have changed since. */
export const awards: readonly Award[] = [
  {
    key: 'shenzhen-branch',
    words: { zh: '深圳市五四红旗团支部', en: 'May Fourth Red Flag branch of Shenzhen' },
    source: { zh: '2021 年深圳市评选通知', en: 'notice of Shenzhen, 2021' },
    kinds: ['branch'],
    bars: [
      share('two-systems', 100),
      { key: 'arrears', below: 2 },
      { key: 'stars', atLeast: 'five' },
      { key: 'age', years: 2 },
    ],
  },
  {
    key: 'shenzhen-committee',
    words: { zh: '深圳市五四红旗团委', en: 'May Fourth Red Flag committee of Shenzhen' },
    source: { zh: '2021 年深圳市评选通知', en: 'notice of Shenzhen, 2021' },
    kinds: committees,
    bars: [
      share('two-systems', 100),
      { key: 'arrears', below: 5 },
      share('timely', 70),
      share('numbers', 98),
      { key: 'age', years: 2 },
    ],
  },
  {
    key: 'guangdong-committee',
    words: {
      zh: '广东省五四红旗团委（团工委）',
      en: 'May Fourth Red Flag committee or work committee of Guangdong',
    },
    source: { zh: '2022 年广东省评选通知', en: 'notice of Guangdong, 2022' },
    kinds: committees,
    bars: [
      share('two-systems', 98),
      { key: 'arrears', below: 5 },
      share('timely', 70),
      share('elections', 98),
      { key: 'age', years: 3 },
    ],
  },
  {
    key: 'guangdong-committee-2021',
    words: { zh: '广东省五四红旗团委', en: 'May Fourth Red Flag committee of Guangdong' },
    source: { zh: '2021 年广东省评选通知', en: 'notice of Guangdong, 2021' },
    kinds: committees,
    bars: [
      share('two-systems', 100),
      { key: 'arrears', below: 5 },
      share('timely', 70),
      share('numbers', 98),
      { key: 'age', years: 3 },
    ],
  },
  {
    key: 'guangdong-branch',
    words: { zh: '广东省五四红旗团支部', en: 'May Fourth Red Flag branch of Guangdong' },
    source: { zh: '2022 年广东省评选通知', en: 'notice of Guangdong, 2022' },
    kinds: ['branch'],
    bars: [
      share('two-systems', 98),
      { key: 'arrears', below: 5 },
      share('elections', 98),
      { key: 'age', years: 2 },
    ],
  },
  {
    key: 'college-branch',
    words: { zh: '高校五四红旗团支部', en: 'May Fourth Red Flag branch of a college' },
    source: { zh: '2024 年一所高校学院的评选通知', en: 'notice of a college, 2024' },
    kinds: ['branch'],
    bars: [
      share('two-systems', 100),
      { key: 'arrears', below: 0 },
      share('timely', 70),
      { key: 'stars', atLeast: 'four' },
      { key: 'age', years: 1 },
    ],
  },
]

/** How an organization stands with one bar: what it has, or nothing where the registry does not say. */
export type BarResult = {
  readonly key: BarKey
  readonly state: 'met' | 'missed' | 'unknown'
  readonly need: Text
  readonly have: Text | null
}

type Ratio = { readonly part: number; readonly of: number }
type Looking = { readonly asOf: IsoDay; readonly pack: Pack }

/** What an organization has of each bar: of a committee, of it and all branches below it together. */
export function measured(
  award: Award,
  own: BranchFacts,
  below: readonly BranchFacts[],
  { asOf, pack }: Looking,
): readonly BarResult[] {
  const branches = below.filter(({ kind }) => kind === 'branch')
  const add = (of: (facts: BranchFacts) => Ratio, from: readonly BranchFacts[] = branches): Ratio =>
    from.reduce((sum, facts) => ({ part: sum.part + of(facts).part, of: sum.of + of(facts).of }), {
      part: 0,
      of: 0,
    })
  const resultOf = (bar: Bar): BarResult => {
    switch (bar.key) {
      case 'two-systems':
        return atLeast(
          bar,
          add(({ appraisal: one }) => ({
            part: one.assessed + one.registered,
            of: one.eligible + one.registrable,
          })),
          own.kept.appraisals !== null && own.kept.registrations !== null,
        )
      case 'timely':
        return atLeast(
          bar,
          add(({ reports }) => ({ part: reports.timely, of: reports.timely + reports.late })),
          true,
        )
      case 'numbers':
        return atLeast(
          bar,
          add(({ numbers }) => ({ part: numbers.valid, of: numbers.required })),
          own.kept.numbers,
        )
      case 'elections':
        return atLeast(
          bar,
          add(
            ({ kind, term }) => ({
              part:
                isElected(kind) &&
                term !== null &&
                electionDates(kind, term, pack.thresholds.W06).until >= asOf
                  ? 1
                  : 0,
              of: isElected(kind) && term !== null ? 1 : 0,
            }),
            below,
          ),
          true,
        )
      case 'arrears': {
        const { part, of } = add(({ fees }) => ({ part: fees.behind, of: fees.liable }))
        const need =
          bar.below === 0
            ? { zh: '一个也没有', en: 'nobody' }
            : { zh: `低于 ${bar.below}%`, en: `below ${bar.below}%` }
        if (own.kept.fees === null || of === 0) return { key: bar.key, state: 'unknown', need, have: null }
        return {
          key: bar.key,
          state: part === 0 || part * 100 < bar.below * of ? 'met' : 'missed',
          need,
          have: percent({ part, of }),
        }
      }
      case 'stars': {
        const need =
          bar.atLeast === 'five'
            ? { zh: '五星级', en: 'five stars' }
            : { zh: '四星级及以上', en: 'four stars or more' }
        const star = own.rating?.star ?? null
        if (star === null) return { key: bar.key, state: 'unknown', need, have: null }
        const isMet = star === 'five' || (star === 'four' && bar.atLeast === 'four')
        return {
          key: bar.key,
          state: isMet ? 'met' : 'missed',
          need,
          have: stars[star] ?? { zh: star, en: star },
        }
      }
      case 'age': {
        const need = {
          zh: `成立满 ${bar.years} 年`,
          en: `founded ${plural(bar.years, 'year')} ago or earlier`,
        }
        if (own.founded === null) return { key: bar.key, state: 'unknown', need, have: null }
        const isMet = addYears(own.founded, bar.years) <= asOf
        return {
          key: bar.key,
          state: isMet ? 'met' : 'missed',
          need,
          have: { zh: own.founded, en: own.founded },
        }
      }
    }
  }
  return award.bars.map(resultOf)
}

const stars: Readonly<Record<string, Text>> = {
  five: { zh: '五星级', en: 'five stars' },
  four: { zh: '四星级', en: 'four stars' },
  three: { zh: '三星级', en: 'three stars' },
  two: { zh: '二星级', en: 'two stars' },
  none: { zh: '不予定级', en: 'not rated' },
}

function atLeast(
  { key, atLeast: least }: { readonly key: BarKey; readonly atLeast: number },
  ratio: Ratio,
  isKept: boolean,
): BarResult {
  const need = { zh: `不低于 ${least}%`, en: `at least ${least}%` }
  if (!isKept || ratio.of === 0) return { key, state: 'unknown', need, have: null }
  return { key, state: ratio.part * 100 >= least * ratio.of ? 'met' : 'missed', need, have: percent(ratio) }
}

/** Cut to a tenth and not rounded, so that 99.96% is never told as the 100% that it is not. */
function percent({ part, of }: Ratio): Text {
  const text = `${Math.floor((part * 1000) / of) / 10}%`
  return { zh: `${text}（${part}/${of}）`, en: `${text} (${part}/${of})` }
}
