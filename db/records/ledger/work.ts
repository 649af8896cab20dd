import { record, together } from '../record.ts'
import { count, hours, money } from '../types/count.ts'
import { day } from '../types/day.ts'
import { type At, column } from '../types/field.ts'
import { files } from '../types/files.ts'
import { map } from '../types/map.ts'
import { ref } from '../types/ref.ts'
import { text } from '../types/text.ts'

/**
 * 工作记录 (工作台账): something that was done, written down once, on the day and by the organization that did it. Every
 * figure of a report is counted from these. What only one type of work has (tonnes of goods, copies of a paper) stands
 * in `own`, by the names that the type gives (`work-type.ts`).
 */
export const work = record('work', {
  words: { zh: '工作记录', en: 'work record' },
  fields: {
    ...together('place', { org: ref('org', '团组织', 'organization', { required: true, fixed: true }) }),
    ...together('what', {
      type: column(
        '工作类型 工作类别 工作项目 项目类别',
        text('工作类型', 'type', { required: true, most: 60 }),
        { tells: 4, example: '主题团课' },
      ),
      held_on: column(
        '工作日期 工作时间 开展日期 开展时间 开始日期 开始时间 活动开始时间 服务日期 服务时间 活动日期 活动时间 统计月份 统计时间 月份',
        day('日期', 'date', { required: true, future: 'refused' }),
        { tells: 1, example: '2018-05-04' },
      ),
      until: column('结束日期 结束时间', day('结束日期', 'until')),
      title: column(
        '工作内容 工作名称 工作事项 项目名称 服务项目 服务内容 活动名称 活动主题',
        text('名称', 'title', { required: true, most: 200 }),
        { tells: 3, example: '五四青年文化月开幕式' },
      ),
    }),
    venue: column('工作地点 服务地点 活动地点', text('地点', 'venue'), { tells: 1 }),
    ...together('counts', {
      sessions: column('场次 次数 期数', count('场次', 'sessions', { blank: { zh: '1', en: '1' } }), {
        tells: 3,
        example: '1',
      }),
      people: column(
        '服务人数 覆盖人数 受益人数 参加人数 参与人数 参与人次 服务人次 志愿服务人次 参与志愿服务人次 参加人次 活动人次 人次 本月参与人次 本月服务人次 实际参加人数 实到人数 上岗人次',
        count('人数', 'people', { most: 100_000_000 }),
        {
          tells: 2,
          example: '120',
        },
      ),
      hours: column(
        '服务时长 志愿时长 时长 小时数 服务时数 服务总时长 总时长 志愿服务时长 累计服务时长 服务小时数 服务时数 本月服务时长 本月服务时数 本月服务总时长',
        hours('时长(小时)', 'hours'),
        { tells: 3 },
      ),
    }),
    money: column('经费 善款 使用经费', money('金额(元)', 'money'), { tells: 1 }),
    partners: column('合作单位 协办单位 联合单位', text('合作单位', 'partners', { most: 500 }), {
      tells: 2,
    }),
    own: column(
      '自有栏目 其他数据 其他数字',
      map(text('', '', { most: 500 }), '自有栏目', 'fields of its type'),
    ),
    files: files('佐证材料', 'evidence'),
    note: column('工作备注', text('备注', 'note', { most: 2000 })),
  },
  checks: [endsAfterItBegins],
  title: w => [w.held_on, w.title].filter(Boolean).join(' '),
  first: ['org', 'type', 'held_on', 'title', 'people', 'sessions', 'venue', 'own'],
  lies: 'org',
  roster: {
    as: 'work',
    title: '工作台账',
    words: { zh: '工作台账', en: 'work ledger' },
    of: { zh: '工作记录', en: 'work records' },
    again: ['org', 'type', 'held_on', 'title'],
    happens: true,
  },
})

type Days = { readonly held_on?: string | null | undefined; readonly until?: string | null | undefined }
function endsAfterItBegins({ held_on: from, until }: Days, at: (field: 'until') => At): undefined {
  if (from == null || until == null || from <= until) return
  at('until').tell(
    'refused',
    'date-order',
    `结束日期早于开始日期 ${from}。请改正其中一个。`,
    `this is before it began, ${from}. Correct one of the two.`,
  )
}

/** The values of the fields of its type, by their names, as they are written. */
export type Own = Readonly<Record<string, string>>
