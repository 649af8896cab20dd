import { record, together } from '../record.ts'
import { term } from '../types/choice.ts'
import { day } from '../types/day.ts'
import { list } from '../types/list.ts'
import { map } from '../types/map.ts'
import { ref } from '../types/ref.ts'
import { text } from '../types/text.ts'
import { termTable } from '../types/word-table.ts'
import { ownFieldType } from './own-field.ts'

const areas = termTable({
  思想引领: ['宣传教育', '政治引领'],
  组织建设: ['团的建设', '基层建设'],
  服务青年: ['服务青少年', '青年服务'],
  志愿服务: ['义工服务', '志愿者'],
  阵地建设: ['阵地'],
  宣传: ['新媒体', '宣传报道'],
  荣誉: ['表彰', '评优'],
  其他: [],
})
const areasInEnglish = {
  思想引领: 'guidance',
  组织建设: 'organization',
  服务青年: 'services to young people',
  志愿服务: 'volunteering',
  阵地建设: 'venues',
  宣传: 'publicity',
  荣誉: 'honours',
  其他: 'other',
}

/**
 * 工作类型: one kind of work that is recorded (主题团课, 青年之声活动, U站), with fields of its own. It is data: an office
 * makes one in the window, and all offices below it receive it. Records of work name it by its name, as spreadsheets do.
 */
export const workType = record('work_type', {
  words: { zh: '工作类型', en: 'type of work' },
  fields: {
    ...together('place', { org: ref('org', '设立单位', 'made by', { required: true, fixed: true }) }),
    ...together('what', {
      name: text('类型名称', 'name', { required: true, most: 60 }),
      also: list(text('', '', { most: 60 }), '别的叫法', 'other names'),
      area: term(areas, areasInEnglish, '工作领域', 'area'),
    }),
    own: map(ownFieldType, '自有栏目', 'fields of its own', { isOrdered: true }),
    until: day('停用日期', 'in use until'),
    note: text('填写说明', 'how to fill it in', { most: 500 }),
  },
  title: t => t.name ?? '',
  first: ['org', 'name', 'area', 'own', 'also', 'note'],
  lies: 'org',
  downwards: true,
  unique: ['org', 'name'],
  roster: { as: 'work-types', title: '工作类型登记表' },
})
