import { expect, test } from 'vitest'
import { recognise } from '#db/rosters/recognising/recognise.ts'
import { zipOf } from '#tests/db/sheets/make-zip.ts'
import { inventedId } from '#tests/fixtures/small-district.ts'
import { codesOf, goodId, memberHeaders, oneMember, readAll, xlsxOf } from './make-file.ts'

/** What a person would read twice before it is believed. */

const meetings = async (...rows: (string | number)[][]) => {
  const header = ['团支部', '活动类型', '日期', '应到人数', '实到人数']
  const bytes = await xlsxOf([header, ...rows.map(row => ['第一支部', '团课', '2018-03-05', ...row])])
  const read = await readAll({ bytes, as: 'meetings' })
  return read.rows.map(row => [row.refused ? 'refused' : row.values['attended'], codesOf(row)])
}

test('a number that contradicts the column beside it is none of two, and a share is no number of people', async () => {
  expect(await meetings([25, '15-20人'], [25, '10/12'], [25, '80%'], [12, '10/12'], [12, '12/10'])).toEqual([
    [undefined, ['value-unknown']],
    [undefined, ['value-unknown']],
    [undefined, ['value-unknown']],
    [undefined, ['value-unknown']],
    [10, []],
  ])
})

test('a month up to which fees were paid takes its year from the title, or is told to lack it', async () => {
  for (const [title, expected] of [
    ['2018年团员名册', { feesPaidTo: '2018-09', codes: ['date-without-year'] }],
    ['团员名册', { feesPaidTo: undefined, codes: ['month-not-said'] }],
  ] as const) {
    const bytes = await xlsxOf([
      [title],
      [...memberHeaders, '团费交至'],
      ...['9月', '九月份', 9].map((cell, n) => [
        '张伟',
        inventedId('1998-05-04', n),
        '第一支部',
        cell as string,
      ]),
    ])
    const { rows } = await readAll({ bytes, as: 'members' })
    for (const row of rows)
      expect(row.refused ? row : { feesPaidTo: row.values.feesPaidTo, codes: codesOf(row) }).toEqual(expected)
  }
})

test.each([
  ['已超龄', 'remark-away'],
  ['2018年9月毕业', 'remark-away'],
  ['户口迁出', 'remark-away'],
  ['在外地上班', 'remark-away'],
  ['取消团籍', 'remark-away'],
  ['已入党', 'remark-party'],
  ['预备党员', 'remark-party'],
])('the remark %s is told', async (remark, code) => {
  expect(codesOf(await oneMember({ 备注: remark }))).toEqual([code])
})

test('a second column of remarks, and one of how somebody is now, say as much as the first', async () => {
  expect(codesOf(await oneMember({ 备注1: '', 备注2: '已转出' }))).toEqual(['remark-left'])
  expect(codesOf(await oneMember({ 目前状态: '参军' }))).toEqual(['remark-away'])
  expect(codesOf(await oneMember({ 目前状态: '在读' }))).toEqual([])
  expect(codesOf(await oneMember({ 团籍状态: '满28周岁离团' }))).toEqual([])
})

test('00.07 below 出生年月 is July of 2000, where the ID number says so', async () => {
  const born = { 身份证号: inventedId('2000-07-15', 3) }
  expect(codesOf(await oneMember({ ...born, 出生年月: '00.07' }))).toEqual([])
  expect(codesOf(await oneMember({ ...born, 出生年月: '00.08' }))).toEqual(['date-unclear'])
})

test.each(['本科毕业', '毕业生', '入党积极分子', '志愿者', '新发展'])(
  'the remark %s says nothing against it',
  async remark => {
    expect(codesOf(await oneMember({ 备注: remark }))).toEqual([])
  },
)

test('of an organization that is said to be merged, or still to be founded, it is told', async () => {
  const remarks = ['与第二支部合并', '筹建中', '待成立', '尚未批复', '已成立', '五四红旗团支部']
  const bytes = await xlsxOf([
    ['团组织全称', '上级组织', '备注'],
    ...remarks.map((remark, n) => [`第${n}团支部`, '东坪社区', remark]),
  ])
  const { rows } = await readAll({ bytes, as: 'orgs' })
  expect(rows.map(codesOf)).toEqual([
    ['remark-closed'],
    ['remark-not-yet'],
    ['remark-not-yet'],
    ['remark-not-yet'],
    [],
    [],
  ])
})

