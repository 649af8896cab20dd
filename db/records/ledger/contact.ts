import { record, together } from '../record.ts'
import { choice, term } from '../types/choice.ts'
import { count } from '../types/count.ts'
import { day } from '../types/day.ts'
import { column } from '../types/field.ts'
import { phone } from '../types/phone.ts'
import { ref } from '../types/ref.ts'
import { text } from '../types/text.ts'
import { termTable, wordTable } from '../types/word-table.ts'

const fieldsOfYouth = termTable({
  学生: ['在校学生'],
  企业职工: ['青工', '企业青年', '职工'],
  机关事业单位: ['机关', '事业单位'],
  社区青年: ['居民'],
  新兴领域: ['新兴青年', '外卖小哥', '快递小哥', '自由文艺工作者', '自由职业'],
  其他: [],
})
const fieldsInEnglish = {
  学生: 'student',
  企业职工: 'employee',
  机关事业单位: 'public service',
  社区青年: 'community',
  新兴领域: 'new fields of work',
  其他: 'other',
}

/** 1+100 (中青办发〔2016〕5号, domain.md 6): one young person with whom a cadre keeps in direct contact. */
export const contact = record('contact', {
  words: { zh: '联系青年', en: 'contact' },
  fields: {
    ...together('place', {
      person: ref('person', '联系团干', 'cadre', { required: true, fixed: true }),
      youth: column(
        '青年姓名 联系青年 联系对象 联系青年姓名 被联系青年 被联系人',
        text('青年姓名', 'young person', { required: true, fixed: true, most: 100 }),
        { tells: 4, example: '王小明' },
      ),
    }),
    ...together('what', {
      unit: column(
        '青年单位 青年所在单位 单位 工作单位 所在单位',
        text('所在单位或住址', 'workplace or address', { most: 200 }),
        {
          tells: 1,
        },
      ),
      field: column(
        '青年领域 青年类别 领域 所在领域',
        term(fieldsOfYouth, fieldsInEnglish, '所在领域', 'field'),
        {
          tells: 3,
        },
      ),
      phone: column('青年联系方式 青年电话 电话 联系电话 联系方式', phone('青年电话', 'telephone')),
    }),
    ...together('span', {
      since: column('建立联系日期 建立联系时间 联系起始日期', day('建立联系日期', 'in contact since'), {
        tells: 2,
      }),
      ended: day('结束联系日期', 'until'),
    }),
    note: text('联系备注', 'note', { most: 500 }),
  },
  title: c => c.youth ?? '',
  first: ['person', 'youth', 'unit', 'field', 'phone', 'since', 'ended'],
  lies: { by: 'membership' },
  unique: ['person', 'youth'],
  roster: { as: 'contacts', title: '团干部直接联系青年登记表', ofOne: { others: 'youth' } },
})

/** How a cadre met the young people with whom he keeps in contact. */
export type Meeting = 'face' | 'event' | 'online'
const meetings = wordTable<Meeting>({
  face: ['面对面', '面对面交流', '走访', '谈心'],
  event: ['线下活动', '活动'],
  online: ['线上', '网络'],
})

/** 联系日志: once a quarter an activity, once a year face to face, and online in between. */
export const visit = record('visit', {
  words: { zh: '联系日志', en: 'visit' },
  fields: {
    ...together('place', {
      person: ref('person', '联系团干', 'cadre', { required: true, fixed: true }),
      on_day: column(
        '联系日期 走访日期',
        day('联系日期', 'on', { required: true, fixed: true, future: 'refused' }),
        {
          tells: 3,
        },
      ),
      way: column(
        '联系方式 联系形式 走访形式',
        choice(meetings, { face: 'face to face', event: 'activity', online: 'online' }, '联系形式', 'how', {
          required: true,
          fixed: true,
        }),
        { tells: 1 },
      ),
    }),
    people: column('联系人数', count('联系人数', 'young people'), { tells: 2 }),
    ...together('what', {
      topic: column('联系内容 走访内容', text('联系内容', 'subject', { most: 1000 }), { tells: 2 }),
      asked: text('青年诉求', 'what they asked for', { most: 1000 }),
      done: text('办理情况', 'what was done about it', { most: 1000 }),
    }),
  },
  title: v => v.on_day ?? '',
  first: ['person', 'on_day', 'way', 'people', 'topic', 'asked', 'done'],
  lies: { by: 'membership' },
  unique: ['person', 'on_day', 'way'],
  roster: { as: 'visits', title: '联系青年日志', happens: true, ofOne: {} },
})
