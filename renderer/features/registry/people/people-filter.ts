import { type PeopleFilter, peopleFilterSchema } from '#contract/looking.ts'

const keys = ['org', 'asOf', 'text', 'status', 'report', 'agedBy', 'agedAfter', 'sort'] as const

/** What of the address filters the list; what it cannot mean is left out. */
export function peopleFilterOf(get: (key: string) => string | undefined): PeopleFilter {
  const given = Object.fromEntries(keys.flatMap(key => (get(key) === undefined ? [] : [[key, get(key)]])))
  const read = peopleFilterSchema.safeParse({ ...given, down: get('down') !== undefined })
  return read.success ? read.data : { text: get('text') ?? '' }
}

type AgeWords = {
  readonly agedBy: (day: string) => string
  readonly agedBetween: (from: string, to: string) => string
}

/** Which ages a filter lets through, in words; undefined for all. */
export function ageLabel(words: AgeWords, agedBy: string | undefined, agedAfter: string | undefined) {
  if (agedBy === undefined) return undefined
  return agedAfter === undefined ? words.agedBy(agedBy) : words.agedBetween(agedAfter, agedBy)
}

/** The same day half a year on; the last one of a shorter month. */
export function halfYearOn(day: string): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const last = new Date(Date.UTC(year, month + 6, 0)).getUTCDate()
  return new Date(Date.UTC(year, month + 5, Math.min(date, last))).toISOString().slice(0, 10)
}