test('what stands in brackets behind a post is no less said: gone, to be elected, or told', async () => {
  const titles = [
    '书记（已调离）',
    '书记（待选）',
    '书记（2018.3任）',
    '书记（兼）',
    '第一书记',
    '原东坪社区团支部书记',
  ]
  const bytes = await xlsxOf([
    ['姓名', '身份证号', '所属团组织', '职务'],
    ...titles.map((title, n) => ['张伟', inventedId('1998-05-04', n), '第一支部', title]),
  ])
  const { rows } = await readAll({ bytes, as: 'cadres' })
  expect(rows.map(row => [row.refused ? 'refused' : row.values.title, codesOf(row)])).toEqual([
    ['refused', ['post-over']],
    ['refused', ['post-not-yet']],
    ['书记', ['title-with-more']],
    ['书记', []],
    ['第一书记', ['value-unknown']],
    ['refused', ['post-over']],
  ])
})

test('2018年3月起 and 2018.03换届 are that month, and a day of which the month alone is known leaves nobody out', async () => {
  const bytes = await xlsxOf([
    ['姓名', '身份证号', '所属团组织', '职务', '任职时间'],
    ...['2018年3月起', '自2018年3月', '2018.03换届'].map((since, n) => [
      '张伟',
      inventedId('1998-05-04', n),
      '第一支部',
      '书记',
      since,
    ]),
  ])
  const { rows } = await readAll({ bytes, as: 'cadres' })
  const march = { refused: false, values: { since: { day: '2018-03-01', precision: 'month' } }, problems: [] }
  expect(rows).toMatchObject([march, march, march])
  const registered = await xlsxOf([
    ['2018年度团籍注册'],
    ['姓名', '身份证号', '团支部', '注册结果', '注册日期'],
    ['张伟', goodId, '第一支部', '已注册', '2018.3'],
  ])
  const [row] = (await readAll({ bytes: registered, as: 'assessments' })).rows
  expect([row?.refused, codesOf(row)]).toEqual([false, ['day-missing']])
})

test('a telephone of ten digits is doubted, unless it is one of 400 or 800', async () => {
  expect(codesOf(await oneMember({ 手机号码: '3912341003' }))).toEqual(['phone-doubtful'])
  expect(codesOf(await oneMember({ 手机号码: '4008001234' }))).toEqual([])
})

test('a header below pages of instructions is found', async () => {
  for (const lines of [61, 119]) {
    const bytes = await xlsxOf([
      ...Array.from({ length: lines }, (_, n) => [`第${n + 1}条 填写要求。`]),
      memberHeaders,
      ['张伟', goodId, '第一支部'],
    ])
    const { roster, rows } = await readAll({ bytes, as: 'members' })
    expect([roster.headerRow, rows.length]).toEqual([lines + 1, 1])
  }
})

test('a table on its side may say in brackets how its rows are filled in', async () => {
  const bytes = await xlsxOf([
    ['团员名册'],
    ['姓名*', '张伟', '李海'],
    ['身份证号（18位）', goodId, inventedId('1998-05-04', 7)],
    ['所在支部（全称）', '第一支部', '第二支部'],
  ])
  const { rows } = await readAll({ bytes, as: 'members' })
  expect(rows.map(row => (row.refused ? 'refused' : row.values.name))).toEqual(['张伟', '李海'])
})

test('a day that is shown without its day is a month, also in a strict workbook and where an ods says so elsewhere', async () => {
  const sheet = (cell: string) =>
    `<worksheet xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"><sheetData>${['<row><c t="inlineStr"><is><t>姓名</t></is></c><c t="inlineStr"><is><t>身份证号</t></is></c><c t="inlineStr"><is><t>所在团支部</t></is></c><c t="inlineStr"><is><t>入团年月</t></is></c></row>', `<row><c t="inlineStr"><is><t>张伟</t></is></c><c t="inlineStr"><is><t>${goodId}</t></is></c><c t="inlineStr"><is><t>第一支部</t></is></c>${cell}</row>`].join('')}</sheetData></worksheet>`
  const part = (name: string, target: string) =>
    `<Relationship Id="${name}" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/${name}" Target="${target}"/>`
  const relations = (...all: string[]) =>
    `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${all.join('')}</Relationships>`
  const strict = zipOf({
    '[Content_Types].xml': '<Types/>',
    '_rels/.rels': relations(part('officeDocument', 'xl/workbook.xml')),
    'xl/workbook.xml':
      '<workbook xmlns:r="http://purl.oclc.org/ooxml/officeDocument/relationships"><sheets><sheet name="表" r:id="worksheet"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels': relations(
      part('worksheet', 'worksheets/sheet1.xml'),
      part('styles', 'styles.xml'),
    ),
    'xl/styles.xml':
      '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>',
    'xl/worksheets/sheet1.xml': sheet('<c t="d" s="1"><v>2014-05-01T00:00:00</v></c>'),
  })
  const text = (said: string) =>
    `<table:table-cell office:value-type="string"><text:p>${said}</text:p></table:table-cell>`
  const ods = zipOf({
    mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
    'content.xml': `<office:document-content><office:automatic-styles><style:style style:name="ce1" style:family="table-cell" style:data-style-name="N152"/></office:automatic-styles><office:body><office:spreadsheet><table:table table:name="表"><table:table-row>${['姓名', '身份证号', '所在团支部', '入团年月'].map(text).join('')}</table:table-row><table:table-row>${['张伟', goodId, '第一支部'].map(text).join('')}<table:table-cell table:style-name="ce1" office:value-type="date" office:date-value="2014-05-01"><text:p>2014年5月</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>`,
  })
  for (const bytes of [strict, ods]) {
    const { rows } = await readAll({ bytes, as: 'members' })
    expect(rows).toMatchObject([{ values: { joined: { day: '2014-05-01', precision: 'month' } } }])
  }
})

