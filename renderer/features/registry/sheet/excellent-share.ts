import type { SheetRow } from '#contract/sheet.ts'

/** The threshold of the rule pack in force by which at most so many of a hundred who are appraised may be excellent. */
export const excellentShare = 'W12.mostExcellentPercent'

type Branch = { readonly org: SheetRow['org']; readonly assessed: number; readonly excellent: number }

/** How many were appraised and are excellent in all, and the branches in which more are than may be. */
export type Share = {
  readonly excellent: number
  readonly assessed: number
  readonly over: readonly (Branch & { readonly may: number })[]
}

/**
 * The results on a sheet, each branch by itself, as the rules judge them: a large branch makes no room for a small one.
 * Party members who keep their membership are not appraised, whatever stands in their rows.
 */
export function shareOf(
  rows: readonly Pick<SheetRow, 'org' | 'isParty'>[],
  results: readonly unknown[],
  most: number,
): Share {
  const branches = new Map<string, Branch>()
  rows.forEach(({ org, isParty }, at) => {
    const result = results[at]
    if (isParty || result === undefined) return
    const { assessed, excellent } = branches.get(org.id) ?? { assessed: 0, excellent: 0 }
    const isExcellent = result === 'excellent'
    branches.set(org.id, { org, assessed: assessed + 1, excellent: excellent + (isExcellent ? 1 : 0) })
  })
  const all = [...branches.values()]
  const excellent = all.reduce((sum, one) => sum + one.excellent, 0)
  const assessed = all.reduce((sum, one) => sum + one.assessed, 0)
  return {
    excellent,
    assessed,
    over: all
      .filter(one => one.excellent * 100 > most * one.assessed)
      .map(one => ({ ...one, may: Math.floor((most * one.assessed) / 100) })),
  }
}
