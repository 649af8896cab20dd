import type { ImportProblem } from '#contract/rosters.ts'

/** Which problems are shown: all, those of refused rows, mere notes, those of one kind, or of one kind in one column. */
export type ProblemFilter = 'all' | 'refused' | 'notes' | `code:${string}` | `group:${string}`

/** The filter for the rows of one group of the preview. */
export function ofGroup({
  code,
  column,
  refused,
}: Pick<ImportProblem, 'code' | 'column' | 'refused'>): ProblemFilter {
  return `group:${code} ${refused} ${column}`
}

export function shownProblems(
  problems: readonly ImportProblem[],
  filter: ProblemFilter,
): readonly ImportProblem[] {
  if (filter === 'all') return problems
  if (filter === 'refused') return problems.filter(({ refused }) => refused)
  if (filter === 'notes') return problems.filter(({ refused }) => !refused)
  return problems.filter(problem => filter === `code:${problem.code}` || filter === ofGroup(problem))
}

/** The kinds of problem met, the most frequent first. */
export function problemKinds(
  problems: readonly ImportProblem[],
): readonly { readonly code: string; readonly count: number }[] {
  const counts = new Map<string, number>()
  for (const { code } of problems) counts.set(code, (counts.get(code) ?? 0) + 1)
  return [...counts].map(([code, count]) => ({ code, count })).toSorted((a, b) => b.count - a.count)
}
