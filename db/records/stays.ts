import { record, together } from './record.ts'
import { choice } from './types/choice.ts'
import { count } from './types/count.ts'
import { day } from './types/day.ts'
import { column } from './types/field.ts'
import { list } from './types/list.ts'
import { orgNamed, ref } from './types/ref.ts'
import { code } from './types/text.ts'
import { memberStatusWords, reasonWords, reportStatusWords } from './words/member-words.ts'

/** Stays: what has only a beginning and ends where the next one begins (journal.md, rule 4). */

const leavingInEnglish = {
  'aged-out': 'aged out',
  drifted: 'drifted away',
  resigned: 'resigned',
  expelled: 'expelled',
} as const

const reasonsInEnglish = { ...leavingInEnglish, transferred: 'transferred to the outside' } as const

const statusesInEnglish = {
  normal: 'normal',
  disabled: 'disabled',
  'aged-out-pending': 'leaving at 28, pending',
  'drifted-pending': 'drifted away, pending',
  'resigned-pending': 'resigned, pending',
  'expelled-pending': 'expelled, pending',
  ...leavingInEnglish,
  'aged-out': 'left at 28',
} as const

const reportsInEnglish = {
  approved: 'approved',
  pending: 'pending',
  rejected: 'returned',
  withdrawn: 'withdrawn',
  'edit-pending': 'edit pending',
  'edit-rejected': 'edit returned',
} as const

/** The last stays that the author saw, which this one follows. */
const follows = () => list(code('', '', { most: 200 }), '接续', 'follows', { hidden: true })

/** Where an organization hangs, from a day on. */
export const placement = record('placement', {
  words: { zh: '隶属关系', en: 'place in the tree' },
  fields: {
    ...together('place', {
      org: ref('org', '团组织', 'organization', { required: true, fixed: true }),
      parent: column(
        '上级团组织 上级组织全称 上级团组织全称 上级组织名称 上级团组织名称 直属上级 直接上级 上级 上级团委 隶属 隶属关系 隶属组织 隶属团组织 主管团组织 隶属上级 隶属于 隶属单位 上级组织ID 上级组织代码 所属团委 所属上级 所属团总支 社区团总支 所属团工委 街道团工委',
        ref('org', '上级组织', 'organization above', { fixed: true }),
        {
          tells: 3,
          example: '青山区东坪社区团总支',
          how: {
            zh: '上级组织的组织ID、全称或简称；可以是本表里的另一行，先后不限。',
            en: 'Code, full or short name of the organization above. It may stand in this table too, in any row.',
          },
        },
      ),
    }),
    since: day('生效日期', 'in force from', { required: true }),
    follows: follows(),
  },
  title: p => p.since ?? '',
  first: ['org', 'parent', 'since'],
  lies: 'org',
  structure: ['place', 'since', 'follows'],
  signed: true,
  series: { subject: 'org', value: ['parent'] },
  tree: { parent: 'parent' },
})

/** Where a person belongs, from a day on; nowhere is leaving the League. `since_known` 0: read off other days, as of a roster told on `told_on`. */
export const membership = record('membership', {
  words: { zh: '所在组织', en: 'home' },
  fields: {
    ...together('place', {
      person: ref('person', '团员', 'member', { required: true, fixed: true }),
      org: column(
        '所在支部 团支部 所在团支部名称 所在团支部全称 团支部名称 团支部全称 所属团支部 所属支部 支部名称 支部全称 所在团组织 所属团组织 所在组织 所属组织 团组织名称 团组织全称 团组织 组织名称 组织全称 支部 现团支部 组织ID 团组织ID 组织代码 团支部ID 支部编号 支部代码 Branch LeagueBranch YouthLeagueBranch BranchName 团支部编码 团支部编号 支部编码 所在团支部编码 所在支部编码 组织编码 团组织编码 团支部代码',
        ref('org', '所在团支部', 'branch', { fixed: true }),
        { tells: 1, example: '东坪社区第一团支部', how: orgNamed },
      ),
      reason: choice(reasonWords, reasonsInEnglish, '离团原因', 'reason for leaving', { fixed: true }),
    }),
    ...together('since', {
      since: day('起始日期', 'from', { required: true }),
      since_known: count('起始日期已知', 'day known', { required: true, hidden: true, most: 1 }),
      told_on: day('填报日期', 'reported on', { hidden: true }),
    }),
    follows: follows(),
    transfer: code('转接', 'by transfer', { hidden: true, most: 200 }),
  },
  title: m => m.since ?? '',
  first: ['person', 'org', 'reason', 'since'],
  lies: 'org',
  series: { subject: 'person', value: ['org', 'reason'] },
})

/** 团籍状态 and 报到资料状态, from a day on. */
export const standing = record('standing', {
  words: { zh: '团籍与报到', en: 'standing' },
  fields: {
    ...together('state', {
      person: ref('person', '团员', 'member', { required: true, fixed: true }),
      status: column(
        '团员状态 团籍 团籍情况 状态',
        choice(memberStatusWords, statusesInEnglish, '团籍状态', 'membership', { required: true }),
        { tells: 4 },
      ),
      report: column(
        '报到状态 资料状态 报到审核状态 审核状态 报到情况 报到资料审核状态',
        choice(reportStatusWords, reportsInEnglish, '报到资料状态', 'reported in', { required: true }),
        { tells: 4 },
      ),
    }),
    since: day('起始日期', 'from', { required: true }),
    follows: follows(),
  },
  title: s => s.since ?? '',
  first: ['person', 'report', 'status', 'since'],
  lies: { by: 'membership' },
  series: { subject: 'person', value: ['status', 'report'] },
})
