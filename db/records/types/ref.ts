import { z } from 'zod'
import type { Text } from '#db/shared/text.ts'
import { type Field, field, type Options, type Plain, plain } from './field.ts'
import { tellTooLong, tidyIn } from './text.ts'

export type Ref<T extends string = string, R extends boolean = boolean> = Field<string, R, Plain> & {
  readonly to: T
}

/** Ids are at most this long; so is what a person types to name a record. */
const longestName = 200

/** How an organization is named in a roster of something else. */
export const orgNamed: Text = {
  zh: '组织ID、全称或简称，任填一种；组织要先在台账里。',
  en: 'Its code, full name or short name. It has to be in the registry already.',
}

/** The id of another record. What is typed is its name, code or number: a planner finds whom it means. */
export function ref<const T extends string, R extends boolean = false>(
  to: T,
  zh: string,
  en: string,
  options: Options<R> = {},
): Ref<T, NoInfer<R>> {
  const made = field<string, Plain, R>(zh, en, options, {
    type: 'ref',
    columns: plain,
    most: longestName,
    schema: z.string().max(longestName),
    input: { as: 'ref', to },
    read(cell, at) {
      const name = tidyIn(cell, at)
      if (name === undefined || name.length <= longestName) return name
      tellTooLong(at, longestName, name.length)
      return undefined
    },
    show: value => value,
  })
  return { ...made, to }
}
