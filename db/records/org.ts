import { record, together } from './record.ts'
import { choice, term } from './types/choice.ts'
import { count } from './types/count.ts'
import { day, firstDay, knownDay } from './types/day.ts'
import type { At } from './types/field.ts'
import { phone } from './types/phone.ts'
import { code, text } from './types/text.ts'
import { branchTypeWords, industryWords, orgKindWords, tierWords } from './words/org-words.ts'

export const kindsInEnglish = {
  leading: 'leading organ',
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
  'two-new': 'new organizations',
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
    code: code('组织ID', 'code'),
    ...together('names', {
      name: text('团组织全称', 'full name', { required: true }),
      short_name: text('团组织简称', 'short name'),
    }),
    kind: choice(orgKindWords, kindsInEnglish, '组织类型', 'kind', { required: true }),
    tier: choice(tierWords, tiersInEnglish, '所属层级', 'tier', { required: true }),
    branch_type: choice(
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
    industry: term(industryWords, industries, '单位所属行业类别', 'industry'),
    ...together('life', {
      founded: knownDay('成立日期', 'founded'),
      closed: day('撤销日期', 'closed'),
    }),
    phone: phone('联系电话', 'telephone'),
    email: code('团组织电子邮箱', 'e-mail', { most: 200 }),
    credit_code: code('统一社会信用代码', 'credit code'),
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
    members_approved: count('经批准的团员数上限', 'approved for at most so many members'),
  },
  checks: [foundedBeforeClosed],
  title: o => o.short_name ?? o.name ?? '',
  first: ['name', 'short_name', 'kind', 'tier', 'code', 'founded', 'phone'],
  lies: 'itself',
  structure: ['code', 'kind', 'tier'],
  signed: true,
  found: { slot: 1, by: ['name', 'short_name'] },
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
