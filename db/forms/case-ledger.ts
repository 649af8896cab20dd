import { ledgerHeads, ledgerOf } from '#db/registry/cases/ledger.ts'
import type { Viewpoint } from '#db/registry/cases/tell-cases.ts'
import { field, rosterForm } from '#db/rosters/field.ts'
import { ledgerForm } from '#db/rosters/ledger/ledger-form.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { KnownRoster } from './proposing/known.ts'

/** Other words for columns that the program fills in by itself, by the head that it gives them. */
const others: Readonly<Record<string, string>> = {
  '所属街道/系统': '所属街道 街道 所属单位 上级组织 所属团委',
  团员数: '团员人数 现有团员数',
  '书记姓名/联系电话': '书记 书记姓名 团支部书记',
  验收人: '验收人员',
  验收日期: '验收时间',
  验收结论: '验收情况 验收意见',
  销号日期: '销号时间 摘牌时间',
}

const english: Readonly<Record<string, string>> = {
  '所属街道/系统': 'street or department',
  团组织全称: 'organization',
  组织ID: 'code',
  组织类型: 'kind',
  单位所属行业类别: 'industry',
  团员数: 'members',
  '书记姓名/联系电话': 'secretary, telephone',
  认定日期: 'confirmed on',
  认定情形: 'rules',
  主要问题: 'problems',
  整改措施: 'measures',
  责任人: 'responsible',
  挂点联系人: 'liaison',
  整改时限: 'due',
  进展: 'progress',
  整改状态: 'state',
  验收人: 'judged by',
  验收日期: 'judged on',
  验收结论: 'judgement',
  销号日期: 'cleared on',
  备注: 'remarks',
}

/** What a column is called, for whoever says what belongs where. */
export function ledgerColumns() {
  return caseLedger.form.fields.map(({ field: word }) => ({
    word,
    name: { zh: word, en: english[word] ?? word },
  }))
}

/** 整治台账 as a form of another office may ask for it: each column by its head here, or by another word for it. */
export const caseLedger: KnownRoster = {
  as: 'ledger',
  telling: ['认定情形', '主要问题', '整改措施', '责任人', '挂点联系人', '整改时限', '整改状态', '销号日期'],
  form: rosterForm({
    ...ledgerForm,
    keys: ['团组织全称'],
    needs: [['团组织全称'], ['主要问题', '整改措施']],
    fields: ledgerHeads
      .filter(head => head !== '序号')
      .map(head => {
        const known = ledgerForm.fields.find(one => one.header === head)
        return field(head, head, [...(known?.also ?? []), others[head] ?? ''].join(' '), known?.tells ?? 1)
      }),
  }),
}

/** The cases that are under way or were, the oldest first: of each what stands in a column. */
export async function* ledgerRows(reader: Reader, root: string, from: Viewpoint) {
  for (const row of await ledgerOf(reader, { root, from }))
    yield (head: string): string | undefined => row[ledgerHeads.indexOf(head)]
}
