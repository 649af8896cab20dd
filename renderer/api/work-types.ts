import { useQuery } from '@tanstack/react-query'
import { useClient } from './client.ts'

/** The types of work that there are, with the names of their own fields; none where nobody asks. */
export function useWorkTypes(
  isAsked: boolean,
): readonly { readonly name: string; readonly own: readonly string[] }[] {
  const client = useClient()
  const { data } = useQuery({
    queryKey: ['work-types', 'all'],
    queryFn: () => client.records.list({ kind: 'work_type', limit: 1000 }),
    enabled: isAsked,
  })
  return (data?.rows ?? []).map(({ fields: { name, own } }) => ({
    name: String(name ?? ''),
    own: typeof own === 'object' && own !== null && !Array.isArray(own) ? Object.keys(own) : [],
  }))
}
