import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import type { Removed } from '#contract/trash.ts'
import { valuesIn } from '#db/records/columns.ts'
import { kindOf, officeKinds } from '#db/records/kinds.ts'
import type { Text } from '#db/shared/text.ts'
import { saidWorker, unsteered } from '#db/shared/tidy-text.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { isGivenBack } from '../given-back.ts'
import { lastValues } from '../history/said-before.ts'
import { namesOf } from '../history/told-changes.ts'

const labelSchema = z.looseObject({ reason: z.unknown() })
const kindNames = officeKinds.map(({ name }) => name)

/** A record lies in its table, or waits there for what it hangs on. */
const isThere = (thing: RawBuilder<unknown>) =>
  sql<boolean>`(${sql.join(
    [
      ...kindNames.map(name => sql`EXISTS (SELECT 1 FROM ${sql.table(name)} WHERE id = ${thing})`),
      sql`EXISTS (SELECT 1 FROM shadow WHERE thing = ${thing})`,
    ],
    sql` OR `,
  )})`

/**
 * What was removed and is not there any more, each once, by its last removal: what went together with something else
 * stands with that.
 */
function removedQuery(reader: Reader, kind: string | undefined) {
  const removed = sql<{
    no: number
    origin: number
    thing: string
    entity: string
  }>`(
    SELECT c.no, c.origin, c.thing, c.entity FROM change c INDEXED BY change_removed
    JOIN writer w ON w.no = c.writer
    WHERE c.kind = 'remove' AND c.entity IN (${sql.join(kind === undefined ? kindNames : [kind])})
      AND NOT ${isThere(sql`c.thing`)}
      AND NOT ${isGivenBack('c', 'w')}
      AND NOT EXISTS (
        SELECT 1 FROM change later INDEXED BY change_thing JOIN writer lw ON lw.no = later.writer
        WHERE later.thing = c.thing AND later.kind = 'remove' AND later.no > c.no AND NOT ${isGivenBack('later', 'lw')})
      AND NOT EXISTS (
        SELECT 1 FROM json_each(c.hangs_on) above
        JOIN change beside INDEXED BY change_removed ON beside.origin = c.origin AND beside.kind = 'remove'
        WHERE beside.thing = above.value AND beside.thing <> c.thing)
  )`
  return reader.selectFrom(removed.as('removed'))
}

/** A window of what was removed, the last first. */
export async function readTrash(
  reader: Reader,
  {
    kind,
    limit,
    offset,
  }: { readonly kind: string | undefined; readonly limit: number; readonly offset: number },
) {
  const { n } = await removedQuery(reader, kind)
    .select(eb => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  const kinds = await removedQuery(reader, undefined).select('removed.entity').distinct().execute()
  const rows = await removedQuery(reader, kind)
    .innerJoin('origin', 'origin.no', 'removed.origin')
    .select(['removed.no', 'removed.origin', 'removed.thing', 'removed.entity'])
    .select(['origin.office', 'origin.at', 'origin.actor', 'origin.label'])
    .orderBy('removed.no', 'desc')
    .limit(limit)
    .offset(offset)
    .execute()
  const things = rows.map(row => row.thing)
  const last = await lastValues(reader, things)
  const valuesOf = (entity: string, thing: string) => {
    const known = kindOf(entity)
    const all = last.get(thing) ?? {}
    return known === undefined ? all : valuesIn(known, all)
  }
  const values = rows.map(row => valuesOf(row.entity, row.thing))
  const names = await namesOf(reader, [
    ...rows.map(row => row.office),
    ...values.flatMap(one =>
      ['person', 'org'].flatMap(field => (typeof one[field] === 'string' ? [one[field]] : [])),
    ),
  ])
  const lost = await lostNames(
    reader,
    values.flatMap(one => [one['person'], one['org']].filter(id => typeof id === 'string')),
  )
  const short = await shortNames(
    reader,
    values.map(one => one['org']),
  )
  const called = (id: unknown) =>
    typeof id === 'string' ? (short.get(id) ?? names.get(id)?.name ?? lost.get(id) ?? '') : ''
  const beside = await goneWith(reader, rows)
  return {
    total: n,
    kinds: kinds.flatMap(({ entity }) => {
      const known = kindOf(entity)
      return known === undefined ? [] : [{ kind: entity, words: known.words }]
    }),
    rows: rows.map((row, at): Removed => {
      const known = kindOf(row.entity)
      const own = values[at] ?? {}
      const label = labelSchema.safeParse(JSON.parse(row.label)).data
      return {
        id: row.thing,
        kind: row.entity,
        words: known?.words ?? { zh: row.entity, en: row.entity },
        title: typeof own['short_name'] === 'string' ? own['short_name'] : (known?.title(own) ?? ''),
        of: [called(own['person']), called(own['org'])].filter(name => name !== '').join(' · '),
        at: unsteered(row.at),
        actor: saidWorker(row.actor),
        office: called(row.office),
        reason: typeof label?.reason === 'string' && label.reason !== '' ? unsteered(label.reason) : null,
        with: beside.get(row.thing) ?? [],
      }
    }),
  }
}

/** The short names of organizations, as all sentences have them. */
async function shortNames(reader: Reader, orgs: readonly unknown[]): Promise<ReadonlyMap<string, string>> {
  const rows = await reader
    .selectFrom('org')
    .where(sql<boolean>`id IN (SELECT value FROM json_each(${JSON.stringify(orgs)}))`)
    .where('short_name', 'is not', null)
    .select(['id', 'short_name'])
    .execute()
  return new Map(rows.map(row => [row.id, row.short_name ?? '']))
}

/** What people and organizations were called that are gone themselves. */
async function lostNames(reader: Reader, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const last = await lastValues(reader, ids)
  return new Map(
    [...last].flatMap(([thing, { name }]) => {
      return typeof name === 'string' ? [[thing, name] as const] : []
    }),
  )
}

/** What was removed in the same work and hung on it. */
async function goneWith(
  reader: Reader,
  rows: readonly { readonly origin: number; readonly thing: string }[],
): Promise<ReadonlyMap<string, { words: Text; count: number }[]>> {
  const wanted = JSON.stringify(rows.map(({ origin, thing }) => [origin, thing]))
  const found = sql<{ thing: string; entity: string; n: number }>`(
    SELECT top.value ->> '$[1]' AS thing, c.entity, count(*) AS n FROM json_each(${wanted}) top
    CROSS JOIN change c INDEXED BY change_removed ON c.origin = top.value ->> '$[0]' AND c.kind = 'remove'
    WHERE c.thing <> top.value ->> '$[1]'
      AND EXISTS (SELECT 1 FROM json_each(c.hangs_on) WHERE value = top.value ->> '$[1]')
    GROUP BY 1, 2
  )`
  const counted = await reader.selectFrom(found.as('found')).selectAll().execute()
  return new Map(
    [...Map.groupBy(counted, row => row.thing)].map(([thing, list]) => [
      thing,
      list.flatMap(({ entity, n }) => {
        const known = kindOf(entity)
        return known === undefined ? [] : [{ words: known.words, count: n }]
      }),
    ]),
  )
}