test('编号 that only counts the rows is no code of an organization, nor 团员编号 that of a member', async () => {
  const orgs = async (header: string, ...codes: (string | number)[]) => {
    const bytes = await xlsxOf([
      [header, '团组织名称', '上级组织'],
      ...codes.map((code, n) => [code, `东坪社区第${n}团支部`, '东坪社区']),
    ])
    const { rows, roster } = await readAll({ bytes, as: 'orgs' })
    return [rows.map(row => (row.refused ? 'refused' : row.values.code)), roster.columns.ignored]
  }
  expect(await orgs('编号', 1, 2, 3)).toEqual([[undefined, undefined, undefined], ['编号']])
  expect(await orgs('代码', '01', '02', '01', '02')).toEqual([Array(4).fill(undefined), ['代码']])
  expect(await orgs('编号', '4401', '4402')).toEqual([['4401', '4402'], []])
  expect(await orgs('编号', 1, 3)).toEqual([['1', '3'], []])
  expect(await orgs('组织ID', 1, 2)).toEqual([['1', '2'], []])
  const bytes = await xlsxOf([
    ['团员编号', ...memberHeaders],
    [1, '张伟', goodId, '第一支部'],
    [2, '李海', inventedId('1998-05-04', 7), '第一支部'],
  ])
  const { rows } = await readAll({ bytes, as: 'members' })
  expect(rows.map(row => (row.refused ? 'refused' : row.values.memberNo))).toEqual([undefined, undefined])
})

test('1-1 and 1-1-1 before organizations say what they hang under', async () => {
  const bytes = await xlsxOf([
    ['编号', '团组织名称', '组织类型'],
    ['1', '云岭街道团工委', '团工委'],
    ['1-1', '望海社区团总支', '团总支'],
    ['1-1-1', '望海社区第一团支部', '团支部'],
  ])
  const { rows } = await readAll({ bytes, as: 'orgs' })
  expect(rows.map(row => (row.refused ? 'refused' : row.values.parent))).toEqual([
    undefined,
    '云岭街道团工委',
    '望海社区团总支',
  ])
})

test('a list of former and present names says how organizations are renamed', async () => {
  const bytes = await xlsxOf([
    ['序号', '原团支部名称', '更名后名称', '批复文号'],
    [1, '东坪社区第一团支部', '东坪社区青年团支部', '青团〔2018〕3号'],
  ])
  const { as, sure, why } = await recognise({ bytes, fileName: 'x.xlsx' })
  expect({ as, sure }).toEqual({ as: null, sure: false })
  expect(why.zh).toContain('写进组织调整表')
})

test('whoever has gone somewhere by a column of his own is not taken, and nobody is called 空缺', async () => {
  const bytes = await xlsxOf([
    [...memberHeaders, '转出去向'],
    ['张伟', inventedId('1998-05-04', 1), '第一支部', '某大学'],
    ['李海', inventedId('1998-05-04', 2), '第一支部', '无'],
    ['空缺', inventedId('1998-05-04', 3), '第一支部', null],
  ])
  const { rows } = await readAll({ bytes, as: 'members' })
  expect(rows.map(row => [row.refused, codesOf(row)])).toEqual([
    [true, ['member-left']],
    [false, []],
    [true, ['name-not-a-name']],
  ])
})

