import { ruleWords } from '#db/records/words/rule-words.ts'
import { plural } from '#db/shared/plural.ts'
import type { MemberFacts } from '../facts.ts'
import type { Rule } from '../rule.ts'

/** 空心团支部: a 团支部 in which fewer than three members count (团章第二十二条; 广东“智慧团建”2019 年口径). */
export const hollowBranch: Rule = {
  id: 'W01',
  name: ruleWords.W01,
  basis: {
    zh: '《中国共产主义青年团章程》（2023）第二十二条：有团员三人以上的，都应当建立团的基层组织；广东“智慧团建”（2019）：团支部人数少于3人为空心团支部。',
    en: 'League charter (2023), article 22: a unit with three or more members sets up an organization; Guangdong registry (2019): a branch of fewer than 3 is hollow.',
  },
  whenExempt: 'info',
  evidenceOf: 'members',
  judge(facts, pack) {
    const { counted, held } = facts.members
    const fewest = pack.thresholds.W01.fewestMembers
    if (facts.kind !== 'branch' || counted >= fewest) return undefined
    return {
      severity: 'red',
      since: null,
      measured: counted,
      threshold: fewest,
      unit: 'members',
      why: {
        zh: `${counted === 0 ? '零团员：' : ''}计入团员${counted}人，少于${fewest}人${uncounted(facts.members).zh}。`,
        en: `${plural(counted, 'member')} counted, fewer than ${fewest}${uncounted(facts.members).en}.`,
      },
      worsens: null,
      clears: {
        zh: `再有${fewest - counted}名团员计入${held > counted ? `（在册未计入的${held - counted}人办妥报到或团籍手续，或转入新团员）` : ''}；或与邻近团支部组成联合团支部，或撤销。`,
        en: `${fewest - counted} more to count${held > counted ? ` (settle the ${held - counted} on the roll who do not, or take in others)` : ''}; or a joint branch with a neighbour, or dissolution.`,
      },
    }
  },
}

function uncounted({ held, counted }: MemberFacts) {
  if (held === counted) return { zh: '', en: '' }
  return {
    zh: `（在册${held}人，其中${held - counted}人因团籍状态或报到状态不计入）`,
    en: ` (${held} on the roll, of whom ${held - counted} do not count for their status or report)`,
  }
}
