import type { z } from 'zod'
import type { Place, personDetailSchema } from '#contract/looking.ts'
import { officeKinds } from '#db/records/kinds.ts'
import type { AnyKind } from '#db/records/record.ts'
import { yearsFrom } from '../../../kit/pictures/days.ts'

type Detail = z.infer<typeof personDetailSchema>

/** Who somebody is on a day, and where. */
export type PersonNow = {
  /** Null for whoever belongs nowhere. */
  readonly home: Place | null
  readonly posts: readonly { readonly id: string; readonly title: string; readonly org: Place }[]
  /** Of a member; a state that was never noted is the usual one. */
  readonly state: { readonly status: string; readonly report: string } | undefined
  readonly age: number | undefined
  readonly leagueYears: number | undefined
}

export function personNow(detail: Detail, today: string): PersonNow {
  const holds = (span: { readonly since: string | null; readonly until: string | null }) =>
    (span.since === null || span.since <= today) && (span.until === null || span.until > today)
  const home = detail.homes.find(holds)?.org ?? null
  const state = detail.standings.find(holds)
  const years = (from: string | null) => {
    const n = from === null ? -1 : yearsFrom(from, today)
    return n < 0 ? undefined : n
  }
  return {
    home,
    posts: detail.posts.filter(holds),
    state:
      home === null ? undefined : { status: state?.status ?? 'normal', report: state?.report ?? 'approved' },
    age: years(detail.birth),
    leagueYears: home === null ? undefined : years(detail.joined),
  }
}

type Span = { readonly since: string | null; readonly until: string | null }

/** A person as he was on a day: what began later is not there, and what ended later had not ended. */
export function asOfDay(detail: Detail, day: string): Detail {
  const begun = <S extends Span>(spans: readonly S[]): S[] =>
    spans
      .filter(({ since }) => since === null || since <= day)
      .map(span => (span.until !== null && span.until > day ? { ...span, until: null } : span))
  const { homes, posts, standings, joined } = detail
  return {
    ...detail,
    homes: begun(homes),
    posts: begun(posts),
    standings: begun(standings),
    joined: joined !== null && joined > day ? null : joined,
  }
}

/** What the timeline tells. */
const inTimeline = new Set(['membership', 'standing', 'post'])

/** The kinds of record that are of one person, by their definition alone. */
export const personKinds: readonly AnyKind[] = officeKinds.filter(({ name, fields }) => {
  const input = fields['person']?.input
  return input?.as === 'ref' && input.to === 'person' && !inTimeline.has(name)
})
