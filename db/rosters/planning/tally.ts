import type { Text } from '#db/shared/text.ts'
import type { Cell } from '#db/sheets/cell.ts'
import { type Problem, type ToldProblem, toldProblem } from '../problem.ts'
import type { RowChange, RowVerdict } from './draft.ts'

/** Problems of one kind: how many rows have it, and in which cells most of them. */
export type ProblemGroup = {
  readonly code: string
  readonly refused: boolean
  /** The column in which it was met first. */
  readonly column: string
  readonly count: number
  /** Of whom or of what the first rows are that have it. */
  readonly who: readonly string[]
  /** The sentence of the first one, which may name what only that row has. */
  readonly says: Text
  /** What stands in these cells, the most frequent first, each with the proposal for it. */
  readonly values: readonly {
    readonly value: string
    readonly count: number
    readonly repair: string | null
  }[]
}

/** A row as it will be stored, by the columns of the roster. */
export type ShownRow = {
  readonly row: number
  readonly sheet: string | null
  readonly verdict: RowVerdict
  readonly values: Readonly<Record<string, string>>
}

/** What would change of one that is known already: of whom or of what, and each value from what to what. */
export type ChangedRow = {
  readonly row: number
  readonly sheet: string | null
  readonly title: string
  readonly changes: readonly RowChange[]
}

export type RefusedCells = {
  readonly row: number
  readonly table: number
  readonly cells: readonly Cell[]
  readonly problems: readonly Problem[]
}

/**
 * What is kept of a file of whatever length: beyond these numbers things are only counted. Problems are held three times
 * while they are handed over, in two languages.
 */
const most = { problems: 2_000, refused: 10_000, shown: 8, changed: 200, values: 500, toldValues: 12, who: 5 }

type Group = {
  readonly code: string
  readonly refused: boolean
  readonly column: string
  readonly says: Text
  readonly who: string[]
  count: number
  readonly values: Map<string, { count: number; readonly repair: string | null }>
}

/** Adds up what the rows of a roster would do. It keeps a bounded number of each thing and counts the rest. */
export class Tally {
  readonly counts = { read: 0, created: 0, updated: 0, unchanged: 0, rejected: 0 }
  readonly problems: ToldProblem[] = []
  readonly refused: RefusedCells[] = []
  readonly shown: ShownRow[] = []
  readonly changed: ChangedRow[] = []
  /** How many problems and refused rows are not among those kept. */
  problemsLeftOut = 0
  refusedLeftOut = 0
  changedLeftOut = 0
  /** Rows that are left out because no year is named anywhere. */
  lacksYear = 0
  readonly #groups = { refused: new Map<string, Group>(), noted: new Map<string, Group>() }

  /** `who`: of whom or of what the row is. */
  add(verdict: RowVerdict, problems: readonly Problem[], who = ''): void {
    this.counts.read++
    this.counts[verdict]++
    if (problems.some(({ code, refused }) => refused && code === 'year-missing')) this.lacksYear++
    for (const problem of problems) {
      if (this.problems.length < most.problems) this.problems.push(toldProblem(problem, who))
      else this.problemsLeftOut++
      this.#group(problem, who)
    }
  }

  /** They are kept till the end of an import: copies, so that they do not keep the sheet's text with them. */
  refuse(row: RefusedCells): void {
    if (this.refused.length < most.refused) this.refused.push({ ...row, cells: structuredClone(row.cells) })
    else this.refusedLeftOut++
  }

  get wantsShown(): boolean {
    return this.shown.length < most.shown
  }

  show(row: ShownRow): void {
    if (this.wantsShown) this.shown.push(row)
  }

  change(row: ChangedRow): void {
    if (this.changed.length < most.changed) this.changed.push(row)
    else this.changedLeftOut++
  }

  /** The kinds of problem, those that leave rows out first, then by how many rows have them. */
  groups(): readonly ProblemGroup[] {
    return [...this.#groups.refused.values(), ...this.#groups.noted.values()]
      .toSorted((a, b) => Number(b.refused) - Number(a.refused) || b.count - a.count)
      .map(({ values, ...group }) => ({
        ...group,
        values: [...values]
          .map(([value, told]) => ({ value, ...told }))
          .toSorted((a, b) => b.count - a.count)
          .slice(0, most.toldValues),
      }))
  }

  #group({ code, refused, column, says, value, repair }: Problem, who: string): void {
    const groups = refused ? this.#groups.refused : this.#groups.noted
    let group = groups.get(code)
    if (group === undefined) {
      group = { code, refused, column, says, who: [], count: 0, values: new Map() }
      groups.set(code, group)
    }
    group.count++
    if (who !== '' && group.who.length < most.who && !group.who.includes(who)) group.who.push(who)
    const known = group.values.get(value)
    if (known !== undefined) known.count++
    else if (group.values.size < most.values) group.values.set(value, { count: 1, repair })
  }
}
