import { record, together } from './record.ts'
import { choice } from './types/choice.ts'
import { count } from './types/count.ts'
import { day } from './types/day.ts'
import { list } from './types/list.ts'
import { ref } from './types/ref.ts'
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
  'aged-out-pending': 'ageing out, pending',
  'drifted-pending': 'drifted, pending',
  'resigned-pending': 'resigned, pending',
  'expelled-pending': 'expelled, pending',
  ...leavingInEnglish,
} as const

const reportsInEnglish = {
  approved: 'approved',
  pending: 'pending',
  rejected: 'sent back',
  withdrawn: 'withdrawn',
  'edit-pending': 'edit pending',
  'edit-rejected': 'edit sent back',
} as const

/** The last stays that the author saw, which this one follows. */
const follows = () => list(code('', '', { most: 200 }), '接续', 'follows', { hidden: true })

/** Where an organization hangs, from a day on. */
export const placement = record('placement', {
  words: { zh: '隶属关系', en: 'place in the tree' },
  fields: {
    ...together('place', {
      org: ref('org', '团组织', 'organization', { required: true, fixed: true }),
      parent: ref('org', '上级组织', 'organization above', { fixed: true }),
    }),
    since: day('生效日期', 'from', { required: true }),
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
      org: ref('org', '所在团支部', 'branch', { fixed: true }),
      reason: choice(reasonWords, reasonsInEnglish, '离团原因', 'reason for leaving', { fixed: true }),
    }),
    ...together('since', {
      since: day('起始日期', 'from', { required: true }),
      since_known: count('起始日期已知', 'day known', { required: true, hidden: true, most: 1 }),
      told_on: day('填报日期', 'told on', { hidden: true }),
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
      status: choice(memberStatusWords, statusesInEnglish, '团籍状态', 'membership', { required: true }),
      report: choice(reportStatusWords, reportsInEnglish, '报到资料状态', 'reported in', { required: true }),
    }),
    since: day('起始日期', 'from', { required: true }),
    follows: follows(),
  },
  title: s => s.since ?? '',
  first: ['person', 'report', 'status', 'since'],
  lies: { by: 'membership' },
  series: { subject: 'person', value: ['status', 'report'] },
})
