import { sql } from 'kysely'
import { z } from 'zod'
import type { FieldValue } from '#db/journal/change.ts'
import { type FieldType, saidIn, shapely } from '#db/journal/entity.ts'
import { ownOf } from '#db/shared/own-of.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { registryEntities } from '../entities.ts'
import { isGivenBack } from '../given-back.ts'

const value = z.union([z.string(), z.number(), z.null(), z.array(z.string())])
/** What a put says, as any packet may have brought it. */
export const putSchema = z.object({
  set: z.record(z.string(), z.record(z.string(), value)),
  base: z.record(z.string(), z.array(z.string())).optional(),
})
export type Put = z.infer<typeof putSchema>
export type Columns = Readonly<Record<string, FieldValue>>

/** A put of a thing, and whether it was given back. */
export type PutRow = Awaited<ReturnType<typeof putRows>>[number] & { readonly put: Put }

/**
 * Of a record so many changes are looked through, the first and the last of them, and of all that are told together so
 * many at a time: an office may send a million changes of a few records.
 */
const most = { ofThing: 2000, atOnce: 20_000 }

function putRows(reader: Reader, things: readonly string[]) {
  const ids = JSON.stringify([...new Set(things)])
  const half = most.ofThing / 2
  return reader
    .selectFrom('change')
    .innerJoin('writer', 'writer.no', 'change.writer')
    .where(
      sql<boolean>`change.no IN (
        SELECT no FROM (
          SELECT c.no AS no, row_number() OVER (PARTITION BY c.thing ORDER BY c.no) AS place,
            count(*) OVER (PARTITION BY c.thing) AS puts
          FROM json_each(${ids}) j CROSS JOIN change c INDEXED BY change_thing ON c.thing = j.value
          WHERE c.kind = 'put'
        ) WHERE place <= ${half} OR place > puts - ${half})`,
    )
    .orderBy('change.lamport')
    .select([
      'change.no',
      'change.thing',
      'change.lamport',
      'writer.id as writer',
      'change.body',
      'change.entity',
      sql<0 | 1>`${isGivenBack('change', 'writer')}`.as('isBack'),
    ])
    .execute()
}

/** Things some at a time, so that no part has more changes than are held at once. */
export async function inPartsByPuts(reader: Reader, things: readonly string[]): Promise<string[][]> {
  const counted = sql<{ thing: string; puts: number }>`(
    SELECT j.value AS thing, (SELECT count(*) FROM change c INDEXED BY change_thing WHERE c.thing = j.value) AS puts
    FROM json_each(${JSON.stringify([...new Set(things)])}) j)`
  const rows = await reader.selectFrom(counted.as('counted')).select(['thing', 'puts']).execute()
  const parts: string[][] = []
  let [part, sum]: [string[], number] = [[], 0]
  for (const { thing, puts } of rows) {
    const more = Math.min(puts, most.ofThing)
    if (part.length === 0 || sum + more > most.atOnce) {
      part = []
      parts.push(part)
      sum = 0
    }
    part.push(thing)
    sum += more
  }
  return parts
}

/** What each of these things was last known to say, whether it is still there or not. */
export async function lastValues(
  reader: Reader,
  things: readonly string[],
): Promise<ReadonlyMap<string, Columns>> {
  const last = new Map<string, Columns>()
  for (const some of await inPartsByPuts(reader, things)) {
    for (const [thing, puts] of await putsOf(reader, some)) last.set(thing, saidBy(puts))
  }
  return last
}

/** What was said of a thing in the end. What was given back says nothing, unless nothing else was ever said. */
export function saidBy(puts: readonly PutRow[]): Columns {
  const counting = puts.filter(one => one.isBack === 0)
  return Object.assign({}, ...(counting.length > 0 ? counting : puts).map(one => flat(one.put, one.entity)))
}

/** What was put of these things, the oldest first; of one with very many changes the first and the last of them. */
export async function putsOf(
  reader: Reader,
  things: readonly string[],
): Promise<ReadonlyMap<string, PutRow[]>> {
  const rows = await putRows(reader, things)
  return Map.groupBy(
    rows.flatMap(row => {
      const put = putSchema.safeParse(JSON.parse(row.body))
      return put.success ? [{ ...row, put: put.data }] : []
    }),
    row => row.thing,
  )
}

/** A packet may bring anything in the place of a value; what no table takes is told nowhere, either. */
export function shaped(name: string, fields: Columns): Columns {
  const entity = registryEntities.get(name)
  if (entity === undefined) return fields
  const types: Readonly<Record<string, FieldType>> = Object.assign({}, ...Object.values(entity.registers))
  return Object.fromEntries(
    Object.entries(fields).map(([field, value]) => {
      const type = ownOf(types, field)
      return [field, type === undefined ? value : shapely(entity, field, type, value)]
    }),
  )
}

/** The columns that a put writes. */
export function flat({ set }: Put, entity: string): Columns {
  const known = registryEntities.get(entity)
  return known === undefined
    ? Object.assign({}, ...Object.values(set))
    : shaped(entity, saidIn<FieldValue>(known, set))
}
