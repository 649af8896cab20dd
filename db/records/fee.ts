import { record, together } from './record.ts'
import { term } from './types/choice.ts'
import { count, money } from './types/count.ts'
import { month } from './types/day.ts'
import type { At } from './types/field.ts'
import { ref } from './types/ref.ts'
import { feeFreeWords } from './words/member-words.ts'

const reasonsInEnglish = {
  保留团籍的党员: 'Party member who keeps his membership',
  经批准减免: 'let off with approval',
  其他: 'other',
}

const paid = (zh: string, en: string) => money(`${zh}缴纳(元)`, `paid for ${en}`)

/**
 * 团费: what a member paid for each month of one year. One record for a person and a year, each month on its own: a
 * year of a district costs as many records as it has members, and two offices that enter different months do not
 * conflict (build/decisions, "A year of fees is one record"). It follows the member; the branch that it counts for is
 * that to which he belonged in the month.
 */
export const fee = record('fee', {
  words: { zh: '团费', en: 'fees' },
  fields: {
    ...together('place', {
      person: ref('person', '团员', 'member', { required: true, fixed: true }),
      year: count('年度', 'year', { required: true, fixed: true, least: 1950, most: 2199 }),
    }),
    due: money('每月应交(元)', 'due each month'),
    ...together('free', {
      free: term(feeFreeWords, reasonsInEnglish, '免交原因', 'free of fees because'),
      free_from: month('免交起月', 'free from'),
      free_to: month('免交止月', 'free to'),
    }),
    paid_01: paid('1月', 'January'),
    paid_02: paid('2月', 'February'),
    paid_03: paid('3月', 'March'),
    paid_04: paid('4月', 'April'),
    paid_05: paid('5月', 'May'),
    paid_06: paid('6月', 'June'),
    paid_07: paid('7月', 'July'),
    paid_08: paid('8月', 'August'),
    paid_09: paid('9月', 'September'),
    paid_10: paid('10月', 'October'),
    paid_11: paid('11月', 'November'),
    paid_12: paid('12月', 'December'),
  },
  checks: [freeInOrder, freeInItsYear],
  title: f => `${f.year ?? ''}`,
  first: [
    'person',
    'year',
    'due',
    'paid_01',
    'paid_02',
    'paid_03',
    'paid_04',
    'paid_05',
    'paid_06',
    'paid_07',
    'paid_08',
    'paid_09',
    'paid_10',
    'paid_11',
    'paid_12',
  ],
  lies: { by: 'membership' },
  unique: ['person', 'year'],
})

/** The fields of the months, January first. */
export const paidMonths = [
  'paid_01',
  'paid_02',
  'paid_03',
  'paid_04',
  'paid_05',
  'paid_06',
  'paid_07',
  'paid_08',
  'paid_09',
  'paid_10',
  'paid_11',
  'paid_12',
] as const satisfies readonly (keyof typeof fee.fields)[]

type Free = { readonly free_from?: string | null | undefined; readonly free_to?: string | null | undefined }
function freeInOrder({ free_from, free_to }: Free, at: (field: 'free_to') => At): undefined {
  if (free_from == null || free_to == null || free_from <= free_to) return
  at('free_to').tell(
    'refused',
    'date-order',
    `免交止月早于起月 ${free_from}。请改正其中一个。`,
    `this is before the month from which fees are let off, ${free_from}. Correct one of the two.`,
  )
}

type FreeInYear = Free & { readonly year?: number | null | undefined }
function freeInItsYear(said: FreeInYear, at: (field: 'free_from' | 'free_to') => At): undefined {
  for (const field of ['free_from', 'free_to'] as const) {
    const month = said[field]
    if (month == null || said.year == null || month.startsWith(`${said.year}-`)) continue
    at(field).tell(
      'refused',
      'month-of-another-year',
      `不在 ${said.year} 年度内。跨年度免交的，请在每个年度分别登记。`,
      `this lies outside the year ${said.year}. Where fees are let off over several years, say so for each of them.`,
    )
  }
}
