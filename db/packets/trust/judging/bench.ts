import type { Change, Range, Reason, Remove, Version } from '#db/journal/change.ts'
import type { Entities } from '#db/journal/entity.ts'
import type { AuthoredStep } from '#db/records/courses/judged.ts'
import type { Certificates } from '../certificates.ts'
import type { Ground } from '../ground.ts'

/** An author who is judged: his PC, and the organizations that it may speak for. */
export type Author = { readonly replica: string; readonly offices: readonly string[] }

/** What authority is judged by: what was known before the packet, and what of it was allowed so far. */
export type Bench = {
  readonly ground: Ground
  readonly certificates: Certificates
  readonly entities: Entities
  /** The first change of a thing that is known here, or that the packet brought before. */
  readonly creationOf: (thing: string) => Change | undefined
  /** What a thing is, if anything of it is known here. */
  readonly kindOf: (thing: string) => string | undefined
  /** A matter that goes through several hands: what it hangs on, and to whom else it was passed on, as far as that was allowed. */
  readonly matterOf: (thing: string) => Matter | undefined
  /** Whether somebody judges a matter already, by the steps up to this rank, or has judged it. */
  readonly isLocked: (matter: string, rank: string) => boolean
  /** The steps of a matter that count here. */
  readonly stepsOf: (matter: string) => readonly AuthoredStep[]
  /** What these changes are of matters. */
  readonly namedIn: (names: readonly Range[]) => NamedOfMatters
  /** Why a return does nothing: some of what it takes out of force or lets count again is not for its author to. */
  readonly whyKept: (change: Change, takes: Takes) => Reason | undefined
  /** What of its record counts again with an edit that builds on a return of that; undefined if it is more than anybody corrects. */
  readonly liftedBy: (change: Change) => readonly Change[] | undefined
  /** Whether it writes about work of a period that was closed for its author on the day on which he wrote. */
  readonly isClosed: (change: Change) => boolean
  readonly isBranch: (org: string) => boolean
  /** By which changes kind, tier or code of an organization were ever written, and whether it was ever placed. */
  readonly foundingOf: (org: string) => Founding
  readonly nameOf: (org: string) => string | undefined
  /** Of a stay or a placement, where whom it is of lay before; undefined where it is the first. */
  readonly placeBefore: (stay: string, entity: string) => string | undefined
  /** The day from which a stay or a placement holds, by the tables. */
  readonly beganOn: (stay: string, entity: string) => string | undefined
  /** The stays of a person, or the placements of an organization, by the tables. */
  readonly placesOf: (subject: string, entity: string) => Places
  /** Whether a person or an organization is in force, by the tables and by what the packet was allowed so far. */
  readonly isThere: (subject: string, entity: string) => boolean
}

/** Why an author may not do now what a return would do for him. */
export type Takes = {
  readonly whyNotRemoved: (removal: Remove) => Reason | undefined
  readonly whyNotWritten: (change: Change) => Reason | undefined
}

export type Founding = { readonly versions: readonly Version[]; readonly isPlaced: boolean }

export type Matter = {
  readonly kind: string
  /** In the order of its kind: of a transfer the person, his home, where he is to go. */
  readonly hangsOn: readonly string[]
  /** Where it lies: of a transfer the home that asked. */
  readonly home: string
  /** The other organizations that it was made for: of a transfer where he is to go. */
  readonly others: readonly string[]
  readonly passedTo: readonly string[]
  /** Of a transfer, the day on which it was asked for. */
  readonly asked: string | undefined
  /** Of a transfer, whether somebody was taken in by it already: it is no offer for a second time. */
  readonly isSpent: boolean
}

/** All stays of one person, or placements of one organization: there may be thousands, of which few lie elsewhere. */
export type Places = {
  /** In the order of their ranks. */
  readonly inOrder: readonly Lying[]
  /** Where each stands in that order, by its id. */
  readonly at: ReadonlyMap<string, number>
  readonly byPlace: ReadonlyMap<string | null, readonly Lying[]>
}

/** A stay or a placement, where it holds, and the transfer by which somebody came there. */
export type Lying = {
  readonly id: string
  readonly place: string | null
  readonly rank: string
  readonly since: string
  readonly until: string | null
  readonly transfer: string | null
}

/** Steps of matters with what they are steps of; and the matters themselves. */
export type NamedOfMatters = {
  readonly steps: readonly { readonly id: string; readonly subject: string }[]
  readonly matters: readonly string[]
}
