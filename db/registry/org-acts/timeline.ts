import type { Draft } from '#db/plans/plan.ts'
import type { Later } from './act-forms.ts'

/** One row of a series as it stands: the days on which it holds, and where it puts its subject. */
export type Stay = {
  readonly id: string
  readonly subject: string
  readonly at: string | null
  readonly since: string
  readonly until: string | null
  readonly follows: string
  /** What else it says, carried along where it has to be written anew. */
  readonly more: Readonly<Record<string, string | number | null>>
}

export type Rewritten = {
  readonly drafts: readonly Draft[]
  readonly subjects: number
  /** The days of the stays that come after the act and were there before it. */
  readonly later: readonly string[]
}

type Change = {
  readonly from: string
  readonly to: string
  readonly on: string
  readonly later: Later
  readonly entity: 'membership' | 'placement'
  /** The fields of a stay that begins on the day of the act. */
  readonly fresh: Readonly<Record<string, string | number | null>>
  readonly nextId: () => string
}

/**
 * From a day on, whoever is at one place is at another: the series of each subject written anew from that day. A row
 * ends where one of higher version begins, so that what comes later has to be written again to stay; with `replace` it
 * is not. Whoever comes to the place only later comes to the other one instead.
 */
export function rewrite(stays: readonly Stay[], change: Change): Rewritten {
  const { from, on, later, nextId } = change
  const drafts: Draft[] = []
  const days: string[] = []
  let subjects = 0
  for (const own of Map.groupBy(stays, stay => stay.subject).values()) {
    const holding = own
      .filter(stay => stay.until === null || stay.since < stay.until)
      .filter(stay => stay.until === null || stay.until > on)
      .sort((a, b) => (a.since < b.since ? -1 : 1))
    const first = holding.findIndex(stay => stay.at === from)
    if (first < 0) continue
    subjects++
    const [begin, ...rest] = holding.slice(first)
    if (begin === undefined) continue
    for (const stay of begin.since > on ? [begin, ...rest] : rest) days.push(stay.since)
    const written = later === 'keep' ? [begin, ...rest] : [begin]
    let follows: readonly string[] = lastOf(own)
    let before: string | null | undefined
    for (const stay of written) {
      const at = stay.at === from ? change.to : stay.at
      // Who came to the other place by himself later is there already.
      if (at === before) continue
      before = at
      const id = nextId()
      drafts.push({ act: 'create', entity: change.entity, id, fields: fieldsOf(stay, at, follows, change) })
      follows = [id]
    }
  }
  return { drafts, subjects, later: days.sort() }
}

function fieldsOf(stay: Stay, at: string | null, follows: readonly string[], change: Change) {
  const isFresh = stay.since <= change.on
  const since = isFresh ? change.on : stay.since
  const more = isFresh ? change.fresh : stay.more
  return change.entity === 'membership'
    ? { person: stay.subject, org: at, since, ...more, follows: [...follows] }
    : { org: stay.subject, parent: at, since, ...more, follows: [...follows] }
}

/** The rows of a series that hold at all, in the order of their days. */
export function holdingIn(rows: readonly Stay[]): Stay[] {
  return rows
    .filter(stay => stay.until === null || stay.since < stay.until)
    .toSorted((a, b) => (a.since < b.since ? -1 : 1))
}

/** The rows of a series that no other one follows. */
export function lastOf(rows: readonly Stay[]): string[] {
  const followed = new Set(
    rows.flatMap(row => {
      const list: unknown = JSON.parse(row.follows)
      return Array.isArray(list) ? list.map(String) : []
    }),
  )
  return rows.map(row => row.id).filter(id => !followed.has(id))
}
