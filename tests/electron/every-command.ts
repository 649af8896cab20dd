import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { tempFolder } from '#tests/fixtures/temp-folder.ts'

/** One correct command line for each command, and the keys that its document must have (cli.md). */
export type CommandCase = {
  readonly argv: readonly string[]
  readonly keys: readonly string[]
}

/** A folder with the files that the command lines name. */
export async function folderWithFiles(): Promise<string> {
  const folder = await tempFolder()
  await writeFile(join(folder, 'roster.csv'), `姓名\n${'张伟\n'.repeat(100)}`)
  await writeFile(join(folder, 'packet.llb'), 'sealed')
  await mkdir(join(folder, 'stick'))
  return folder
}

const importKeys = [
  ...['file', 'as', 'sheet', 'headerRow', 'day', 'columns', 'read', 'created', 'updated', 'unchanged'],
  ...['rejected', 'problems', 'changeSet'],
]
const packetKeys = [
  ...['status', 'from', 'number', 'added', 'changed', 'removed', 'conflicts', 'returned', 'reasons'],
  ...['alsoApplied', 'warnings', 'sentences', 'code', 'message'],
]
const orgKeys = [
  ...['id', 'code', 'name', 'shortName', 'tier', 'kind', 'parent', 'path', 'founded', 'closed'],
  ...['branches', 'members', 'cadres'],
]

const doneKeys = ['id', 'changeSet', 'sentences', 'warnings']

const caseKeys = [
  ...['id', 'org', 'orgName', 'state', 'opened', 'due', 'lamp', 'rules', 'problems', 'measures'],
  ...['owner', 'liaison', 'log'],
]

