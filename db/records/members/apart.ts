import { record, together } from '../record.ts'
import { day } from '../types/day.ts'
import { ref } from '../types/ref.ts'

/**
 * 非同一人: somebody looked at two records that resemble each other and says that they are two people, so that nobody is asked
 * again. It is taken back by removing it; `person` is the older record. It goes down only where both lie.
 */
export const apart = record('apart', {
  words: { zh: '非同一人确认', en: 'note of two different people' },
  fields: together('all', {
    person: ref('person', '团员', 'member', { required: true, fixed: true }),
    other: ref('person', '另一人', 'the other person', { required: true, fixed: true }),
    told_on: day('确认日期', 'noted on', { fixed: true, future: 'refused' }),
  }),
  title: a => a.told_on ?? '',
  first: ['person', 'other', 'told_on'],
  lies: { by: 'membership' },
  noRoster: true,
})
