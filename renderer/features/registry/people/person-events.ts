import type { z } from 'zod'
import type { Place, personDetailSchema } from '#contract/looking.ts'
import type { historyEntrySchema } from '#contract/registry.ts'
import { monthsAfter } from '../../../kit/pictures/days.ts'
import { moment } from '../../../text/written.ts'

type Detail = Pick<z.infer<typeof personDetailSchema>, 'birth' | 'joined' | 'homes' | 'posts' | 'standings'>
type Entry = Pick<z.infer<typeof historyEntrySchema>, 'changeSet' | 'at' | 'actor' | 'sentence' | 'isUndone'>

/** What happened, in the one line of a life: where somebody belonged, what he was, how he stood, and who wrote it down. */
export type PersonEvent = { readonly id: string; readonly day: string | null } & (
  | { readonly kind: 'home'; readonly org: Place | null; readonly until: string | null }
  | { readonly kind: 'post'; readonly title: string; readonly org: Place; readonly until: string | null }
  | {
      readonly kind: 'state'
      readonly status: string
      readonly report: string
      readonly until: string | null
    }
  | {
      readonly kind: 'change'
      readonly sentence: Entry['sentence']
      readonly actor: string
      readonly isUndone: boolean
    }
  | { readonly kind: 'joined' }
  | { readonly kind: 'leaves' }
)

const order = ['leaves', 'change', 'state', 'post', 'home', 'joined']

/**
 * Homes, posts, states and what was done in the registry as one timeline, the newest first; what has no known day stands
 * last. The 28th birthday of whoever is still a member stands in it too, whether it has come or not.
 */
export function personEvents(detail: Detail, history: readonly Entry[]): readonly PersonEvent[] {
  const isMember = detail.homes.some(home => home.until === null && home.org !== null)
  const events: readonly PersonEvent[] = [
    ...(isMember && detail.birth !== null
      ? [{ kind: 'leaves' as const, id: 'leaves', day: monthsAfter(detail.birth, 28 * 12) }]
      : []),
    ...history.map(({ changeSet, at, actor, sentence, isUndone }) => ({
      kind: 'change' as const,
      id: `change-${changeSet}`,
      day: moment(at).slice(0, 10),
      actor,
      sentence,
      isUndone,
    })),
    ...detail.standings.filter(lasts).map(({ id, status, report, since, until }) => ({
      kind: 'state' as const,
      id,
      day: since,
      status,
      report,
      until,
    })),
    ...detail.posts.map(({ id, title, org, since, until }) => ({
      kind: 'post' as const,
      id,
      day: since,
      title,
      org,
      until,
    })),
    ...detail.homes.filter(lasts).map(({ id, org, since, sinceKnown, until }) => ({
      kind: 'home' as const,
      id,
      day: sinceKnown ? since : null,
      org,
      until,
    })),
    ...(detail.joined === null ? [] : [{ kind: 'joined' as const, id: 'joined', day: detail.joined }]),
  ]
  return events.toSorted((a, b) => newestFirst(a.day, b.day) || order.indexOf(a.kind) - order.indexOf(b.kind))
}

/** What another took the place of on the very day it began was never so: two records that were merged leave such stays. */
const lasts = ({ since, until }: { readonly since: string; readonly until: string | null }) =>
  until === null || since < until

function newestFirst(a: string | null, b: string | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
  return a < b ? 1 : a > b ? -1 : 0
}

/** Whether something lies ahead or still holds on the day, and so is marked in the line. */
export function isNow(event: PersonEvent, today: string): boolean {
  if (event.day !== null && event.day > today) return false
  return 'until' in event && (event.until === null || event.until > today)
}
