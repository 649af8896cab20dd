import { record, together } from './record.ts'
import { count } from './types/count.ts'
import { knownDay } from './types/day.ts'
import { ref } from './types/ref.ts'

/** 届: from one election to the next (基层组织选举工作条例). */
export const term = record('term', {
  words: { zh: '换届', en: 'election' },
  fields: {
    ...together('place', { org: ref('org', '团组织', 'organization', { required: true, fixed: true }) }),
    ...together('election', {
      elected: knownDay('选举日期', 'election day', { required: true, future: 'refused' }),
      years: count('届期(年)', 'term in years', { least: 1, most: 10 }),
    }),
  },
  title: t => t.elected ?? '',
  first: ['org', 'elected', 'years'],
  lies: 'org',
})
