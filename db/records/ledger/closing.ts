import { record, together } from '../record.ts'
import { day } from '../types/day.ts'
import type { At } from '../types/field.ts'
import { ref } from '../types/ref.ts'
import { text } from '../types/text.ts'

type Span = { readonly first_day?: string | null | undefined; readonly last_day?: string | null | undefined }
function endsAfterItBegins(
  { first_day: from, last_day: until }: Span,
  at: (field: 'last_day') => At,
): undefined {
  if (from == null || until == null || from <= until) return
  at('last_day').tell(
    'refused',
    'date-order',
    `早于时段起 ${from}。请改正其中一个。`,
    `this is before the first day, ${from}. Correct one of the two.`,
  )
}

/**
 * 封账: from when on the records of work of a stretch of time stand as they are, for the office that says so and all below it. What was reported for
 * a quarter stays what it was; who has to add something asks for an exception (`reopening`).
 */
export const closing = record('closing', {
  words: { zh: '封账', en: 'closing of a period' },
  fields: {
    ...together('place', {
      org: ref('org', '封账单位', 'closed by', { required: true, fixed: true }),
      first_day: day('时段起', 'first day of the period', { required: true, fixed: true }),
      last_day: day('时段止', 'last day of the period', { required: true, fixed: true }),
    }),
    closes_on: day('填报截止', 'entries until', { required: true }),
    note: text('说明', 'note', { most: 500 }),
  },
  checks: [endsAfterItBegins, closesNotBeforeToday],
  title: c => [c.first_day, c.last_day].filter(Boolean).join(' – '),
  first: ['org', 'first_day', 'last_day', 'closes_on', 'note'],
  lies: 'org',
  downwards: true,
  unique: ['org', 'first_day', 'last_day'],
  roster: { as: 'closings', title: '封账登记表' },
})

type Closes = Span & { readonly closes_on?: string | null | undefined }
/** Nobody is shut out of what he was not told before. */
function closesNotBeforeToday(
  { closes_on: on, last_day: until }: Closes,
  at: (field: 'closes_on') => At,
): undefined {
  if (on == null) return
  const trouble = at('closes_on')
  if (on < trouble.today)
    trouble.tell(
      'refused',
      'closes-in-the-past',
      '填报截止不能早于今天：下级还没有收到通知。请改为今天或以后的日期。',
      'this cannot be before today: those below have not heard of it yet. Choose today or a later day.',
    )
  else if (until != null && on < until)
    trouble.tell(
      'refused',
      'date-order',
      `时段到 ${until} 才结束，填报截止不能更早。请改正。`,
      `the period lasts until ${until}; it cannot be closed before. Correct it.`,
    )
}

/** 补录许可: one organization, with all below it, may for a while still write what belongs to a period that is closed. */
export const reopening = record('reopening', {
  words: { zh: '补录许可', en: 'exception to a closed period' },
  fields: {
    ...together('place', {
      org: ref('org', '批准单位', 'granted by', { required: true, fixed: true }),
      /** By code, not as what it hangs on: only the office that grants an exception may lengthen it. */
      whom: text('补录单位', 'granted to', { required: true, fixed: true, most: 200 }),
      first_day: day('时段起', 'first day of the period', { required: true, fixed: true }),
      last_day: day('时段止', 'last day of the period', { required: true, fixed: true }),
    }),
    ends: day('许可到期', 'valid until', { required: true }),
    reason: text('补录原因', 'why it is granted', { required: true, most: 500 }),
  },
  checks: [endsAfterItBegins],
  title: r => [r.first_day, r.last_day].filter(Boolean).join(' – '),
  first: ['org', 'whom', 'first_day', 'last_day', 'ends', 'reason'],
  lies: 'org',
  downwards: true,
  roster: { as: 'reopenings', title: '补录许可登记表', again: ['org', 'whom', 'first_day', 'last_day'] },
})
