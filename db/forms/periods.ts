import { headerKey, headerKeyWithoutRemarks } from '#db/rosters/recognising/headers/header-key.ts'

/** Months of a year, both counted. */
export type Months = readonly [from: number, to: number]

const digits = '一二三四五六七八九十'

function numberIn(said: string): number {
  if (/^\d+$/.test(said)) return Number(said)
  if (said.startsWith('十')) return 10 + ((digits.indexOf(said.charAt(1)) + 1) % 11)
  return digits.indexOf(said) + 1
}

/** Which months of the year a label names: 3月, 三月份, 第一季度, 上半年, 1-6月; undefined where it names none. */
export function monthsIn(text: string): Months | undefined {
  const key = headerKeyWithoutRemarks(headerKey(text)).replace(/^(\d{4}年度?|本年|当年)/, '')
  if (key === '上半年') return [1, 6]
  if (key === '下半年') return [7, 12]
  const [, quarter] = /^第?([1-4一二三四])季度?$/.exec(key) ?? []
  if (quarter !== undefined) return [numberIn(quarter) * 3 - 2, numberIn(quarter) * 3]
  const [, from, to] =
    /^(\d{1,2}|十?[一二]|[三四五六七八九十])(?:月?[-~—至到](\d{1,2}|十?[一二]|[三四五六七八九十]))?月(?:份|末|底)?$/.exec(
      key,
    ) ?? []
  if (from === undefined) return undefined
  const months = [numberIn(from), numberIn(to ?? from)] as const
  return months[0] >= 1 && months[0] <= months[1] && months[1] <= 12 ? months : undefined
}

/** As a mark says it: @m3, @m1-6. */
export function monthsMark([from, to]: Months): string {
  return from === to ? `@m${from}` : `@m${from}-${to}`
}

/** And back. */
export function markedMonths(said: string): Months | undefined {
  const [, from, to] = /^@m(\d{1,2})(?:-(\d{1,2}))?$/.exec(said) ?? []
  if (from === undefined) return undefined
  const months = [Number(from), Number(to ?? from)] as const
  return months[0] >= 1 && months[0] <= months[1] && months[1] <= 12 ? months : undefined
}

/** What ends a column or a word of a person, where only year and month of its day are asked for (出生年月). */
export const monthOnly = '@month'

/** The word of a column for a label: 出生年月 asks for the month of the day, 出生日期 for the day. */
export function asAskedIn(label: string, column: string): string {
  return headerKeyWithoutRemarks(headerKey(label)).endsWith('年月') ? `${column}${monthOnly}` : column
}

/** 1998.05, as offices write a month on forms. */
export function monthOf(value: string | number | undefined): string | number | undefined {
  return typeof value === 'string' ? value.replace(/^(\d{4})-(\d{2})(-\d{2})?$/, '$1.$2') : value
}
