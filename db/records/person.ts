import { record, together } from './record.ts'
import { choice, term } from './types/choice.ts'
import { firstDay, type KnownDay, knownDay, month } from './types/day.ts'
import { type At, column, type Plain } from './types/field.ts'
import { files } from './types/files.ts'
import { idNumber, residentId } from './types/id-number.ts'
import { privatePhone } from './types/phone.ts'
import { code, text } from './types/text.ts'
import { partyBodyWords } from './words/cadre-words.ts'
import { deletionWords, incomeWords, occupationWords } from './words/member-words.ts'
import {
  educationWords,
  idTypeWords,
  nationWords,
  politicalWords,
  sexWords,
  verifiedWords,
} from './words/person-words.ts'

const politicals = {
  共青团员: 'League member',
  中共党员: 'Party member',
  中共预备党员: 'probationary Party member',
  群众: 'no affiliation',
}

const incomesInEnglish = {
  '2000以下': 'below 2000',
  '10000以上': '10000 and more',
  学生: 'student',
  农业户籍无固定收入: 'farming household without fixed income',
}

/** 团员、团干部 (domain.md 4.3, 4.4). */
export const person = record('person', {
  words: { zh: '团员', en: 'member' },
  fields: {
    name: column(
      'Name FullName 团员姓名 团干姓名 团干部姓名 联系团干 名字 本人姓名 学生姓名 员工姓名 人员姓名 中文姓名',
      text('姓名', 'name', { required: true, most: 100, reads: personName }),
      { example: '陈晓安', how: { zh: '与身份证一致的姓名。', en: 'The name as on the identity card.' } },
    ),
    ...together('identity', {
      id_type: column(
        '证件类别 证件种类 身份证件类型 有效证件类型',
        choice(idTypeWords, { resident: 'resident card', foreign: 'foreign paper' }, '证件类型', 'ID type', {
          blank: { zh: '普通居民身份证', en: 'resident card' },
        }),
      ),
      id_number: column(
        '身份证号码 IDNumber IDNo IDCard IDCardNo IDCardNumber IdentityCardNo IdentityNumber 公民身份号码 公民身份证号码 公民身份证号 二代身份证号 二代身份证号码 居民身份证号 居民身份证号码 身份证 证件号码 证件号 身份证件号码 身份证件号 有效证件号码 身份号码 身份证编号 身份证/护照号 身份证/护照号码 身份证或护照号 身份证或护照号码 身份证护照号码 身份证件/护照号',
        idNumber('身份证号', 'ID number'),
        {
          example: '440399199803121019',
          how: {
            zh: '18 位身份证号。单元格已设为文本，末位的 X 照填；境外证件填证件号码，并填出生日期。',
            en: 'All 18 characters; the cells are set to text. For a foreign paper, its number, and the date of birth as well.',
          },
        },
      ),
      birth: column(
        'DateOfBirth BirthDate Birthday 出生年月日 出生年月 出生时间 出生年份 出生年 生日 出生',
        birth(),
        {
          example: '1998-03-12',
          how: {
            zh: '年月日，如 2018-05-04；只知道年月也可以，如 2018-05。居民身份证可以不填。',
            en: 'A day such as 2018-05-04, or a month such as 2018-05. Not needed with a resident identity card.',
          },
        },
      ),
      sex: column('Gender 男女', choice(sexWords, { male: 'male', female: 'female' }, '性别', 'sex')),
    }),
    nation: column(
      '族别',
      term(nationWords, {}, '民族', 'ethnic group', { not: [sexWords, politicalWords, educationWords] }),
      {
        offers: 0,
        how: {
          zh: `五十六个民族之一，如${nationWords.words.slice(0, 3).join('、')}。`,
          en: 'One of the fifty-six.',
        },
      },
    ),
    political: column(
      '政治面目 政治身份',
      term(politicalWords, politicals, '政治面貌', 'political status', {
        not: [sexWords, nationWords, educationWords],
      }),
      {
        offers: 4,
      },
    ),
    joined: column(
      '入团时间 入团日期 入团年月日 加入共青团时间 参加共青团时间 参加共青团日期 何时入团 何年何月入团 入团年份 入团年',
      knownDay('入团年月', 'joined', { future: 'refused' }),
      { tells: 1, example: '2014-05' },
    ),
    joined_party: column(
      '入党时间 入党日期 加入中国共产党时间 何时入党',
      knownDay('入党年月', 'joined the Party', { future: 'refused' }),
    ),
    member_no: column(
      '发展团员编号 团员发展编号 入团编号 团员证编号 团员证号 发展编号 团籍编号',
      code('团员编号', 'member number'),
      {
        tells: 3,
        example: '201444012345',
        how: { zh: '团员编号，12 位数字。', en: "The League's number of 12 digits." },
      },
    ),
    education: column(
      '全日制教育学历 全日制教育 学历 文化程度 学历(全日制) 教育程度 受教育程度 学历层次 学历学位 学历/学位',
      term(educationWords, {}, '全日制学历', 'education', { not: [sexWords, nationWords, politicalWords] }),
      { example: '本科', offers: 15 },
    ),
    highest_education: column(
      '最高教育学历 最高文化程度 在职学历 现有学历',
      term(educationWords, {}, '最高学历', 'highest education', {
        not: [sexWords, nationWords, politicalWords],
      }),
      { example: '本科', offers: 15 },
    ),
    occupation: column(
      '职业类别 职业类型 从业状况 身份类别',
      term(occupationWords, {}, '职业', 'occupation'),
      { tells: 2 },
    ),
    income: column(
      '月收入 收入档次 收入情况 收入(元) 税后月收入 月工资收入',
      term(incomeWords, incomesInEnglish, '收入', 'income'),
      { tells: 2 },
    ),
    workplace: column(
      '工作学习单位 学习(工作)单位 工作单位 学习/工作单位 工作/学习单位 单位 所在单位 就读学校 学校 工作单位及职务 现工作单位 现学习工作单位 现工作学习单位 学习工作单位及职务 工作学习单位及职务 现学习工作单位及职务 现工作单位及职务 就读院校',
      text('学习工作单位', 'place of work or study'),
      {
        example: '东坪社区工作站',
        how: { zh: '就读的学校或工作的单位。', en: 'Where the person studies or works.' },
      },
    ),
    phone: column(
      '手机号 手机 Phone Mobile MobilePhone MobileNumber MobileNo CellPhone PhoneNumber PhoneNo Telephone Tel 联系电话 联系方式 移动电话 电话 电话号码 联系手机 本人手机 联系号码 本人电话 本人手机号 本人手机号码 电话号 手机联系电话 本人联系电话 本人联系方式 个人电话',
      privatePhone('手机号码', 'telephone'),
      {
        example: '13800001234',
        how: { zh: '手机号码，11 位数字。', en: 'A mobile number of 11 digits.' },
      },
    ),
    email: column('邮箱 电子邮件 Email E-mail 邮箱地址', code('电子邮箱', 'e-mail', { most: 200 }), {
      example: 'qingnian@example.cn',
    }),
    verified: column(
      '实名认证',
      choice(
        verifiedWords,
        { passed: 'passed', checking: 'being checked', failed: 'failed', offline: 'passed on paper' },
        '实名认证状态',
        'identity checked',
      ),
    ),
    household: column('户籍 户籍地 户口所在地', text('户籍所在地', 'registered residence')),
    joined_at: column('入团时单位', text('入团时所在单位', 'unit on joining')),
    volunteer_since: column(
      '注册志愿者年月 成为注册志愿者时间',
      knownDay('注册志愿者时间', 'volunteer since', { future: 'refused' }),
    ),
    qq: column('QQ号 QQ号码', code('QQ', 'QQ')),
    wechat: column('微信', code('微信号', 'WeChat')),
    weibo: column('微博', code('微博号', 'Weibo')),
    award: column('奖励情况 获奖情况', text('奖励状态', 'awards', { most: 500 })),
    deletion: column(
      '报到删除状态',
      choice(
        deletionWords,
        { none: 'none', asked: 'asked for, pending', 'sent-back': 'asked for, sent back' },
        '删除状态',
        'deletion',
      ),
    ),
    wework: column(
      '入驻企业号 是否已入驻企业号 企业号',
      choice(partyBodyWords, { yes: 'yes', no: 'no' }, '是否入驻企业号', 'on the enterprise account'),
    ),
    fees_paid_to: column(
      '团费交纳至 团费缴至 团费缴纳至 团费已交至 团费交纳截止 团费缴纳截止月份 交费至 缴费至 团费截止月份',
      month('团费交至', 'fees paid to'),
      {
        tells: 4,
        example: '2018-12',
        how: { zh: '团费交到哪个月，如 2018-12。', en: 'The month paid last, such as 2018-12.' },
      },
    ),
    files: files('照片和扫描件', 'photos and scans'),
    /** Numbers under which he was registered before his records were merged, a space between: whoever comes under one is he. */
    former_ids: text('曾登记的证件号码', 'former ID numbers', { hidden: true, most: 1000 }),
  },
  checks: [identity, joinedAfterBirth],
  title: p => p.name ?? '',
  first: ['name', 'id_type', 'id_number', 'birth', 'phone', 'joined', 'political'],
  lies: { by: 'membership' },
  found: { slot: 0, by: ['name'] },
  roster: {
    as: 'members',
    title: '团员信息表',
    words: { zh: '团员名册', en: 'roster of members' },
    of: { zh: '团员', en: 'members' },
  },
})

