import type { Proposal } from '#contract/lifeline/rulings.ts'
import { severities } from '#contract/vocabulary.ts'
import { casesBelow } from '#db/registry/cases/read-cases.ts'
import type { Scope } from '#db/registry/subtree.ts'
import { inOneSnapshot } from '#db/sqlite/connection.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { Task } from '#db/sqlite/task.ts'
import { allRules } from '../rules/all-rules.ts'
import { type Compared, compared, urgency } from '../rulings/proposals.ts'
import { rulingsBelow } from '../rulings/read-rulings.ts'
import { findingsAt } from './large-findings.ts'
import { marks, type ReviewColumns } from './review-columns.ts'
import { idsAt, placesOf } from './units.ts'

export type LargeProposalsInput = {
  readonly scope: Scope
  readonly columns: ReviewColumns
  readonly state: Proposal['state'] | undefined
  readonly isMarked: boolean
  readonly isUnopened: boolean
  readonly isOwn: boolean
  readonly offset: number
  readonly limit: number
}
export type LargeProposals = {
  readonly total: number
  readonly rows: readonly Compared[]
  readonly counts: Readonly<Record<Proposal['state'], number>>
  readonly marked: number
  readonly unopened: number
}

/** What the rules propose beside what people decided, where not all that was found fits into memory. */
export const largeProposalsTask: Task<LargeProposalsInput, never, LargeProposals> = (asked, tools) =>
  inOneSnapshot(tools.reader(), reader => proposals(asked, reader))

async function proposals(asked: LargeProposalsInput, reader: Reader): Promise<LargeProposals> {
  const { scope, columns, state, isMarked, isUnopened, isOwn, offset, limit } = asked
  const rulings = await rulingsBelow(reader, scope)
  const cases = Map.groupBy(await casesBelow(reader, scope), one => one.org)
  const decided = await placesOf(reader, columns, new Set([...rulings.keys(), ...cases.keys()]))
  const graveOf = gravelyFound(columns, decided)
  const counts: Record<Proposal['state'], number> = { open: 0, lapsed: 0, confirmed: 0, 'set-aside': 0 }
  const wanted: [number[], number[], number[]] = [[], [], []]
  let [marked, unopened] = [0, 0]
  for (let place = 0; place < (isOwn ? Math.min(1, columns.nos.length) : columns.nos.length); place++) {
    const isSuggested = ((columns.marks[place] ?? 0) & marks.suggested) !== 0
    const id = decided.get(place)
    if (!isSuggested && id === undefined) continue
    const one = compared(
      {
        orgId: id ?? '',
        isSuggested,
        findings: graveOf.get(place) ?? [],
        rulings: (id !== undefined && rulings.get(id)) || [],
        cases: (id !== undefined && cases.get(id)) || [],
      },
      scope.asOf,
    )
    if (one === undefined) continue
    counts[one.state]++
    if (one.mark !== null) marked++
    if (one.isUnopened) unopened++
    if (state !== undefined && one.state !== state) continue
    if (isMarked && one.mark === null) continue
    if (isUnopened && !one.isUnopened) continue
    wanted[urgency(one)].push(place)
  }
  const all = wanted.flat()
  const window = all.slice(offset, offset + limit)
  const said = await findingsAt(reader, scope, columns, window)
  const ids = await idsAt(reader, columns, window)
  const rows = window.flatMap((place): Compared[] => {
    const orgId = ids.get(place)
    if (orgId === undefined) return []
    const isSuggested = ((columns.marks[place] ?? 0) & marks.suggested) !== 0
    const sides = {
      ...{ orgId, isSuggested, findings: said.get(place) ?? [] },
      ...{ rulings: rulings.get(orgId) ?? [], cases: cases.get(orgId) ?? [] },
    }
    const one = compared(sides, scope.asOf)
    return one === undefined ? [] : [one]
  })
  return { total: all.length, rows, counts, marked, unopened }
}

/** By which rules those at these places are found weak, and how badly. */
function gravelyFound(
  { places, rules, severities: how }: ReviewColumns,
  wanted: ReadonlyMap<number, unknown>,
) {
  const found = new Map<number, { rule: string; severity: (typeof severities)[number] }[]>()
  if (wanted.size === 0) return found
  for (let n = 0; n < places.length; n++) {
    const place = places[n] ?? 0
    if (!wanted.has(place)) continue
    const [rule, severity] = [allRules[rules[n] ?? 0]?.id, severities[how[n] ?? 0]]
    if (rule === undefined || severity === undefined) continue
    const known = found.get(place)
    if (known === undefined) found.set(place, [{ rule, severity }])
    else known.push({ rule, severity })
  }
  return found
}
