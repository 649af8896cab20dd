import { ruleWords } from '#db/records/words/rule-words.ts'
import { plural } from '#db/shared/plural.ts'
import type { Rule } from '../rule.ts'

/** 支委会不健全: a 团支部 of seven or more has fewer than three on its committee, the 书记 among them (团支部工作条例(试行)). */
export const incompleteCommittee: Rule = {
  id: 'W05',
  name: ruleWords.W05,
  basis: {
    zh: '《团支部工作条例（试行）》：团员7人以上的团支部应当设立支部委员会，一般由3至5人组成；不足7人的只设书记1名。',
    en: 'Branch work regulations (trial): a branch of 7 or more sets up a committee of 3 to 5; a smaller one has a secretary alone.',
  },
  whenExempt: 'skip',
  evidenceOf: 'posts',
  judge(facts, pack) {
    const { fromMembers, fewestOnCommittee: fewest } = pack.thresholds.W05
    const { counted } = facts.members
    const { committee } = facts.posts
    if (facts.kind !== 'branch' || counted < fromMembers || committee >= fewest) return undefined
    return {
      severity: 'orange',
      since: null,
      measured: committee,
      threshold: fewest,
      unit: 'members',
      worsens: null,
      why: {
        zh: `计入团员${counted}人，应设支部委员会，现任委员（含书记）${committee}人，少于${fewest}人。`,
        en: `${plural(counted, 'member')} counted, so a committee is due; ${committee} on it, the secretary included, fewer than ${fewest}.`,
      },
      clears: {
        zh: `补选委员${fewest - committee}人（组织委员、宣传委员等），并录入任职日期。`,
        en: `Elect ${fewest - committee} more to the committee and record the day of taking office.`,
      },
    }
  },
}
