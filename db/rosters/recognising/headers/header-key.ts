import { remembering } from '#db/shared/own-copy.ts'
import { simplified } from '#db/shared/simplified.ts'

/**
 * A header without line breaks, spaces, asterisks, strokes between words and (必填); brackets are half-width and letters
 * lower-case. Each row of a sheet is tried as the header of each roster, so the same texts come again and again.
 */
export const headerKey = remembering(20_000, keyOf)

function keyOf(header: string): string {
  return simplified(header)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\u200b-\u200f\ufeff]/g, '')
    .replace(/[[【]/g, '(')
    .replace(/[\]】]/g, ')')
    .replace(/[\s*★☆※●▲#:"'“”/\\、,，.·_|]+/g, '')
    .replace(/\((必填|选填|可选|可不填|非必填|必须填写)[^()]*\)/g, '')
}

/**
 * SFZH 身份证号, A0107-出生日期 and Branch / 所在团支部 without what stands before the Chinese header; undefined where nothing
 * does. The number of a QQ or WeChat account is none of those that a bare 号码 may be.
 */
export function headerBehindCode(header: string): string | undefined {
  // What is longer is a sentence, and would be looked at for long.
  return header.length > 60 ? undefined : behindCode.exec(header)?.[1]
}

const behindCode =
  /^(?!\s*(?:qq|wechat|e-?mail))\s*[a-z][a-z\d ]{0,20}[\s_\-—:：.、|/()（）]+(\p{Script=Han}{2}.*)$/iu

/** 1、您的姓名 and Q3 请选择您所在的团支部, as an online form heads its answers, as the key of what is asked; undefined for others. */
export function keyOfQuestion(key: string): string | undefined {
  const bare = key.replace(question, '')
  return bare === key || bare === '' ? undefined : bare
}

const question =
  /^(?:q?\d{1,2}(?=\p{Script=Han}))?(?:请(?:如实|准确)?(?:填写|输入|选择|填)?)?(?:(?:您|你)(?:本人)?)?(?:(?:目前|现在)?所在的?|的)?/u

/**
 * The same without what stands in brackets, such as (18位) or (格式:2018-01-01), what a second line says about filling it
 * in, the 1 of 联系电话1 and the English of 姓名 Name.
 */
export function headerKeyWithoutRemarks(key: string): string {
  return key
    .replace(/\([^()]*\)/g, '')
    .replace(/\(.*$/, '')
    .replace(/(?<=.{2})(?:格式|示例|例如|[如例](?=\d)|请?填写[为到至成按]).*$/, '')
    .replace(/(?<=\p{Script=Han})(?:1|[a-z]{3,})$/u, '')
}

const another =
  '(?:家长|监护人?|父[亲母]?|母亲?|爸爸|妈妈|父母|配偶|家属|亲属|家庭成员|紧急联系人?|紧急联络人?|辅导员|班主任|入团介绍人|介绍人)'
const anotherGroup = new RegExp(`^(?:学生|团员|青年)?${another}(?:的?(?:基本)?(?:信息|情况|资料|联系方式))?$`)
const anotherName = new RegExp(`^(?:学生|团员|青年)?(?:第[一二])?${another}(?:姓名|名字)?$`)
const anotherRemark = new RegExp(`\\((?:填|为)?${another}(?:的|姓名|电话|手机)?\\)`)

/** 家长信息 above 姓名 and 电话: what stands below is of somebody else than the row. */
export function isOfAnother(group: string): boolean {
  return group.length <= 20 && anotherGroup.test(headerKey(group).replace(/\(.*$/, ''))
}

/** 联系电话(家长), as a header key: a remark that says whose it is. */
export function namesAnother(key: string): boolean {
  return anotherRemark.test(key)
}

/** 支部书记, 负责人姓名 and 联系人: whoever stands there is a person. */
const person =
  /^(?:现任|本届)?(?:团?支部|团?总支|团委|团工委|团?组织|单位|企业|公司|社区|街道)?(?:正|副)?(?:书记|负责人|联系人|联络[人员]|经办人|主任|主要负责人|第一责任人|团干部?|网格[长员]|[组站所厂校院园班队会]长|(?:董事长|总?经理|法定代表人|法人代?表?)|党建指导员|指导员|包[联片点]干?部?人?)(?:姓名|名字)?$|^姓名$/
/** What is said of him before his telephone. */
const ofPerson =
  /^(?:性别|年龄|民族|学历|文化程度|政治面貌|职务|团内职务|专?兼职|(?:居民)?身份证(?:号码?)?|出生(?:年月|日期)|qq号?|微信号?|邮箱|(?:与.{0,4})?关系|(?:联系|办公|移动)?(?:电话|手机|方式)(?:号码?)?)$/
const ofMember = /本人|个人|学生|团员/
const ofOrg = /组织|单位|办公|座机|固定|支部|团委|总支|值班|传真/

/**
 * Whether a telephone stands behind a column of somebody's name, and so is his: where the rows are organizations behind
 * that of whoever heads them, where they are people behind that of a parent.
 */
export function isOfPersonBefore(headers: readonly string[], index: number, ofPeople: boolean): boolean {
  if ((ofPeople ? ofMember : ofOrg).test(headers[index] ?? '')) return false
  for (let before = index - 1; before >= 0; before--) {
    const key = headerKey(headers[before] ?? '').replace(/\(.*$/, '')
    if (key === '' || ofPerson.test(key)) continue
    return (ofPeople ? anotherName : person).test(key)
  }
  return false
}

/** 原书记, 前任负责人 and 上届姓名: who held the post before. */
const former = /^(?:原任?|前任|上届|上一届|上任)(?:团?(?:支部|总支|委))?(?:书记|负责人|姓名)(?:姓名)?$/
const ofPost = /^(?:任职|任现职|离任|免职|卸任)(?:的)?(?:时间|日期|年月)$|^任期$/

/** Whether what a column says stands behind the name of who held the post before, and so is of him. */
export function isOfFormer(headers: readonly string[], index: number): boolean {
  const keyAt = (at: number) => headerKey(headers[at] ?? '').replace(/\(.*$/, '')
  const isOfSomebody = (key: string) => ofPost.test(key) || ofPerson.test(key)
  if (!isOfSomebody(keyAt(index))) return false
  let before = index - 1
  while (before >= 0 && (keyAt(before) === '' || isOfSomebody(keyAt(before)))) before--
  return former.test(keyAt(before))
}
