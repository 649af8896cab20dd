import { person } from '#db/records/person.ts'
import { tenure } from '#db/records/types/cell-of-two.ts'
import { field, rosterForm } from '../field.ts'
import { definedField, personTexts } from './defined-columns.ts'

export type CadreField =
  | 'name'
  | 'idNumber'
  | 'org'
  | 'title'
  | 'nature'
  | 'since'
  | 'until'
  | 'phone'
  | 'nation'
  | 'political'
  | 'idType'
  | 'birth'
  | 'education'
  | 'joined'
  | 'email'
  | 'workplace'

/** Posts by which columns are headed where a row is an organization: 书记, 书记姓名, 副书记身份证号. */
const officerWords = [
  '副书记',
  '书记',
  '组织委员',
  '宣传委员',
  '文体委员',
  '纪检委员',
  '学习委员',
  '生活委员',
]

/** 团干部信息表 (domain.md 4.4): the system keeps only 任现职年月, so 离任日期 is ours. */
export const cadreForm = rosterForm<CadreField>({
  title: '团干部信息表',
  needs: [['name'], ['idNumber'], ['org'], ['title']],
  keys: ['name', 'idNumber'],
  place: 'org',
  twos: [tenure('since', 'until')],
  titled: { field: 'title', words: officerWords },
  fields: [
    field('name', '姓名', 'Name 团干姓名 团干部姓名 干部姓名 书记姓名 名字 人员姓名 本人姓名'),
    field(
      'idNumber',
      '身份证号码',
      '身份证号 IDNumber IDNo 公民身份号码 公民身份证号码 居民身份证号 居民身份证号码 身份证 证件号码 证件号 身份证件号码 身份证件号 书记身份证号 身份号码',
    ),
    field(
      'org',
      '团干所属组织',
      '团干部所属组织 单位 所属团组织 所属组织 任职组织 任职团组织 所在团组织 所在组织 团组织全称 团组织名称 组织全称 组织名称 所在团支部 所在支部 团支部名称 团支部全称 所属团支部 所属支部 团支部 团组织 支部名称 任职单位 任职支部 组织ID 团组织ID 组织代码 单位名称 Organization Branch',
      1,
    ),
    field(
      'title',
      '团内现任职务',
      '团内职务 Post Title 现任团内职务 团干部职务 团干职务 现任职务 担任职务 担任团内职务 职务 职务名称 岗位 团内岗位',
      4,
    ),
    field(
      'nature',
      '团干部性质',
      '团干性质 干部性质 专兼挂职 专挂兼 专兼职 专兼挂 专职兼职 专职兼职挂职 专职(兼职、挂职) 专(兼、挂)职 兼职挂职 专兼挂情况 专兼挂职情况 任职性质 任职类型 任职形式 任职方式 团干类型 团干部类型 团干类别 团干部类别 干部类型 干部类别 职务性质 岗位性质 人员性质 用工性质 性质 是否专职团干部 是否专职 是否兼职 专兼职情况',
      4,
    ),
    field(
      'since',
      '任现职年月',
      '任职时间 任职日期 任现职时间 任现职日期 任职起始 任职开始时间 任职开始日期 任职起始时间 任职起始日期 任职起止时间 任职起止 任职起止日期 任职起止年月 起止时间 起止年月 任职期间 任期 任职年月 上任时间 到任时间 现职任职时间 开始时间 起始时间',
      4,
    ),
    field(
      'until',
      '离任日期',
      '离任时间 免职时间 免职日期 卸任时间 卸任日期 任职截止 任职结束时间 任职结束日期 任职截止时间 任职截止日期 任职止 离职时间 离职日期 离任年月 结束时间 截止时间',
      4,
    ),
    definedField('phone', personTexts.phone, { header: '手机号', also: '书记手机' }),
    definedField('nation', personTexts.nation),
    definedField('political', personTexts.political),
    field('idType', '证件类型', '证件类别 证件种类 身份证件类型'),
    field('birth', '出生日期', '出生年月日 出生年月 出生时间 出生年份 生日'),
    definedField('education', personTexts.education, { header: '文化程度', also: '最高学历' }),
    definedField('joined', person.fields.joined, { tells: 0 }),
    definedField('email', personTexts.email),
    definedField('workplace', personTexts.workplace, { also: '单位及职务' }),
  ],
})
