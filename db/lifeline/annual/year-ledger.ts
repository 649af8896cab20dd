import { conclusionOf, joined, kindWord, ruleName, stateWord, type WeakOrg } from './weak-org.ts'

/** The columns of the ledger of a frozen year, after the form of domain.md 3.7, and how wide each is. */
export const yearLedgerHeads: readonly string[] = [
  ...['序号', '所属街道、系统', '团组织全称', '组织ID', '组织类型', '团员数', '评审结论', '认定情形'],
  ...['具体情况', '整改措施', '责任人', '挂点联系人', '认定日期', '整改时限', '整治状态'],
]
export const yearLedgerWidths: readonly number[] = [
  ...[40, 120, 170, 80, 60, 50, 90, 150],
  ...[270, 210, 70, 90, 80, 80, 70],
]

/** Where an organization takes several rows of a sheet, what each of them says of whose it is. */
export const yearLedgerContinued = {
  number: yearLedgerHeads.indexOf('序号'),
  named: ['团组织全称', '组织ID'].map(head => yearLedgerHeads.indexOf(head)),
}

/** One weak organization as a row of the ledger. */
export function ledgerRow(weak: WeakOrg, at: number): readonly string[] {
  const { org, findings, case: one } = weak
  const told = findings.filter(({ severity }) => severity !== 'info')
  return [
    ...[String(at + 1), weak.unitName, org.name, org.code ?? '', kindWord(org.kind)],
    ...[String(weak.members), conclusionOf(weak)],
    told.map(({ rule }) => `${rule} ${ruleName(rule)}`).join('、'),
    joined(told.map(({ why }) => why.zh)),
    joined(one?.measures ?? []),
    ...[one?.owner ?? '', one?.liaison ?? '', one?.opened ?? '', one?.due ?? ''],
    one === undefined ? '' : stateWord(one),
  ]
}