test('numbers and days that go up by one from row to row are told, and such an ID number is no one’s', async () => {
  const people = async (header: string, cells: (string | Date)[], names = '甲乙丙丁戊己庚辛') => {
    const lines = cells.map((cell, n) => [`张${names[n]}`, inventedId('1996-03-05', n * 7), '第一支部', cell])
    const bytes = await xlsxOf([[...memberHeaders, header], ...lines])
    return (await readAll({ bytes, as: 'members' })).rows
  }
  const codes = async (...of: Parameters<typeof people>) =>
    (await people(...of)).map(row => (codesOf(row) ?? []).join())
  const phones = (...ends: number[]) => ends.map(end => String(13911112000 + end))
  const told = Array(3).fill('phone-drawn')
  expect(await codes('手机号码', phones(9, 222, 223, 224, 225, 7))).toEqual(['', '', ...told, ''])
  expect(await codes('手机号码', phones(225, 224, 223, 222))).toEqual(['', ...told])
  expect(await codes('手机号码', phones(5, 5, 6, 7, 8))).toEqual(['', '', ...told])
  expect(await codes('手机号码', phones(222, 223, 224))).toEqual(['', '', ''])
  // Somebody in two lines has his number in both.
  expect(await codes('手机号码', phones(1, 1, 2, 3), '甲甲乙丙')).not.toContain('phone-drawn')
  const days = (...ends: number[]) => ends.map(end => `2012-05-${String(end).padStart(2, '0')}`)
  expect(await codes('入团时间', days(4, 5, 6, 7))).toEqual(['', ...Array(3).fill('joined-drawn')])
  const asMonths = [4, 5, 6, 7].map(end => new Date(Date.UTC(2012, 4, end)))
  expect(await codes('入团时间', asMonths)).toEqual(['', ...Array(3).fill('joined-drawn')])
  expect(await codes('入团时间', days(4, 4, 4, 4, 4))).toEqual(Array(5).fill(''))

  // Branches of one community may have one telephone; nobody founds them day after day.
  const orgs = async (header: string, cells: string[]) => {
    const lines = cells.map((cell, n) => [`第${'一二三四'[n]}团支部`, '某团总支', cell])
    const bytes = await xlsxOf([['团支部名称', '上级组织', header], ...lines])
    return (await readAll({ bytes, as: 'orgs' })).rows.map(row => (codesOf(row) ?? []).join())
  }
  expect(await orgs('联系电话', phones(5, 5, 5, 5))).toEqual(Array(4).fill(''))
  expect(await orgs('联系电话', phones(5, 6, 7, 8))).toEqual(['', ...told])
  expect(await orgs('成立日期', days(4, 5, 6, 7))).toEqual(['', ...Array(3).fill('founded-drawn')])

  const [first = ''] = [inventedId('1996-03-05', 112)]
  expect(first).toMatch(/\d$/)
  const numbers = Array.from({ length: 11 }, (_, n) => String(BigInt(first) + BigInt(n)))
  const bytes = await xlsxOf([
    memberHeaders,
    ...numbers.map((number, n) => [`张${'甲乙丙丁戊己庚辛壬癸子'[n]}`, number, '第一支部']),
  ])
  const { rows } = await readAll({ bytes, as: 'members' })
  expect(rows.map(codesOf)).toEqual([[], ...Array(10).fill(['id-drawn'])])
  expect(rows[1]?.problems[0]?.value).toBe(numbers[1])
})

test('a mobile number that was drawn down a column is taken for nobody', async () => {
  const phones = [
    ...['13911112222', '13911112222', '13911112222', '13911112223'],
    ...['13700000001', '13700000001', '13700000003', '075528000000', '075528000000', '075528000000'],
  ]
  const lines = phones.map((phone, n) => [
    `张${'甲乙丙丁戊己庚辛壬癸子丑寅卯辰'[n]}`,
    inventedId('1996-03-05', n),
    '第一支部',
    phone,
  ])
  const { rows } = await readAll({
    bytes: await xlsxOf([[...memberHeaders, '手机号码'], ...lines]),
    as: 'members',
  })
  expect(
    rows.map(row => (row.refused ? '' : `${row.values.phone ?? '-'} ${(codesOf(row) ?? []).join()}`)),
  ).toEqual([
    ...Array(3).fill('- phone-copied'),
    '13911112223 ',
    ...phones.slice(4).map(phone => `${phone} `),
  ])
  // Whoever has a row for each of his posts has one number in all of them.
  const posts = ['书记', '组织委员', '宣传委员'].map(post => [
    '张甲',
    inventedId('1996-03-05', 1),
    '第一支部',
    post,
    '13911112222',
  ])
  const cadres = await readAll({
    bytes: await xlsxOf([['姓名', '身份证号码', '单位', '职务', '手机号'], ...posts]),
    as: 'cadres',
  })
  expect(cadres.rows.map(row => (row.refused ? '' : row.values.phone))).toEqual(Array(3).fill('13911112222'))
})

