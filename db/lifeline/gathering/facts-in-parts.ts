import { sql } from 'kysely'
import { type Former, formerOf, readFormer } from '#db/registry/former.ts'
import type { Scope } from '#db/registry/subtree.ts'
import type { IsoDay } from '#db/shared/day.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { BranchFacts, Kept } from '../facts.ts'
import type { Pack } from '../packs/pack.ts'
import { askedOrgs } from './asked-orgs.ts'
import { factsOfRows, namedOrganizations, type OrganizationRow } from './gather-facts.ts'
import { gatherKept } from './gather-kept.ts'

/** Numbers that several threads read without a copy. */
export type Shared<Numbers extends Int32Array | Uint8Array> = Numbers extends Int32Array
  ? Int32Array<SharedArrayBuffer>
  : Uint8Array<SharedArrayBuffer>

/**
 * The organizations of a scope that exist on its day, as numbers: what a tree of any size costs is some bytes for each.
 * Each stands behind the one it hangs from; the one asked about is the first, unless it is closed.
 */
export type Laid = {
  /** The row number of each. */
  readonly nos: Shared<Int32Array>
  /** The place here of the next one above that exists; -1 where there is none. */
  readonly parents: Shared<Int32Array>
  /** How many 团支部 exist below each. */
  readonly below: Shared<Int32Array>
}

export const sharedInts = (length: number): Shared<Int32Array> =>
  new Int32Array(new SharedArrayBuffer(length * 4))
export const sharedBytes = (length: number): Shared<Uint8Array> =>
  new Uint8Array(new SharedArrayBuffer(length))

/** So many organizations' records are in memory at once. */
const perPart = 4000

type TreeTuple = [
  no: number,
  above: number | null,
  kind: string,
  closed: string | null,
  placed: string | null,
  isRoot: 0 | 1,
]

/** What hangs from what, of the whole registry: to go down from one would take a table of all that were met. */
const tree = `
  SELECT org.no, above.no, org.kind, org.closed,
    (SELECT min(since) FROM placement AS any_time WHERE any_time.org = org.id), org.id = @root
  FROM org
  LEFT JOIN placement ON placement.org = org.id
    AND placement.starts <= @day AND (placement.until IS NULL OR placement.until > @day)
  LEFT JOIN org AS above ON above.id = placement.parent`

/** Goes once through all organizations; nothing of them but numbers is kept. */
export function layOut(connection: Connection, { root, asOf }: Scope): Laid {
  const former = readFormer(connection, asOf)
  const [nos, above, marks]: [number[], number[], number[]] = [[], [], []]
  let rootNo = -1
  const rows = connection.prepare<unknown[], TreeTuple>(tree).raw().iterate({ root, day: asOf })
  for (const [no, parent, kind, closed, placed, isRoot] of rows) {
    const then = former.byNo(no, { kind, closed }, asOf)
    const isOpen = then.closed === null || then.closed > asOf
    const exists = isOpen && (isRoot === 1 || (placed !== null && placed <= asOf))
    nos.push(no)
    above.push(isRoot === 1 || parent === null ? -1 : parent)
    marks.push((exists ? isThere : 0) | (then.kind === 'branch' ? isABranch : 0))
    if (isRoot === 1) rootNo = no
  }
  return laidTopDown(nos, above, marks, rootNo)
}

const isThere = 1
const isABranch = 2

function laidTopDown(
  nos: readonly number[],
  above: readonly number[],
  marks: readonly number[],
  rootNo: number,
): Laid {
  const at = new Int32Array(nos.reduce((most, no) => Math.max(most, no), 0) + 1).fill(-1)
  for (const [row, no] of nos.entries()) at[no] = row
  const parentOf = Int32Array.from(above, no => (no < 0 ? -1 : (at[no] ?? -1)))
  const root = rootNo < 0 ? -1 : (at[rootNo] ?? -1)
  // Nothing is under one that is closed.
  const topDown = orderFrom(parentOf, ((marks[root] ?? 0) & isThere) === 0 ? -1 : root)
  // Places among those that exist, in this order; one that does not passes on the place of the next one above.
  const places = new Int32Array(nos.length).fill(-1)
  const own: number[] = []
  const parents: number[] = []
  for (const row of topDown) {
    const over = parentOf[row] ?? -1
    const upper = over < 0 ? -1 : (places[over] ?? -1)
    if (((marks[row] ?? 0) & isThere) === 0) {
      places[row] = upper
      continue
    }
    places[row] = own.length
    own.push(row)
    parents.push(upper)
  }
  const counts = new Int32Array(nos.length)
  for (const row of topDown.toReversed()) {
    const over = parentOf[row] ?? -1
    const itself = ((marks[row] ?? 0) & (isThere | isABranch)) === (isThere | isABranch) ? 1 : 0
    if (over >= 0) counts[over] = (counts[over] ?? 0) + (counts[row] ?? 0) + itself
  }
  const laid = { nos: sharedInts(own.length), parents: sharedInts(own.length), below: sharedInts(own.length) }
  laid.parents.set(parents)
  for (const [place, row] of own.entries()) {
    laid.nos[place] = nos[row] ?? 0
    laid.below[place] = counts[row] ?? 0
  }
  return laid
}

