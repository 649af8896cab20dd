import type { AgeRow } from '#contract/lifeline/glance.ts'

/** One bar of the ages: a year, or all below 14 and all from 28 on. */
export type AgeBand = {
  /** `14` … `27`, `<14`, `28+`. */
  readonly label: string
  readonly male: number
  readonly female: number
  readonly total: number
  /** They have reached the age of leaving the League. */
  readonly isOver: boolean
}

/** Members join from 14 on and leave at 28 (League charter, articles 1 and 6). */
const youngest = 14
const leaving = 28

/** A bar for each year of a member's life in the League, whether anyone is of that age or not; the unknown apart. */
export function ageBands(rows: readonly AgeRow[]): {
  readonly bands: readonly AgeBand[]
  readonly unknown: number
  readonly most: number
} {
  const years = Array.from({ length: leaving - youngest }, (_, i) => youngest + i)
  const band = (label: string, isOver: boolean, fits: (age: number) => boolean): AgeBand => {
    const found = rows.filter(row => row.age !== null && fits(row.age))
    const sum = (count: (row: AgeRow) => number) => found.reduce((all, row) => all + count(row), 0)
    const [male, female] = [sum(row => row.male), sum(row => row.female)]
    return { label, male, female, total: male + female + sum(row => row.unknown), isOver }
  }
  const below = band(`<${youngest}`, false, age => age < youngest)
  const bands = [
    ...(below.total > 0 ? [below] : []),
    ...years.map(year => band(String(year), false, age => age === year)),
    band(`${leaving}+`, true, age => age >= leaving),
  ]
  const unknown = rows
    .filter(row => row.age === null)
    .reduce((sum, row) => sum + row.male + row.female + row.unknown, 0)
  return { bands, unknown, most: Math.max(1, ...bands.map(({ total }) => total)) }
}
