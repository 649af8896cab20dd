import { record, together } from '../record.ts'
import { term } from '../types/choice.ts'
import { count } from '../types/count.ts'
import { day } from '../types/day.ts'
import { type At, column } from '../types/field.ts'
import { files } from '../types/files.ts'
import { ref } from '../types/ref.ts'
import { text } from '../types/text.ts'
import { termTable } from '../types/word-table.ts'

const bodyTypes = termTable({
  少先队工作委员会: ['少工委'],
  青年联合会: ['青联'],
  学生联合会: ['学联'],
  名团干工作室: ['团干工作室'],
  其他: [],
})
const bodyTypesInEnglish = {
  少先队工作委员会: 'Young Pioneers committee',
  青年联合会: 'youth federation',
  学生联合会: 'student federation',
  名团干工作室: 'studio of a well-known cadre',
  其他: 'other',
}

/** Bodies beside the tiers (少工委, 青联, 名团干工作室): not organizations of the League, but kept by one. */
export const body = record('body', {
  words: { zh: '相关机构', en: 'body' },
  fields: {
    ...together('place', {
      org: ref('org', '主管组织', 'kept by', { required: true, fixed: true }),
      name: column('机构名称', text('机构名称', 'name', { required: true, fixed: true, most: 100 }), {
        tells: 4,
        example: '龙华区青年联合会',
      }),
    }),
    ...together('what', {
      type: column(
        '机构类别',
        term(bodyTypes, bodyTypesInEnglish, '机构类别', 'type of body', { required: true }),
        { tells: 4, example: '青年联合会' },
      ),
      founded: column('机构成立日期', day('机构成立日期', 'founded on'), { tells: 1 }),
      ended: day('机构撤销日期', 'ended on'),
    }),
    ...together('term', {
      session: column('届次 第几届 届别', count('届次', 'which term', { least: 1, most: 99 }), { tells: 2 }),
      elected: column('本届选举日期', day('本届选举日期', 'elected on'), { tells: 2 }),
      term_years: column('每届年限', count('每届年限', 'years of a term', { least: 1, most: 10 }), {
        tells: 2,
      }),
    }),
    head: column('负责人 主任 主席 主要负责人', text('负责人(主任、主席)', 'head', { most: 100 })),
    note: text('机构备注', 'note', { most: 1000 }),
  },
  title: b => b.name ?? '',
  first: ['org', 'name', 'type', 'founded', 'session', 'elected', 'term_years', 'head', 'ended'],
  lies: 'org',
  unique: ['org', 'name'],
  roster: { as: 'bodies', title: '相关机构登记表', ofOffice: true },
})

const sectors = termTable({
  共青团: [],
  教育: ['教育界'],
  科技: ['科技界', '科学技术'],
  文化艺术: ['文艺', '文化艺术界'],
  医药卫生: ['卫生', '医卫'],
  经济: ['企业', '经济界', '工商'],
  社会组织: [],
  新兴领域: ['新媒体', '自由职业'],
  法律: ['法律界'],
  体育: [],
  其他: [],
})

/** 成员: a member of a body, with the 界别 for which he stands there. He need not be of the League. */
export const bodyMember = record('body_member', {
  words: { zh: '机构成员', en: 'member of a body' },
  fields: {
    ...together('place', {
      org: ref('org', '主管组织', 'kept by', { required: true, fixed: true }),
      body: column('所在机构', text('所在机构', 'body', { required: true, fixed: true, most: 100 }), {
        tells: 4,
      }),
      name: column(
        '姓名 成员姓名 委员姓名 委员',
        text('成员姓名', 'member', { required: true, fixed: true, most: 100 }),
        {
          tells: 4,
        },
      ),
    }),
    ...together('what', {
      role: column('机构职务 职务 机构内职务 青联职务 任职', text('机构职务', 'role', { most: 60 }), {
        tells: 2,
      }),
      sector: column('界别', term(sectors, {}, '界别', 'sector'), { tells: 4 }),
      unit: column(
        '工作单位及职务 单位及职务 工作单位 单位职务 学习工作单位',
        text('成员单位及职务', 'works at', { most: 200 }),
      ),
    }),
    ...together('span', {
      since: column('任职起', day('任职起', 'since'), { tells: 1 }),
      until: day('任职止', 'until'),
    }),
  },
  checks: [endsAfterItBegins],
  title: m => [m.body, m.name].filter(Boolean).join(' '),
  first: ['org', 'body', 'name', 'role', 'sector', 'unit', 'since', 'until'],
  lies: 'org',
  unique: ['org', 'body', 'name'],
  roster: { as: 'body-members', title: '机构成员名册', ofOffice: true },
})

type Span = { readonly since?: string | null | undefined; readonly until?: string | null | undefined }
function endsAfterItBegins({ since, until }: Span, at: (field: 'until') => At): undefined {
  if (since == null || until == null || since <= until) return
  at('until').tell(
    'refused',
    'date-order',
    `早于任职起 ${since}。请改正其中一个。`,
    `this is before it began, ${since}. Correct one of the two.`,
  )
}

/** 代表大会: a congress of the League or of a body, with its delegates, and whom it elected. */
export const congress = record('congress', {
  words: { zh: '代表大会', en: 'congress' },
  fields: {
    ...together('place', {
      org: ref('org', '召开组织', 'held by', { required: true, fixed: true }),
      name: column(
        '大会名称 代表大会名称 团代会名称 少代会名称',
        text('大会名称', 'name', { required: true, fixed: true, most: 200 }),
        {
          tells: 4,
          example: '少先队龙华区第一次代表大会',
        },
      ),
      held_on: column(
        '大会日期 召开日期 召开时间 大会时间',
        day('大会日期', 'held on', { required: true, fixed: true, future: 'refused' }),
        {
          tells: 2,
        },
      ),
    }),
    ...together('delegates', {
      delegates: column(
        '应到代表 代表人数 代表数 应到代表数 应到代表人数 正式代表 代表名额',
        count('代表人数', 'delegates'),
        { tells: 4 },
      ),
      present: column('实到代表 实到代表数 实到代表人数 到会代表', count('实到代表', 'delegates present'), {
        tells: 3,
      }),
      elected: column('选举产生 选举产生委员 选举结果 选举情况', text('选举产生', 'elected', { most: 500 }), {
        tells: 2,
      }),
    }),
    approved: column('批复文号', text('批复文号', 'approved by document', { most: 100 })),
    files: files('大会材料', 'papers'),
    note: text('大会备注', 'note', { most: 1000 }),
  },
  checks: [presentAtMostDelegates],
  title: c => [c.held_on, c.name].filter(Boolean).join(' '),
  first: ['org', 'name', 'held_on', 'delegates', 'present', 'elected', 'approved'],
  lies: 'org',
  unique: ['org', 'name', 'held_on'],
  roster: { as: 'congresses', title: '代表大会登记表', ofOffice: true, happens: true },
})

type Crowd = { readonly delegates?: number | null | undefined; readonly present?: number | null | undefined }
function presentAtMostDelegates({ delegates, present }: Crowd, at: (field: 'present') => At): undefined {
  if (delegates == null || present == null || present <= delegates) return
  at('present').tell(
    'kept',
    'attended-over-expected',
    `实到代表多于代表人数 ${delegates}。请核对。`,
    `more came than there are delegates, ${delegates}. Check it.`,
  )
}
