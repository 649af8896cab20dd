import { z } from 'zod'
import { canonical } from '#db/shared/canonical.ts'
import { type Field, field, type Options, type Plain, plain, type Type } from './field.ts'
import { tellTooLong, tidyIn } from './text.ts'

const longest = 10_000

/**
 * Fields that are themselves data (the indicators of a task book): values of one type by key, kept as canonical JSON.
 * They are one register: two editors of different keys conflict.
 */
export function map<V extends string | number, R extends boolean = false>(
  of: Type<V>,
  zh: string,
  en: string,
  options: Options<R> = {},
): Field<Readonly<Record<string, V>>, NoInfer<R>, Plain> {
  const values = z.record(z.string().max(60), of.schema)
  return field(zh, en, options, {
    type: 'map',
    columns: plain,
    most: longest,
    schema: values.readonly(),
    input: { as: 'pairs', of: of.input },
    read(cell, at) {
      const text = tidyIn(cell, at)
      const pairs = (text === undefined ? undefined : (asJson(text) ?? asPairs(text)))?.flatMap(
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
    show: (shown, lang) =>
      Object.entries(shown)
        .map(([key, value]) => `${key}=${of.show(value, lang)}`)
        .join('; '),
    write: written =>
      Object.entries(written)
        .map(([key, value]) => `${key}=${of.show(value, 'zh')}`)
        .join('; '),
    split: kept => [canonical({ ...kept })],
    join: ([json]) => {
      if (typeof json !== 'string') return null
      const read = values.safeParse(JSON.parse(json))
      return read.success ? read.data : null
    },
  })
}

type Pairs = readonly (readonly [key: string, written: string])[]

/** 场地=大厅; 时段=09:30: the first sign divides, so that a value may hold one. */
function asPairs(text: string): Pairs {
  return text
    .split(/\s*[;；]\s*/)
    .filter(part => part !== '')
    .map(part => {
      const [, key = '', written = ''] = /^(.*?)\s*[=＝:：]\s*(.*)$/su.exec(part) ?? ['', part, '']
      return [key, written] as const
    })
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
