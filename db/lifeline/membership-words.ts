import {
  endedStatuses,
  type MemberStatus,
  memberStatuses,
  type ReportStatus,
  reportStatuses,
} from '#contract/vocabulary.ts'
import type { Text } from '#db/shared/text.ts'
import { known } from './gathering/known.ts'

/** 团籍状态 that counts towards a branch's size: 正常 and any ...待审核 (domain.md, "How the expected results count"). */
export const countedStatuses: readonly MemberStatus[] = memberStatuses.filter(
  status => status === 'normal' || status.endsWith('-pending'),
)

/** 报到资料状态 with which nobody counts, whatever the 团籍状态. */
export const uncountedReports = ['rejected', 'withdrawn'] as const satisfies readonly ReportStatus[]

/** With these a person is no longer a member, even where the membership was not closed. */
export const endedMembership: readonly MemberStatus[] = endedStatuses

const statusWords: Readonly<Record<MemberStatus, Text>> = {
  normal: { zh: '正常', en: 'normal' },
  disabled: { zh: '禁用', en: 'disabled' },
  'aged-out-pending': { zh: '满28周岁离团待审核', en: 'leaving at 28, pending' },
  'drifted-pending': { zh: '自行脱团待审核', en: 'drifted away, pending' },
  'resigned-pending': { zh: '自愿退团待审核', en: 'resigned, pending' },
  'expelled-pending': { zh: '开除团籍待审核', en: 'expelled, pending' },
  'aged-out': { zh: '满28周岁离团', en: 'left at 28' },
  drifted: { zh: '自行脱团', en: 'drifted away' },
  resigned: { zh: '自愿退团', en: 'resigned' },
  expelled: { zh: '开除团籍', en: 'expelled' },
}

const reportWords: Readonly<Record<ReportStatus, Text>> = {
  approved: { zh: '审核通过', en: 'report approved' },
  pending: { zh: '报到待审核', en: 'report pending' },
  rejected: { zh: '报到被退回', en: 'report returned' },
  withdrawn: { zh: '报到被撤回', en: 'report withdrawn' },
  'edit-pending': { zh: '修改资料待审核', en: 'edit pending' },
  'edit-rejected': { zh: '修改资料被退回', en: 'edit returned' },
}

export function statusWord(status: string): Text {
  const word = known(memberStatuses, status)
  return word === null ? { zh: status, en: status } : statusWords[word]
}

export function reportWord(report: string): Text {
  const word = known(reportStatuses, report)
  return word === null ? { zh: report, en: report } : reportWords[word]
}
