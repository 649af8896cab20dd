import { expect, test } from 'vitest'
import { checkCharacter } from '#db/records/types/gb-11643.ts'
import {
  codesOf,
  day,
  goodId,
  memberHeaders,
  oneMember,
  readAll,
  sentenceOfFirst,
  xlsxOf,
} from './make-file.ts'

const date = (year: number, month: number, dayOfMonth: number) =>
  new Date(Date.UTC(year, month - 1, dayOfMonth))

test('a full row becomes typed values', async () => {
  const row = await oneMember({
    姓名: '\u3000张伟 ',
    证件类型: '普通居民身份证',
    身份证号: '110105 19491231 002x',
    出生日期: '1949年12月31日',
    性别: '女',
    民族: '汉',
    政治面貌: '团员',
    入团年月: '2015.10',
    团员编号: '\uff12\uff10\uff11\uff18\uff14\uff14\uff10\uff10\uff10\uff10\uff10\uff15',
    所在团支部: '第1支部\uff08联合\uff09',
    全日制学历: '大学本科',
    最高学历: '硕士研究生',
    职业: '学生',
    手机号码: 19904452728,
    电子邮箱: 'a@b.cn',
    学习工作单位: '深圳 大学',
    收入: '2000元以下',
    报到资料状态: '审核通过',
    团籍状态: '正常',
    团费交至: '2018年12月',
  })
  expect(row).toMatchObject({ refused: false, problems: [] })
  expect(row.refused ? undefined : row.values).toEqual({
    name: '张伟',
    idType: 'resident',
    idNumber: goodId,
    birth: { day: '1949-12-31', precision: 'day' },
    sex: 'female',
    nation: '汉族',
    political: '共青团员',
    joined: { day: '2015-10-01', precision: 'month' },
    memberNo: '201844000005',
    branch: '第1支部\uff08联合\uff09',
    education: '本科',
    highestEducation: '硕士',
    occupation: '学生',
    phone: '19904452728',
    email: 'a@b.cn',
    workplace: '深圳 大学',
    income: '2000以下',
    reportStatus: 'approved',
    status: 'normal',
    feesPaidTo: '2018-12',
    more: {},
  })
})

test.each([
  ['བཀྲ་ཤིས་རྡོ་རྗེ', 'Tibetan'],
  ['ئايگۈل ئابدۇرېھىم', 'Uyghur'],
  ['ايگۇل', 'Kazakh'],
  ['ᠰᠠᠷᠠᠨ᠎ᠠ', 'Mongolian, with the sign before its last vowel'],
  ['김영희', 'Korean'],
  ['ꀀꁁꂂ', 'Yi'],
  ['Мария Иванова', 'Russian'],
  ['阿依古丽·买买提', 'Uyghur in Han characters'],
])('a name is taken as it is written: %s (%s)', async name => {
  expect(await oneMember({ 姓名: name })).toMatchObject({ refused: false, problems: [], values: { name } })
})

test('of a name in two scripts the Han one is taken, and letters that only look like others are no name', async () => {
  const both = await oneMember({ 姓名: '扎西多吉（བཀྲ་ཤིས་རྡོ་རྗེ）' })
  expect(both).toMatchObject({ values: { name: '扎西多吉' }, problems: [{ code: 'name-with-more' }] })
  // The second letter is a Cyrillic one; the number is Tibetan.
  for (const name of ['Mаria', 'ئايگۈل ༡', 'བཀྲ༡'])
    expect(codesOf(await oneMember({ 姓名: name }))).toEqual(['name-not-a-name'])
})

