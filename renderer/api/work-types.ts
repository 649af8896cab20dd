import { useQuery } from '@tanstack/react-query'
import { useClient } from './client.ts'

/** A type of work: its name, and what each of its own fields holds (`own-field.ts`). */
export type WorkType = { readonly name: string; readonly own: Readonly<Record<string, string>> }

/** The types of work that there are; none where nobody asks. */
export function useWorkTypes(isAsked: boolean): readonly WorkType[] {
  const client = useClient()
  const { data } = useQuery({
    queryKey: ['work-types', 'all'],
    queryFn: () => client.records.list({ kind: 'work_type', limit: 1000 }),
    enabled: isAsked,
  })
  return (data?.rows ?? []).map(({ fields: { name, own } }) => ({
    name: String(name ?? ''),
    own:
      typeof own === 'object' && own !== null && !Array.isArray(own)
        ? Object.fromEntries(Object.entries(own).map(([field, holds]) => [field, String(holds)]))
        : {},
  }))
}
