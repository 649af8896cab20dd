import { orgKindOfName } from '#db/records/words/org-words.ts'
import { grouped } from '#db/shared/plural.ts'
import type { Text } from '#db/shared/text.ts'
import type { Lookup } from './org-index.ts'

/** What is asked before anything of a file is taken in. */
export type Question = { readonly code: 'other-office' | 'hidden-rows'; readonly text: Text }

type Seen = {
  /** 填报单位 above the table, and what the registry knows of it. */
  readonly unit: string | undefined
  readonly found: Lookup | undefined
  readonly office: string
  /** The office's own organizations are still to be imported: that those of the rows are not known says nothing of whose they are. */
  readonly isBare: boolean
  /** Rows whose organization was looked for, and those where it is not of this office. */
  readonly placed: number
  readonly strange: number
}

/** So many rows are enough to say that most of them are strange. */
const fewRows = 5

/** Whether a roster seems to be another office's: by its own 填报单位, or because most of its rows are of organizations not known here. */
export function seemsOthers({ unit, found, office, isBare, placed, strange }: Seen): Question | undefined {
  const isMostlyStrange = !isBare && strange >= fewRows && strange * 2 > placed
  const isOthers = unit !== undefined && found !== undefined && isOtherUnit(unit, found)
  if (!isMostlyStrange && !isOthers) return undefined
  const zhUnit =
    unit !== undefined && isOthers ? `表上的填报单位是“${unit}”，不是“${office}”或它的下级。` : ''
  const enUnit =
    unit !== undefined && isOthers
      ? `It says to be filled in by "${unit}", which is neither "${office}" nor below it. `
      : ''
  const zhRows = isMostlyStrange
    ? `${grouped(placed)} 行里有 ${grouped(strange)} 行的组织不在本单位之下。`
    : ''
  const enRows = isMostlyStrange
    ? `${grouped(strange)} of its ${grouped(placed)} rows are of organizations that are not below this office. `
    : ''
  return {
    code: 'other-office',
    text: {
      zh: `这张表像是别的单位的：${zhUnit}${zhRows}请先看清楚，确实要导入的再确认。`,
      en: `This roster seems to be another office's. ${enUnit}${enRows}Look at it first, and confirm if it is to be taken in all the same.`,
    },
  }
}

/**
 * A unit that is known and not below this office is another one. Of those not known, only a committee's name tells:
 * companies and branches are often written in ways that no registry has.
 */
function isOtherUnit(unit: string, found: Lookup): boolean {
  if (found.kind === 'found') return !found.org.own
  if (found.kind === 'ambiguous') return found.orgs.every(org => !org.own)
  const kind = orgKindOfName(unit)
  return kind === 'leading' || kind === 'work-committee' || kind === 'committee'
}
