import { record, together } from './record.ts'
import { choice, term } from './types/choice.ts'
import { count } from './types/count.ts'
import { day, firstDay, knownDay } from './types/day.ts'
import { type At, column } from './types/field.ts'
import { phone } from './types/phone.ts'
import { code, text } from './types/text.ts'
import { branchTypeWords, industryWords, orgKindWords, tierWords } from './words/org-words.ts'

export const kindsInEnglish = {
  leading: 'leading body',
  'work-committee': 'work committee',
  committee: 'committee',
  'general-branch': 'general branch',
  branch: 'branch',
} as const

export const tiersInEnglish = {
  district: 'district',
  organ: 'district organs',
  street: 'street',
  community: 'community',
  'two-new': 'two-new organizations',
} as const

const industries = {
  党政机关: 'Party and government organs',
  '事业单位(不含公立学校)': 'public institutions',
  普通高等院校: 'universities and colleges',
  职业教育学校: 'vocational schools',
  普通高中: 'senior high schools',
  初中: 'junior high schools',
  小学: 'primary schools',
  国有企业: 'state-owned enterprises',
  集体企业: 'collective enterprises',
  非公企业: 'private enterprises',
  '新社会组织(不含民办学校)': 'social organizations',
  军队: 'armed forces',
  武警: 'armed police',
  城市社区: 'urban communities',
  农村: 'villages',
  其他: 'other',
}

/** 团组织 (domain.md 4.2). Where it hangs is a placement. */
export const org = record('org', {
  words: { zh: '团组织', en: 'organization' },
  fields: {
    code: column(
      '团组织ID 组织代码 组织编码 团组织编码 团组织代码 组织编号 团组织编号 团组织机构代码 组织机构代码 机构代码 机构编码 OID 组织号 支部编号 支部代码 编码 代码 编号 ID',
      code('组织ID', 'code'),
      {
        tells: 2,
        example: '4403990101',
        how: {
          zh: '智慧团建系统里的组织ID；没有可以不填，但全称要填。',
          en: "Its code in the League's system. May be blank where the full name is given.",
        },
      },
    ),
    ...together('names', {
      name: column(
        '组织全称 团组织名称 组织名称 全称 团支部全称 团支部名称 支部名称 支部全称 团委名称 机构名称 单位全称 单位名称 团组织 组织 名称 所属团组织',
        text('团组织全称', 'full name', { required: true }),
        {
          tells: 2,
          example: '青山区东坪社区第一团支部',
          how: { zh: '组织全称。', en: 'The full name.' },
        },
      ),
      short_name: column('组织简称 简称 团支部简称 支部简称 单位简称', text('团组织简称', 'short name'), {
        tells: 2,
        example: '东坪第一团支部',
        how: { zh: '平时用的简称。', en: 'The name in everyday use.' },
      }),
    }),
    kind: column(
      '组织类别 团组织类别 团组织类型 组织性质 组织形式 机构类型 类型 类别',
      choice(orgKindWords, kindsInEnglish, '组织类型', 'kind', { required: true }),
      { tells: 3 },
    ),
    tier: column(
      '层级 组织层级 团组织层级 所在层级 级别 组织级别 隶属层级 层次',
      choice(tierWords, tiersInEnglish, '所属层级', 'tier', { required: true }),
      { tells: 2 },
    ),
    branch_type: column(
      '支部类型 团支部类别 团支部类型 支部性质 特殊类别 特殊支部类别 是否特殊支部',
      choice(
        branchTypeWords,
        {
          ordinary: 'ordinary',
          temporary: 'temporary',
          floating: 'floating members',
          graduates: 'graduates',
          special: 'other special',
        },
        '支部类别',
        'branch type',
        { required: true },
      ),
      { tells: 2 },
    ),
    industry: column(
      '行业类别 所属行业 单位行业类别 所属行业类别 行业 单位类别 单位性质 单位类型 领域',
      term(industryWords, industries, '单位所属行业类别', 'industry'),
      { tells: 2 },
    ),
    ...together('life', {
      founded: column(
        '成立时间 建立时间 建立日期 创建时间 创建日期 组织建立时间 组织成立时间 团组织成立时间 建团时间 建团日期 成立年月 批准成立时间 批复时间',
        knownDay('成立日期', 'founded'),
        { tells: 2, example: '2014-09-10' },
      ),
      closed: day('撤销日期', 'closed'),
    }),
    phone: column(
      '团组织联系电话 团组织电话 组织电话 支部电话 团支部电话 支部联系电话 团支部联系电话 电话 单位电话 办公电话 固定电话 联系方式 组织联系电话 手机号码 手机号 手机 座机',
      phone('联系电话', 'telephone'),
      {
        example: '0755-20000000',
        how: { zh: '办公电话或手机。', en: 'Of the office, or a mobile number.' },
      },
    ),
    email: column(
      '电子邮箱 邮箱 电子邮件 单位邮箱 Email E-mail',
      code('团组织电子邮箱', 'e-mail', { most: 200 }),
      { example: 'qingnian@example.cn' },
    ),
    credit_code: column(
      '社会信用代码 信用代码 单位统一社会信用代码 统一信用代码 组织统一社会信用代码',
      code('统一社会信用代码', 'credit code'),
      {
        tells: 2,
        example: '11440399MB2C000001',
        how: {
          zh: '所在单位的统一社会信用代码，18 位。',
          en: 'The unified social credit code of its unit, 18 characters.',
        },
      },
    ),
    org_code: code('团组织机构代码', 'organization code'),
    wechat: code('团组织微信号', 'WeChat'),
    weibo: code('团组织微博号', 'Weibo'),
    ...together('quota', {
      admin_quota: count('行政编制数', 'administrative posts'),
      admin_staff: count('行政编制实际配备数', 'administrative posts filled'),
      unit_quota: count('事业编制数', 'public institution posts'),
      unit_staff: count('事业编制实际配备数', 'public institution posts filled'),
    }),
    youths: count('14-28周岁青年数', 'youths of 14 to 28'),
    members_approved: count('经批准的团员数上限', 'approved maximum of members'),
  },
  checks: [foundedBeforeClosed],
  title: o => o.short_name ?? o.name ?? '',
  first: ['name', 'short_name', 'kind', 'tier', 'code', 'founded', 'phone'],
  lies: 'itself',
  structure: ['code', 'kind', 'tier'],
  signed: true,
  found: { slot: 1, by: ['name', 'short_name'] },
  roster: {
    as: 'orgs',
    title: '团组织信息表',
    words: { zh: '组织名册', en: 'roster of organizations' },
    of: { zh: '组织', en: 'organizations' },
  },
})

type Life = { readonly founded?: string | null | undefined; readonly closed?: string | null | undefined }
function foundedBeforeClosed({ founded, closed }: Life, at: (field: 'closed') => At): undefined {
  if (founded == null || closed == null || closed.startsWith(founded)) return
  const first = firstDay(founded)
  if (first === undefined || first <= closed) return
  at('closed').tell(
    'refused',
    'date-order',
    `撤销日期早于成立日期 ${founded}。请改正其中一个。`,
    `this is before the organization was founded, ${founded}. Correct one of the two.`,
  )
}