/** The numbers under which somebody was registered before his records were merged. */
export function formerNumbersOf(person: { readonly former_ids: string | null }): readonly string[] {
  return person.former_ids?.split(' ') ?? []
}

/** Of a foreign paper's bearer the month may be all that is known; the table has one column for it. */
function birth() {
  const known = knownDay('出生日期', 'born', { future: 'refused' })
  const { split: _split, join: _join, ...type } = known
  const columns: Plain = { '': 'text' }
  return { ...type, columns }
}

/** Han of all planes, the dots of minority names, Latin letters and what stands between them. */
const anyName = /^[\p{Script=Han}\p{Script=Latin}· .'’-]+$/u
/**
 * The other scripts in which people of China write their names: Tibetan; Uyghur, Kazakh and Kirghiz; Mongolian, Manchu and Xibe;
 * Korean, Yi, Dai, Lisu, Miao; Russian. A name is of one of them: letters of two that look alike are nobody's name.
 */
const otherScripts =
  'Tibetan Arabic Mongolian Hangul Yi Tai_Le New_Tai_Lue Tai_Tham Lisu Miao Cyrillic'.split(' ')
const inOther = otherScripts
  .map(script => `(?:\\p{Script=${script}}[\\p{Script=${script}}\\p{Mn}\u200c\u200d\u180e· .'’-]*)`)
  .join('|')
const otherName = new RegExp(`^(?:${inOther})$`, 'u')
/** 扎西多吉 with the same in Tibetan behind it, in brackets or not. */
const inBoth = new RegExp(`^(\\p{Script=Han}[\\p{Script=Han}·]+)[ (\uff08]*(?:${inOther})[)\uff09]?$`, 'u')
const hanName = /^[\p{Script=Han}·]{2,}$/u
/** 1.张伟 and （2）张伟; 张伟（男） and 张伟（书记）: what else stands in a cell of a sheet and has one meaning alone. */
const numberBefore = /^[(\uff08]?\d{1,4}[)\uff09.、\uff0e]\s*(?=\p{Script=Han})/u
const wordBehind =
  /\s*(?:[(\uff08](?:男|女|(?:兼职?)?(?:团?支部|团总支|团委)?(?:副?书记|(?:组织|宣传|文体|生产|权益|志愿|纪检|学习|生活)?委员)|团支书|兼|兼职)[)\uff09]|[、，,。；;]+)$/u
const startsLikeFormula = /^[=+\-@']/

/** 李明同志, and 李明 Li Ming: the name in Han characters, with a word of respect or with its own sound behind it. */
const calledSo = /^(\p{Script=Han}{2,4}?)(?:同志|先生|女士|同学| ?(?:[A-Za-z]+ ?){1,3})$/u
/** Two names of two or three characters with a space between, but for one whose surname has two. */
const ofTwo = /^(\p{Script=Han}{2,3})(?: \p{Script=Han}{2,3})+$/u
const longSurnames = new Set(
  '欧阳 司马 上官 诸葛 夏侯 东方 皇甫 尉迟 公孙 慕容 令狐 宇文 长孙 司徒 司空 端木 轩辕 百里 南宫 独孤 拓跋 呼延 闻人 钟离 澹台 太史 申屠 仲孙 濮阳 淳于 单于 完颜 赫连 西门 东郭 南门 万俟 鲜于 闾丘'.split(
    ' ',
  ),
)

/** What a program wrote for nothing, and what stands in an example. */
const noName =
  /^(?:undefined|nan|none|nil|null|true|false|test|测试|姓名|名字|样例|示例|空缺|暂缺|缺额?|缺位|待[定补选]|暂无)$/i
/** 李某, 李某某: whoever wrote it did not want to say who. */
const hiddenName = /^\p{Script=Han}{0,2}某{1,2}$/u

function personName(text: string, at: At): string | undefined {
  // An apostrophe before a text is Excel's, and keeps it one.
  const written = at.asWritten ? text.replace(/^'(?=\p{Script=Han})/u, '') : text
  if (at.asWritten && (noName.test(written) || hiddenName.test(written))) {
    at.tell('refused', 'name-not-a-name', '不是姓名。请写明是谁。', 'this is no name. Write who it is.')
    return undefined
  }
  if (/^[\u4e00-\u9fff]{2,8}$/.test(written) && !(at.asWritten && calledSo.test(written))) return written
  const first = at.asWritten ? ofTwo.exec(written)?.[1] : undefined
  if (first !== undefined && !longSurnames.has(first)) {
    at.tell(
      'refused',
      'name-not-a-name',
      '像两个人的姓名写在一格里。是两个人的，请一个人写一行；是一个人的，请去掉中间的空格，或写“·”。',
      'this looks like the names of two people in one cell. Write a row for each; if it is one person, take the space out or write a middle dot.',
    )
    return undefined
  }
  const called =
    at.asWritten && written.length < 60 ? (calledSo.exec(written) ?? inBoth.exec(written))?.[1] : undefined
  if (called !== undefined && written !== called) {
    at.tell(
      'kept',
      'name-with-more',
      `姓名后面还写了“${written.slice(called.length).trim()}”，只登记“${called}”。请核对。`,
      `"${written.slice(called.length).trim()}" stands behind the name; only ${called} was taken. Check it.`,
    )
    return called
  }
  const name = written
    .replace(/[•・‧∙⋅]|(?<=\p{Script=Han})[.\uff0e](?=\p{Script=Han})/gu, '·')
    .replace(/(?<=\p{Script=Han}) (?=\p{Script=Han})/gu, '')
    .replace(/(?<=\p{Script=Han}) ?· ?(?=\p{Script=Han})/gu, '·')
  if (anyName.test(name) && /\p{L}/u.test(name) && !startsLikeFormula.test(name)) return name
  if (otherName.test(name) && !/\p{N}/u.test(name)) return name
  const alone = at.asWritten ? name.replace(numberBefore, '').replace(wordBehind, '') : name
  if (alone !== name && hanName.test(alone)) {
    at.tell(
      'kept',
      'name-with-more',
      '姓名前后还写了序号、标点、性别、职务或者“兼”，只登记姓名。请核对。',
      'a running number, a comma, a sex, a post or a remark stands beside the name; only the name was taken. Check it.',
    )
    return alone
  }
  at.tell(
    'refused',
    'name-not-a-name',
    '不是姓名：姓名只含汉字或者一种少数民族文字、间隔号、字母和空格。请改正。',
    'this is no name: a name holds Han characters or one script of a minority, a middle dot, Latin letters and spaces. Correct it.',
    startsLikeFormula.test(name) ? null : nameWithin(name),
  )
  return undefined
}

/** 张伟1 or 张伟(班长): the name itself, if that is plain. Of two names, of one who has left, or of a day none is proposed. */
function nameWithin(text: string): string | null {
  if (/\d[年月日]/.test(text)) return null
  if (/\p{Script=Han}[、,，;；/和及]\p{Script=Han}|[(\uff08][^()]*[转离退调][^()]*[)\uff09]/u.test(text))
    return null
  const rest = text.replace(/[(\uff08][^()\uff08\uff09]*[)\uff09]/g, '').replace(/[^\p{L}· ]/gu, '')
  return /^[\u4e00-\u9fff]{2,4}$/.test(rest) ? rest : null
}

type Identity = {
  readonly id_type?: 'resident' | 'foreign' | null | undefined
  readonly id_number?: string | null | undefined
  readonly birth?: KnownDay | null | undefined
  readonly sex?: 'male' | 'female' | null | undefined
}

/** 居民身份证: the number knows birth and sex better than their columns; a foreign paper does not. */
function identity(said: Identity, at: (field: keyof Identity) => At): Identity | undefined {
  const { id_type, id_number, birth, sex } = said
  if (id_number == null) return undefined
  if (id_type === 'foreign') {
    if (birth == null)
      at('birth').tell(
        'refused',
        'birth-missing',
        '境外证件看不出出生日期，必须填写。',
        'a foreign paper does not tell the birth date, so it must be given.',
      )
    return undefined
  }
  const read = residentId(id_number, birth ?? undefined, at('id_number'))
  if (read === undefined) return undefined
  if (read.birth > at('id_number').today)
    at('id_number').tell(
      'refused',
      'date-impossible',
      '证件号码中的出生日期还没有到。请对照证件改正。',
      'the birth date in this number has not come yet. Correct it from the card.',
    )
  if (birth != null && !read.birth.startsWith(birth))
    at('birth').tell(
      'refused',
      'id-birth-differs',
      `与身份证号中的出生日期 ${read.birth} 不一致。请核对证件，改正其中一处。`,
      `this differs from the birth date in the ID number, ${read.birth}. Check the card and correct one of them.`,
      read.birth,
    )
  if (sex != null && sex !== read.sex)
    at('sex').tell(
      'kept',
      'id-sex-differs',
      '与身份证号所示的性别不一致，已按身份证号登记。请核对。',
      'this differs from the sex that the ID number tells, which was taken. Check it.',
    )
  return { id_type: 'resident', id_number: read.id, birth: read.birth as string as KnownDay, sex: read.sex }
}

type Joining = { readonly birth?: string | null | undefined; readonly joined?: string | null | undefined }
/** Younger than this nobody joins, whatever is written: thirteen from 2017 on, twelve before. */
export const youngestToJoin = { from2017: 13, before: 12 } as const

/** Refuses somebody who joined before he was born, and tells who was a child. */
export function joinedAfterBirth({ birth: born, joined }: Joining, at: (field: 'joined') => At): undefined {
  if (born == null || joined == null) return
  const [first, begun] = [firstDay(born), firstDay(joined)]
  if (first === undefined || begun === undefined) return
  if (begun >= first) {
    const years = begun >= '2017-01-01' ? youngestToJoin.from2017 : youngestToJoin.before
    const since = `${Number(first.slice(0, 4)) + years}${first.slice(4, 7)}`
    const known = joined.slice(0, since.length)
    if (known >= since.slice(0, known.length)) return
    at('joined').tell(
      'kept',
      'joined-young',
      `当时不满 ${years} 周岁。请核对入团年月和出生日期。`,
      `the member was under ${years} years old then. Check this and the birth date.`,
    )
    return
  }
  at('joined').tell(
    'refused',
    'date-order',
    `入团年月早于出生日期 ${born}。请改正其中一个。`,
    `this is before the birth date, ${born}. Correct one of the two.`,
  )
}
