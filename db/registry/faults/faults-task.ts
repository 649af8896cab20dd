import { sql } from 'kysely'
import type { Fault } from '#contract/faults.ts'
import type { Text } from '#db/shared/text.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { Task } from '#db/sqlite/task.ts'
import { type Scope, withSubtree } from '../subtree.ts'
import { type Check, checks } from './checks.ts'

export type FaultsInput = Scope & {
  readonly check?: Fault['check'] | undefined
  readonly limit: number
  readonly offset: number
}
export type Faults = {
  readonly total: number
  readonly checks: readonly {
    readonly check: Fault['check']
    readonly words: Text
    readonly mends: Text
    readonly n: number
  }[]
  readonly rows: readonly Fault[]
}

type Row = {
  readonly entity: string
  readonly id: string
  readonly name: string
  readonly place: string | null
  readonly detail: string | null
}

/** What is to be put right, in a thread that only reads: each check looks at every member. */
export const faultsTask: Task<FaultsInput, never, Faults> = (input, tools) =>
  readFaults(tools.reader(), input)

/** A window of the faults of one check or of all, in the order of the checks, and how many there are of each. */
export async function readFaults(
  reader: Reader,
  { check, limit, offset, ...scope }: FaultsInput,
): Promise<Faults> {
  const counted = await Promise.all(checks.map(async one => ({ one, n: await countOf(reader, one, scope) })))
  const rows: Fault[] = []
  let before = 0
  for (const { one, n } of counted) {
    if (check !== undefined && one.id !== check) continue
    const from = Math.max(0, offset - before)
    const left = limit - rows.length
    if (left > 0 && from < n) rows.push(...(await rowsOf(reader, one, scope, left, from)))
    before += n
  }
  return {
    total: before,
    checks: counted.map(({ one: { id, words, mends }, n }) => ({ check: id, words, mends, n })),
    rows,
  }
}

async function countOf(reader: Reader, { find }: Check, scope: Scope): Promise<number> {
  const found = sql<Row>`(${find(scope.asOf)})`
  const row = await withSubtree(reader, scope)
    .selectFrom(found.as('found'))
    .select(eb => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  return row.n
}

async function rowsOf(
  reader: Reader,
  { id: check, find, says }: Check,
  scope: Scope,
  limit: number,
  offset: number,
): Promise<Fault[]> {
  const found = sql<Row>`(${find(scope.asOf)})`
  const rows = await withSubtree(reader, scope)
    .selectFrom(found.as('found'))
    .selectAll()
    .orderBy('place')
    .orderBy('name')
    .orderBy('id')
    .limit(limit)
    .offset(offset)
    .execute()
  return rows.map(({ entity, id, name, place, detail }) => ({
    check,
    entity: entity === 'org' ? 'org' : 'person',
    id,
    name,
    place,
    says: says(detail ?? ''),
  }))
}
