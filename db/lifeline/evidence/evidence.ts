import type { IsoDay } from '#db/shared/day.ts'
import type { Text } from '#db/shared/text.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { Kept } from '../facts.ts'
import type { Pack } from '../packs/pack.ts'

/** A record to look at, with what it says. Never an ID number: the record itself shows that, to whoever may see it. */
export type Evidence = {
  readonly entity: string
  readonly id: string
  readonly text: Text
  /** Whose record it is, where a person's. */
  readonly person?: string
}

/** One record of one organization, and how many such records that organization has in all. */
export type EvidenceRow = Evidence & { readonly org: string; readonly total: number }

/** What the findings were judged by, and how many records of each organization are wanted. */
export type EvidenceAsked = {
  readonly asOf: IsoDay
  readonly pack: Pack
  readonly kept: Kept
  readonly most: number
}

/** Reads the records of many organizations (ids) in one query, at most `most` of each. */
export type EvidenceReader = (
  reader: Reader,
  orgs: readonly string[],
  asked: EvidenceAsked,
) => Promise<readonly EvidenceRow[]>
