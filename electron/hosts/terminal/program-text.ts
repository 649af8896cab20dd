import type { Text } from '#db/shared/text.ts'
import type { Flag } from './flag.ts'

export const programName = 'lifeline'

export const programText: Text = {
  zh: '命脉台账：团组织、团员、团干部的台账，命脉工程排查，签名数据包。全部在本机，不用网络。',
  en: 'Lifeline Registry: League organizations, members and cadres, the lifeline review, signed packets. All on this PC, no network.',
}

/** Options of every command, before or after it. */
export const globalFlags: readonly Flag[] = [
  {
    flags: '--data <DIR>',
    text: {
      zh: '台账所在的文件夹（默认本程序自己的）',
      en: "the registry's folder (default: the app's own)",
    },
  },
  {
    flags: '--json',
    text: { zh: '在标准输出上只写一个 JSON 文档', en: 'write exactly one JSON document to standard output' },
  },
  {
    flags: '--lang <LANG>',
    text: {
      zh: '句子用的语言，zh 或 en（默认随系统）',
      en: "the language of sentences, zh or en (default: the system's)",
    },
  },
  { flags: '--by <NAME>', text: { zh: '操作人姓名', en: 'who is working' } },
  {
    flags: '--verbose',
    text: { zh: '在标准错误上说明进行到哪一步', en: 'say on standard error what is being done' },
  },
]

/** Words that only lead to the command after them. */
export const groupTexts: Readonly<Record<string, Text>> = {
  org: { zh: '组织', en: 'organizations' },
  person: { zh: '团员', en: 'members' },
  record: { zh: '各种记录：会议、职务、换届……', en: 'records of any kind: meetings, posts, elections' },
  enrol: { zh: '一台电脑加入上级的台账', en: 'a PC joins the registry of the office above' },
  bundle: { zh: '数据包：制作、查看、并入、退回', en: 'packets: make, inspect, take in, return' },
  transfer: {
    zh: '组织关系转接：列出、接收、退回、撤销、转交',
    en: 'transfers: list, accept, refuse, cancel, pass on',
  },
  trash: { zh: '删除的记录：列出、恢复', en: 'what was removed: list, restore' },
  fees: { zh: '团费：收缴情况、欠交、分档', en: 'fees: what was paid, arrears, bands' },
  overage: { zh: '超龄团员：列出、办理离团', en: 'members past 28: list, register as left' },
  ruling: { zh: '认定：建议名单、认定或者不予认定', en: 'decisions on what the rules propose' },
  case: { zh: '整治台账：建档、进展、验收、销号', en: 'cases: open, report, judge, clear' },
  review: { zh: '年度评审：封存、审定、文书、三年比较', en: 'the annual review: freeze, approve, documents' },
  report: { zh: '工作报告和统计：数字从记录里数出', en: 'reports: figures counted from records' },
  task: { zh: '任务书、完成进度、封账', en: 'task books, progress, closed periods' },
  form: {
    zh: '上级发来的空白表：标记一次，以后自动填',
    en: 'blank forms of others: marked once, then filled',
  },
  honour: { zh: '荣誉资格', en: 'who qualifies for an honour' },
  rules: { zh: '规则包：标准、试算、发布', en: 'rule packs: thresholds, rehearsal, publishing' },
  recovery: { zh: '密钥恢复文件', en: 'the recovery file of the keys' },
}

/** The first steps, as the program's own help shows them. */
export const programExamples: readonly string[] = [
  'init --name 共青团深圳市龙华区委员会 --tier district',
  'import 团员名册.xlsx --as members',
  'scan --json',
]

/** How a command ends, for scripts. */
export const exitTexts: readonly { readonly code: number; readonly text: Text }[] = [
  { code: 0, text: { zh: '完成', en: 'done' } },
  {
    code: 1,
    text: {
      zh: '没有执行：标准错误上有一句话说明原因',
      en: 'refused: one sentence on standard error says why',
    },
  },
  { code: 2, text: { zh: '命令写错了', en: 'wrong usage' } },
  { code: 3, text: { zh: '程序出错', en: 'a bug' } },
  {
    code: 4,
    text: {
      zh: '没有出错，但还要等：数据包要等前面的一个，或者等人再次确认；标准错误上说明等什么',
      en: "nothing is wrong, but not all is done: a packet waits for an earlier one, or for a person's second yes; standard error says for what",
    },
  },
]
