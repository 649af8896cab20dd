import type { Cell } from '#db/sheets/cell.ts'
import { record, together, withWords } from './record.ts'
import { choice, term } from './types/choice.ts'
import { day, firstDay, knownDay } from './types/day.ts'
import { type At, column } from './types/field.ts'
import { orgNamed, ref } from './types/ref.ts'
import { text } from './types/text.ts'
import {
  enabledWords,
  partyBodyWords,
  postNatureWords,
  titleOf,
  titlesIn,
  titleWords,
} from './words/cadre-words.ts'

/** Whom every organization needs. */
export const secretaryTitle = '书记'

const titles = {
  书记: 'secretary',
  副书记: 'deputy secretary',
  常委: 'standing committee member',
  委员: 'committee member',
  工作人员: 'staff',
  候补委员: 'alternate member',
  组织委员: 'organization officer',
  宣传委员: 'publicity officer',
  文体委员: 'culture and sports officer',
  生产委员: 'production officer',
  权益委员: 'rights officer',
  志愿委员: 'volunteering officer',
  其他: 'other',
}

/** 团内职务 (domain.md 4.4): from and to make sense only together. */
export const post = record('post', {
  words: { zh: '团内职务', en: 'post' },
  fields: {
    ...together('place', {
      person: ref('person', '任职人', 'person', { required: true, fixed: true }),
      org: column(
        '团干部所属组织 挂职单位 挂职团组织 组织 单位 所在单位 组织编码 团组织编码 所属团组织 所属组织 任职团组织 所在团组织 所在组织 团组织全称 团组织名称 组织全称 组织名称 所在团支部 所在支部 团支部名称 团支部全称 所属团支部 所属支部 团支部 团组织 支部名称 任职单位 任职支部 组织ID 团组织ID 组织代码 单位名称 Organization Branch',
        ref('org', '任职组织', 'organization', { required: true, fixed: true }),
        { tells: 1, example: '东坪社区第一团支部', how: orgNamed },
      ),
    }),
    title: column(
      'Post Title 现任团内职务 团干部职务 团干职务 现任职务 当选职务 任命职务 担任职务 兼任职务 兼职职务 兼任团内职务 挂职职务 挂任职务 曾任职务 曾任团内职务 原任职务 担任团内职务 职务 职务名称 岗位 团内岗位',
      titleField(),
      { tells: 4 },
    ),
    nature: column(
      '团干性质 干部性质 专兼挂职 专挂兼 专兼职 专兼挂 专职兼职 专职兼职挂职 专职(兼职、挂职) 专(兼、挂)职 兼职挂职 专兼挂情况 专兼挂职情况 任职性质 任职类型 任职形式 任职方式 团干类型 团干部类型 团干类别 团干部类别 干部类型 干部类别 职务性质 岗位性质 人员性质 用工性质 性质 是否专职团干部 是否专职 是否兼职 专兼职情况',
      choice(
        postNatureWords,
        { 'full-time': 'full-time', 'part-time': 'part-time', seconded: 'seconded' },
        '团干部性质',
        'nature',
      ),
      { tells: 4 },
    ),
    /** As the cadre himself wrote it. */
    own_title: column(
      '自录职务 团干自行录入的职务 自行录入的职务',
      text('自行录入的职务', 'title as entered'),
    ),
    operator: column(
      '运营者 是否运营者',
      choice(partyBodyWords, { yes: 'yes', no: 'no' }, '是否本组织运营者', 'operator of the organization'),
    ),
    enabled: column(
      '账号状态 团干状态 是否启用',
      choice(enabledWords, { enabled: 'enabled', disabled: 'disabled' }, '启用状态', 'account'),
    ),
    party_body: choice(
      partyBodyWords,
      { yes: 'yes', no: 'no' },
      '是否同级党委(支部)成员',
      'member of the Party committee of the same level',
    ),
    ...together('tenure', {
      since: column(
        '任职时间 任现职时间 任现职日期 任职起始 任职开始时间 任职开始日期 任职起始时间 任职起始日期 任职起止时间 任职起止 任职起止日期 任职起止年月 起止时间 起止年月 任职期间 任职起 任职年月 挂职起止时间 挂职时间 挂职期限 兼职时间 兼任时间 上任时间 到任时间 现职任职时间 开始时间 起始时间 当选时间 当选日期 选举日期 选举时间 换届日期 换届时间 本次换届日期 本次换届时间 换届选举日期 换届选举时间 任期',
        knownDay('任职日期', 'from'),
        { tells: 4, example: '2017-03-15' },
      ),
      until: column(
        '离任时间 免职时间 免职日期 卸任时间 卸任日期 任职截止 任职结束时间 任职结束日期 任职截止时间 任职截止日期 任职止 离职时间 离职日期 离任年月 结束时间 截止时间',
        day('离任日期', 'until'),
        {
          tells: 4,
          example: '2018-06-01',
          how: {
            zh: '年月日，如 2018-05-04；只知道年月也可以，如 2018-05。在任的不填。',
            en: 'A day such as 2018-05-04, or a month such as 2018-05. Blank while in post.',
          },
        },
      ),
    }),
  },
  checks: [beginsBeforeItEnds],
  title: p => p.title ?? '',
  titleIn: withWords(titles),
  first: ['person', 'org', 'title', 'nature', 'since', 'until'],
  lies: 'org',
  roster: {
    as: 'cadres',
    title: '团干部信息表',
    words: { zh: '团干部名册', en: 'roster of cadres' },
    of: { zh: '团干部', en: 'cadres' },
  },
})

type Tenure = { readonly since?: string | null | undefined; readonly until?: string | null | undefined }
function beginsBeforeItEnds({ since, until }: Tenure, at: (field: 'until') => At): undefined {
  if (since == null || until == null || until.startsWith(since)) return
  const first = firstDay(since)
  if (first === undefined || first <= until) return
  at('until').tell(
    'refused',
    'date-order',
    `离任日期早于任职日期 ${since}。请改正其中一个。`,
    `this is before the post began, ${since}. Correct one of the two.`,
  )
}

/** 团内职务: a person may hold several posts, and each is a record of its own. */
function titleField() {
  const one = term(titleWords, titles, '团内职务', 'post', { required: true, reads: titleOf })
  return {
    ...one,
    read(cell: Cell, at: At): string | undefined {
      const [first] = typeof cell === 'string' ? titlesIn(cell) : []
      if (first === undefined) return one.read(cell, at)
      at.tell(
        'kept',
        'posts-several',
        '一格里写了几个职务，只登记了第一个。其余的请各写一行，再登记一次。',
        'several posts are written here; only the first was taken. Write each of the others in a row of its own.',
      )
      return titleOf(first)
    },
  }
}
