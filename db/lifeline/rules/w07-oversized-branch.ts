import { ruleWords } from '#db/records/words/rule-words.ts'
import { plural } from '#db/shared/plural.ts'
import type { Rule } from '../rule.ts'

/** 支部规模超限: a 团支部 in which more than 50 members count, or more than were approved for it (团支部工作条例(试行): 一般不超过50人). */
export const oversizedBranch: Rule = {
  id: 'W07',
  name: ruleWords.W07,
  basis: {
    zh: '《团支部工作条例（试行）》：团支部一般不超过50人，经批准可适当放宽。',
    en: 'Branch work regulations (trial): a branch has at most 50 members as a rule; more may be approved.',
  },
  whenExempt: 'skip',
  evidenceOf: 'members',
  judge(facts, pack) {
    const { counted } = facts.members
    const most = Math.max(facts.membersApproved ?? 0, pack.thresholds.W07.mostMembers)
    if (facts.kind !== 'branch' || counted <= most) return undefined
    return {
      severity: 'yellow',
      since: null,
      measured: counted,
      threshold: most,
      unit: 'members',
      why: {
        zh: `计入团员${counted}人，超过${facts.membersApproved === most ? '经批准的' : ''}${most}人。`,
        en: `${plural(counted, 'member')} counted, more than ${facts.membersApproved === most ? 'the approved ' : ''}${most}.`,
      },
      worsens: null,
      clears: {
        zh: `转出${counted - most}人，或分设团支部，使每个团支部不超过${most}人。`,
        en: `Move ${plural(counted - most, 'member')} elsewhere, or split the branch so that none has more than ${most}.`,
      },
    }
  },
}
