import { record, together } from '../record.ts'
import { choice, term } from '../types/choice.ts'
import { count, hours, money } from '../types/count.ts'
import { day } from '../types/day.ts'
import { type At, column } from '../types/field.ts'
import { files } from '../types/files.ts'
import { phone } from '../types/phone.ts'
import { ref } from '../types/ref.ts'
import { text } from '../types/text.ts'
import { termTable, wordTable } from '../types/word-table.ts'

const venueTypes = termTable({
  青年之家: ['团员之家'],
  青年活动培训阵地: ['培训阵地', '活动阵地'],
  志愿服务U站: ['U站', '岗亭', '志愿服务岗亭', '志愿服务站'],
  青年驿站: ['驿站'],
  其他: [],
})
const venueTypesInEnglish = {
  青年之家: 'youth home',
  青年活动培训阵地: 'training site',
  志愿服务U站: 'U station',
  青年驿站: 'hostel',
  其他: 'other',
}

/** 青年阵地 (domain.md 6): a place of the League's work, from the day on which it opened until it is closed. */
export const venue = record('venue', {
  words: { zh: '青年阵地', en: 'venue' },
  fields: {
    ...together('place', {
      org: ref('org', '管理组织', 'kept by', { required: true, fixed: true }),
      name: column(
        '阵地名称 站点名称 驿站名称 青年之家名称 场所名称 活动阵地名称 U站名称 服务站名称 名称',
        text('阵地名称', 'name', { required: true, fixed: true, most: 100 }),
        {
          tells: 4,
          example: '清湖社区青年之家',
        },
      ),
    }),
    ...together('what', {
      type: column(
        '阵地类别 阵地类型 站点类别 站点类型 场所类别 场所类型 类型 类别',
        term(venueTypes, venueTypesInEnglish, '阵地类别', 'type of venue', { required: true }),
        { tells: 4, example: '青年之家' },
      ),
      address: column('地址 所在地址', text('详细地址', 'address', { most: 200 })),
      area: column('面积 建筑面积 使用面积 场地面积', count('面积(平方米)', 'area in m²')),
      seats: count('可容纳人数', 'capacity'),
    }),
    ...together('open', {
      opened: column(
        '启用日期 建成日期 挂牌日期 建成时间 启用时间 挂牌时间 开放日期 成立时间',
        day('启用日期', 'opened on', { required: true }),
        {
          tells: 2,
          example: '2018-03-05',
        },
      ),
      closed: column('停用日期 撤销日期', day('停用日期', 'closed on')),
      times: text('开放时间', 'opening hours', { most: 200 }),
    }),
    ...together('keeper', {
      keeper: column('负责人 站长 管理员', text('阵地负责人', 'looked after by', { most: 100 })),
      phone: phone('联系电话', 'telephone'),
    }),
    note: text('阵地备注', 'note', { most: 1000 }),
  },
  checks: [closesAfterItOpens],
  title: v => v.name ?? '',
  first: ['org', 'name', 'type', 'opened', 'closed', 'times', 'keeper', 'phone', 'address'],
  lies: 'org',
  unique: ['org', 'name'],
  roster: {
    as: 'venues',
    places: '主管组织 管理组织 主办组织 所属组织',
    title: '青年阵地登记表',
    of: { zh: '阵地', en: 'venues' },
  },
})

type Open = { readonly opened?: string | null | undefined; readonly closed?: string | null | undefined }
function closesAfterItOpens({ opened, closed }: Open, at: (field: 'closed') => At): undefined {
  if (opened == null || closed == null || opened <= closed) return
  at('closed').tell(
    'refused',
    'date-order',
    `停用日期早于启用日期 ${opened}。请改正其中一个。`,
    `this is before it opened, ${opened}. Correct one of the two.`,
  )
}

/** What is written down of a venue. */
export type VenueUse = 'open' | 'use' | 'upkeep' | 'check'
const venueUses = wordTable<VenueUse>({
  open: ['开放', '开放服务', '值守'],
  use: ['使用', '活动', '培训', '借用'],
  upkeep: ['维护', '维修', '更新', '采购'],
  check: ['检查', '巡查'],
})

/** 阵地日志: a day (or a month, by its last day) of a venue: how long it was open, who used it, what its upkeep cost. */
export const venueLog = record('venue_log', {
  words: { zh: '阵地日志', en: 'venue diary' },
  fields: {
    ...together('place', {
      org: ref('org', '管理组织', 'kept by', { required: true, fixed: true }),
      venue: column('所在阵地', text('所在阵地', 'venue', { required: true, fixed: true, most: 100 }), {
        tells: 4,
      }),
      on_day: column('日志日期', day('日志日期', 'on', { required: true, fixed: true, future: 'refused' }), {
        tells: 2,
      }),
      use: column(
        '使用情况',
        choice(
          venueUses,
          { open: 'open', use: 'used', upkeep: 'upkeep', check: 'checked' },
          '使用情况',
          'what was done',
          { required: true, fixed: true },
        ),
        { tells: 2 },
      ),
    }),
    ...together('counts', {
      people: column('服务人次', count('服务人次', 'visitors', { most: 10_000_000 }), { tells: 1 }),
      hours: column('开放时长', hours('开放时长(小时)', 'hours open'), { tells: 2 }),
      cost: column('维护费用', money('维护费用(元)', 'cost'), { tells: 2 }),
    }),
    what: text('具体内容', 'what happened', { most: 1000 }),
    files: files('佐证材料', 'evidence'),
  },
  title: l => [l.on_day, l.venue].filter(Boolean).join(' '),
  first: ['org', 'venue', 'on_day', 'use', 'people', 'hours', 'cost', 'what'],
  lies: 'org',
  unique: ['org', 'venue', 'on_day', 'use'],
  roster: { as: 'venue-diary', title: '阵地日志', happens: true },
})
