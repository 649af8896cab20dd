import { record, together } from './record.ts'
import { term } from './types/choice.ts'
import { count } from './types/count.ts'
import { day } from './types/day.ts'
import type { At } from './types/field.ts'
import { ref } from './types/ref.ts'
import { text } from './types/text.ts'
import { meetingTypeWords } from './words/meeting-words.ts'

const meetingTypes = {
  支部大会: 'general meeting',
  支委会: 'committee meeting',
  团小组会: 'group meeting',
  团课: 'League lesson',
  主题团日: 'themed day',
  组织生活会: 'organization life meeting',
  教育评议: 'appraisal of members',
  团籍注册: 'registration of membership',
  入团仪式: 'admission ceremony',
  志愿服务: 'volunteering',
  其他: 'other',
}

/** 三会两制一课 and other meetings of a branch (团支部工作条例 ch. 4). */
export const meeting = record('meeting', {
  words: { zh: '会议活动', en: 'meeting' },
  fields: {
    ...together('place', { org: ref('org', '团组织', 'organization', { required: true, fixed: true }) }),
    ...together('what', {
      type: term(meetingTypeWords, meetingTypes, '活动类型', 'type', { required: true }),
      held_on: day('日期', 'date', { required: true, future: 'refused' }),
      topic: text('主题', 'topic', { most: 500 }),
      place: text('地点', 'place'),
    }),
    ...together('attendance', {
      expected: count('应到人数', 'expected'),
      attended: count('实到人数', 'present'),
      absent: text('缺席人员及原因', 'absent, and why', { most: 1000 }),
    }),
    ...together('people', {
      host: text('主持人', 'host', { most: 100 }),
      recorder: text('记录人', 'recorder', { most: 100 }),
    }),
    minutes: text('会议记录', 'minutes', { most: 10_000 }),
  },
  checks: [attendedAtMostExpected],
  title: m => `${m.held_on ?? ''} ${m.type ?? ''}`.trim(),
  first: ['org', 'type', 'held_on', 'topic', 'expected', 'attended'],
  lies: 'org',
})

type Crowd = { readonly expected?: number | null | undefined; readonly attended?: number | null | undefined }
function attendedAtMostExpected({ expected, attended }: Crowd, at: (field: 'attended') => At): undefined {
  if (expected == null || attended == null || attended <= expected) return
  at('attended').tell(
    'kept',
    'attended-over-expected',
    `实到人数多于应到人数 ${expected}。请核对。`,
    `more came than were expected, ${expected}. Check it.`,
  )
}
