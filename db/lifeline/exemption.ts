import type { BranchType } from '#contract/vocabulary.ts'
import { addMonths, type IsoDay } from '#db/shared/day.ts'
import { plural } from '#db/shared/plural.ts'
import type { Text } from '#db/shared/text.ts'
import type { BranchFacts } from './facts.ts'
import type { Pack } from './packs/pack.ts'

const specialKinds: Readonly<Record<Exclude<BranchType, 'ordinary'>, Text>> = {
  temporary: { zh: '临时团支部', en: 'a temporary branch' },
  floating: { zh: '流动团员团支部', en: 'a branch of floating members' },
  graduates: { zh: '毕业生团组织', en: 'an organization of graduates' },
  special: { zh: '特殊团组织', en: 'an organization of a special kind' },
}

/**
 * Why an organization is not judged, or undefined: it is of a special kind, or of any kind and younger than six months
 * (对标定级: 临时、流动团员、毕业生团组织和成立不满 6 个月的不参加; domain.md, "How the expected results count").
 */
export function exemption(
  facts: Pick<BranchFacts, 'branchType' | 'founded'>,
  pack: Pack,
  asOf: IsoDay,
): Text | undefined {
  if (facts.branchType !== 'ordinary') return specialKinds[facts.branchType ?? 'special']
  if (facts.founded === null) return undefined
  const months = pack.thresholds.newcomerMonths
  // a founding day still to come may lie at the calendar's end: no months are added to it
  if (facts.founded <= asOf && addMonths(facts.founded, months) <= asOf) return undefined
  return { zh: `成立未满${months}个月`, en: `founded less than ${plural(months, 'month')} ago` }
}
