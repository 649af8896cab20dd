import { expect, test } from 'vitest'
import type { RosterForm } from '#db/rosters/field.ts'
import { cadres } from '#db/rosters/kinds/cadres.ts'
import { members } from '#db/rosters/kinds/members.ts'
import { orgs } from '#db/rosters/kinds/orgs.ts'
import { sentenceOf } from '#db/rosters/problem.ts'
import { matchHeaders } from '#db/rosters/recognising/headers/header-match.ts'
import { columnChoices } from '#db/rosters/recognising/table-request.ts'
import { rosterOf } from '#db/rosters/roster-kinds.ts'
import { goodId, readAll, xlsxOf } from './make-file.ts'

function fieldsOf<F extends string>(form: RosterForm<F>, headers: readonly string[]): Record<string, F> {
  const { columns } = matchHeaders(form, headers)
  const pairs = form.fields.flatMap(({ field }) => {
    const column = columns[field]
    return column === undefined ? [] : [[column.header, field] as const]
  })
  return Object.fromEntries(pairs) as Record<string, F>
}

test.each([
  ['组织ID', 'code'],
  ['组织代码', 'code'],
  ['团组织编码', 'code'],
  ['团组织机构代码', 'code'],
  ['组织全称', 'name'],
  ['团组织名称', 'name'],
  ['单位名称', 'name'],
  ['团组织简称', 'shortName'],
  ['组织类别', 'kind'],
  ['团组织类别', 'kind'],
  ['层级', 'tier'],
  ['组织层级', 'tier'],
  ['上级团组织', 'parent'],
  ['隶属', 'parent'],
  ['行业类别', 'industry'],
  ['支部类型', 'branchType'],
  ['建立时间', 'founded'],
  ['创建时间', 'founded'],
  ['最近一次换届时间', 'elected'],
  ['上次换届时间', 'elected'],
  ['本届选举日期', 'elected'],
  ['任期(年)', 'termYears'],
  ['每届任期', 'termYears'],
  ['届期\uff08年\uff09', 'termYears'],
  ['统一社会信用代码', 'creditCode'],
])('in a roster of organizations %s is %s', (header, field) => {
  expect(fieldsOf(orgs.form, [header])).toEqual({ [header]: field })
})

test.each([
  ['姓名', 'name'],
  ['姓 名', 'name'],
  ['*姓名', 'name'],
  ['姓名(必填)', 'name'],
  ['身份证\n号码', 'idNumber'],
  ['公民身份号码', 'idNumber'],
  ['证件号码', 'idNumber'],
  ['身份证号\uff0818位\uff09', 'idNumber'],
  ['证件类型', 'idType'],
  ['出生年月', 'birth'],
  ['所属团组织', 'branch'],
  ['所在支部', 'branch'],
  ['团支部名称', 'branch'],
  ['发展团员编号', 'memberNo'],
  ['团员证号', 'memberNo'],
  ['参加共青团时间', 'joined'],
  ['入团时间', 'joined'],
  ['文化程度', 'education'],
  ['全日制学历', 'education'],
  ['最高学历', 'highestEducation'],
  ['联系方式', 'phone'],
  ['报到状态', 'reportStatus'],
  ['团籍状态', 'status'],
  ['团费交纳至', 'feesPaidTo'],
  ['性别', 'sex'],
  ['职业', 'occupation'],
  ['月收入(元)', 'income'],
])('in a roster of members %j is %s', (header, field) => {
  expect(fieldsOf(members.form, [header])).toEqual({ [header]: field })
})

test.each([
  ['团内职务', 'title'],
  ['职务', 'title'],
  ['团内现任职务', 'title'],
  ['任职时间', 'since'],
  ['任现职年月', 'since'],
  ['任职起始', 'since'],
  ['免职时间', 'until'],
  ['离任日期', 'until'],
  ['卸任时间', 'until'],
  ['任职截止', 'until'],
  ['团干部性质', 'nature'],
  ['专兼挂职', 'nature'],
  ['所在团支部', 'org'],
  ['团干所属组织', 'org'],
  ['手机', 'phone'],
])('in a roster of cadres %s is %s', (header, field) => {
  expect(fieldsOf(cadres.form, [header])).toEqual({ [header]: field })
})

