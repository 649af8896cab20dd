import { z } from 'zod'
import { type Field, field, type Options, type Type } from './field.ts'
import { textIn, tidyIn } from './text.ts'

/** How many values one list may have, on writing and in a packet. */
export const longestList = 10_000

/** Several values of one type, in one cell with 、 or ; between. */
export function list<V extends string, R extends boolean = false>(
  of: Type<V>,
  zh: string,
  en: string,
  options: Options<R> = {},
): Field<readonly V[], NoInfer<R>, { readonly '': 'list' }> {
  return field(zh, en, options, {
    type: 'list',
    columns: { '': 'list' },
    most: of.most,
    schema: z.array(of.schema).max(longestList).readonly(),
    input: { as: 'tags' },
    read(cell, at) {
      const parts = tidyIn(cell, at)
        ?.split(/\s*[、,，;；]\s*/)
        .flatMap(part => of.read(part, at) ?? [])
      return parts?.length === 0 ? undefined : parts
    },
    show: (values, lang) => values.map(value => of.show(value, lang)).join('、'),
    write: values => values.map(value => of.show(value, 'zh')).join('、'),
    split: values => [values],
    join: ([values]) => (values === null || values === undefined ? null : readList(values, of)),
  })
}

/** Several sentences in one cell, with ； or a line break between: 、 and commas belong to a sentence. */
export function points<V extends string, R extends boolean = false>(
  of: Type<V>,
  zh: string,
  en: string,
  options: Options<R> = {},
): Field<readonly V[], NoInfer<R>, { readonly '': 'list' }> {
  return {
    ...list(of, zh, en, options),
    type: 'points',
    input: { as: 'lines' },
    read(cell, at) {
      const parts = (textIn(cell, at) ?? '').split(/[;；\n\r]+/).flatMap(part => of.read(part, at) ?? [])
      return parts.length === 0 ? undefined : parts
    },
    show: values => values.join('；'),
    write: values => values.join('；'),
  }
}

/** A table keeps a list as JSON text, a change as a list. */
function readList<V extends string>(values: unknown, of: Type<V>): readonly V[] {
  const parsed: unknown = typeof values === 'string' ? JSON.parse(values) : values
  const items = z.array(of.schema).safeParse(parsed)
  return items.success ? items.data : []
}
