import { type PeopleFilter, peopleFilterSchema } from '#contract/looking.ts'
import type { Keeping } from '../../../kit/lists/filters-kept.ts'

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

/** Which ages a clerk chooses among: those past 28, and those who will be within half a year. */
export type ChosenAge = 'past' | 'soon'

/** The days of the address that let these ages through on a day. */
export function daysOfAge(age: ChosenAge, day: string) {
  return age === 'past' ? { agedBy: day } : { agedBy: halfYearOn(day), agedAfter: day }
}

/** How filters of people are kept: ages as they were chosen, since the days that they mean are others tomorrow. */
export function keepingOn(day: string): Keeping {
  const keys = ['text', 'org', 'status', 'report', 'agedBy', 'agedAfter', 'sort', 'down']
  return {
    keys,
    written: set => {
      const { agedBy, agedAfter, ...others } = set
      const age = (['past', 'soon'] as const).find(one => {
        const days: { agedBy: string; agedAfter?: string } = daysOfAge(one, day)
        return days.agedBy === agedBy && days.agedAfter === agedAfter
      })
      return age === undefined ? set : { ...others, age }
    },
    meant: ({ age, ...others }) =>
      age === 'past' || age === 'soon' ? { ...others, ...daysOfAge(age, day) } : others,
  }
}
