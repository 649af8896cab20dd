import { termOfOffice } from '#db/records/types/cell-of-two.ts'
import { field, rosterForm } from '../field.ts'

export type OrgField =
  | 'code'
  | 'name'
  | 'shortName'
  | 'kind'
  | 'tier'
  | 'parent'
  | 'industry'
  | 'branchType'
  | 'founded'
  | 'elected'
  | 'termYears'
  | 'phone'
  | 'creditCode'
  | 'email'

/** 团组织信息表 (domain.md 4.2). */
export const orgForm = rosterForm<OrgField>({
  title: '团组织信息表',
  needs: [['code', 'name', 'shortName']],
  keys: ['name'],
  place: undefined,
  twos: [termOfOffice('elected', 'termYears')],
  fields: [
    field(
      'code',
      '组织ID',
      '团组织ID 组织代码 组织编码 团组织编码 团组织代码 组织编号 团组织编号 团组织机构代码 组织机构代码 机构代码 机构编码 OID 组织号 支部编号 支部代码 编码 代码 编号 ID',
      2,
    ),
    field(
      'name',
      '团组织全称',
      '组织全称 团组织名称 组织名称 全称 团支部全称 团支部名称 支部名称 支部全称 团委名称 机构名称 单位全称 单位名称 团组织 组织 名称 所属团组织',
      2,
    ),
    field('shortName', '团组织简称', '组织简称 简称 团支部简称 支部简称 单位简称', 2),
    field('kind', '组织类型', '组织类别 团组织类别 团组织类型 组织性质 组织形式 机构类型 类型 类别', 3),
    field('tier', '所属层级', '层级 组织层级 团组织层级 所在层级 级别 组织级别 隶属层级 层次', 2),
    field(
      'parent',
      '上级组织',
      '上级团组织 上级组织全称 上级团组织全称 上级组织名称 上级团组织名称 直属上级 直接上级 上级 上级团委 隶属 隶属关系 隶属组织 隶属团组织 主管团组织 隶属上级 隶属于 隶属单位 上级组织ID 上级组织代码 所属团委 所属上级 所属团总支 社区团总支 所属团工委 街道团工委',
      3,
    ),
    field(
      'industry',
      '单位所属行业类别',
      '行业类别 所属行业 单位行业类别 所属行业类别 行业 单位类别 单位性质 单位类型 领域',
      2,
    ),
    field(
      'branchType',
      '支部类别',
      '支部类型 团支部类别 团支部类型 支部性质 特殊类别 特殊支部类别 是否特殊支部',
      2,
    ),
    field(
      'founded',
      '成立日期',
      '成立时间 建立时间 建立日期 创建时间 创建日期 组织建立时间 组织成立时间 团组织成立时间 建团时间 建团日期 成立年月 批准成立时间 批复时间',
      2,
    ),
    field(
      'elected',
      '最近换届日期',
      '最近一次换届时间 最近换届时间 最近一次换届日期 上次换届时间 上次换届日期 换届时间 换届日期 本届选举日期 本届选举时间 选举日期 选举时间 本届任期起始 本届任期起止 本届任期起止时间 任期起止 任期起止时间 起止时间 本届起始时间 最近一次选举时间 换届年月',
      3,
    ),
    field('termYears', '届期(年)', '届期 任期 任期(年) 每届任期 每届任期(年) 任期年限 届期年限 任期年数', 3),
    field(
      'phone',
      '联系电话',
      '团组织联系电话 电话 单位电话 办公电话 固定电话 联系方式 组织联系电话 手机号码 手机号 手机 座机',
    ),
    field(
      'creditCode',
      '统一社会信用代码',
      '社会信用代码 信用代码 单位统一社会信用代码 统一信用代码 组织统一社会信用代码',
      2,
    ),
    field('email', '团组织电子邮箱', '电子邮箱 邮箱 电子邮件 单位邮箱 Email E-mail'),
  ],
})