test.each([
  ['活动类型', 'type'],
  ['会议名称', 'type'],
  ['召开时间', 'day'],
  ['开会时间', 'day'],
  ['组织编码', 'org'],
  ['时间', 'day'],
  ['议题', 'topic'],
  ['会议主题', 'topic'],
  ['应到', 'expected'],
  ['参加人数', 'attended'],
  ['地点', 'place'],
  ['团支部', 'org'],
])('in a roster of meetings %s is %s', (header, field) => {
  expect(fieldsOf(rosterOf('meetings').form, [header])).toEqual({ [header]: field })
})

test('cadres of an 组织 and ratings by 组织编码 are understood', () => {
  expect(fieldsOf(cadres.form, ['组织', '姓名'])).toMatchObject({ 组织: 'org' })
  expect(fieldsOf(rosterOf('ratings').form, ['组织编码', '年度', '得分'])).toEqual({
    组织编码: 'org',
    年度: 'year',
    得分: 'score',
  })
})

test('a column is chosen by its own name or by that of the field in its record', () => {
  const choose = (as: string, name: string) =>
    columnChoices(rosterOf(as).form, { fileName: 'a.csv', map: { 时刻: name } }).chosen.get('时刻')
  expect(['day', 'held_on'].map(name => choose('meetings', name))).toEqual(['day', 'day'])
  expect(['idNumber', 'id_number'].map(name => choose('members', name))).toEqual(['idNumber', 'idNumber'])
  expect(() => choose('meetings', 'held')).toThrow(expect.objectContaining({ code: 'field-unknown' }))
})

test('of two headers for one field the surer one wins, and each column is used once', () => {
  expect(fieldsOf(members.form, ['学历', '全日制学历', '最高学历'])).toEqual({
    全日制学历: 'education',
    最高学历: 'highestEducation',
  })
  expect(fieldsOf(rosterOf('meetings').form, ['会议类型', '会议名称', '时间', '团支部'])).toEqual({
    会议类型: 'type',
    会议名称: 'topic',
    时间: 'day',
    团支部: 'org',
  })
})

test('what no form knows is listed as ignored, in the words of the file', () => {
  const { ignored, matched } = matchHeaders(members.form, ['序号', '姓名', '身份证号', '血型 ', '', '备注'])
  expect(ignored).toEqual(['序号', '血型', '备注'])
  expect(matched).toBe(2)
})

test('the columns of the national template for members and cadres are understood as cadres', () => {
  const template = [
    '姓名',
    '身份证号',
    '民族',
    '政治面貌',
    '文化程度',
    '入团年月',
    '是否团干部',
    '手机号码',
    '邮箱',
    '发展团员编号',
    '团内现任职务',
    '任现职年月',
    '团干部性质',
  ]
  expect(Object.values(fieldsOf(cadres.form, template)).toSorted()).toEqual([
    'education',
    'email',
    'idNumber',
    'joined',
    'name',
    'nation',
    'nature',
    'phone',
    'political',
    'since',
    'title',
  ])
})

test('a header in two languages is the Chinese one', async () => {
  const headers = ['姓名 Name', '公民身份号码\nID Number', '所在团支部(Branch)', '手机号Mobile']
  const bytes = await xlsxOf([headers, ['张伟', goodId, '第一支部', '13800138000']])
  const { rows } = await readAll({ bytes, as: 'members' })
  expect(rows.map(row => row.refused || [row.values.name, row.values.phone])).toEqual([
    ['张伟', '13800138000'],
  ])
})

test('what a second line of a header says about filling it in is no part of it', async () => {
  const headers = [
    '姓名\n（必填）',
    '身份证号*',
    '所在团支部\n请填写到最小一级',
    '入团年月\n格式：2018-05',
    '手机号码\n如13800138000',
  ]
  const bytes = await xlsxOf([headers, ['张伟', goodId, '第一支部', '2018-05', '13800138000']])
  const { roster, rows } = await readAll({ bytes, as: 'members' })
  expect(roster.columns.ignored).toEqual([])
  expect(rows.map(row => row.refused || [row.values.branch, row.values.phone])).toEqual([
    ['第一支部', '13800138000'],
  ])
})

test('a column that is missing is told by its header, not by a word of the program', async () => {
  const bytes = await xlsxOf([
    ['姓名', '所在团支部', '1月', '2月'],
    ['张伟', '第一支部', 0.2, 0.2],
  ])
  const { rows } = await readAll({ bytes, as: 'fees' })
  const [problem] = rows[0]?.problems ?? []
  expect(problem?.column).toBe('年度')
  expect(problem && sentenceOf(problem).zh).not.toContain('year')
})
