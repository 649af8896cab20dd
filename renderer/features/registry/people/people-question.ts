import type { PeopleFilter, PersonRow } from '#contract/looking.ts'
import { type Ask, rowsQuestion } from '../../../api/first-questions.ts'
import type { Client } from '../../../host/connect.ts'
import { peopleFilterOf } from './people-filter.ts'

/** The list of people, under the name by which the window keeps its pages. */
export const peopleRows = 'people'

export function askPeople(client: Client): Ask<PeopleFilter, PersonRow> {
  return (of, window, signal) => client.looking.people({ ...of, ...window }, { signal })
}

/** The first page of the list that an address leads to. */
export function firstPeopleQuestion(client: Client, get: (key: string) => string | undefined) {
  return rowsQuestion(peopleRows, peopleFilterOf(get), 0, askPeople(client))
}
