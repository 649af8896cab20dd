import type { FormData } from '#db/papers/fill-template.ts'
import { type Paper, type PaperCell, signHere, writtenDay } from '#db/papers/paper.ts'
import { isDay } from '#db/shared/day.ts'
import type { YearContent } from './content.ts'
import {
  conclusionOf,
  joined,
  kindWord,
  ruleName,
  severityWords,
  stateWord,
  type WeakOrg,
} from './weak-org.ts'

/** Findings that are told in full; a form is one page, and two where there is more. */
const mostTold = 8

const label = (text: string, columns = 1): PaperCell => ({ text, columns, isLabel: true })
const cell = (text: string, columns = 1): PaperCell => ({ text, columns })
const middle = (text: string): PaperCell => ({ text, isCentred: true })
const days = (day: string) => (isDay(day) ? writtenDay(day) : day)

/** 年度评审表: what was found of one weak organization in a year, what is done about it, and room for who signs. */
export function reviewForm(weak: WeakOrg, content: YearContent, hash: string): Paper {
  const { org, findings, case: one } = weak
  const told = findings.filter(({ severity }) => severity !== 'info')
  const left = told.length - mostTold
  const said = new Set(findings.map(({ why }) => withoutNumbers(why.zh)))
  const others = (one?.problems ?? []).filter(problem => !said.has(withoutNumbers(problem)))
  return {
    title: `软弱涣散基层团组织评审表（${content.year}年度）`,
    body: [
      {
        widths: [25, 22, 12, 24, 25, 17, 31],
        // Whose it is stands on a second page, too.
        heads: 1,
        rows: [
          [label('团组织全称'), cell(org.name, 6)],
          [label('组织ID'), cell(org.code ?? '', 3), label('组织类型'), cell(kindWord(org.kind), 2)],
          [label('上级组织'), cell(weak.parent, 3), label('团员数'), cell(String(weak.members), 2)],
          [
            label('所属街道\n或者系统'),
            cell(weak.unitName, 3),
            label('团干部数'),
            cell(String(weak.cadres), 2),
          ],
          [label('评审结论'), cell(conclusionOf(weak), 6)],
          [label('认定情形', 2), label('程度'), label('自何时'), label('具体情况', 3)],
          ...told
            .slice(0, mostTold)
            .map(({ rule, severity, since, why }) => [
              cell(`${rule} ${ruleName(rule)}`, 2),
              middle(severityWords[severity]),
              middle(since ?? '不详'),
              cell(why.zh, 3),
            ]),
          ...(left > 0 ? [[cell(`另有 ${left} 条，见年度台账。`, 7)]] : []),
          ...(told.length === 0 ? [[cell('截止日期未发现问题。', 7)]] : []),
          ...(others.length > 0 ? [[label('其他问题'), cell(joined(others), 6)]] : []),
          [label('整改措施'), cell(one === undefined ? clearings(weak) : joined(one.measures), 6)],
          [label('责任人'), cell(one?.owner ?? '', 3), label('挂点联系人'), cell(one?.liaison ?? '', 2)],
          [
            label('整改时限'),
            cell(one === undefined ? '' : days(one.due), 3),
            label('整治状态'),
            cell(one === undefined ? '未建台账' : stateWord(one), 2),
          ],
          [label('截止日期'), cell(days(content.day), 3), label('封存校验码'), cell(hash.slice(0, 16), 2)],
          ...[org.kind === 'branch' ? '支部意见' : '本级团组织\n意见', '街道或系统\n意见', '团区委意见'].map(
            who => [label(who), { text: signHere, columns: 6, isSigned: true }],
          ),
        ],
        signed: 3,
      },
    ],
  }
}

/** What a finding and a problem taken from it have in common, though days and counts went on. */
function withoutNumbers(sentence: string): string {
  return sentence.replace(/[\d,.、-]+/g, '').replace(/。$/, '')
}

/** What would clear it, where no measures were written down. */
function clearings({ findings }: WeakOrg): string {
  return findings
    .filter(({ severity }) => severity === 'red' || severity === 'orange')
    .map(({ clears }) => clears.zh)
    .join('')
}

/** The same by the names at which a blank form of the office is filled. */
export function formData(weak: WeakOrg, content: YearContent, hash: string): FormData {
  const { org, findings, case: one } = weak
  const told = findings.filter(({ severity }) => severity !== 'info')
  return {
    年度: String(content.year),
    截止日期: days(content.day),
    单位: content.office.name,
    团组织全称: org.name,
    组织ID: org.code ?? '',
    组织类型: kindWord(org.kind),
    上级组织: weak.parent,
    所属街道: weak.unitName,
    团员数: String(weak.members),
    团干部数: String(weak.cadres),
    评审结论: conclusionOf(weak),
    认定情形: told.map(({ rule }) => `${rule} ${ruleName(rule)}`).join('、'),
    主要问题: joined(one?.problems ?? told.map(({ why }) => why.zh)),
    整改措施: one === undefined ? clearings(weak) : joined(one.measures),
    责任人: one?.owner ?? '',
    挂点联系人: one?.liaison ?? '',
    认定日期: one === undefined ? '' : days(one.opened),
    整改时限: one === undefined ? '' : days(one.due),
    整治状态: one === undefined ? '未建台账' : stateWord(one),
    校验码: hash.slice(0, 16),
    问题: told.map(({ rule, severity, since, why, clears }) => ({
      规则: rule,
      名称: ruleName(rule),
      程度: severityWords[severity],
      起始日期: since ?? '不详',
      具体情况: why.zh,
      整改要求: clears.zh,
    })),
  }
}

/** The names of places that a blank form may have. */
export const placesKnown: readonly string[] = [
  ...['年度', '截止日期', '单位', '团组织全称', '组织ID', '组织类型', '上级组织', '所属街道', '团员数'],
  ...['团干部数', '评审结论', '认定情形', '主要问题', '整改措施', '责任人', '挂点联系人', '认定日期'],
  ...['整改时限', '整治状态', '校验码', '问题', '规则', '名称', '程度', '起始日期', '具体情况', '整改要求'],
]
