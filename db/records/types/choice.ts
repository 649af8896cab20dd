import { z } from 'zod'
import type { Text } from '#db/shared/text.ts'
import { type Field, field, type Options, type Plain, plain } from './field.ts'
import { tellTooLong, tidyIn } from './text.ts'
import { type WordTable, wordKey } from './word-table.ts'

/** Longer than any word of a list; a newer program may know words that this one does not. */
const longestWord = 100

/** The English of each word; a word that has none stands as it is written. */
type English<V extends string> = Readonly<Partial<Record<V, string>>>

function optionsOf<V extends string>(
  words: WordTable<V>,
  english: English<V>,
): readonly (readonly [V, Text])[] {
  return words.values.map(value => [
    value,
    { zh: words.wordFor(value), en: english[value] ?? words.wordFor(value) },
  ])
}

/**
 * One word of a closed list; kept as its code. `near`: words of other lists, 良好 among them, and what each is taken for,
 * which is told.
 */
export function choice<V extends string, R extends boolean = false>(
  words: WordTable<V>,
  english: Readonly<Record<V, string>>,
  zh: string,
  en: string,
  options: Options<R> & { readonly near?: Readonly<Record<string, NoInfer<V>>> } = {},
): Field<V, NoInfer<R>, Plain> {
  const list = optionsOf(words, english)
  const says = new Map<string, Text>(list)
  const near = new Map(
    Object.entries<NoInfer<V>>(options.near ?? {}).map(([word, value]) => [wordKey(word), value]),
  )
  return field<V, Plain, R>(zh, en, options, {
    type: 'choice',
    columns: plain,
    most: longestWord,
    schema: z.enum(list.map(([value]) => value)) as unknown as z.ZodType<V, V>,
    input: { as: 'select', open: false, options: list },
    ...(options.near && { near: Object.keys(options.near) }),
    read(cell, at) {
      const text = tidyIn(cell, at)
      const value = text === undefined ? undefined : words.valueOf(text)
      if (value !== undefined || text === undefined) return value
      const meant = near.size === 0 ? undefined : near.get(wordKey(text))
      if (meant !== undefined) {
        const word = says.get(meant)
        at.tell(
          'kept',
          'word-taken-for',
          `这里没有“${shortened(text)}”这一项，按“${word?.zh}”登记。请核对。`,
          `"${shortened(text)}" is none of the words for this and was taken for ${word?.en}. Check it.`,
        )
        return meant
      }
      const known = list.map(([, { zh: word }]) => word)
      at.tell(
        'left out',
        'value-unknown',
        `这里不能填“${shortened(text)}”。可以填：${known.join('、')}。`,
        `"${shortened(text)}" is none of the words for this. It can be: ${list.map(([code]) => code).join(', ')}.`,
      )
      return undefined
    },
    show: (value, lang) => says.get(value)?.[lang] ?? value,
  })
}

/**
 * A word of an open list, kept as it is written; one that is not usual is noted. `not`: lists of what stands in other columns,
 * whose words are none of this one.
 */
export function term<R extends boolean = false>(
  words: WordTable<string>,
  english: English<string>,
  zh: string,
  en: string,
  options: Options<R> & {
    readonly reads?: (text: string) => string | undefined
    readonly not?: readonly WordTable<string>[]
  } = {},
): Field<string, NoInfer<R>, Plain> {
  const list = optionsOf(words, english)
  const says = new Map<string, Text>(list)
  const { reads = (text: string) => words.valueOf(text), not = [] } = options
  return field(zh, en, options, {
    type: 'term',
    columns: plain,
    most: longestWord,
    schema: z.string().max(longestWord),
    input: { as: 'select', open: true, options: list },
    read(cell, at) {
      const text = tidyIn(cell, at)
      if (text === undefined) return undefined
      const word = reads(text)
      if (word !== undefined) return word
      if (/\p{Script=Han}/u.test(text) && not.some(list => list.valueOf(text) !== undefined)) {
        at.tell(
          'left out',
          'word-of-another',
          '是别的列才会写的内容，像是填错了列，没有登记。请核对这一行。',
          'this is a word of another column, as where a row has slipped, and was not taken. Check the row.',
        )
        return undefined
      }
      if (text.length > longestWord) {
        tellTooLong(at, longestWord, text.length)
        return undefined
      }
      at.tell(
        'kept',
        'value-unknown',
        '不是常用的写法，已按原文保留。如写错了，请改正。',
        'this is not one of the usual words and was kept as written. Correct it if it is a slip.',
      )
      return text
    },
    show: (value, lang) => says.get(value)?.[lang] ?? value,
  })
}

function shortened(text: string): string {
  return text.length > 30 ? `${text.slice(0, 29)}…` : text
}
