import type { Scope } from '#db/registry/subtree.ts'
import { inOrder } from '#db/shared/text.ts'
import { inOneSnapshot } from '#db/sqlite/connection.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { Task, TaskTools } from '#db/sqlite/task.ts'
import { layOut, readHung, sharedBytes, sharedInts } from '../gathering/laid-out.ts'
import { allRules } from '../rules/all-rules.ts'
import { unjudged } from '../scanning/scan.ts'
import { type Judging, judgedAt, judgingOn } from './judged-at.ts'
import { renewedColumns } from './renew-columns.ts'
import { emptyColumns, type FindingColumns, type ReviewColumns } from './review-columns.ts'
import { readMark } from './touched-orgs.ts'

export type ReviewInput = {
  readonly scope: Scope
  /** The last review of the same scope in this registry, if there is one. */
  readonly before: ReviewColumns | undefined
}

const says = { zh: '正在排查', en: 'Reviewing' }

/** In a thread that only reads: what was touched since the last review is judged anew, or everything, some thousands at a time. */
export const largeReviewTask: Task<ReviewInput, never, ReviewColumns> = ({ scope, before }, tools) =>
  inOneSnapshot(tools.reader(), async reader => {
    const judging = await judgingOn(reader, scope)
    const renewed =
      before?.renewing.by === judging.by
        ? await renewedColumns(reader, tools.connection(), judging, before)
        : undefined
    return renewed ?? (await allColumns(reader, judging, tools))
  })

async function allColumns(reader: Reader, judging: Judging, tools: TaskTools<never>): Promise<ReviewColumns> {
  const { scope, pack, kept, by } = judging
  const mark = readMark(tools.connection())
  const hung = readHung(tools.connection(), scope)
  const laid = layOut(tools.connection(), scope, hung)
  const judged = await judgedAt(reader, judging, laid, laid.nos.keys(), (done, total) =>
    tools.report(says, done, total),
  )
  const about = sharedBytes(laid.nos.length)
  const codes: string[] = new Array(laid.nos.length).fill('')
  for (const [place, one] of judged.about) {
    about[place] = one.marks
    codes[place] = one.code
  }
  const order = Int32Array.from(laid.nos.keys()).sort(
    (a, b) => inOrder(codes[a] ?? '', codes[b] ?? '') || (laid.nos[a] ?? 0) - (laid.nos[b] ?? 0),
  )
  const byCode = sharedInts(order.length)
  for (const [at, place] of order.entries()) byCode[at] = laid.nos[place] ?? 0
  return {
    ...laid,
    marks: about,
    unjudged: unjudged([{ kept }].slice(0, laid.nos.length), allRules, pack, scope.asOf),
    ...inColumns(judged.findings, order),
    renewing: { mark, hung, byCode, by },
  }
}

/** Four numbers a finding, by part, become columns in the order of the places; the rules of one organization stay in theirs. */
function inColumns(parts: readonly Int32Array[], order: Int32Array): FindingColumns {
  const length = parts.reduce((sum, part) => sum + part.length / 4, 0)
  const next = new Int32Array(order.length + 1)
  const rank = new Int32Array(order.length)
  for (const [at, place] of order.entries()) rank[place] = at
  for (const part of parts) {
    for (let n = 0; n < part.length; n += 4) {
      const after = (rank[part[n] ?? 0] ?? 0) + 1
      next[after] = (next[after] ?? 0) + 1
    }
  }
  for (let at = 0; at < order.length; at++) next[at + 1] = (next[at + 1] ?? 0) + (next[at] ?? 0)
  const columns = emptyColumns(length)
  for (const part of parts) {
    for (let n = 0; n < part.length; n += 4) {
      const place = part[n] ?? 0
      const at = next[rank[place] ?? 0] ?? 0
      next[rank[place] ?? 0] = at + 1
      columns.places[at] = place
      columns.rules[at] = part[n + 1] ?? 0
      columns.severities[at] = part[n + 2] ?? 0
      columns.since[at] = part[n + 3] ?? 0
    }
  }
  return columns
}
