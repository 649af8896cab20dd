import { decision } from '#db/records/decision.ts'
import { org } from '#db/records/org.ts'
import { orgActWords } from '#db/records/words/decision-words.ts'
import { field, rosterForm } from '../field.ts'
import { type FieldNote, type FieldNotes, noteOf } from '../writing/field-note.ts'

export type ReorganizationField =
  | 'act'
  | 'org'
  | 'target'
  | 'effective'
  | 'decided'
  | 'document'
  | 'name'
  | 'short_name'
  | 'code'
  | 'kind'
  | 'tier'
  | 'members'

/** 组织调整表 (换届并支): one line for each thing that becomes of an organization. */
export const reorganizationForm = rosterForm<ReorganizationField>({
  title: '组织调整表',
  needs: [['act'], ['org']],
  keys: ['org', 'act'],
  place: undefined,
  fields: [
    field('act', '动作', '变动 变动类型 变动方式 调整方式 调整类型 调整事项 事项 操作 变更类型 变更事项', 4),
    field(
      'org',
      '组织',
      '团组织 组织名称 团组织名称 原组织 原团组织 调整组织 团支部 支部 组织ID 团组织ID',
      1,
    ),
    field(
      'target',
      '目标',
      '目标组织 并入组织 并入 去向 接收组织 上级组织 新上级 新上级组织 调整后上级 改设在 团员转到 调整后',
      3,
    ),
    field('effective', '生效日期', '日期 生效时间 调整日期 变动日期 执行日期', 2),
    field('decided', '决定日期', '批复日期 决定时间 发文日期', 2),
    field('document', '文号', '批文号 文件号 批复文号 依据 文件', 2),
    field('name', '新全称', '新名称 新组织全称 新组织名称 更名后全称 调整后名称 变更后名称 全称', 2),
    field('short_name', '新简称', '新组织简称 更名后简称 简称', 2),
    field('code', '新组织ID', '新编码 新组织编码 新代码', 2),
    field('kind', '新组织类型', '组织类型 调整后类型 新类型', 1),
    field('tier', '新所属层级', '所属层级 新层级 层级', 1),
    field('members', '编入团员身份证号', '编入团员 团员 团员名单 团员身份证号 身份证号', 1),
  ],
})

const note = (english: string, zh: string, en: string, example: string): FieldNote => ({
  english,
  how: { zh, en },
  example,
  words: [],
})

/** How each column is filled in. */
const notes: FieldNotes<ReorganizationField> = {
  act: {
    english: 'What becomes of it',
    how: { zh: '从下列各词中选一个。', en: 'One of the words listed.' },
    example: '并入',
    words: orgActWords.values.map(act => orgActWords.wordFor(act)),
  },
  org: note(
    'Organization',
    '变动的组织：组织ID、全称或简称。成立和分设写新组织的全称或原组织。',
    'Which one: code, full or short name. To establish one, its full name; to split one off, the present one.',
    '东坪社区第二团支部',
  ),
  target: note(
    'Target',
    '并入的组织、改隶属或新成立的上级、撤销后团员转到的组织：组织ID、全称或简称。',
    'Into which, under which, or to which its members go: code, full or short name.',
    '东坪社区第一团支部',
  ),
  effective: note(
    'Holds from',
    '从哪一天起；空着按办理时填的日期。',
    'From which day; left blank, from the day of the whole.',
    '2018-09-01',
  ),
  decided: noteOf(decision.fields.decided),
  document: noteOf(decision.fields.document),
  name: noteOf(org.fields.name),
  short_name: noteOf(org.fields.short_name),
  code: noteOf(org.fields.code),
  kind: noteOf(org.fields.kind),
  tier: noteOf(org.fields.tier),
  members: note(
    'ID numbers of its members',
    '分设时编入新组织的团员，每人一个身份证号，用顿号或空格隔开。',
    'To split one off: who goes there, an ID number each, with spaces between.',
    '',
  ),
}

/** The empty table of a reorganization. */
export const reorganizationTable = { form: reorganizationForm, notes }
