import { type Field, field } from '../field.ts'

/** The columns by which a row says whom it is about. */
export const personForm: readonly Field<'name' | 'idNumber' | 'birth'>[] = [
  field('name', '姓名', 'Name 团员姓名 名字 本人姓名 学生姓名 员工姓名 人员姓名 中文姓名'),
  field(
    'idNumber',
    '身份证号',
    '身份证号码 IDNumber IDNo 公民身份号码 公民身份证号码 居民身份证号 居民身份证号码 身份证 证件号码 证件号 身份证件号码 身份证件号 有效证件号码 身份号码 身份证编号',
  ),
  field('birth', '出生日期', '出生年月日 出生年月 出生时间 出生年份 生日'),
]
