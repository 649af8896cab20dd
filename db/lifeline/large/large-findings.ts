import { severities } from '#contract/vocabulary.ts'
import { readFormer } from '#db/registry/former.ts'
import type { Scope } from '#db/registry/subtree.ts'
import { inOrder } from '#db/shared/text.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import { inOneSnapshot } from '#db/sqlite/connection.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { Task } from '#db/sqlite/task.ts'
import type { FindingsWanted, ListedFinding } from '../findings-list.ts'
import { factsAt } from '../gathering/facts-in-parts.ts'
import { packFor } from '../packs/pack-in-force.ts'
import type { Finding } from '../rule.ts'
import { allRules } from '../rules/all-rules.ts'
import { judgeOrganization } from '../scanning/judge-organization.ts'
import { mostDays } from './judged-at.ts'
import { marks, type ReviewColumns } from './review-columns.ts'
import { idsAt, placesOf, unitsOf } from './units.ts'

export type LargeFindingsInput = {
  readonly scope: Scope
  readonly columns: ReviewColumns
  readonly wanted: Omit<FindingsWanted, 'own'> & { readonly own: readonly string[] | undefined }
  readonly offset: number
  readonly limit: number
}
export type LargeFindings = { readonly total: number; readonly rows: readonly ListedFinding[] }

/** A window of the findings as `wantedFindings` lists them, where they do not all fit into memory. */
export const largeFindingsTask: Task<LargeFindingsInput, never, LargeFindings> = (asked, tools) =>
  inOneSnapshot(tools.reader(), async reader => {
    const { scope, columns, offset, limit } = asked
    const units = unitsOf(columns)
    const found = await chosen(asked, units, reader, tools.connection())
    const window = (await inOrderOf(asked, found, units, reader)).subarray(offset, offset + limit)
    const places = [...new Set(Array.from(window, n => columns.places[n] ?? 0))]
    const said = await findingsAt(reader, scope, columns, places)
    const ids = await idsAt(
      reader,
      columns,
      places.map(place => units[place] ?? 0),
    )
    const rows = Array.from(window).flatMap((n): ListedFinding[] => {
      const place = columns.places[n] ?? 0
      const rule = allRules[columns.rules[n] ?? 0]?.id
      const finding = said.get(place)?.find(one => one.rule === rule)
      const under = ids.get(units[place] ?? 0)
      return finding === undefined || under === undefined ? [] : [{ ...finding, under }]
    })
    return { total: found.length, rows }
  })

/** What the rules say in full of those at a few places. */
export async function findingsAt(
  reader: Reader,
  { asOf }: Scope,
  columns: ReviewColumns,
  places: readonly number[],
): Promise<ReadonlyMap<number, readonly Finding[]>> {
  const pack = await packFor(reader, asOf)
  const facts = await factsAt(reader, columns, places, asOf, pack)
  return new Map(facts.map(one => [one.place, judgeOrganization(allRules, one.facts, pack, asOf)]))
}

async function chosen(
  { scope, columns, wanted }: LargeFindingsInput,
  units: Int32Array,
  reader: Reader,
  connection: Connection,
): Promise<Int32Array> {
  const rule = wanted.rule === undefined ? undefined : allRules.findIndex(({ id }) => id === wanted.rule)
  const severity = wanted.severity === undefined ? undefined : severities.indexOf(wanted.severity)
  const others = wanted.own === undefined ? undefined : await placesOf(reader, columns, wanted.own)
  const called = wanted.text === '' ? undefined : calledSo(connection, scope, columns, wanted.text)
  const found = new Int32Array(columns.places.length)
  let count = 0
  for (let n = 0; n < columns.places.length; n++) {
    const place = columns.places[n] ?? 0
    if (rule !== undefined && columns.rules[n] !== rule) continue
    if (severity !== undefined && columns.severities[n] !== severity) continue
    if (wanted.suggested && ((columns.marks[place] ?? 0) & marks.suggested) === 0) continue
    if (others?.has(units[place] ?? 0)) continue
    if (called !== undefined && called[place] !== 1) continue
    found[count] = n
    count++
  }
  return found.subarray(0, count)
}

/** Those with the text in their name of the day, by their places. */
function calledSo(connection: Connection, { asOf }: Scope, { nos }: ReviewColumns, text: string): Uint8Array {
  const former = readFormer(connection, asOf)
  const placeOf = new Map<number, number>()
  for (const [place, no] of nos.entries()) placeOf.set(no, place)
  const called = new Uint8Array(nos.length)
  const names = connection.prepare<[], [no: number, name: string]>('SELECT no, name FROM org').raw().iterate()
  for (const [no, name] of names) {
    const place = placeOf.get(no)
    if (place !== undefined && former.byNo(no, { name }, asOf).name.includes(text)) called[place] = 1
  }
  return called
}

/** They come by code and rule; what they are wanted by is a small number of each, so they are counted into place. */
async function inOrderOf(
  { columns, wanted: { sort, down } }: LargeFindingsInput,
  found: Int32Array,
  units: Int32Array,
  reader: Reader,
): Promise<Int32Array> {
  if (sort === 'severity') return countedInto(found, n => columns.severities[n] ?? 0, severities.length, down)
  if (sort === 'rule') return countedInto(found, n => columns.rules[n] ?? 0, allRules.length, down)
  if (sort === 'since') return countedInto(found, n => columns.since[n] ?? 0, mostDays, down)
  if (sort === 'under') {
    const ids = await idsAt(reader, columns, units)
    const ordered = [...ids].toSorted(([, a], [, b]) => inOrder(a, b))
    const rank = new Int32Array(columns.nos.length)
    for (const [at, [place]] of ordered.entries()) rank[place] = at
    return countedInto(found, n => rank[units[columns.places[n] ?? 0] ?? 0] ?? 0, ordered.length, down)
  }
  if (!down) return found
  // From the last organization to the first; the rules of each stay in their order.
  let at = -1
  let last = -1
  const turn = new Int32Array(columns.places.length)
  for (const n of found) {
    const place = columns.places[n] ?? 0
    if (place !== last) at++
    last = place
    turn[n] = at
  }
  return countedInto(found, n => turn[n] ?? 0, at + 1, true)
}

/** Sorts by numbers below `size`; equal ones stay in the order in which they come. */
function countedInto(
  found: Int32Array,
  keyOf: (finding: number) => number,
  size: number,
  isDown: boolean,
): Int32Array {
  const key = (n: number) => (isDown ? size - 1 - keyOf(n) : keyOf(n))
  const next = new Int32Array(size + 1)
  for (const n of found) next[key(n) + 1] = (next[key(n) + 1] ?? 0) + 1
  for (let at = 0; at < size; at++) next[at + 1] = (next[at + 1] ?? 0) + (next[at] ?? 0)
  const sorted = new Int32Array(found.length)
  for (const n of found) {
    const at = next[key(n)] ?? 0
    sorted[at] = n
    next[key(n)] = at + 1
  }
  return sorted
}
