import { record, together } from '../record.ts'
import { term } from '../types/choice.ts'
import { count } from '../types/count.ts'
import { day, knownDay } from '../types/day.ts'
import type { At } from '../types/field.ts'
import { column } from '../types/field.ts'
import { ref } from '../types/ref.ts'
import { code, text } from '../types/text.ts'
import { termTable } from '../types/word-table.ts'

const prospectTypes = termTable({
  园区: ['产业园区', '工业园', '工业园区', '园区企业'],
  企业: ['非公企业', '公司', '非公有制企业', '民营企业'],
  社会组织: ['新社会组织', '协会', '民办非企业单位', '社会服务机构'],
  商圈: ['市场商圈', '商业街区', '专业市场'],
  楼宇: ['商务楼宇', '写字楼'],
  其他: [],
})
const typesInEnglish = {
  园区: 'park',
  企业: 'enterprise',
  社会组织: 'social organization',
  商圈: 'business district',
  楼宇: 'office building',
  其他: 'other',
}

/** 待建单位: a park, an enterprise or a social organization that has no organization of the League yet (domain.md 6: 3 members are enough for one). */
export const prospect = record('prospect', {
  words: { zh: '待建单位', en: 'unit without organization' },
  fields: {
    ...together('place', { org: ref('org', '属地组织', 'lies in', { required: true, fixed: true }) }),
    ...together('what', {
      name: column('企业名称 公司名称 园区名称 社会组织名称', text('单位名称', 'name', { required: true })),
      type: column(
        '单位类型 单位性质 类别 类型',
        term(prospectTypes, typesInEnglish, '单位类别', 'type', { required: true }),
        {
          tells: 2,
        },
      ),
      credit_code: code('统一社会信用代码', 'credit code'),
    }),
    since: knownDay('掌握日期', 'known since'),
    ...together('people', {
      members: column('现有团员数 现有团员 团员数 团员人数', count('已知团员数', 'members known')),
      youths: column(
        '青年人数 35岁以下青年数 35岁以下青年人数 35周岁以下青年数 35周岁以下青年人数 职工青年数 青年职工数',
        count('青年数', 'young people'),
        {
          tells: 2,
        },
      ),
    }),
    planned: column(
      '计划建团时间 拟建团时间 拟建团日期 预计建团时间 预计建团日期',
      knownDay('计划建团日期', 'organization planned for'),
      { tells: 4 },
    ),
    ...together('covered', {
      /** By name: what a record refers to is fixed when it is made, and this comes later. */
      covered_by: text('覆盖组织', 'covered by'),
      covered_on: day('覆盖日期', 'covered from'),
    }),
    note: text('备注', 'note', { most: 500 }),
  },
  checks: [coveredByOne],
  title: p => p.name ?? '',
  first: ['org', 'name', 'type', 'members', 'youths', 'since', 'planned', 'covered_by', 'covered_on'],
  lies: 'org',
  roster: { as: 'prospects', places: '所属街道 属地街道 所在街道 所属社区 属地社区 所在社区 属地' },
})

type Covered = {
  readonly covered_by?: string | null | undefined
  readonly covered_on?: string | null | undefined
}
function coveredByOne(
  { covered_by: by, covered_on: on }: Covered,
  at: (field: 'covered_by') => At,
): undefined {
  if (on == null || by != null) return
  at('covered_by').tell(
    'refused',
    'missing',
    '写了覆盖日期，还要写明由哪个组织覆盖。',
    'with a day from which it is covered, the organization that covers it has to be given too.',
  )
}
