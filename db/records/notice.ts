import { record, together } from './record.ts'
import { day } from './types/day.ts'
import { ref } from './types/ref.ts'
import { text } from './types/text.ts'

/** 通报: what an office told one of its organizations, and when. */
export const notice = record('notice', {
  words: { zh: '通报', en: 'notice' },
  fields: {
    ...together('place', { org: ref('org', '团组织', 'organization', { required: true, fixed: true }) }),
    ...together('what', {
      title: text('标题', 'title', { required: true }),
      issued_on: day('日期', 'date', { required: true, future: 'refused' }),
      body: text('内容', 'text', { most: 5000 }),
    }),
  },
  title: n => `${n.issued_on ?? ''} ${n.title ?? ''}`.trim(),
  first: ['org', 'issued_on', 'title', 'body'],
  lies: 'org',
})
