import { readFormer } from '#db/registry/former.ts'
import type { Scope } from '#db/registry/subtree.ts'
import type { Connection } from '#db/sqlite/connection.ts'

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

/** Every organization of the registry by its row number, whether or not it exists on the day. */
export type Hung = {
  /** The row number of the one above; -1 for none. */
  readonly above: Shared<Int32Array>
  /** A bit each; 0 where no organization has the number, or it neither exists nor is a branch. */
  readonly kinds: Shared<Uint8Array>
}

type TreeTuple = [
  no: number,
  above: number | null,
  kind: string,
  closed: string | null,
  placed: string | null,
  isRoot: 0 | 1,
]

const treeColumns = `
  SELECT org.no, above.no, org.kind, org.closed,
    (SELECT min(since) FROM placement AS any_time WHERE any_time.org = org.id), org.id = @root`
const treeTables = `
  LEFT JOIN placement ON placement.org = org.id
    AND placement.starts <= @day AND (placement.until IS NULL OR placement.until > @day)
  LEFT JOIN org AS above ON above.id = placement.parent`
/** What hangs from what, of the whole registry: to go down from one would take a table of all that were met. */
const tree = `${treeColumns} FROM org ${treeTables}`
const partOfTree = `${treeColumns} FROM json_each(@wanted) AS wanted CROSS JOIN org ON org.no = wanted.value ${treeTables}`

/** Goes once through all organizations; nothing of them but numbers is kept. */
export function readHung(connection: Connection, scope: Scope): Hung {
  const length = lastNo(connection) + 1
  const hung = { above: sharedInts(length).fill(-1), kinds: sharedBytes(length) }
  hang(hung, connection, tree, scope, {})
  return hung
}

/** The same after something was written of a few of them. */
export function renewHung(
  connection: Connection,
  scope: Scope,
  before: Hung,
  wanted: readonly number[],
): Hung {
  const length = lastNo(connection) + 1
  const hung = { above: sharedInts(length).fill(-1), kinds: sharedBytes(length) }
  hung.above.set(before.above.subarray(0, length))
  hung.kinds.set(before.kinds.subarray(0, length))
  for (const no of wanted) {
    if (no >= length) continue
    hung.above[no] = -1
    hung.kinds[no] = 0
  }
  hang(hung, connection, partOfTree, scope, { wanted: JSON.stringify(wanted) })
  return hung
}

function lastNo(connection: Connection): number {
  return connection.prepare<[], number>('SELECT coalesce(max(no), 0) FROM org').pluck().get() ?? 0
}

function hang(
  { above, kinds }: Hung,
  connection: Connection,
  statement: string,
  { root, asOf }: Scope,
  more: { readonly wanted?: string },
): void {
  const former = readFormer(connection, asOf)
  const rows = connection
    .prepare<unknown[], TreeTuple>(statement)
    .raw()
    .iterate({ root, day: asOf, ...more })
  for (const [no, parent, kind, closed, placed, isRoot] of rows) {
    const then = former.byNo(no, { kind, closed }, asOf)
    const isOpen = then.closed === null || then.closed > asOf
    const exists = isOpen && (isRoot === 1 || (placed !== null && placed <= asOf))
    above[no] = isRoot === 1 || parent === null ? -1 : parent
    kinds[no] = (exists ? isThere : 0) | (then.kind === 'branch' ? isABranch : 0)
  }
}

/** Lays out what hangs from the organization asked about. */
export function layOut(connection: Connection, { root }: Pick<Scope, 'root'>, hung: Hung): Laid {
  const no = connection.prepare<[string], number>('SELECT no FROM org WHERE id = ?').pluck().get(root)
  return laidTopDown(hung, no ?? -1)
}

const isThere = 1
const isABranch = 2

function laidTopDown({ above, kinds }: Hung, root: number): Laid {
  // Nothing is under one that is closed.
  const topDown = orderFrom(above, ((kinds[root] ?? 0) & isThere) === 0 ? -1 : root)
  // Places among those that exist, in this order; one that does not passes on the place of the next one above.
  const places = new Int32Array(above.length).fill(-1)
  const nos = new Int32Array(topDown.length)
  const parents = new Int32Array(topDown.length)
  let length = 0
  for (const no of topDown) {
    const over = above[no] ?? -1
    const upper = over < 0 ? -1 : (places[over] ?? -1)
    if (((kinds[no] ?? 0) & isThere) === 0) {
      places[no] = upper
      continue
    }
    places[no] = length
    nos[length] = no
    parents[length] = upper
    length++
  }
  const counts = new Int32Array(above.length)
  for (const no of topDown.toReversed()) {
    const over = above[no] ?? -1
    const itself = ((kinds[no] ?? 0) & (isThere | isABranch)) === (isThere | isABranch) ? 1 : 0
    if (over >= 0) counts[over] = (counts[over] ?? 0) + (counts[no] ?? 0) + itself
  }
  const laid = { nos: sharedInts(length), parents: sharedInts(length), below: sharedInts(length) }
  laid.nos.set(nos.subarray(0, length))
  laid.parents.set(parents.subarray(0, length))
  for (const [place, no] of laid.nos.entries()) laid.below[place] = counts[no] ?? 0
  return laid
}

/** Every number that hangs from `root`, each behind the one it hangs from. */
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
