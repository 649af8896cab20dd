import { precisions } from '#contract/vocabulary.ts'
import type { Dated } from '#db/records/types/office-date.ts'
import type { IsoDay } from '#db/shared/day.ts'
import { isDay } from '#db/shared/day.ts'

/** What a roster is written of: an organization and all below it, as of a day. */
export type Wanted = { readonly root: string; readonly asOf: IsoDay }

export function datedOf(day: string | null, precision: string | null): Dated | undefined {
  if (day === null || !isDay(day)) return undefined
  return { day, precision: wordOf(precisions, precision) ?? 'day' }
}

export function wordOf<T extends string>(words: readonly T[], word: string | null): T | undefined {
  return words.find(known => known === word)
}
