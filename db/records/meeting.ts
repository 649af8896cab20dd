import { record, together, withWords } from './record.ts'
import { crowd, typeAndTopic } from './types/cell-of-two.ts'
import { term } from './types/choice.ts'
import { count } from './types/count.ts'
import { day } from './types/day.ts'
import { type At, column } from './types/field.ts'
import { files } from './types/files.ts'
import { ref } from './types/ref.ts'
import { text } from './types/text.ts'
import { meetingTypeWords } from './words/meeting-words.ts'

/** The meetings that every branch owes, by the usual words. */
export const owedMeetings = { assembly: '支部大会', committee: '支委会', lesson: '团课' } as const

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
      type: column(
        '会议类型 会议类别 活动类别 组织生活类型 组织生活形式 会议形式 活动形式 类型 类别 会议名称 活动名称 形式 会议类型及主题 会议类型和主题 活动类型及主题 活动类型及内容 会议类型及内容 会议名称及主题 会议内容及形式',
        term(meetingTypeWords, meetingTypes, '活动类型', 'type', { required: true }),
        { tells: 4 },
      ),
      held_on: column(
        '活动日期 会议日期 开会时间 开会日期 开会年月日 召开日期 召开时间 活动时间 会议时间 开展时间 开展日期 举办时间 举办日期 时间',
        day('日期', 'date', { required: true, future: 'refused' }),
        { tells: 3, example: '2018-03-01' },
      ),
      topic: column(
        '活动主题 会议主题 议题 会议议题 主要议题 内容 主要内容 会议内容 活动内容 学习内容 活动名称 会议名称',
        text('主题', 'topic', { most: 500 }),
        { tells: 3, example: '学习新团章' },
      ),
    }),
    ...together('attendance', {
      expected: column(
        '应到 应参加人数 应到会人数 应参会人数 应出席人数 应到/实到 应到/实到人数 应到人数/实到人数 应到、实到人数 实到/应到 实到/应到人数 实到人数/应到人数 应到实到情况 到会情况 出席情况 参会情况 参加情况 参加人员情况',
        count('应到人数', 'expected'),
        { tells: 4, example: '12' },
      ),
      attended: column(
        '实到 参加人数 实际参加人数 到会人数 参会人数 出席人数 实到会人数 参与人数 实参加人数 人数',
        count('实到人数', 'present'),
        { tells: 4, example: '10' },
      ),
      absent: column(
        '缺席情况 请假情况 缺席人员 请假人员 缺席',
        text('缺席人员及原因', 'absent, and why', { most: 1000 }),
      ),
    }),
    ...together('what', {
      place: column('活动地点 会议地点 召开地点 场所 会议场所', text('地点', 'place'), {
        tells: 2,
        example: '东坪社区党群服务中心',
      }),
    }),
    ...together('people', {
      host: column('会议主持 主持', text('主持人', 'host', { most: 100 })),
      recorder: column('记录 会议记录人 记录员', text('记录人', 'recorder', { most: 100 })),
    }),
    minutes: text('会议记录', 'minutes', { most: 10_000 }),
    files: files('附件', 'attachments'),
  },
  checks: [attendedAtMostExpected],
  title: m => `${m.held_on ?? ''} ${m.type ?? ''}`.trim(),
  titleIn: withWords(meetingTypes),
  first: ['org', 'type', 'held_on', 'topic', 'expected', 'attended'],
  lies: 'org',
  roster: {
    as: 'meetings',
    title: '组织生活记录表',
    words: { zh: '活动记录', en: 'list of meetings' },
    of: { zh: '活动', en: 'meetings' },
    again: ['org', 'type', 'held_on', 'topic'],
    names: { held_on: 'day' },
    happens: true,
    twos: [crowd('expected', 'attended'), typeAndTopic('type', 'topic')],
  },
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