test.each([
  ['a name is missing', { 姓名: null }, ['name-missing'], null],
  ['a name is blank', { 姓名: ' \u3000' }, ['name-missing'], null],
  ['a name has digits', { 姓名: '张伟2' }, ['name-not-a-name'], '张伟'],
  ['a name is no name but a day', { 姓名: '补录于2018年6月' }, ['name-not-a-name'], null],
  ['a name has a remark', { 姓名: '张伟\uff08班长\uff09' }, ['name-not-a-name'], '张伟'],
  ['a name begins like a formula', { 姓名: '=张伟' }, ['name-not-a-name'], null],
  ['a name begins with @', { 姓名: '@张伟' }, ['name-not-a-name'], null],
  ['a name begins with a minus', { 姓名: '-张伟' }, ['name-not-a-name'], null],
  ['a name is a number', { 姓名: 12 }, ['name-not-a-name'], null],
  ['the ID number is missing', { 身份证号: null }, ['id-missing'], null],
  ['the ID number is too short', { 身份证号: '44039919990101' }, ['id-malformed'], null],
  ['the ID number has 15 digits', { 身份证号: '110105491231002' }, ['id-15'], goodId],
  ['the ID number has 15 digits in a number cell', { 身份证号: 110105491231002 }, ['id-15'], goodId],
  ['the ID number is a number cell', { 身份证号: 440399200006033000 }, ['id-rounded'], null],
  ['the ID number is shown with an exponent', { 身份证号: '4.40399E+17' }, ['id-rounded'], null],
  ['the ID number ends in 000', { 身份证号: '440399200006033000' }, ['id-rounded'], null],
  ['the check digit is wrong', { 身份证号: '440399199408252401' }, ['id-checksum'], null],
  [
    'the check digit is wrong and the birth date fits',
    { 身份证号: '440399199408252401', 出生日期: '1994-08-25' },
    ['id-checksum'],
    '440399199408252406',
  ],
  [
    'the check digit is wrong and the birth date differs',
    { 身份证号: '440399199408252401', 出生日期: '1994-08-26' },
    ['id-checksum'],
    null,
  ],
  [
    'the birth date contradicts the ID number',
    { 出生日期: '1949-12-30' },
    ['id-birth-differs'],
    '1949-12-31',
  ],
  ['the birth month contradicts the ID number', { 出生日期: '1949.11' }, ['id-birth-differs'], '1949-12-31'],
  ['the birth date does not exist', { 出生日期: '2031-02-30' }, ['date-impossible'], '1949-12-31'],
  ['the birth year contradicts the ID number', { 出生日期: '1950' }, ['id-birth-differs'], '1949-12-31'],
  [
    'the birth date of a foreign paper is a year alone',
    { 证件类型: '护照', 身份证号: 'E1234567', 出生日期: '1996' },
    ['date-unclear'],
    null,
  ],
  ['the ID number is covered by stars', { 身份证号: '110105********002X' }, ['id-masked'], null],
  ['the ID number is covered by crosses', { 身份证号: '110105××××××××002X' }, ['id-masked'], null],
  ['the ID number is covered by a row of x', { 身份证号: '1101051949xxxxxxxx' }, ['id-masked'], null],
  ['the state says that the member has left', { 团籍状态: '已转出' }, ['member-left'], null],
  ['the state says where the member went', { 团籍状态: '转出至外省' }, ['member-left'], null],
  ['the day of joining does not exist', { 入团年月: '2015-02-30' }, ['date-impossible'], null],
  ['the day of joining may lack its year', { 入团年月: '10.9' }, ['date-unclear'], '2010-09'],
  ['the branch is missing', { 所在团支部: '' }, ['org-missing'], null],
])('a row is refused when %s', async (_, cells, codes, repair) => {
  const row = await oneMember(cells)
  expect(row.refused).toBe(true)
  expect(codesOf(row)).toEqual(codes)
  expect(row.problems[0]?.repair).toBe(repair)
})

test.each([
  ['a nation that is not known', { 民族: '火星族' }, 'value-unknown'],
  ['a status that is not known', { 团籍状态: '休假' }, 'value-unknown'],
  ['a phone number with an exponent', { 手机号码: '1.99E+10' }, 'value-unknown'],
  ['a day of joining after the day of the roster', { 入团年月: '2027-01' }, 'date-future'],
  ['a sex that the ID number contradicts', { 性别: '男' }, 'id-sex-differs'],
])('%s is a note, and the row is taken', async (_, cells, code) => {
  const row = await oneMember(cells)
  expect(row).toMatchObject({ refused: false, problems: [{ code, refused: false }] })
})

test('of an open list the unknown word is kept, of a closed one it is left out', async () => {
  const row = await oneMember({ 民族: '火星族', 团籍状态: '休假' })
  expect(row).toMatchObject({ values: { nation: '火星族', status: undefined, sex: 'female' } })
})

test.each(['欧阳夏丹', '阿卜杜拉·买买提', '阿卜杜拉•买买提', '𠮷田', '䶮', 'John Smith', '张 伟', 'Ñandú'])(
  '%s is a name',
  async name => {
    expect(await oneMember({ 姓名: name })).toMatchObject({ refused: false })
  },
)

test('spaces within a short Chinese name and other dots are the same name', async () => {
  expect(await oneMember({ 姓名: '张\u3000伟' })).toMatchObject({ values: { name: '张伟' } })
  for (const written of ['阿卜杜拉•买买提', '阿卜杜拉 · 买买提', '阿卜杜拉．买买提', '阿卜杜拉 ·买买提'])
    expect(await oneMember({ 姓名: written })).toMatchObject({ values: { name: '阿卜杜拉·买买提' } })
})

