import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useClient } from '../../api/client.ts'

/** How far a year has come. */
export function useYearStatus(year: number | undefined) {
  const client = useClient()
  return useQuery({
    queryKey: ['annual-status', year],
    queryFn: ({ signal }) => client.annual.status({ year: year ?? 0 }, { signal }),
    enabled: year !== undefined,
    placeholderData: keepPreviousData,
  })
}

/** The frozen year that counts, beside what would be different today. */
export function useFrozenYear(id: string) {
  const client = useClient()
  return useQuery({
    queryKey: ['annual-show', id],
    queryFn: ({ signal }) => client.annual.show({ id }, { signal }),
  })
}

/** A year and the two before it. */
export function useThreeYears(year: number) {
  const client = useClient()
  return useQuery({
    queryKey: ['annual-years', year],
    queryFn: ({ signal }) => client.annual.years({ year }, { signal }),
  })
}
