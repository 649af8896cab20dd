import { valuesIn } from '#db/records/columns.ts'
import type { Fields } from '#db/records/record.ts'
import { type Field, maskedApart } from '#db/records/types/field.ts'
import { cadreSpots } from '../kinds/cadres.ts'
import type { Spot } from '../kinds/composed.ts'
import { memberSpots } from '../kinds/members.ts'
import { orgSpots } from '../kinds/orgs.ts'
import type { RowChange } from './draft.ts'

type Values = Readonly<Record<string, unknown>>

/** The values of a record that a row changes, by the columns of the roster and in the words of their fields. */
export function changesOf(
  kind: { readonly fields: Fields },
  given: Values,
  present: Values,
): readonly RowChange[] {
  const before: Values = valuesIn(kind, present)
  const after: Values = valuesIn(kind, { ...present, ...given })
  return Object.keys(given).flatMap(name => {
    const one = kind.fields[name]
    if (one === undefined) return []
    const [from, to] = [shownIn(one, before[name]), shownIn(one, after[name])]
    if (from === to) return []
    // Numbers of people stand masked, but for the signs in which they differ.
    const [was = from, is = to] = maskedApart(one, [from, to])
    return [{ field: columnOfField(kind, name), from: was, to: is }]
  })
}

const columns = [orgSpots, memberSpots, cadreSpots].flatMap(spots => Object.entries<Spot>(spots))

/** The column of a roster that a field of a record is read from; one by its definition alone has the field's own name. */
export function columnOfField(kind: { readonly fields: Fields }, field: string): string {
  return columns.find(([, one]) => one.kind === kind && one.name === field)?.[0] ?? field
}

/** A value as a roster writes it. */
function shownIn({ write, show }: Field, value: unknown): string {
  return value === null || value === undefined ? '' : String(write?.(value) ?? show(value, 'zh'))
}
