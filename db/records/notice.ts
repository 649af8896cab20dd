import { record, together } from './record.ts'
import { day } from './types/day.ts'
import { column } from './types/field.ts'
import { ref } from './types/ref.ts'
import { text } from './types/text.ts'

/** 通报: what an office told one of its organizations, and when. */
export const notice = record('notice', {
  words: { zh: '通报', en: 'notice' },
  fields: {
    ...together('place', { org: ref('org', '团组织', 'organization', { required: true, fixed: true }) }),
    ...together('what', {
      title: column(
        '通报标题 文件标题 通报名称 文件名称 名称 题目',
        text('标题', 'title', { required: true }),
        {
          tells: 3,
          example: '关于2018年度团费收缴情况的通报',
        },
      ),
      issued_on: column(
        '通报日期 通报时间 印发日期 印发时间 发文日期 发文时间 时间',
        day('日期', 'date', { required: true, future: 'refused' }),
        { tells: 1, example: '2018-12-20' },
      ),
      body: column('通报内容 主要内容 正文 通报事项', text('内容', 'text', { most: 5000 }), { tells: 1 }),
    }),
  },
  title: n => `${n.issued_on ?? ''} ${n.title ?? ''}`.trim(),
  first: ['org', 'issued_on', 'title', 'body'],
  lies: 'org',
  roster: { as: 'notices', again: ['org', 'issued_on', 'title'], happens: true },
})
