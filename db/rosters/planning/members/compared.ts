import { type Dated, shownDate } from '#db/records/types/office-date.ts'
import type { MemberRow } from '../../kinds/members.ts'
import type { Compared } from '../shifted-columns.ts'
import type { PersonState } from './person-states.ts'

const textColumns = [
  ['nation', '民族', 'ethnic groups'],
  ['political', '政治面貌', 'political statuses'],
  ['education', '学历', 'degrees of education'],
  ['occupation', '职业', 'occupations'],
] as const

const shownOf = (value: Dated | undefined) => (value === undefined ? undefined : shownDate(value))

/** The columns of a roster of members of which several people may have the same, compared with what is known of them. */
export function comparedOf(states: ReadonlyMap<string, PersonState>): readonly Compared<MemberRow>[] {
  const personOf = (values: MemberRow) => states.get(values.idNumber)?.person
  return [
    {
      field: 'joined',
      words: { zh: '入团时间', en: 'days of joining' },
      says: ({ values }) => shownOf(values.joined),
      known: ({ values }) => {
        const { joined = null, joined_precision: precision = null } = personOf(values) ?? {}
        return joined === null ? undefined : shownDate({ day: joined, precision: precision ?? 'day' })
      },
    },
    ...textColumns.map(([field, zh, en]) => ({
      field,
      words: { zh, en },
      says: ({ values }: { readonly values: MemberRow }) => values[field],
      known: ({ values }: { readonly values: MemberRow }) => personOf(values)?.[field] ?? undefined,
    })),
  ]
}
