import { sql } from 'kysely'
import type { IsoDay } from '#db/shared/day.ts'
import { invariant } from '#db/shared/invariant.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { type Scope, withSubtree } from '../subtree.ts'
import { existsAt } from './outline/outline.ts'
import { readOutline } from './outline/read-outline.ts'

/** The organizations of a scope by the structure of another day than that of their rows. */
export type Structured = {
  readonly structure: IsoDay
  /** Each organization whose people and records count here, by id: itself, or the one that has taken its place since. */
  readonly heirs: ReadonlyMap<string, string>
}

/**
 * What lies under an organization as they hang on the day of the structure: what was merged or closed until then
 * counts where it went.
 */
export function structuredScope(
  connection: Connection,
  { root, asOf, structure }: Scope & { readonly structure: IsoDay },
): Structured {
  const outline = readOutline(connection, asOf, structure)
  const { nos, ends, placeOfNo } = outline
  const rows = prepareOnce<[], [no: number, id: string]>(connection, 'SELECT no, id FROM org').raw().all()
  const idOfNo = new Map(rows)
  const own = placeOfNo[rows.find(([, id]) => id === root)?.[0] ?? -1] ?? -1
  invariant(own >= 0, 'the organization asked about is one of the registry')
  const heirs = new Map<string, string>()
  for (const [no, id] of rows) {
    const place = placeOfNo[no] ?? -1
    if (place < own || place >= (ends[own] ?? own)) continue
    if (existsAt(outline, place) || place === own) heirs.set(id, idOfNo.get(nos[place] ?? -1) ?? id)
  }
  return { structure, heirs }
}

/** The common table `subtree(org)` of a scope, by the structure of its day or by the one that was worked out. */
export function withScope(reader: Reader, scope: Scope, structured?: Structured) {
  if (structured === undefined) return withSubtree(reader, scope)
  const listed = JSON.stringify([...structured.heirs.keys()])
  return reader.withRecursive('subtree(org)', db =>
    db.selectFrom(sql<{ value: string }>`json_each(${listed})`.as('given')).select('given.value as org'),
  )
}
