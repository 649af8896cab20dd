import type { IsoDay } from '#db/shared/day.ts'
import { grouped } from '#db/shared/plural.ts'
import type { Text } from '#db/shared/text.ts'
import type { BranchFacts, Kept, Share } from '../facts.ts'
import { isWidelyKept } from '../gathering/gather-shares.ts'
import type { Pack } from '../packs/pack.ts'
import { closedYear } from '../periods.ts'
import type { Keeps } from '../rule.ts'

type Words = Text & { readonly of: 'branches' | 'people' }

/** Of a rule whose records are there: as long as few of all have some, whoever has none is not judged for that. */
export function partlyOf(
  { zh, en, of }: Words,
  shareOf: (kept: Kept, pack: Pack, asOf: IsoDay) => Share,
  isOwn: (facts: BranchFacts) => boolean,
): Required<Keeps>['partly'] {
  return {
    holds: (kept, pack, asOf) => !isWidelyKept(shareOf(kept, pack, asOf), pack),
    says: (kept, pack, asOf) => {
      const share = shareOf(kept, pack, asOf)
      const [have, all] = [grouped(share.have), grouped(share.of)]
      const from = pack.thresholds.askedFromPercent
      const told =
        of === 'people'
          ? { zh: `${all}名团员中有${have}名`, en: `of ${have} of ${all} members` }
          : { zh: `${all}个团支部中有${have}个`, en: `of ${have} of ${all} branches` }
      return {
        zh: `${zh}目前${told.zh}有记录，不到${from}%：有记录的团支部照常判定，一条也没有的暂不判定。`,
        en: `${en} are recorded ${told.en}, fewer than ${from}%: branches that have some are judged by them, those that have none are not.`,
      }
    },
    isOwn,
  }
}

/** Of the years that are over, the one of which most is known: a book that was carried once is asked for in every year after. */
export function widestYear(kept: Kept, pack: Pack, asOf: IsoDay, which: 'appraised' | 'registered'): Share {
  return widestUpTo(kept, closedYear(asOf, pack.thresholds.closesAfterMonths), which)
}

export function widestUpTo({ shares }: Kept, year: number, which: 'appraised' | 'registered'): Share {
  return shares.years
    .filter(one => one.year <= year)
    .map(one => one[which])
    .reduce((most, one) => (one.have > most.have ? one : most), { have: 0, of: 1 })
}