test('a foreign paper takes any number but needs the birth date', async () => {
  const paper = { 证件类型: '港澳居民来往内地通行证', 身份证号: 'h1234567' }
  expect(await oneMember({ ...paper, 出生日期: date(1995, 4, 5), 性别: '男' })).toMatchObject({
    refused: false,
    values: {
      idType: 'foreign',
      idNumber: 'H1234567',
      birth: { day: '1995-04-05', precision: 'day' },
      sex: 'male',
    },
  })
  expect(codesOf(await oneMember(paper))).toEqual(['birth-missing'])
  expect(codesOf(await oneMember({ ...paper, 身份证号: null, 出生日期: '1995-04-05' }))).toEqual([
    'id-missing',
  ])
})

test('a birth date of the day itself is possible, a later one is not', async () => {
  const digits = '44039920261124001'
  const id = digits + checkCharacter(digits)
  expect(await oneMember({ 身份证号: id }, day('2026-11-24'))).toMatchObject({ refused: false })
  const early = await oneMember({ 身份证号: id }, day('2026-11-23'))
  expect(early.problems).toMatchObject([{ code: 'date-impossible', column: '身份证号', refused: true }])
})

test('a formula is refused in a column that is read, and named; elsewhere it does not matter', async () => {
  const formula = { value: null, type: 'formula' as const, formula: 'HYPERLINK("http://x","张伟")' }
  const rows = [
    [...memberHeaders, '年龄'],
    [null, goodId, '第一支部', null],
    ['张伟', goodId, '第一支部', null],
  ]
  const cells = new Map([
    ['1,0', formula],
    ['2,3', { ...formula, formula: 'DATEDIF(A1,B1,"y")' }],
  ])
  const read = await readAll({ bytes: await xlsxOf(rows, { cells }), as: 'members' })
  expect(read.rows[0]).toMatchObject({
    refused: true,
    problems: [
      { row: 2, column: '姓名', value: '=HYPERLINK("http://x","张伟")', code: 'formula', refused: true },
    ],
  })
  expect(sentenceOfFirst(read.rows[0])).toEqual({
    zh: '第 2 行“姓名”“=HYPERLINK("http://x","张伟")”：单元格是公式，不是填写的内容。请复制后“选择性粘贴为数值”，或直接填写，再导入。',
    en: 'Row 2, 姓名 "=HYPERLINK("http://x","张伟")": the cell is a formula, not a value. Paste it as a value or type it in, and import again.',
  })
  expect(read.rows[1]).toMatchObject({ refused: false, problems: [] })
})

test('birth and sex that are worked out from the ID number leave nobody out: the number tells them', async () => {
  const headers = [...memberHeaders, '出生日期', '性别']
  const formula = (text: string) => ({ value: null, type: 'formula' as const, formula: text })
  const cells = new Map([
    ['1,3', formula('TEXT(MID(B2,7,8),"0000-00-00")')],
    ['1,4', formula('IF(MOD(MID(B2,17,1),2),"男","女")')],
    ['2,3', formula('TEXT(MID(B3,7,8),"0000-00-00")')],
  ])
  const rows = [headers, ['张伟', goodId, '第一支部', null, null], ['李四', '4403', '第一支部', null, null]]
  const read = await readAll({ bytes: await xlsxOf(rows, { cells }), as: 'members' })
  expect(read.rows[0]).toMatchObject({
    refused: false,
    values: { birth: { day: '1949-12-31' }, sex: 'female' },
    problems: [
      { column: '出生日期', code: 'formula', refused: false },
      { column: '性别', code: 'formula', refused: false },
    ],
  })
  expect(codesOf(read.rows[1])).toEqual(['id-malformed', 'formula'])
})

test('the same ID number twice: the first row that can be taken counts, the next is refused', async () => {
  const again = goodId.toLowerCase()
  const rows = [
    memberHeaders,
    ['张伟1', goodId, '第一支部'],
    ['张伟', goodId, '第一支部'],
    ['张伟', again, '第二支部'],
    ['王芳', '440399200105102107', '第二支部'],
  ]
  const read = await readAll({ bytes: await xlsxOf(rows), as: 'members' })
  expect(read.rows.map(codesOf)).toEqual([['name-not-a-name'], [], ['id-twice'], []])
  expect(read.rows[2]?.problems[0]).toMatchObject({ row: 4, column: '身份证号', value: again, repair: null })
  expect(sentenceOfFirst(read.rows[2]).en).toContain('the same as in row 3')
})