test('what was before is not what is now, and a telephone behind 网格长 is not that of the branch', async () => {
  const elections = await readAll({
    bytes: await xlsxOf(
      [
        ['序号', '团支部', '上届情况', null, '本届情况', null],
        [null, null, '换届时间', '书记', '换届时间', '书记'],
        [1, '第一支部', '2015-09-24', '李海', '2018-09-24', '王芳'],
      ],
      { merges: [0, 1].map(col => ({ startRow: 0, startCol: col, endRow: 1, endCol: col })) },
    ),
    as: 'terms',
  })
  expect(elections.rows).toMatchObject([{ values: { elected: '2018-09-24' } }])
  for (const head of ['网格长', '站长', '企业负责人', '党建指导员']) {
    const headers = ['社区', '团支部', head, '联系电话']
    const { rows, roster } = await readAll({
      bytes: await xlsxOf([headers, ['东坪社区', '第一支部', '李海', '13900001111']]),
      as: 'orgs',
    })
    expect([rows[0]?.refused === false && rows[0].values.phone, roster.phonesOfPeople]).toEqual([
      undefined,
      ['联系电话'],
    ])
  }
})

const [one, two] = [inventedId('1996-03-05', 1), inventedId('1996-03-06', 1)]
test.each<[string, (string | number | null)[][], string]>([
  [
    'people without a header',
    [
      ['张伟', one, '第一支部'],
      ['李海', two, '第一支部'],
    ],
    '没有表头',
  ],
  ['numbers alone', [['第一支部团员名单'], ['身份证号'], [one], [two]], '只有身份证号'],
  ['names alone', [['姓名'], ['张伟'], ['李海'], ['王芳']], '只有姓名'],
  [
    'organizations that are closed',
    [['拟撤销团组织名单'], ['序号', '团组织名称', '撤销原因'], [1, '第一支部', '搬迁']],
    '写进组织调整表',
  ],
  [
    'organizations that are merged',
    [
      ['序号', '被合并团支部', '合并后团支部', '合并时间'],
      [1, '第一支部', '第二支部', '2018-12-01'],
    ],
    '写进组织调整表',
  ],
  [
    'figures of branches',
    [
      ['序号', '团支部', '团员数', '男', '女'],
      [1, '第一支部', 9, 4, 5],
      ['合计', null, 9, 4, 5],
    ],
    '像统计表',
  ],
  [
    'figures below 团支部',
    [
      ['街道', '团委', '团总支', '团支部', '团员数'],
      ['云岭街道', 1, 5, 50, 500],
      ['合计', 1, 5, 50, 500],
    ],
    '像统计表',
  ],
  [
    'weak branches',
    [['软弱涣散团支部名单'], ['社区', '团支部名称', '主要问题'], ['东坪社区', '第一支部', '班子不健全']],
    '软弱涣散的认定和问题不从这里登记',
  ],
  [
    'enterprises',
    [
      ['企业名称', '所属社区', '成立时间'],
      ['甲科技有限公司', '东坪社区', '2018-03-05'],
    ],
    '没有写团组织的名称',
  ],
])('%s have a sentence of their own', async (_what, rows, says) => {
  const { sure, why } = await recognise({ bytes: await xlsxOf(rows), fileName: '表.xlsx' })
  expect([sure, why.zh]).toEqual([false, expect.stringContaining(says)])
})

test('企业名称 is what the organization of an enterprise is called, where no column says it better', async () => {
  const read = async (headers: string[], ...cells: string[]) => {
    const { rows } = await readAll({ bytes: await xlsxOf([headers, cells]), as: 'orgs' })
    return rows.map(row => (row.refused ? codesOf(row) : row.values.name))
  }
  expect(await read(['企业名称', '所属社区'], '甲科技公司团支部', '东坪社区')).toEqual(['甲科技公司团支部'])
  expect(await read(['企业名称', '团组织名称', '所属社区'], '甲公司', '甲公司团支部', '东坪社区')).toEqual([
    '甲公司团支部',
  ])
})
