import type { PeopleFilter, PersonRow } from '#contract/looking.ts'
import { useClient } from '../../api/client.ts'
import { useRows } from '../../api/use-rows.ts'

/** People of any number, by the rows in sight. */
export function usePeople(filter: PeopleFilter) {
  const client = useClient()
  return useRows<PeopleFilter, PersonRow>('people', filter, (of, window, signal) =>
    client.looking.people({ ...of, ...window }, { signal }),
  )
}