test.each([
  ['1949', '1949'],
  ['1949年12月', '1949-12'],
])('a birth date of %s agrees with the ID number as far as it is known', async 出生日期 => {
  expect(codesOf(await oneMember({ 出生日期 }))).toEqual([])
})

test.each([
  ['2016年', { day: '2016-01-01', precision: 'year' }],
  [2016, { day: '2016-01-01', precision: 'year' }],
] as const)('a year alone, %j, is a date of that precision', async (cell, joined) => {
  const row = await oneMember({ 入团年月: cell })
  expect(row).toMatchObject({ refused: false, values: { joined }, problems: [] })
})

test('fees paid to a year are paid to its end', async () => {
  expect(await oneMember({ 团费交至: '2018年' })).toMatchObject({ values: { feesPaidTo: '2018-12' } })
})

test.each([
  ['转入', 'value-unknown'],
  ['转出', 'member-left'],
  ['组织关系已转出', 'member-left'],
  ['毕业离校', 'member-left'],
])('a member whose state is %s is told (%s), and is never 正常 for it', async (团籍状态, code) => {
  const row = await oneMember({ 团籍状态 })
  expect(codesOf(row)).toEqual([code])
  if (!row.refused) expect(row.values).not.toHaveProperty('status', 'normal')
})

test.each([
  [13800001234, '13800001234', []],
  ['13800001234.0', '13800001234', []],
  ['1.3800001234E10', '13800001234', []],
  ['1.38E+10', undefined, ['value-unknown']],
  ['13800001234/13900001234', '13800001234', ['phones-several']],
  ['13800001234\n0755-26814757', '13800001234', ['phones-several']],
  ['0755-26814757、0755-26814758', '0755-26814757', ['phones-several']],
  ['123', '123', ['phone-doubtful']],
  ['1380000', '1380000', ['phone-doubtful']],
  ['1380000123', '1380000123', ['phone-doubtful']],
  ['138000012345', '138000012345', ['phone-doubtful']],
  ['12000001234', '12000001234', ['phone-doubtful']],
  ['61234', '61234', []],
  ['612345', '612345', []],
  ['0755-26814757转8001', '0755-26814757转8001', []],
  ['13800001234 / 13800001234', '13800001234', []],
  ['0755 26814757', '075526814757', []],
  ['0755-26814757-801', '0755-26814757-801', []],
  ['138 0000 1234', '13800001234', []],
] as const)('the telephone %j is %j', async (手机号码, phone, codes) => {
  const row = await oneMember({ 手机号码 })
  expect(codesOf(row)).toEqual(codes)
  expect(row).toMatchObject({ refused: false, values: { phone } })
})

test('a code or an ID number that was written as a fraction is read whole', async () => {
  expect(await oneMember({ 身份证号: '440399199203120123.0', 团员编号: '201744012345.0' })).toMatchObject({
    problems: [{ value: '440399199203120123.0', code: 'id-checksum' }],
  })
  expect(await oneMember({ 团员编号: '201744012345.0' })).toMatchObject({
    values: { memberNo: '201744012345' },
  })
})

test('all problems of a row are told at once', async () => {
  const row = await oneMember({ 姓名: null, 身份证号: '123', 出生日期: '2031-02-30', 民族: '火星族' })
  expect(codesOf(row)).toEqual(['name-missing', 'id-malformed', 'date-impossible', 'value-unknown'])
  expect(row.cells).toEqual([null, '123', '第一支部', '2031-02-30', '火星族'])
})

test('a mobile number is the same with dashes, blanks or +86 and without; a landline stays as it is written', async () => {
  const phoneOf = async (手机号码: string) => {
    const row = await oneMember({ 姓名: '张伟', 身份证号: goodId, 所在团支部: '第一支部', 手机号码 })
    return row.refused ? undefined : row.values.phone
  }
  for (const text of ['138-0013-8000', '138 0013 8000', '+86 13800138000', '86-138-0013-8000'])
    expect(await phoneOf(text)).toBe('13800138000')
  expect(await phoneOf('0755-26814757')).toBe('0755-26814757')
})

test.each([
  ['民族', '01汉族', 'nation', '汉族'],
  ['民族', '汉族（01）', 'nation', '汉族'],
  ['政治面貌', '中共党员（保留团籍）', 'political', '中共党员'],
  ['团籍状态', '在册', 'status', 'normal'],
  ['手机号码', '手机13800001234', 'phone', '13800001234'],
  ['手机号码', '13800001234微信同号', 'phone', '13800001234'],
  ['手机号码', '①13800001234', 'phone', '13800001234'],
  ['手机号码', '0755-12345678', 'phone', '0755-12345678'],
  ['姓名', '买买提.艾力', 'name', '买买提·艾力'],
])('%s %s is read without complaint', async (header, cell, field, value) => {
  const row = await oneMember({ [header]: cell })
  expect(row).toMatchObject({ refused: false, values: { [field]: value }, problems: [] })
})

