import { readFormer } from '#db/registry/former.ts'
import { putAmong } from '#db/registry/looking/orders.ts'
import { inOrder } from '#db/shared/text.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { type Laid, layOut, renewHung, sharedBytes, sharedInts } from '../gathering/laid-out.ts'
import { allRules } from '../rules/all-rules.ts'
import { unjudged } from '../scanning/scan.ts'
import { type Judged, type Judging, judgedAt } from './judged-at.ts'
import { emptyColumns, type ReviewColumns } from './review-columns.ts'
import { readMark, readTouchedOrgs } from './touched-orgs.ts'

/**
 * A review after something was written: those of which anything was touched are judged anew, and those whose place in the
 * tree is another; all others are taken over as they were. Nothing where everything is better judged anew.
 */
export async function renewedColumns(
  reader: Reader,
  connection: Connection,
  judging: Judging,
  before: ReviewColumns,
): Promise<ReviewColumns | undefined> {
  const { scope, pack, kept, by } = judging
  const touched = readTouchedOrgs(connection, before.renewing.mark)
  if (touched === undefined) return undefined
  const mark = readMark(connection)
  const read = new Set([...touched.orgs, ...touched.under])
  const hung = renewHung(connection, scope, before.renewing.hung, [...read])
  const isAsBefore = [...read].every(
    no =>
      hung.above[no] === before.renewing.hung.above[no] && hung.kinds[no] === before.renewing.hung.kinds[no],
  )
  const laid = isAsBefore ? before : layOut(connection, scope, hung)
  const places = { was: placesByNo(before, hung.above.length), is: placesByNo(laid, hung.above.length) }
  const wanted = new Set(touched.orgs)
  if (!isAsBefore) for (const no of movedIn(before, laid, places.was)) wanted.add(no)
  const isJudged = new Uint8Array(places.is.length)
  for (const no of wanted) isJudged[no] = 1

  const at = [...wanted].flatMap(no => ((places.is[no] ?? -1) < 0 ? [] : [places.is[no] ?? 0]))
  const judged = await judgedAt(reader, judging, laid, at)
  const about = sharedBytes(laid.nos.length)
  for (const [place, no] of laid.nos.entries()) about[place] = before.marks[places.was[no] ?? -1] ?? 0
  for (const [place, one] of judged.about) about[place] = one.marks
  const codes = new Map(Array.from(judged.about, ([place, { code }]) => [laid.nos[place] ?? 0, code]))
  const isOtherwise = (no: number) =>
    touched.coded.has(no) || (places.was[no] ?? -1) < 0 || (places.is[no] ?? -1) < 0
  const isSameOrder = isAsBefore && touched.coded.size === 0
  const byCode = isSameOrder
    ? before.renewing.byCode
    : renewedOrder(connection, judging, before.renewing.byCode, codes, no =>
        isJudged[no] === 1 ? isOtherwise(no) : (places.is[no] ?? -1) < 0,
      )
  return {
    ...{ nos: laid.nos, parents: laid.parents, below: laid.below },
    marks: about,
    unjudged: unjudged([{ kept }].slice(0, laid.nos.length), allRules, pack, scope.asOf),
    ...merged(before, laid, { places: places.is, isJudged, byCode }, judged),
    renewing: { mark, hung, byCode, by },
  }
}

function placesByNo({ nos }: Laid, length: number): Int32Array {
  const places = new Int32Array(length).fill(-1)
  for (const [place, no] of nos.entries()) if (no < length) places[no] = place
  return places
}

/** The numbers of those that are new here, hang from another one, or have more or fewer branches below. */
function* movedIn(before: Laid, laid: Laid, was: Int32Array): Generator<number> {
  const parentNo = ({ nos, parents }: Laid, place: number) => nos[parents[place] ?? -1] ?? -1
  for (const [place, no] of laid.nos.entries()) {
    const old = was[no] ?? -1
    if (
      old >= 0 &&
      before.below[old] === laid.below[place] &&
      parentNo(before, old) === parentNo(laid, place)
    )
      continue
    yield no
  }
}

/** The order by codes, in which those that may have another code or are new are put where they belong. */
function renewedOrder(
  connection: Connection,
  { scope: { asOf } }: Judging,
  before: Int32Array,
  codes: ReadonlyMap<number, string>,
  isOtherwise: (no: number) => boolean,
) {
  const former = readFormer(connection, asOf)
  const row = prepareOnce<[number], { id: string; code: string | null }>(
    connection,
    'SELECT id, code FROM org WHERE no = ?',
  )
  const codeOf = (no: number): string => {
    const known = codes.get(no)
    if (known !== undefined) return known
    const { id = '', code = null } = row.get(no) ?? {}
    return former.byNo(no, { code }, asOf).code ?? id
  }
  const inPlace = before.filter(no => !isOtherwise(no))
  const added = Array.from(codes, ([no, code]) => ({ no, code })).filter(({ no }) => isOtherwise(no))
  added.sort((a, b) => inOrder(a.code, b.code) || a.no - b.no)
  return putAmong(
    sharedInts(inPlace.length + added.length),
    inPlace,
    added,
    (other, { no, code }) => (inOrder(codeOf(other), code) || other - no) < 0,
  )
}

type Merging = {
  readonly places: Int32Array
  readonly isJudged: Uint8Array
  readonly byCode: Int32Array
}

/** The findings of those that were not judged again, at their places of now, and among them those that were. */
function merged(before: ReviewColumns, laid: Laid, { places, isJudged, byCode }: Merging, judged: Judged) {
  const rank = new Int32Array(places.length)
  for (const [at, no] of byCode.entries()) rank[no] = at
  const noAt = (n: number) => before.nos[before.places[n] ?? 0] ?? 0
  const stays = (no: number) => isJudged[no] !== 1 && (places[no] ?? -1) >= 0
  let length = 0
  for (let n = 0; n < before.places.length; n++) if (stays(noAt(n))) length++
  const fresh = judged.findings.flatMap(part =>
    Array.from({ length: part.length / 4 }, (_, n) => part.subarray(n * 4, n * 4 + 4)),
  )
  const rankOf = ([place = 0]: Int32Array) => rank[laid.nos[place] ?? 0] ?? 0
  fresh.sort((a, b) => rankOf(a) - rankOf(b))
  const columns = emptyColumns(length + fresh.length)
  let [to, next] = [0, 0]
  const put = (place: number, rule: number, severity: number, since: number) => {
    columns.places[to] = place
    columns.rules[to] = rule
    columns.severities[to] = severity
    columns.since[to] = since
    to++
  }
  const putBefore = (limit: number) => {
    for (let one = fresh[next]; one !== undefined && rankOf(one) < limit; one = fresh[++next]) {
      const [place = 0, rule = 0, severity = 0, since = 0] = one
      put(place, rule, severity, since)
    }
  }
  for (let n = 0; n < before.places.length; n++) {
    const no = noAt(n)
    if (!stays(no)) continue
    if (next < fresh.length) putBefore(rank[no] ?? 0)
    put(places[no] ?? 0, before.rules[n] ?? 0, before.severities[n] ?? 0, before.since[n] ?? 0)
  }
  putBefore(Number.POSITIVE_INFINITY)
  return columns
}