/** Every row that hangs from `root`, each behind the one it hangs from. */
function orderFrom(parentOf: Int32Array, root: number): Int32Array {
  if (root < 0) return new Int32Array(0)
  const first = new Int32Array(parentOf.length + 1)
  for (const over of parentOf) if (over >= 0) first[over + 1] = (first[over + 1] ?? 0) + 1
  for (let row = 0; row < parentOf.length; row++) first[row + 1] = (first[row + 1] ?? 0) + (first[row] ?? 0)
  const next = first.slice()
  const children = new Int32Array(first[parentOf.length] ?? 0)
  for (const [row, over] of parentOf.entries()) {
    if (over < 0) continue
    const place = next[over] ?? 0
    children[place] = row
    next[over] = place + 1
  }
  const order = new Int32Array(children.length + 1)
  order[0] = root
  let known = 1
  for (let read = 0; read < known; read++) {
    const row = order[read] ?? 0
    for (let child = first[row] ?? 0; child < (first[row + 1] ?? 0); child++) {
      order[known] = children[child] ?? 0
      known++
    }
  }
  return order.subarray(0, known)
}

export type Placed = { readonly place: number; readonly facts: BranchFacts }

/** The facts of all that are laid out, some thousands at a time: each part is gone when the next one is read. */
export async function* factsInParts(
  reader: Reader,
  laid: Laid,
  asOf: IsoDay,
  pack: Pack,
): AsyncGenerator<readonly Placed[]> {
  const known = await knownOf(reader, asOf, pack)
  for (let from = 0; from < laid.nos.length; from += perPart) {
    const places = Array.from({ length: Math.min(perPart, laid.nos.length - from) }, (_, n) => from + n)
    yield await placed(reader, laid, places, asOf, pack, known)
  }
}

/** The facts of those at these places. */
export async function factsAt(
  reader: Reader,
  laid: Laid,
  places: readonly number[],
  asOf: IsoDay,
  pack: Pack,
): Promise<readonly Placed[]> {
  return placed(reader, laid, places, asOf, pack, await knownOf(reader, asOf, pack))
}

type Known = { readonly kept: Kept; readonly former: Former }

/** What is asked of the registry as a whole: once, however many parts there are. */
async function knownOf(reader: Reader, asOf: IsoDay, pack: Pack): Promise<Known> {
  return { kept: await gatherKept(reader, asOf, pack), former: await formerOf(reader, asOf) }
}

async function placed(
  reader: Reader,
  laid: Laid,
  places: readonly number[],
  asOf: IsoDay,
  pack: Pack,
  { kept, former }: Known,
): Promise<readonly Placed[]> {
  const placeOf = new Map(places.map(place => [laid.nos[place] ?? -1, place]))
  const ids = await idsOf(reader, [...placeOf.keys()])
  const rows = (await namedOrganizations(reader, askedOrgs([...ids.values()], asOf)).execute()).map(row =>
    former.on(row.id, row, asOf),
  )
  const place = ({ no }: OrganizationRow) => placeOf.get(no) ?? -1
  const uppers = rows.flatMap(row => {
    const upper = laid.parents[place(row)] ?? -1
    return upper < 0 ? [] : [laid.nos[upper] ?? -1]
  })
  const above = await idsOf(reader, [...new Set(uppers)])
  const facts = await factsOfRows(reader, rows, asOf, pack, {
    kept,
    above: row => above.get(laid.nos[laid.parents[place(row)] ?? -1] ?? -1) ?? null,
    below: row => laid.below[place(row)] ?? 0,
  })
  return rows.flatMap((row, n) => {
    const one = facts[n]
    return one === undefined ? [] : [{ place: place(row), facts: one }]
  })
}

/** The ids of organizations by their row numbers. */
export async function idsOf(reader: Reader, nos: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const rows = await reader
    .selectFrom('org')
    .where(sql<boolean>`no IN (SELECT value FROM json_each(${JSON.stringify(nos)}))`)
    .select(['no', 'id'])
    .execute()
  return new Map(rows.map(({ no, id }) => [no, id]))
}
