import { record, together } from './record.ts'
import { choice } from './types/choice.ts'
import { day } from './types/day.ts'
import type { At } from './types/field.ts'
import { list } from './types/list.ts'
import { ref } from './types/ref.ts'
import { code, text } from './types/text.ts'
import { feesWords, layDownWords, transferReasons, transferWays } from './words/transfer-words.ts'

/**
 * 组织关系转接 (domain.md 4.6): the office that a member leaves asks, the one that he goes to accepts or refuses. How far
 * it has come is worked out from its steps (`transfer-course.ts`). He belongs to the one office until the other has
 * accepted: at any moment he has one home.
 */
export const transfer = record('transfer', {
  words: { zh: '组织关系转接', en: 'transfer' },
  fields: together('all', {
    person: ref('person', '团员', 'member', { required: true, fixed: true }),
    home: ref('org', '转出组织', 'from', { required: true, fixed: true }),
    target: ref('org', '转入组织', 'to', { fixed: true }),
    way: choice(transferWays, { inside: 'inside', outside: 'outside' }, '去向', 'way', { required: true }),
    /** Where he goes in the asker's words, where that is no organization known here. */
    place: text('转往', 'goes to', { most: 200 }),
    reason: choice(
      transferReasons,
      {
        work: 'work',
        study: 'study',
        'home-town': 'back to the home town',
        army: 'army or classified work',
        abroad: 'abroad',
        'no-placement': 'no work found yet',
        'late-graduation': 'late graduation',
        other: 'other',
      },
      '转接原因',
      'reason',
      { required: true },
    ),
    asked: day('申请日期', 'asked on', { required: true, future: 'refused' }),
    deadline: day('办理期限', 'deadline', { required: true }),
    fees: choice(feesWords, { paid: 'paid', exempt: 'exempt' }, '团费', 'fees', { required: true }),
    posts: choice(layDownWords, { none: 'none', ended: 'ended' }, '团内职务', 'posts', { required: true }),
    note: text('说明', 'note', { most: 1000 }),
    /** The last stays that the asker saw: the office that accepts does not know them, and its stay follows them. */
    stays: list(code('', '', { most: 200 }), '接续', 'follows', { hidden: true }),
  }),
  checks: [endsAfterItBegins],
  title: t => `${t.asked ?? ''} ${t.place ?? ''}`.trim(),
  first: ['person', 'target', 'way', 'place', 'reason', 'asked', 'deadline', 'fees'],
  lies: 'home',
  once: true,
})

type Days = { readonly asked?: string | null | undefined; readonly deadline?: string | null | undefined }
function endsAfterItBegins({ asked, deadline }: Days, at: (field: 'deadline') => At): undefined {
  if (asked == null || deadline == null || asked <= deadline) return
  at('deadline').tell(
    'refused',
    'date-order',
    `办理期限早于申请日期 ${asked}。请改正其中一个。`,
    `this is before the day on which it was asked for, ${asked}. Correct one of the two.`,
  )
}

/**
 * How many days an office has to answer: after 10 the national system sends a transfer back by itself (domain.md 4.6,
 * S23c, S23i). A registry may keep another number in `meta`.
 */
export const transferDays = { usual: 10, key: 'transfer_days', least: 1, most: 365 } as const