test.each([
  ['13900001111/0755-26814757', '13900001111'],
  ['139 0000 1111/0755-26814757', '13900001111'],
  ['0755-26814757/13900001111', '13900001111'],
  ['（办）0755－26814757、（手机）139-0000-1111', '13900001111'],
  ['13900001111(手机)0755-26814757(办)', '13900001111'],
  ['13900001111－0755-26814757转801', '13900001111'],
  ['13900001111（短号 62345）', '13900001111'],
  ['13900001111  62345', '13900001111'],
  ['+86 139 0000 1111 / 138 0000 2222', '13900001111'],
  ['0755-26814757、0755-26814758', '0755-26814757'],
])('of the numbers in %s %s is taken, and that is told', async (cell, number) => {
  const row = await oneMember({ 手机号码: cell })
  expect(row).toMatchObject({
    values: { phone: number },
    problems: [{ code: 'phones-several', value: cell }],
  })
  expect(sentenceOfFirst(row).zh).toContain(number)
})

test.each([
  ['手机号码', '1380000123', 'phone-doubtful'],
  ['手机号码', '138000012345', 'phone-doubtful'],
  ['手机号码', '国外', 'phone-doubtful'],
  ['政治面貌', '群众', 'not-a-member'],
  ['政治面貌', '少先队员', 'not-a-member'],
  ['政治面貌', '入团积极分子', 'not-a-member'],
  ['变动情况', '2018年9月转出至深圳大学', 'remark-left'],
  ['备注', '超龄离团', 'remark-left'],
])('%s %s is taken and told', async (header, cell, code) => {
  const row = await oneMember({ [header]: cell })
  expect([row.refused, codesOf(row)]).toEqual([false, [code]])
})

test.each([
  ...[
    '参军',
    '2025年9月入伍',
    '已出国留学',
    '失联',
    '升学',
    '考上大学',
    '外出务工',
    '疑似失联，多次联系不上',
  ],
  ...['调到观澜街道', '已于2025年6月病故', '不在本地', '停止团籍'],
])('of whoever is said to be away, as in %s, it is told, and his state stays', async remark => {
  for (const header of ['备注', '毕业去向']) {
    const row = await oneMember({ [header]: remark })
    expect([row.refused, codesOf(row)]).toEqual([false, ['remark-away']])
    expect(row).not.toMatchObject({ values: { status: expect.anything() } })
  }
})

test.each(['退伍军人', '2024年转入', '留学归来', '未失联', '有入伍意向', '入党积极分子', '书记', '军属'])(
  'a remark such as %s says nothing of the kind',
  async remark => {
    expect(codesOf(await oneMember({ 备注: remark }))).toEqual([])
  },
)

test('of a remark and a column 去向 beside it both are looked at', async () => {
  expect(codesOf(await oneMember({ 备注: '组织委员', 去向: '参军' }))).toEqual(['remark-away'])
})

test.each([
  ['13900001111（父）', '13900001111', ['phone-of-another']],
  ['13800001234（父亲）', '13800001234', ['phone-of-another']],
  ['家长：13900001111', '13900001111', ['phone-of-another']],
  ['母亲电话13900001111', '13900001111', ['phone-of-another']],
  ['母亲13900001111/本人13800001234', '13800001234', ['phones-several']],
  ['本人13800001234/母亲13900001111', '13800001234', ['phones-several']],
  ['13900001111（家长）13800001234（本人）', '13800001234', ['phones-several']],
  ['13900001111（父）、13900002222（母）', '13900001111', ['phone-of-another', 'phones-several']],
  ['13800001234（父母已知）', '13800001234', []],
])('of %s the own number is taken, and that of a parent is told', async (cell, phone, codes) => {
  const row = await oneMember({ 联系电话: cell })
  expect(row).toMatchObject({ refused: false, values: { phone } })
  expect(codesOf(row)).toEqual(codes)
})

test('who was struck off is none of the members, whatever word is used', async () => {
  expect(codesOf(await oneMember({ 团籍状态: '除名' }))).toEqual(['member-left'])
})

test.each(['张三、李四', '李娜（转出）'])('for %s no name is proposed', async cell => {
  expect((await oneMember({ 姓名: cell })).problems).toMatchObject([
    { code: 'name-not-a-name', repair: null },
  ])
})
