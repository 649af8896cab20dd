import { monthsAfter } from '../../kit/pictures/days.ts'

type Row = { readonly what: string; readonly now: number; readonly before: number }

export type YearLine<R extends Row> = R & {
  /** Undefined where last year nothing of the kind was written down: that says nothing about the change. */
  readonly change: number | undefined
  readonly nowShare: number
  readonly beforeShare: number
}

/** The kinds of which there was anything, each with its change and as shares of the larger of the two years. */
export function yearLines<R extends Row>(rows: readonly R[]): readonly YearLine<R>[] {
  return rows
    .filter(({ now, before }) => now + before > 0)
    .map(row => {
      const most = Math.max(row.now, row.before)
      return {
        ...row,
        change: row.before === 0 ? undefined : row.now - row.before,
        nowShare: row.now / most,
        beforeShare: row.before / most,
      }
    })
}

/** Which records each number counts, and by which of their days. */
const counted = {
  joined: { kind: 'person', field: 'joined', where: {} },
  left: { kind: 'membership', field: 'since', where: { org: '' } },
  posts: { kind: 'post', field: 'since', where: {} },
  elections: { kind: 'term', field: 'elected', where: {} },
  meetings: { kind: 'meeting', field: 'held_on', where: {} },
} as const
type Counted = keyof typeof counted

const isDay = (text: string | undefined): text is string =>
  text !== undefined && /^\d{4}-\d\d-\d\d$/.test(text)
const isCounted = (what: string | undefined): what is Counted =>
  what !== undefined && Object.hasOwn(counted, what)

/** The list behind a number, as its address says it; undefined for an address that means none. */
export function listBehind(what: string | undefined, from: string | undefined, to: string | undefined) {
  if (!isCounted(what) || !isDay(from) || !isDay(to)) return undefined
  const { kind, field, where } = counted[what]
  return { what, kind, where, within: { field, from, to } }
}

/** The days that a number of a year counts: to the day that is looked at, or the same of the year before. */
export function daysCounted(asOf: string, isBefore: boolean): { readonly from: string; readonly to: string } {
  const to = isBefore ? monthsAfter(asOf, -12) : asOf
  return { from: `${to.slice(0, 4)}-01-01`, to }
}
