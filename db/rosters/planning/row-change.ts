import { valuesIn } from '#db/records/columns.ts'
import type { Fields } from '#db/records/record.ts'
import type { Field } from '#db/records/types/field.ts'
import { moreFields } from '../kinds/more-fields.ts'
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
    return from === to ? [] : [{ field: columnOf(name), from, to }]
  })
}

/** The column of a roster that a field of a record is read from: `member_no` is memberNo. */
function columnOf(field: string): string {
  // A column by its definition alone has the field's own name.
  if (moreFields.some(([name]) => name === field)) return field
  return field.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

/** A value as a roster writes it. */
function shownIn({ write, show }: Field, value: unknown): string {
  return value === null || value === undefined ? '' : String(write?.(value) ?? show(value, 'zh'))
}
