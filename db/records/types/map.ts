import { z } from 'zod'
import { canonical } from '#db/shared/canonical.ts'
import type { Lang } from '#db/shared/text.ts'
import { unsteered } from '#db/shared/tidy-text.ts'
import { type Field, field, type Options, type Plain, plain, type Type } from './field.ts'
import { pairsIn, pairsText } from './pairs.ts'
import { tellTooLong, tidyIn } from './text.ts'

const longest = 10_000

/**
 * Fields that are themselves data (the indicators of a task book): values of one type by key, kept as JSON in the order in
 * which they were given. They are one register: two editors of different keys conflict. `isOrdered`: another order is another
 * value, as of the columns of a table.
 */
export function map<V extends string | number, R extends boolean = false>(
  of: Type<V>,
  zh: string,
  en: string,
  options: Options<R> & { readonly isOrdered?: boolean } = {},
): Field<Readonly<Record<string, V>>, NoInfer<R>, Plain> {
  const values = z.record(z.string().max(60), of.schema)
  const textOf = (said: Readonly<Record<string, V>>, lang: Lang) =>
    pairsText(Object.entries(said).map(([key, value]) => [key, of.show(value, lang)] as const))
  return field(zh, en, options, {
    type: 'map',
    columns: plain,
    most: longest,
    schema: values.readonly(),
    input: { as: 'pairs', of: of.input },
    read(cell, at) {
      const text = tidyIn(cell, at)
      const pairs = (text === undefined ? undefined : (asJson(text) ?? pairsIn(text)))?.flatMap(
        ([key, written]) => {
          const value = of.read(written, at)
          return value === undefined ? [] : [[key, value] as const]
        },
      )
      if (pairs === undefined || pairs.length === 0) return undefined
      const read = Object.fromEntries(pairs)
      const { length } = canonical(read)
      if (length <= longest) return read
      tellTooLong(at, longest, length)
      return undefined
    },
    show: (shown, lang) => textOf(shown, lang),
    write: written => textOf(written, 'zh'),
    isSame: (a, b) =>
      options.isOrdered === true ? inOrder(a) === inOrder(b) : canonical({ ...a }) === canonical({ ...b }),
    split: kept => [inOrder(kept)],
    join: ([json]) => {
      const read = values.safeParse(typeof json === 'string' ? parsed(json) : undefined)
      return read.success ? unsteeredIn(read.data) : null
    },
  })
}

/** In JSON a sign may be written by its number, so it is only read here. */
function unsteeredIn<V extends string | number>(
  said: Readonly<Record<string, V>>,
): Readonly<Record<string, V>> {
  const plainly = (value: V) => (typeof value === 'string' ? (unsteered(value) as V) : value)
  return Object.fromEntries(Object.entries(said).map(([key, value]) => [unsteered(key), plainly(value)]))
}

/** What stands there came in a packet: it need not be JSON. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

type Pairs = readonly (readonly [key: string, written: string])[]

/** As `canonical` writes each name and value, in their own order. */
function inOrder(kept: Readonly<Record<string, string | number>>): string {
  return `{${Object.entries(kept)
    .map(([key, value]) => `${canonical(key)}:${canonical(value)}`)
    .join(',')}}`
}

/** {"场地":"大厅；东侧"}: as programs write names with their values, so that no sign divides them. */
function asJson(text: string): Pairs | undefined {
  if (!text.startsWith('{')) return undefined
  try {
    const read = z.record(z.string(), z.coerce.string()).safeParse(JSON.parse(text))
    return read.success ? Object.entries(read.data) : undefined
  } catch {
    return undefined
  }
}
