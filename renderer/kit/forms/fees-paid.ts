import { paidMonths } from '#db/records/members/fee.ts'

type Paid = Readonly<Record<string, unknown>>

/** From and to, both included: 1 is January. */
export type MonthSpan = readonly [from: number, to: number]

/** The months for which anything was paid, those that follow each other together. */
export function spansPaid(year: Paid): readonly MonthSpan[] {
  const spans: [number, number][] = []
  paidMonths.forEach((name, at) => {
    if (fenOf(year[name]) === 0) return
    const last = spans.at(-1)
    if (last?.[1] === at) last[1] = at + 1
    else spans.push([at + 1, at + 1])
  })
  return spans
}

/** What was paid in the whole year, in fen. */
export function paidInAll(year: Paid): number {
  return paidMonths.reduce((sum, name) => sum + fenOf(year[name]), 0)
}

function fenOf(value: unknown): number {
  return typeof value === 'number' ? value : 0
}
