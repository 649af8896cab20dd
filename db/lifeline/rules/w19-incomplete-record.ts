import { ruleWords } from '#db/records/words/rule-words.ts'
import { plural } from '#db/shared/plural.ts'
import type { Text } from '#db/shared/text.ts'
import type { RequiredField } from '../facts.ts'
import type { Rule } from '../rule.ts'

export const requiredWords: Readonly<Record<RequiredField, Text>> = {
  short_name: { zh: '团组织简称', en: 'short name' },
  industry: { zh: '单位所属行业类别', en: 'industry' },
  parent: { zh: '上级组织', en: 'organization above' },
  phone: { zh: '联系电话', en: 'telephone' },
  secretary: { zh: '书记姓名', en: 'secretary' },
  credit_code: { zh: '统一社会信用代码', en: 'credit code' },
}

/** 组织信息不完整: a required field of the organization's record is blank. Full name and kind cannot be. */
export const incompleteRecord: Rule = {
  id: 'W19',
  name: ruleWords.W19,
  basis: {
    zh: '组织信息必填项应完整：全称、简称、类型、行业类别、上级组织、联系电话、书记姓名（全国“智慧团建”填报要求，福建团支部星级标准，2024）；两新组织另填统一社会信用代码（广东2020）。全台账都没有填的项目暂不要求。',
    en: 'Required fields are to be complete: full and short name, kind, industry, organization above, telephone, secretary; of two-new organizations the credit code, too (national registry; Fujian 2024; Guangdong 2020). What nobody in this registry fills in is not asked for.',
  },
  whenExempt: 'skip',
  evidenceOf: 'itself',
  judge({ blank }) {
    if (blank.length === 0) return undefined
    const zh = blank.map(field => requiredWords[field].zh).join('、')
    const en = blank.map(field => requiredWords[field].en).join(', ')
    return {
      severity: 'yellow',
      since: null,
      measured: blank.length,
      threshold: 1,
      unit: 'fields',
      worsens: null,
      why: { zh: `有${blank.length}项未填：${zh}。`, en: `${plural(blank.length, 'field')} blank: ${en}.` },
      clears: { zh: `补填${zh}。`, en: `Fill in ${en}.` },
    }
  },
}