export const everyCommand: Readonly<Record<string, CommandCase>> = {
  init: { argv: ['init', '--name', '团区委', '--tier', 'district'], keys: ['replica', 'org'] },
  import: { argv: ['import', 'roster.csv', '--as', 'members'], keys: importKeys },
  export: { argv: ['export', 'out.csv', '--as', 'members'], keys: ['file', 'rows'] },
  stats: {
    argv: ['stats', '--as-of', '2018-12-31'],
    keys: ['asOf', 'org', 'orgs', 'branches', 'members', 'cadres', 'byTier', 'byKind'],
  },
  find: { argv: ['find', '张伟', '--limit', '5'], keys: ['orgs', 'people', 'ms'] },
  'org show': { argv: ['org', 'show', '440309'], keys: orgKeys },
  'org-show': { argv: ['org-show', '440309'], keys: orgKeys },
  'org add': { argv: ['org', 'add', '--under', '民治街道', '--set', 'name=白石龙团支部'], keys: doneKeys },
  'org move': { argv: ['org', 'move', '白石龙', '--under', '民治街道'], keys: doneKeys },
  'org rename': { argv: ['org', 'rename', '白石龙', '--name', '白石龙团支部'], keys: doneKeys },
  'org kind': { argv: ['org', 'kind', '白石龙', '--kind', 'general-branch'], keys: doneKeys },
  'org merge': { argv: ['org', 'merge', '白石龙', '--into', '民治'], keys: doneKeys },
  'org split': {
    argv: ['org', 'split', '白石龙', '--name', '白石龙第三', '--members', 'roster.csv'],
    keys: doneKeys,
  },
  'org close': { argv: ['org', 'close', '白石龙', '--members-to', '民治'], keys: doneKeys },
  'org reopen': { argv: ['org', 'reopen', '白石龙', '--document', '团发〔2018〕3号'], keys: doneKeys },
  changes: {
    argv: ['changes', '--org', '民治街道', '--from', '2018-01-01', '--to', '2018-12-31'],
    keys: ['came', 'went', 'moved', 'founded', 'renamed', 'closed'],
  },
  'person add': { argv: ['person', 'add', '--org', '白石龙', '--set', 'name=张伟'], keys: doneKeys },
  'person move': { argv: ['person', 'move', 'p-1', '--to', '民治', '--on', '2018-06-01'], keys: doneKeys },
  'person leave': { argv: ['person', 'leave', 'p-1', '--reason', 'aged-out'], keys: doneKeys },
  'person transfer': {
    argv: ['person', 'transfer', 'p-1', '--to', '民治', '--fees', 'paid'],
    keys: doneKeys,
  },
  'transfer list': { argv: ['transfer', 'list', '--state', 'in-transit'], keys: ['total', 'rows', 'counts'] },
  'transfer accept': { argv: ['transfer', 'accept', 't-1', '--to', '民治'], keys: doneKeys },
  'transfer refuse': { argv: ['transfer', 'refuse', 't-1', '--reason', '查无此人'], keys: doneKeys },
  'transfer cancel': { argv: ['transfer', 'cancel', 't-1'], keys: doneKeys },
  'fees statement': {
    argv: ['fees', 'statement', '--month', '2018-11'],
    keys: ['month', 'day', 'total', 'rows'],
  },
  'fees list': { argv: ['fees', 'list', '--list', 'arrears-3'], keys: ['month', 'total', 'rows'] },
  'fees bands': { argv: ['fees', 'bands'], keys: ['feeBands', 'sets', 'transferDays'] },
  'overage list': {
    argv: ['overage', 'list', '--as-of', '2018-12-31'],
    keys: ['asOf', 'toLeave', 'mayStay'],
  },
  'overage leave': { argv: ['overage', 'leave', '--dry-run'], keys: ['done', 'wrong', 'rows'] },
  coverage: { argv: ['coverage', '--as-of', '2018-12-31'], keys: ['asOf', 'own', 'below', 'joint'] },
  'trash list': { argv: ['trash', 'list', '--kind', 'meeting'], keys: [] },
  'trash restore': { argv: ['trash', 'restore', 'm-1'], keys: doneKeys },
  holders: { argv: ['holders', 'p-1'], keys: [] },
  'transfer relay': { argv: ['transfer', 'relay', 't-1', '--to', '民治'], keys: doneKeys },
  'person doubles': { argv: ['person', 'doubles'], keys: ['0'] },
  'person apart': { argv: ['person', 'apart', 'p-1', '--from', 'p-2'], keys: doneKeys },
  'person merge': { argv: ['person', 'merge', 'p-1', '--with', 'p-2'], keys: doneKeys },
  'person unmerge': { argv: ['person', 'unmerge', 'p-1', '--reason', '不是同一个人'], keys: doneKeys },
  'record kinds': { argv: ['record', 'kinds'], keys: ['0'] },
  'record list': { argv: ['record', 'list', 'meeting', '--where', 'type=团课,topic=学习'], keys: ['0'] },
  'record show': {
    argv: ['record', 'show', 'm-1'],
    keys: ['kind', 'id', 'title', 'fields', 'refs', 'masked', 'conflicts', 'says', 'seen'],
  },
  'record add': {
    argv: ['record', 'add', 'meeting', '--set', 'org=白石龙', '--set', 'topic='],
    keys: doneKeys,
  },
  'record edit': { argv: ['record', 'edit', 'm-1', '--set', 'topic=a=b', '--seen', '7@w'], keys: doneKeys },
  'record remove': { argv: ['record', 'remove', 'm-1', '--reason', '重复'], keys: doneKeys },
  'record attach': {
    argv: ['record', 'attach', 'meeting', 'm-1', 'roster.csv'],
    keys: [...doneKeys, 'file'],
  },
  'record files': { argv: ['record', 'files', 'm-1', '--out', '附件'], keys: ['0'] },
  history: { argv: ['history'], keys: ['0'] },
  undo: { argv: ['undo', '12'], keys: ['undone', 'changeSet', 'blockedBy'] },
  scan: {
    argv: ['scan', '--rule', 'W01,W06'],
    keys: ['asOf', 'pack', 'branches', 'exempt', 'flagged', 'ms', 'findings', 'suggested'],
  },
  'enrol request': {
    argv: ['enrol', 'request', '--name', '白石龙', '--out', 'ask.llr'],
    keys: ['replica', 'fingerprint', 'file'],
  },
  'enrol inspect': { argv: ['enrol', 'inspect', 'packet.llb'], keys: ['replica', 'fingerprint', 'kind'] },
  'enrol approve': {
    argv: ['enrol', 'approve', 'packet.llb', '--org', '白石龙', '--out', 'yes.lla'],
    keys: ['replica', 'fingerprint', 'file'],
  },
  'enrol accept': { argv: ['enrol', 'accept', 'packet.llb'], keys: ['replica', 'fingerprint', 'org'] },
  'enrol revoke': {
    argv: ['enrol', 'revoke', 'r-7', '--keep', 'r-8,r-9'],
    keys: ['replica', 'changeSet', 'certified'],
  },
  'bundle export': {
    argv: ['bundle', 'export', '--to', '民治街道', '--out', 'stick'],
    keys: ['file', 'number', 'changes', 'bytes'],
  },
  'report figures': { argv: ['report', 'figures', '--year', '2018'], keys: ['year', 'org', 'figures'] },
  'report figure': {
    argv: ['report', 'figure', 'lectures', '--year', '2018', '--limit', '1'],
    keys: ['key', 'value', 'lastYear', 'asReported', 'missing', 'rows'],
  },
  'report cadres': {
    argv: ['report', 'cadres', '--year', '2018', '--part', 'untrained'],
    keys: ['cadres', 'trained', 'rows'],
  },
  'report activity': {
    argv: ['report', 'activity', '--year', '2018'],
    keys: ['asOf', 'silentSince', 'types', 'units', 'silentTypes', 'silentBranches'],
  },
  'report annual': {
    argv: ['report', 'annual', '--year', '2018', '--out', '年报.docx'],
    keys: ['file', 'figures'],
  },
  'report form': {
    argv: [
      'report',
      'form',
      'roster.csv',
      '--year',
      '2018',
      '--out',
      '填好.xlsx',
      '--map',
      '{"s1!B2":"office"}',
    ],
    keys: ['file', 'filled', 'left'],
  },
  'report types': { argv: ['report', 'types'], keys: doneKeys },
  'honour check': { argv: ['honour', 'check', 'shenzhen-branch'], keys: ['asOf', 'all', 'ready', 'rows'] },
  'task list': { argv: ['task', 'list', '--year', '2018'], keys: ['year', 'books', 'periods'] },
  'task add': {
    argv: 'task add --org 440309 --year 2018 --item 团课 --measure 主题团课 --target 12 --due 2018-11-30'.split(
      ' ',
    ),
    keys: doneKeys,
  },
  'task ask': {
    argv: 'task ask --org 440309002 --year 2018 --item 团课 --target 8 --reason 合并'.split(' '),
    keys: doneKeys,
  },
  'task answer': { argv: ['task', 'answer', 'q-1', '--grant'], keys: doneKeys },
  'task withdraw': { argv: ['task', 'withdraw', 'q-1'], keys: doneKeys },
  'task close': {
    argv: 'task close --org 440309 --from 2018-01-01 --to 2018-03-31 --until 2018-04-10'.split(' '),
    keys: doneKeys,
  },
  'task allow': {
    argv: 'task allow --org 440309 --for 440309002 --from 2018-01-01 --to 2018-03-31 --until 2018-04-20 --reason 补录'.split(
      ' ',
    ),
    keys: doneKeys,
  },
  'report summary': {
    argv: ['report', 'summary', 'summary.docx', '--year', '2018', '--mine', 'roster.csv', '--take', 'lead'],
    keys: ['file', 'passages', 'figures', 'changes', 'kept'],
  },
  'report tables': {
    argv: ['report', 'tables', 'tables.xlsx', '--year', '2018'],
    keys: ['file', 'sheets', 'rows'],
  },
  'form add': { argv: ['form', 'add', 'roster.csv', '--asked-by', '团市委'], keys: [...doneKeys, 'marks'] },
  'form list': { argv: ['form', 'list'], keys: ['0'] },
  'form show': {
    argv: ['form', 'show', '年度统计表', '--year', '2018'],
    keys: ['id', 'name', 'marks', 'values', 'rows', 'unknown'],
  },
  'form map': {
    argv: ['form', 'map', '年度统计表', '--set', 's1!B2=figure:members', '--set', 's1!B3='],
    keys: [...doneKeys, 'marks'],
  },
  'form burden': {
    argv: ['form', 'burden', '--list', 'typed'],
    keys: ['asOf', 'forms', 'repeated', 'typed'],
  },
  'form choices': { argv: ['form', 'choices'], keys: ['words', 'figures', 'rosters'] },
  'form fill': {
    argv: ['form', 'fill', '年度统计表', 'filled.xlsx', '--year', '2018'],
    keys: ['file', 'places', 'rows', 'left'],
  },
  'case list': { argv: ['case', 'list', '--state', 'rectifying'], keys: ['0'] },
  'case open': {
    argv: [
      'case',
      'open',
      '--org',
      '白石龙',
      '--rule',
      'W01,W06',
      '--measure',
      '选举',
      '--due',
      '2019-03-31',
    ],
    keys: [...caseKeys, ...doneKeys],
  },
  'case note': { argv: ['case', 'note', 'c-1', '--text', '已选出'], keys: [...caseKeys, ...doneKeys] },
  'case submit': { argv: ['case', 'submit', 'c-1'], keys: [...caseKeys, ...doneKeys] },
  'case accept': { argv: ['case', 'accept', 'c-1'], keys: [...caseKeys, ...doneKeys] },
  'case return': {
    argv: ['case', 'return', 'c-1', '--reason', '材料不全'],
    keys: [...caseKeys, ...doneKeys],
  },
  'case close': { argv: ['case', 'close', 'c-1', '--how', 'merged'], keys: [...caseKeys, ...doneKeys] },
  'case look-back': {
    argv: ['case', 'look-back', 'c-1', '--text', '良好'],
    keys: [...caseKeys, ...doneKeys],
  },
  'case correct': {
    argv: ['case', 'correct', 'c-1', '--reason', '登记有误'],
    keys: [...caseKeys, ...doneKeys],
  },
  'case answer': { argv: ['case', 'answer', 'c-1', '--grant'], keys: [...caseKeys, ...doneKeys] },
  'case ledger': { argv: ['case', 'ledger', '台账.xlsx'], keys: ['file', 'rows'] },
  'case import': {
    argv: ['case', 'import', 'roster.csv'],
    keys: ['file', 'changeSet', 'sentences', 'warnings', 'unchanged', 'rejected', 'problems'],
  },
  'case correction': {
    argv: ['case', 'correction', '白石龙第一', '更正申请表.docx'],
    keys: ['file', 'isAnswered'],
  },
  'case letters': { argv: ['case', 'letters', '催办函.docx'], keys: ['file', 'letters'] },
  'ruling list': { argv: ['ruling', 'list', '--state', 'open'], keys: ['0'] },
  'ruling decide': {
    argv: ['ruling', 'decide', '白石龙', '--outcome', 'confirmed', '--reason', '属实', '--signer', '王书记'],
    keys: doneKeys,
  },
  faults: {
    argv: ['faults', '--check', 'same-number'],
    keys: ['asOf', 'total', 'checks', 'rows'],
  },
  'rules list': { argv: ['rules', 'list'], keys: [] },
  'review status': { argv: ['review', 'status', '--year', '2018'], keys: ['year', 'day', 'units'] },
  'review missing': {
    argv: ['review', 'missing', '--year', '2018', '--org', '民治街道'],
    keys: ['day', 'total', 'rows'],
  },
  'review freeze': {
    argv: ['review', 'freeze', '--year', '2018', '--day', '2018-12-30'],
    keys: [...doneKeys, 'hash', 'year', 'day'],
  },
  'review approve': {
    argv: ['review', 'approve', '--year', '2018'],
    keys: [...doneKeys, 'hash', 'year', 'day'],
  },
  'review take-back': {
    argv: ['review', 'take-back', '--year', '2018', '--reason', '数字有误'],
    keys: doneKeys,
  },
  'review show': {
    argv: ['review', 'show', '--year', '2018'],
    keys: ['id', 'day', 'hash', 'org', 'year', 'state', 'figures', 'today'],
  },
  'review years': {
    argv: ['review', 'years', '--year', '2018'],
    keys: ['years', 'units', 'turns', 'flows', 'progress'],
  },
  'review export': {
    argv: ['review', 'export', '--year', '2018', '--out', 'papers', '--one-file'],
    keys: ['year', 'hash', 'folder', 'files', 'forms', 'left'],
  },
  'rules show': {
    argv: ['rules', 'show'],
    keys: ['asOf', 'id', 'name', 'year', 'version', 'since', 'issuer', 'off', 'unknown', 'thresholds'],
  },
  'rules save': { argv: ['rules', 'save', '规则包.json'], keys: ['file'] },
  'rules change': {
    argv: ['rules', 'change', '新规则包.json', '--set', 'W01.fewestMembers=5', '--source', '区委通知'],
    keys: ['failing', 'file', 'tests'],
  },
  'rules rehearse': {
    argv: ['rules', 'rehearse', 'roster.csv'],
    keys: [
      'asOf',
      'branches',
      'now',
      'next',
      'newlyFlagged',
      'cleared',
      'newlySuggested',
      'released',
      'rules',
      'unknown',
    ],
  },
  'rules publish': { argv: ['rules', 'publish', 'roster.csv'], keys: doneKeys },
  letters: { argv: ['letters', '提醒函.docx'], keys: ['file', 'letters'] },
  'bundle inspect': { argv: ['bundle', 'inspect', 'packet.llb'], keys: packetKeys },
  'bundle apply': { argv: ['bundle', 'apply', 'packet.llb', '--yes'], keys: packetKeys },
  'bundle undo': {
    argv: ['bundle', 'undo', '--from', '白石龙', '--number', '7', '--reason', '有误'],
    keys: ['undone', 'blockedBy', 'sentences'],
  },
  'bundle returned': { argv: ['bundle', 'returned', '--limit', '5'], keys: ['0'] },
  'bundle inbox': { argv: ['bundle', 'inbox', '.', '--yes'], keys: ['folder', 'files', 'counts', 'answers'] },
  'bundle aside': { argv: ['bundle', 'aside'], keys: ['0'] },
  'bundle aside put-away': {
    argv: ['bundle', 'aside', 'put-away', '3-k4mwq2xa', '--reason', '没有填报过'],
    keys: ['changes'],
  },
  'bundle aside take': { argv: ['bundle', 'aside', 'take', '3-k4mwq2xa'], keys: packetKeys },
  'bundle held': { argv: ['bundle', 'held'], keys: ['0'] },
  'bundle held take': { argv: ['bundle', 'held', 'take', 'k4mwq2xa'], keys: ['changeSet', 'changes'] },
  'bundle held return': { argv: ['bundle', 'held', 'return', 'k4mwq2xa'], keys: ['changeSet', 'changes'] },
  'bundle log': { argv: ['bundle', 'log', '--limit', '5'], keys: ['0'] },
  'enrol leave': { argv: ['enrol', 'leave', '--yes'], keys: ['left'] },
  peers: { argv: ['peers'], keys: ['0', '1'] },
  conflicts: { argv: ['conflicts'], keys: ['total', 'conflicts'] },
  'enrol own-keys': {
    argv: ['enrol', 'own-keys', '--out', 'own.json'],
    keys: ['file', 'replica', 'name', 'fingerprint'],
  },
  'enrol trusted': { argv: ['enrol', 'trusted'], keys: ['state', 'chain', 'root', 'digits'] },
  'recovery save': {
    argv: ['recovery', 'save', 'keys.age', '--passphrase-file', 'roster.csv'],
    keys: ['file', 'at'],
  },
  'recovery open': {
    argv: ['recovery', 'open', 'packet.llb', '--passphrase-file', 'roster.csv'],
    keys: ['file', 'replica', 'name', 'fingerprint', 'made'],
  },
  reporting: {
    argv: ['reporting', '--letters', 'reminders.docx', '--days', '30'],
    keys: ['offices', 'file', 'letters'],
  },
  'conflicts settle': {
    argv: ['conflicts', 'settle', '--keep-of', '民治街道', '--kind', 'person', '--field', 'phone'],
    keys: ['settled', 'left', 'changeSet'],
  },
  'conflicts looks': { argv: ['conflicts', 'looks'], keys: ['0'] },
  'record state': {
    argv: ['record', 'state', 'p-1'],
    keys: ['id', 'state', 'office', 'number', 'returned', 'conflicts'],
  },
  'conflicts resolve': { argv: ['conflicts', 'resolve', 'c-1', '--keep', '41.w'], keys: ['changeSet'] },
  verify: { argv: ['verify'], keys: ['ok', 'checks'] },
  backup: { argv: ['backup', '--out', 'copy.db'], keys: ['file', 'sha256', 'rows'] },
  restore: { argv: ['restore', 'packet.llb'], keys: ['file', 'sha256', 'rows'] },
}
