import type { OrgKind } from '#contract/vocabulary.ts'
import { ruleWords } from '#db/records/words/rule-words.ts'
import type { Text } from '#db/shared/text.ts'
import type { Rule } from '../rule.ts'

const committees: Readonly<Partial<Record<OrgKind, Text>>> = {
  committee: { zh: '团委', en: 'committee' },
  'work-committee': { zh: '团工委', en: 'work committee' },
  'general-branch': { zh: '团总支', en: 'general branch' },
}

/** 空心团委、团总支: no 团支部 anywhere below; one over an empty committee is hollow too (广东“智慧团建”2019). */
export const hollowCommittee: Rule = {
  id: 'W03',
  name: ruleWords.W03,
  basis: {
    zh: '广东“智慧团建”（2019）：处于组织树末端而类型不是团支部的团委、团工委、团总支为空心团委；橙色为本规则包所定。',
    en: 'Guangdong registry (2019): a committee, work committee or general branch at the end of the tree is hollow; that it is orange is our own choice.',
  },
  whenExempt: 'skip',
  evidenceOf: 'children',
  judge(facts) {
    const word = facts.kind === null ? undefined : committees[facts.kind]
    if (word === undefined || facts.branchesBelow > 0) return undefined
    return {
      severity: 'orange',
      since: null,
      measured: 0,
      threshold: 1,
      unit: 'branches',
      why: { zh: `${word.zh}之下没有任何团支部。`, en: `There is no branch anywhere below this ${word.en}.` },
      worsens: null,
      clears: {
        zh: '在其下新建或划入1个团支部，或撤销该组织。',
        en: 'Set up or move 1 branch below it, or dissolve it.',
      },
    }
  },
}
