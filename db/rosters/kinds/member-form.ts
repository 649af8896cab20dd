import { field, rosterForm } from '../field.ts'
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
    field('nation', '民族', '族别'),
    field('political', '政治面貌', '政治面目 政治身份'),
    field(
      'joined',
      '入团年月',
      '入团时间 入团日期 入团年月日 加入共青团时间 参加共青团时间 参加共青团日期 何时入团 入团年份',
      1,
    ),
    field(
      'memberNo',
      '团员编号',
      '发展团员编号 团员发展编号 入团编号 团员证编号 团员证号 发展编号 团籍编号',
      3,
    ),
    field(
      'branch',
      '所在团支部',
      '所在支部 团支部 所在团支部名称 所在团支部全称 团支部名称 团支部全称 所属团支部 所属支部 支部名称 支部全称 所在团组织 所属团组织 所在组织 所属组织 团组织名称 团组织全称 团组织 组织名称 组织全称 支部 现团支部 组织ID 团组织ID 组织代码 团支部ID 支部编号 支部代码 Branch',
      1,
    ),
    field(
      'education',
      '全日制学历',
      '全日制教育学历 全日制教育 学历 文化程度 学历(全日制) 教育程度 受教育程度 学历层次',
    ),
    field('occupation', '职业', '职业类别 职业类型 从业状况 身份类别', 2),
    field(
      'phone',
      '手机号码',
      '手机号 手机 Phone Mobile 联系电话 联系方式 移动电话 电话 电话号码 联系手机 本人手机 联系号码',
    ),
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
    field('highestEducation', '最高学历', '最高教育学历 最高文化程度 在职学历 现有学历'),
    field(
      'workplace',
      '学习工作单位',
      '工作学习单位 学习(工作)单位 工作单位 学习/工作单位 工作/学习单位 单位 所在单位 就读学校 学校 工作单位及职务',
    ),
    field('email', '电子邮箱', '邮箱 电子邮件 Email E-mail 邮箱地址'),
    field('income', '收入', '月收入 收入档次 收入情况 收入(元) 税后月收入 月工资收入', 2),
    ...moreColumns,
  ],
})
