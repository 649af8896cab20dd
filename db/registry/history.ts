import { sql } from 'kysely'
import { z } from 'zod'
import type { Text } from '#db/shared/text.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { sentenceOf } from './sentence.ts'

export type HistoryEntry = {
  readonly changeSet: number
  readonly at: string
  readonly actor: string
  readonly sentence: Text
  readonly changes: number
}

const labelSchema = z.looseObject({ what: z.string() })

/**
 * What was done, newest first: of the whole registry, or of one thing and all that hangs on it (the posts, stays and
 * meetings of a person or an organization).
 */
export async function readHistory(
  reader: Reader,
  thing: string | undefined,
  limit: number,
): Promise<HistoryEntry[]> {
  const rows = await reader
    .selectFrom('change_set')
    .innerJoin('change', 'change.change_set', 'change_set.no')
    .$if(thing !== undefined, query =>
      query.where(eb =>
        eb.or([
          eb('change.thing', '=', thing ?? ''),
          eb.exists(
            eb
              .selectFrom(sql<{ value: string }>`json_each(change.hangs_on)`.as('on'))
              .where('on.value', '=', thing ?? '')
              .select(sql<number>`1`.as('one')),
          ),
        ]),
      ),
    )
    .groupBy('change_set.no')
    .orderBy('change_set.no', 'desc')
    .limit(limit)
    .select(eb => [
      'change_set.no',
      'change_set.at',
      'change_set.actor',
      'change_set.label',
      eb.fn.countAll<number>().as('changes'),
    ])
    .execute()
  return rows.map(({ no, at, actor, label, changes }) => ({
    changeSet: no,
    at,
    actor,
    sentence: sentenceOf(labelSchema.parse(JSON.parse(label))),
    changes,
  }))
}
