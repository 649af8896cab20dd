import type { Text } from '#db/shared/text.ts'
import { type Cell, charactersIn } from '#db/sheets/cell.ts'
import { type Problem, type ToldProblem, toldProblem } from '../problem.ts'
import type { RowChange, RowVerdict } from './draft.ts'

/** Problems of one kind in one column: how many rows have it, and in which cells most of them. */
export type ProblemGroup = {
  readonly code: string
  readonly refused: boolean
  readonly column: string
  readonly count: number
  /** Of whom or of what the first rows are that have it. */
  readonly who: readonly string[]
  /** The sentence of the first one. */
  readonly says: Text
  /** The row of which alone that sentence is true, as it names another row or value; null where it is true of all. */
  readonly example: { readonly row: number; readonly sheet: string | null } | null
  /** What stands in these cells, the most frequent first, each with the proposal for it. */
  readonly values: readonly {
    readonly value: string
    readonly count: number
    readonly repair: string | null
  }[]
  /** How many different values stand in these cells; with `differentIsAll` false there are more. */
  readonly different: number
  readonly differentIsAll: boolean
  /** Whose rows they are says more than what stands in them: nothing, or a number that is one row's alone. */
  readonly isByWho: boolean
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
const most = {
  problems: 2_000,
  /** The first of each group are kept behind that number too: whoever opens a group sees some of its rows. */
  ofGroup: 10,
  groups: 100,
  refused: 10_000,
  /** Of all of them together: a few rows may be as wide as a sheet and full of long texts. */
  refusedCells: 500_000,
  refusedCharacters: 8_000_000,
  shown: 8,
  changed: 200,
  /** Different values, of a group and of all of them: so many that the most frequent one is found wherever it begins. */
  values: 10_000,
  allValues: 40_000,
  valueLength: 80,
  toldValues: 12,
  who: 5,
}

type Group = {
  readonly code: string
  readonly refused: boolean
  readonly column: string
  readonly says: Text
  readonly first: { readonly row: number; readonly sheet: string | null }
  readonly who: string[]
  count: number
  saysDiffer: boolean
  differentIsAll: boolean
  /** What is proposed for one row alone is proposed for none. */
  readonly values: Map<string, { count: number; repair: string | null }>
}

/** Adds up what the rows of a roster would do. It keeps a bounded number of each thing and counts the rest. */
export class Tally {
  readonly counts = { read: 0, created: 0, updated: 0, unchanged: 0, rejected: 0, noted: 0 }
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
  readonly #groups = new Map<string, Group>()
  #values = 0
  #refusedCells = 0
  #refusedCharacters = 0

  /** `who`: of whom or of what the row is. */
  add(verdict: RowVerdict, problems: readonly Problem[], who = ''): void {
    this.counts.read++
    this.counts[verdict]++
    if (verdict !== 'rejected' && problems.length > 0) this.counts.noted++
    if (problems.some(({ code, refused }) => refused && code === 'year-missing')) this.lacksYear++
    for (const problem of problems) {
      const { count } = this.#group(problem, who)
      if (this.problems.length < most.problems || count <= most.ofGroup)
        this.problems.push(toldProblem(problem, who))
      else this.problemsLeftOut++
    }
  }

  /** They are kept till the end of an import: copies, so that they do not keep the sheet's text with them. */
  refuse(row: RefusedCells): void {
    this.#refusedCells += row.cells.length
    this.#refusedCharacters += charactersIn(row.cells)
    const isRoom =
      this.refused.length < most.refused &&
      this.#refusedCells <= most.refusedCells &&
      this.#refusedCharacters <= most.refusedCharacters
    if (isRoom) this.refused.push({ ...row, cells: structuredClone(row.cells) })
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
    return [...this.#groups.values()]
      .toSorted((a, b) => Number(b.refused) - Number(a.refused) || b.count - a.count)
      .map(({ values, first, saysDiffer, ...group }) => ({
        ...group,
        example: saysDiffer ? first : null,
        different: values.size,
        isByWho: group.who.length > 0 && [...values].every(isOfOneRow),
        values: [...values]
          .map(([value, told]) => ({ value, ...told }))
          .toSorted((a, b) => b.count - a.count)
          .slice(0, most.toldValues),
      }))
  }

  #group(problem: Problem, who: string): Group {
    const { code, refused, column, says, repair } = problem
    const ofKind = `${code}${refused ? '' : ' noted'}`
    const ofColumn = `${ofKind} ${column}`
    // A file whose sheets name a column in a hundred ways still has bounded groups.
    const key = this.#groups.has(ofColumn) || this.#groups.size < most.groups ? ofColumn : ofKind
    let group = this.#groups.get(key)
    if (group === undefined) {
      const first = { row: problem.row, sheet: problem.sheet ?? null }
      const begun = { count: 0, saysDiffer: false, differentIsAll: true }
      group = { code, refused, column, says, first, who: [], values: new Map(), ...begun }
      this.#groups.set(key, group)
    }
    group.count++
    if (says.zh !== group.says.zh) group.saysDiffer = true
    if (who !== '' && group.who.length < most.who && !group.who.includes(who)) group.who.push(who)
    const { value: whole } = problem
    const value = whole.length > most.valueLength ? `${whole.slice(0, most.valueLength - 1)}…` : whole
    const known = group.values.get(value)
    if (known !== undefined) {
      known.count++
      if (known.repair !== repair) known.repair = null
    } else if (group.values.size < most.values && this.#values < most.allValues) {
      group.values.set(value, { count: 1, repair })
      this.#values++
    } else group.differentIsAll = false
    return group
  }
}

function isOfOneRow([value, { count }]: readonly [string, { readonly count: number }]): boolean {
  return value === '' || (count === 1 && !/\p{Script=Han}/u.test(value))
}
