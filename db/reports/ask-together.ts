import { sql } from 'kysely'
import type { Question } from '#db/records/ledger/question.ts'
import { canonical } from '#db/shared/canonical.ts'
import { Refusal } from '#db/shared/refusal.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { type Asking, answerOf, counted, parts, roundedIfKnown, treeOf } from './ask.ts'

export type Ask = (question: Question) => Promise<number | null>

/** Answers these questions: those that count the same records in several ways (sessions, people, hours) by one query. */
export function askTogether(reader: Reader, questions: readonly Question[], asking: Asking): Ask {
  const groups = Map.groupBy(questions, recordsOf)
  const answers = new Map<string, Promise<ReadonlyMap<string, number | null>>>()
  return async question => {
    const records = recordsOf(question)
    const group = groups.get(records) ?? []
    if (group.length < 2) return answerOf(reader, question, asking)
    const found = answers.get(records) ?? answersOf(reader, group, asking)
    answers.set(records, found)
    const answer = (await found).get(measureOf(question))
    return answer === undefined ? answerOf(reader, question, asking) : answer
  }
}

function recordsOf({ of, where, when }: Question): string {
  return canonical({ of, where: [...where], when })
}

function measureOf({ measure }: Question): string {
  return canonical({ measure })
}

/** What each of these questions comes to, by its measure; one whose measure cannot be read is left out. */
async function answersOf(
  reader: Reader,
  group: readonly Question[],
  asking: Asking,
): Promise<ReadonlyMap<string, number | null>> {
  const [first] = group
  if (first === undefined) return new Map()
  const { kind, from, where, asOf } = parts(reader, first, asking)
  const measures = new Map(
    group.flatMap(question => {
      try {
        return [[measureOf(question), counted(kind, question.measure, asOf)] as const]
      } catch (error) {
        if (error instanceof Refusal) return []
        throw error
      }
    }),
  )
  if (measures.size === 0) return new Map()
  const columns = [...measures.values()].map((value, n) => sql`${value} AS ${sql.ref(`m${n}`)}`)
  const counting = sql<
    Record<string, number | null>
  >`(SELECT ${sql.join(columns)} FROM ${from} WHERE ${where})`
  const answer = await treeOf(reader, asking.root, asOf)
    .selectFrom(counting.as('figures'))
    .selectAll('figures')
    .executeTakeFirstOrThrow()
  return new Map([...measures.keys()].map((measure, n) => [measure, roundedIfKnown(answer[`m${n}`] ?? null)]))
}
