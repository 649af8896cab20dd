import { count } from '../written.ts'

/** The sheet on which many rows are entered. What columns are called stands in db/records, not here. */
export const sheetZh = {
  title: '整表录入',
  link: '整表录入',
  which: '录入什么',
  quarter: '季度',
  quarters: ['第一季度', '第二季度', '第三季度', '第四季度'],
  type: '活动类型',
  org: '哪个组织',
  own: '本单位及全部下级',
  day: (day: string) => `按 ${day} 在册`,
  branch: '团支部',
  party: '是否党员',
  isParty: '党员',
  band: '应交标准',
  ofOwnWill: '自愿',
  sum: '合计(元)',
  month: (n: number) => `${n}月`,
  rows: (n: number) => `共 ${count(n)} 行`,
  excellent: (word: string, n: number, of: number, most: number) =>
    `${word} ${count(n)}/${count(of)}（上限 ${most}%）`,
  excellentSoFar: (word: string, n: number, of: number) => `${word} ${count(n)}/${count(of)}`,
  registered: (n: number, all: number) => `已注册 ${count(n)}/${count(all)}`,
  tooExcellent: (one: {
    readonly name: string
    readonly excellent: number
    readonly assessed: number
    readonly most: number
    readonly may: number
  }) =>
    `“${one.name}”参评 ${one.assessed} 人，优秀 ${one.excellent} 人，超过 ${one.most}%（最多 ${one.may} 人）。请重新审定。`,
  tooExcellentToo: (n: number) => `另有 ${count(n)} 个团支部也超过。`,
  partyNotAppraised: '保留团籍的党员不参加教育评议，只办理注册。请核对。',
  otherQuarter: '这一天不在所选的季度内。请核对。',
  muchMore: (due: string, times: number) => `是每月应交 ${due} 元的 ${times} 倍。请核对。`,
  monthAhead: '这个月还没有到。预交的请核对。',
  cellOf: (name: string, column: string) => `${name}，${column}`,
  check: '请核对',
  doubt: (name: string, column: string, text: string) => `${name}，${column}：${text}`,
  readOnly: (column: string) => `“${column}”不在这里填。`,
  pasteWaits: '其余各行还在取来，到齐后粘贴。',
  pastedOver: (n: number) => `粘贴的内容比表格多 ${count(n)} 行，多出的没有放进来。`,
  fillHandle: '向下拖动填充',
  workLead: (org: string) =>
    `一行是一条工作记录，写在下面的空行里；可以从 Excel 整片粘贴。没有写团组织的，登记在“${org}”名下。`,
  keys: '方向键移动，Shift 加方向键选一片；Ctrl+C、Ctrl+V 与 Excel 互通；Ctrl+D 向下填充，Ctrl+Z 撤销，Ctrl+S 保存；按 Esc 再按 Tab 离开表格',
  save: '保存…',
  undo: '撤销输入',
  redo: '重做输入',
  edited: (cells: number, rows: number) => `有 ${count(rows)} 行 ${count(cells)} 处改动还没有保存`,
  wrong: (n: number) => `${count(n)} 处要改`,
  toWrong: '去看第一处',
  nothing: '没有改动',
  restored: '这是上次没有保存的内容。',
  startAgain: '不要这些，重新填写',
  preview: '保存整张表',
  willSave: (n: string) => `将登记 ${n} 行，作为一次操作，可以一次撤销。`,
  willStay: (n: string) => `${n} 行不能登记：`,
  doSave: (n: string) => `登记 ${n} 行`,
  doSaveRest: (n: string) => `只登记其余 ${n} 行`,
  back: '回到表格',
  none: '这里没有要录入的行。请换一个组织或年度。',
  noneMembers: '这个组织在这一天没有在册团员。请换一个组织或年度，或者先登记团员。',
  tooMany: (shown: string, total: string) =>
    `共 ${total} 行，一张表最多 ${shown} 行，后面的没有列出。请选下级组织分张录入。`,
}
