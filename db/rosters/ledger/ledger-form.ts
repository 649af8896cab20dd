import { isBlank, type SheetRow, shownText } from '#db/sheets/cell.ts'
import { field, rosterForm } from '../field.ts'
import { headerKey } from '../recognising/headers/header-key.ts'

export type LedgerField =
  | 'number'
  | 'code'
  | 'org'
  | 'opened'
  | 'rules'
  | 'problems'
  | 'measures'
  | 'owner'
  | 'liaison'
  | 'due'
  | 'progress'
  | 'state'

/** 整治台账 (domain.md 3.7): one line a case. What is not named here the program fills in by itself. */
export const ledgerForm = rosterForm<LedgerField>({
  title: '软弱涣散团组织整治台账',
  needs: [
    ['org', 'code'],
    ['problems', 'progress'],
  ],
  keys: ['org', 'opened'],
  place: undefined,
  fields: [
    field('number', '序号', ''),
    field('code', '组织ID', '团组织ID 组织编码 组织代码', 1),
    field('org', '团组织全称', '团组织 团组织名称 组织全称 组织名称 团支部 支部名称', 1),
    field('opened', '认定日期', '认定时间 排查日期', 3),
    field('rules', '认定情形', '认定情形(可多选) 情形', 3),
    field('problems', '主要问题', '存在问题 存在的主要问题 问题 问题清单', 4),
    field('measures', '整改措施', '整顿措施 措施 措施清单', 4),
    field('owner', '责任人', '整改责任人 责任主体', 2),
    field('liaison', '挂点联系人', '挂点联系人(姓名/职务) 联系领导 挂点领导', 3),
    field('due', '整改时限', '整改期限 完成时限 时限要求', 3),
    field('progress', '进展', '进展(月报) 整改进展 月报 进展情况', 3),
    field('state', '整改状态', '状态', 2),
  ],
})

/** What no roster has beside an organization: so many of these in one row are the header of a ledger. */
const telling: ReadonlySet<LedgerField> = new Set([
  'problems',
  'measures',
  'owner',
  'liaison',
  'due',
  'rules',
])
const leastTelling = 3

/** Whether rows are those of a 整治台账: it is taken back as one, whatever roster its other columns look like. */
export function isLedger(rows: readonly SheetRow[]): boolean {
  return rows.some(({ cells }) => {
    const fields = cells
      .filter(cell => !isBlank(cell))
      .flatMap(cell => ledgerForm.meanings().get(headerKey(shownText(cell))) ?? [])
      .map(({ field: one }) => one)
    return new Set(fields.filter(one => telling.has(one))).size >= leastTelling
  })
}
