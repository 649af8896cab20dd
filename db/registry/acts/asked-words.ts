import { broughtFigures } from '#db/records/ledger/district-figures.ts'
import { type Question, readQuestion } from '#db/records/ledger/question.ts'
import type { At } from '#db/records/types/field.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { fromAboveFirst } from '../subtree.ts'
import type { Work, WorkTypes } from './work-types.ts'

/**
 * By which own fields of which types of work figures choose records, and the words that they look for: honours are counted by
 * their 称号, reports in the media by what medium it was.
 */
export type AskedWords = ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>

/** Of the figures that hold here: a figure that this office or one above it made stands instead of one that the program brings. */
export async function readAskedWords(reader: Reader): Promise<AskedWords> {
  const rows = await reader.selectFrom('figure').select(['org', 'key', 'question']).orderBy('no').execute()
  const { held } = await fromAboveFirst(reader, rows)
  const questions = new Map<string, Question | undefined>([
    ...broughtFigures.map(({ key, question }) => [key, question] as const),
    ...held.map(({ key, question }) => [key, readQuestion(question)] as const),
  ])
  const found = new Map<string, Map<string, Set<string>>>()
  for (const question of questions.values()) {
    if (question?.of !== 'work') continue
    const types = question.where.flatMap(one => (one.field === 'type' && 'is' in one ? one.is : []))
    for (const condition of question.where) {
      if (!condition.field.startsWith('own:')) continue
      const field = condition.field.slice('own:'.length)
      for (const type of types) {
        const fields = found.get(type) ?? new Map<string, Set<string>>()
        const words = fields.get(field) ?? new Set()
        for (const word of 'is' in condition ? condition.is : []) words.add(word)
        found.set(type, fields.set(field, words))
      }
    }
  }
  return found
}

/**
 * Tells of a record that no figure counts because it does not say by which word: the field is blank, or holds a part of a word
 * that is counted (优秀共青团员 of 广东省优秀共青团员). Other words may be meant so.
 */
export function tellUncounted(
  asked: AskedWords,
  types: WorkTypes,
  { type, own }: Work,
  at: (field: 'own') => Pick<At, 'tell'>,
): void {
  const name = types.get(type ?? '')?.name
  if (name === undefined) return
  for (const [field, words] of asked.get(name) ?? []) {
    if (types.get(name)?.own[field] === undefined) continue
    const written = own?.[field] ?? ''
    const [example = ''] = words
    if (written === '') {
      at('own').tell(
        'kept',
        'own-uncounted',
        `“${field}”没有填写，按“${field}”统计的指标都不会计入这一条。请填写${example === '' ? '' : `，如“${example}”`}。`,
        `"${field}" is blank: no figure that counts by it counts this record. Fill it in${example === '' ? '' : `, such as "${example}"`}.`,
      )
      continue
    }
    const meant = words.has(written)
      ? []
      : [...words].filter(word => word.includes(written) || written.includes(word))
    if (meant.length === 0) continue
    at('own').tell(
      'kept',
      'own-uncounted',
      `“${field}”写的是“${written}”，指标按${meant.map(word => `“${word}”`).join('、')}统计，不会计入这一条。如果是同一个，请改成一样的写法。`,
      `"${field}" is "${written}"; the figures count ${meant.map(word => `"${word}"`).join(', ')} and leave this record out. If it is the same thing, write it the same way.`,
    )
  }
}
