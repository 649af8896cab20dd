import { record, together } from './record.ts'
import { count } from './types/count.ts'
import { day, firstDay, knownDay } from './types/day.ts'
import type { At } from './types/field.ts'
import { ref } from './types/ref.ts'
import { text } from './types/text.ts'

/** 届: from one election to the next (基层组织选举工作条例). */
export const term = record('term', {
  words: { zh: '换届', en: 'election' },
  fields: {
    ...together('place', { org: ref('org', '团组织', 'organization', { required: true, fixed: true }) }),
    ...together('election', {
      elected: knownDay('选举日期', 'election day', { required: true, future: 'refused' }),
      years: count('届期(年)', 'term in years', { least: 1, most: 10 }),
    }),
    ...together('extension', {
      extended_until: day('延期至', 'extended until'),
      approved_on: day('延期批准日期', 'extension approved on', { future: 'refused' }),
      approval: text('延期批准文号', 'approved by document'),
    }),
  },
  checks: [extendedAfterElection],
  title: t => t.elected ?? '',
  first: ['org', 'elected', 'years'],
  lies: 'org',
})

type Extended = {
  readonly elected?: string | null | undefined
  readonly extended_until?: string | null | undefined
}
function extendedAfterElection(
  { elected, extended_until }: Extended,
  at: (field: 'extended_until') => At,
): undefined {
  if (elected == null || extended_until == null) return
  const first = firstDay(elected)
  if (first === undefined || first < extended_until) return
  at('extended_until').tell(
    'refused',
    'date-order',
    `延期不能早于选举日期 ${elected}。请改正其中一个。`,
    `a term cannot be extended to before its election, ${elected}. Correct one of the two.`,
  )
}
