import { record, together } from '../record.ts'
import { choice } from '../types/choice.ts'
import { hours } from '../types/count.ts'
import { day } from '../types/day.ts'
import { column } from '../types/field.ts'
import { ref } from '../types/ref.ts'
import { text } from '../types/text.ts'
import { wordTable } from '../types/word-table.ts'

/** Whether somebody came to a training. */
export type Presence = 'present' | 'late' | 'excused' | 'absent'
const presences = wordTable<Presence>({
  present: ['到', '已到', '出席', '参加', '签到', '√'],
  late: ['迟到', '早退'],
  excused: ['请假', '事假', '病假', '公假'],
  absent: ['缺席', '未到', '缺勤', '旷课'],
})

/**
 * 培训签到: one person at one training (Young课堂, 提升营). It belongs to the person and follows him, so that his street sees
 * who of its cadres was trained wherever the training was; coverage is counted from these (`reports/training.ts`).
 */
export const attendance = record('attendance', {
  words: { zh: '培训签到', en: 'attendance' },
  fields: {
    ...together('place', {
      person: ref('person', '团干', 'cadre', { required: true, fixed: true }),
      training: column(
        '培训名称 培训班 培训班次 课程名称',
        text('培训名称', 'training', { required: true, fixed: true, most: 200 }),
        { tells: 4, example: '青年“Young课堂”第三期' },
      ),
      held_on: column(
        '培训日期 上课日期',
        day('培训日期', 'held on', { required: true, fixed: true, future: 'refused' }),
        {
          tells: 2,
          example: '2018-06-12',
        },
      ),
    }),
    ...together('came', {
      presence: column(
        '签到情况 出勤情况 到课情况 考勤',
        choice(
          presences,
          { present: 'present', late: 'late', excused: 'excused', absent: 'absent' },
          '签到情况',
          'presence',
          { blank: { zh: '到', en: 'present' } },
        ),
        { tells: 3 },
      ),
      hours: column('培训学时 学时', hours('学时', 'hours'), { tells: 2 }),
    }),
    result: column('培训考核 结业情况', text('考核结果', 'result', { most: 100 })),
    note: text('签到备注', 'note', { most: 500 }),
  },
  title: a => [a.held_on, a.training].filter(Boolean).join(' '),
  first: ['person', 'training', 'held_on', 'presence', 'hours', 'result'],
  lies: { by: 'membership' },
  unique: ['person', 'training', 'held_on'],
  roster: { as: 'attendances', title: '培训签到表', happens: true },
})
