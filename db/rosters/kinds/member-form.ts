import { person } from '#db/records/person.ts'
import { field, rosterForm } from '../field.ts'
import { definedField, personTexts } from './defined-columns.ts'
import { type MoreField, moreColumns } from './more-fields.ts'

export type MemberField =
  | 'name'
  | 'idType'
  | 'idNumber'
  | 'birth'
  | 'nation'
  | 'political'
  | 'joined'
  | 'memberNo'
  | 'branch'
  | 'education'
  | 'occupation'
  | 'phone'
  | 'reportStatus'
  | 'status'
  | 'feesPaidTo'
  | 'sex'
  | 'highestEducation'
  | 'workplace'
  | 'email'
  | 'income'
  | MoreField

/** 团员信息表 (domain.md 4.3). */
export const memberForm = rosterForm<MemberField>({
  title: '团员信息表',
  needs: [['name'], ['idNumber'], ['branch']],
  keys: ['name', 'idNumber'],
  place: 'branch',
  fields: [
    field('name', '姓名', 'Name 团员姓名 名字 本人姓名 学生姓名 员工姓名 人员姓名 中文姓名'),
    field('idType', '证件类型', '证件类别 证件种类 身份证件类型 有效证件类型'),
    field(
      'idNumber',
      '身份证号',
      '身份证号码 IDNumber IDNo 公民身份号码 公民身份证号码 居民身份证号 居民身份证号码 身份证 证件号码 证件号 身份证件号码 身份证件号 有效证件号码 身份号码 身份证编号',
    ),
    field('birth', '出生日期', '出生年月日 出生年月 出生时间 出生年份 生日'),
    definedField('nation', personTexts.nation),
    definedField('political', personTexts.political),
    definedField('joined', person.fields.joined),
    definedField('memberNo', personTexts.memberNo),
    field(
      'branch',
      '所在团支部',
      '所在支部 团支部 所在团支部名称 所在团支部全称 团支部名称 团支部全称 所属团支部 所属支部 支部名称 支部全称 所在团组织 所属团组织 所在组织 所属组织 团组织名称 团组织全称 团组织 组织名称 组织全称 支部 现团支部 组织ID 团组织ID 组织代码 团支部ID 支部编号 支部代码 Branch',
      1,
    ),
    definedField('education', personTexts.education),
    definedField('occupation', personTexts.occupation),
    definedField('phone', personTexts.phone),
    field(
      'reportStatus',
      '报到资料状态',
      '报到状态 资料状态 报到审核状态 审核状态 报到情况 报到资料审核状态',
      4,
    ),
    field('status', '团籍状态', '团员状态 团籍 团籍情况 状态', 4),
    field(
      'feesPaidTo',
      '团费交至',
      '团费交纳至 团费缴至 团费缴纳至 团费已交至 团费交纳截止 团费缴纳截止月份 交费至 缴费至 团费截止月份',
      4,
    ),
    field('sex', '性别', '男女'),
    definedField('highestEducation', personTexts.highestEducation),
    definedField('workplace', personTexts.workplace),
    definedField('email', personTexts.email),
    definedField('income', personTexts.income),
    ...moreColumns,
  ],
})
