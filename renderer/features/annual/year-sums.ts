import { type ComparedYears, type Turn, turns } from '#contract/lifeline/annual.ts'

type Standing = ComparedYears['flows'][number]['was']

/** How many of a unit, or of all, took a turn in a year. */
export function turnsOf(
  years: Pick<ComparedYears, 'turns'>,
  year: number,
  unit: string | undefined,
): Readonly<Record<Turn, number>> {
  const sums = { new: 0, still: 0, cleared: 0, relapsed: 0, closed: 0 }
  for (const one of years.turns)
    if (one.year === year && (unit === undefined || one.unit === unit)) sums[one.turn] += one.n
  return sums
}

/** Whether a year has anything to tell of its turns. */
export function hasTurns(years: Pick<ComparedYears, 'turns'>): boolean {
  return years.turns.some(({ turn }) => turns.includes(turn))
}

export type Flow = {
  /** Year and standing, in the order of the years: what is in nobody's way is left out. */
  readonly nodes: readonly { readonly year: number; readonly standing: Standing; readonly n: number }[]
  readonly links: readonly { readonly source: number; readonly target: number; readonly value: number }[]
}

/** The flow from year to year as a picture wants it. */
export function flowOf({ years, flows }: Pick<ComparedYears, 'years' | 'flows'>): Flow {
  const names = years.map(({ year }) => year)
  const all = names.flatMap(year =>
    (['weak', 'sound', 'absent'] as const).map(standing => {
      const leaving = flows.filter(one => one.from === year && one.was === standing)
      const coming = flows.filter(
        one => one.from === (names[names.indexOf(year) - 1] ?? 0) && one.is === standing,
      )
      const sum = (list: readonly { readonly n: number }[]) => list.reduce((n, one) => n + one.n, 0)
      return { year, standing, n: Math.max(sum(leaving), sum(coming)) }
    }),
  )
  const nodes = all.filter(({ n }) => n > 0)
  const at = (year: number, standing: Standing) =>
    nodes.findIndex(node => node.year === year && node.standing === standing)
  const links = flows.flatMap(({ from, was, is, n }) => {
    const to = names[names.indexOf(from) + 1]
    if (to === undefined) return []
    const [source, target] = [at(from, was), at(to, is)]
    return source < 0 || target < 0 ? [] : [{ source, target, value: n }]
  })
  return { nodes, links }
}

export type HeatMap = {
  readonly rules: readonly string[]
  readonly rows: readonly {
    readonly unit: string
    readonly name: string
    readonly branches: number
    readonly cells: readonly { readonly rule: string; readonly n: number; readonly depth: number }[]
  }[]
}

/** Streets and rules of one year: how many branches each rule hits, and how deep that is. */
export function heatOf(
  { years, units }: Pick<ComparedYears, 'years' | 'units'>,
  year: number,
  depthOf: (n: number, branches: number) => number,
): HeatMap {
  const of = years.find(one => one.year === year)?.units ?? []
  const rules = [...new Set(of.flatMap(unit => unit.rules.map(({ rule }) => rule)))].sort()
  const rows = units.flatMap(({ id, name, shortName }) => {
    const found = of.find(({ unit }) => unit === id)
    if (found === undefined || found.branches === 0) return []
    const cells = rules.map(rule => {
      const n = found.rules.find(one => one.rule === rule)?.n ?? 0
      return { rule, n, depth: n === 0 ? 0 : depthOf(n, found.branches) }
    })
    return [{ unit: id, name: shortName ?? name, branches: found.branches, cells }]
  })
  return { rules, rows }
}
