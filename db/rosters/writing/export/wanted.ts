import { precisions } from '#contract/vocabulary.ts'
import type { Dated } from '#db/records/types/office-date.ts'
import { type Structured, withScope } from '#db/registry/looking/heirs.ts'
import { existing } from '#db/registry/stats.ts'
import type { IsoDay } from '#db/shared/day.ts'
import { isDay } from '#db/shared/day.ts'
import type { Reader } from '#db/sqlite/tables.ts'

/** What a roster is written of: an organization and all below it, as of a day; by the structure of another one if so asked. */
export type Wanted = {
  readonly root: string
  readonly asOf: IsoDay
  /** The day is over: what was ended later still went on that day, and the roster of it says so for ever. */
  readonly isPast?: boolean | undefined
  readonly structured?: Structured | undefined
  /** Of records: only those that happened in this year, or are of it. */
  readonly during?: number | undefined
  /** Of records: only those that say this in a column of theirs. */
  readonly only?: { readonly column: string; readonly is: string } | undefined
}

/** The organizations whose rows a roster holds: those of the day, or those whose place others have taken since. */
export function rowsScope(reader: Reader, { structured, ...scope }: Wanted) {
  if (structured === undefined) return existing(reader, scope)
  return withScope(reader, scope, structured)
    .selectFrom('subtree')
    .crossJoin('org')
    .whereRef('org.id', '=', 'subtree.org')
}

export function datedOf(day: string | null, precision: string | null): Dated | undefined {
  if (day === null || !isDay(day)) return undefined
  return { day, precision: wordOf(precisions, precision) ?? 'day' }
}

export function wordOf<T extends string>(words: readonly T[], word: string | null): T | undefined {
  return words.find(known => known === word)
}
