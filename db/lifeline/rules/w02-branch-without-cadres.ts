import { ruleWords } from '#db/records/words/rule-words.ts'
import type { Rule } from '../rule.ts'

/** 无团干团支部: nobody holds a post in a 团支部 (广东“智慧团建”2019; 命脉工程“有组织、有团干、有团员”). */
export const branchWithoutCadres: Rule = {
  id: 'W02',
  name: ruleWords.W02,
  basis: {
    zh: '广东“智慧团建”（2019）：团干人数为0的团支部为无团干团支部；命脉工程要求“有组织、有团干、有团员”（《中国青年报》2019-05-10）。',
    en: 'Guangdong registry (2019): a branch with no cadre; the Lifeline Project asks for "an organization, cadres, members" (China Youth Daily, 2019-05-10).',
  },
  whenExempt: 'info',
  evidenceOf: 'posts',
  judge(facts) {
    if (facts.kind !== 'branch' || facts.posts.held > 0) return undefined
    const { lastEnd } = facts.posts
    return {
      severity: 'red',
      since: lastEnd ?? facts.existsSince,
      measured: 0,
      threshold: 1,
      unit: 'posts',
      why: {
        zh:
          lastEnd === null
            ? '没有在任团干部，也没有历任记录。'
            : `没有在任团干部，最后一任于${lastEnd}离任。`,
        en:
          lastEnd === null
            ? 'Nobody holds a post, and nobody is recorded to have held one.'
            : `Nobody holds a post; the last one ended on ${lastEnd}.`,
      },
      worsens: null,
      clears: {
        zh: '选举或任命书记1名，并录入任职日期。',
        en: 'Elect or appoint 1 secretary and record the day of taking office.',
      },
    }
  },
}
