import { field, rosterForm } from '../field.ts'
import { crowd, typeAndTopic } from '../values/cell-of-two.ts'

export type MeetingField = 'org' | 'type' | 'day' | 'topic' | 'expected' | 'attended' | 'place'

/** 组织生活记录 (domain.md 2: what the minutes of a meeting hold). */
export const meetingForm = rosterForm<MeetingField>({
  title: '组织生活记录表',
  needs: [['org'], ['type'], ['day']],
  keys: ['type', 'day'],
  place: 'org',
  happens: true,
  twos: [crowd('expected', 'attended'), typeAndTopic('type', 'topic')],
  fields: [
    field(
      'org',
      '团组织',
      '团组织名称 团组织全称 组织名称 组织全称 所属团组织 所在团组织 团支部 团支部名称 团支部全称 所在团支部 所在支部 所属团支部 所属支部 支部名称 支部 组织 举办单位 主办单位 召开单位 单位 单位名称 组织ID 团组织ID 组织代码',
    ),
    field(
      'type',
      '活动类型',
      '会议类型 会议类别 活动类别 组织生活类型 组织生活形式 会议形式 活动形式 类型 类别 会议名称 活动名称 形式 会议类型及主题 会议类型和主题 活动类型及主题 活动类型及内容 会议类型及内容 会议名称及主题 会议内容及形式',
      4,
    ),
    field(
      'day',
      '日期',
      '活动日期 会议日期 召开日期 召开时间 活动时间 会议时间 开展时间 开展日期 举办时间 举办日期 时间',
      3,
    ),
    field(
      'topic',
      '主题',
      '活动主题 会议主题 议题 会议议题 主要议题 内容 主要内容 会议内容 活动内容 学习内容 活动名称 会议名称',
      3,
    ),
    field(
      'expected',
      '应到人数',
      '应到 应参加人数 应到会人数 应参会人数 应出席人数 应到/实到 应到/实到人数 应到人数/实到人数 应到、实到人数 实到/应到 实到/应到人数 实到人数/应到人数 应到实到情况 到会情况 出席情况 参会情况 参加情况 参加人员情况',
      4,
    ),
    field(
      'attended',
      '实到人数',
      '实到 参加人数 实际参加人数 到会人数 参会人数 出席人数 实到会人数 参与人数 实参加人数 人数',
      4,
    ),
    field('place', '地点', '活动地点 会议地点 召开地点 场所 会议场所', 2),
  ],
})
