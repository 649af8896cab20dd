import { type Cell as HucreCell, writeXlsx } from 'hucre'
import { expect, test } from 'vitest'
import { unreadOf } from '#db/rosters/planning/seen-and-not-read.ts'
import { recognise } from '#db/rosters/recognising/recognise.ts'
import type { IsoDay } from '#db/shared/day.ts'
import { soffice } from '#tests/fixtures/libreoffice.ts'
import { inventedId } from '#tests/fixtures/small-district.ts'
import { codesOf, converted, readAll, xlsxOf } from './make-file.ts'

/** What one cell, or one group of columns, says of several things at once. */

const id = (n: number) => inventedId('2001-03-05', n)
const branch = '第一支部'
const named = (rows: Awaited<ReturnType<typeof readAll<'members'>>>['rows']) =>
  rows.map(row => (row.refused ? codesOf(row) : [row.values.name, row.values.idNumber]))

test.each(['姓名及身份证号', '姓名（身份证号码）', '姓名/身份证号', '身份证号、姓名', '团员姓名及证件号码'])(
  '%s is a name and a number in each cell, however they are written together',
  async head => {
    const cells = [
      `李明 ${id(1)}`,
      `王芳（${id(2)}）`,
      `张伟\n${id(3)}`,
      `陈静，身份证号：${id(4)}`,
      `${id(5)}周杰`,
      `赵云 110101200001011234`,
      '吴磊',
      id(8),
    ]
    const bytes = await xlsxOf([
      ['序号', head, '所在团支部'],
      ...cells.map((cell, n) => [n + 1, cell, branch]),
    ])
    const found = await recognise({ bytes, fileName: '名册.xlsx' })
    expect([found.as, found.sure, found.missing]).toEqual(['members', true, []])
    expect(found.columns[1]).toMatchObject({ field: 'name', alsoField: 'idNumber' })
    expect(found.why.zh.split(head)).toHaveLength(2)
    const { rows, roster } = await readAll({ bytes, as: 'members' })
    expect(roster.columns).toEqual({ matched: { [head]: 'name', 所在团支部: 'branch' }, ignored: ['序号'] })
    expect(named(rows)).toEqual([
      ['李明', id(1)],
      ['王芳', id(2)],
      ['张伟', id(3)],
      ['陈静', id(4)],
      ['周杰', id(5)],
      ['id-checksum'],
      ['id-missing'],
      ['name-missing'],
    ])
    expect(rows.slice(0, 5).map(codesOf)).toEqual([[], [], [], [], []])
    expect(rows[5]).toMatchObject({ unread: { name: '赵云', number: '110101200001011234' }, who: '赵云' })
  },
)

test('a name and a number below 姓名 are read as both, and told; a name alone beside them lacks its number', async () => {
  const bytes = await xlsxOf([
    ['姓名', '性别', '所在团支部'],
    [`李明 ${id(1)}`, '男', branch],
    [`王芳（${id(2)}）`, '女', branch],
    ['张伟', '男', branch],
  ])
  expect(await recognise({ bytes, fileName: '名册.xlsx' })).toMatchObject({ as: 'members', missing: [] })
  const { rows } = await readAll({ bytes, as: 'members' })
  expect(named(rows).slice(0, 2)).toEqual([
    ['李明', id(1)],
    ['王芳', id(2)],
  ])
  expect(rows.map(codesOf)).toEqual([['cell-of-two'], ['cell-of-two'], ['id-missing']])
})

test('a name with another number than that of its own column is not taken', async () => {
  const bytes = await xlsxOf([
    ['姓名', '身份证号', '所在团支部'],
    [`李明 ${id(1)}`, id(2), branch],
    [`王芳 ${id(3)}`, id(3), branch],
    [`张伟 ${id(4)}`, null, branch],
  ])
  const { rows } = await readAll({ bytes, as: 'members' })
  expect(named(rows)).toEqual([['name-not-a-name'], ['王芳', id(3)], ['张伟', id(4)]])
})

test('姓名（身份证号） beside a column 身份证号 is a name, and cadres and their posts may have both in one cell', async () => {
  const apart = await xlsxOf([
    ['姓名（身份证号）', '身份证号', '所在团支部'],
    ['李明', id(1), branch],
  ])
  expect(named((await readAll({ bytes: apart, as: 'members' })).rows)).toEqual([['李明', id(1)]])
  for (const headers of [
    ['单位', '职务', '姓名（身份证号）'],
    ['团支部', '书记姓名（身份证号）'],
  ]) {
    const cells = [branch, '书记', `李明（${id(1)}）`]
    const bytes = await xlsxOf([headers, headers.length === 3 ? cells : cells.toSpliced(1, 1)])
    const { rows } = await readAll({ bytes, as: 'cadres' })
    expect(rows).toMatchObject([{ values: { name: '李明', idNumber: id(1), title: '书记', org: branch } }])
  }
})

const feesOf = async (headers: string[], ...people: (string | number | null)[][]) => {
  const bytes = await xlsxOf([['2025年团费收缴登记表'], ['姓名', '所在团支部', ...headers], ...people])
  const found = await recognise({ bytes, fileName: '团费.xlsx' })
  const { rows } = await readAll({ bytes, as: 'fees' })
  const told = rows.map(row => {
    const values: Record<string, unknown> = row.refused ? {} : { ...row.values }
    const paid = Array.from({ length: 12 }, (_, m) => values[`paid_${String(m + 1).padStart(2, '0')}`])
    return [values['due'], ...paid]
  })
  return { as: [found.as, found.sure, found.missing], told, codes: rows.map(codesOf), rows }
}
const twelve = (fen: number | undefined) => Array.from({ length: 12 }, () => fen)

test.each([
  ['全年应缴', '全年实缴'],
  ['全年应交（元）', '全年已交（元）'],
  ['年应缴', '年实缴'],
])(
  'what is due and was paid for a whole year, %s and %s, is shared out over its months',
  async (...heads) => {
    const { as, told, codes } = await feesOf(
      heads,
      ['李明', branch, 24, 24],
      ['王芳', branch, '2.40元', 2.4],
      ['张伟', branch, 24, 12],
      ['陈静', branch, 24, 0],
      ['赵云', branch, 24, '未交'],
      ['吴磊', branch, 8, null],
      ['周杰', branch, 24, '√'],
    )
    expect(as).toEqual(['fees', true, []])
    expect(told).toEqual([
      [200, ...twelve(200)],
      [20, ...twelve(20)],
      [undefined, ...twelve(undefined)],
      [200, ...twelve(0)],
      [200, ...twelve(undefined)],
      [undefined, ...twelve(undefined)],
      [200, ...twelve(200)],
    ])
    expect(codes).toEqual([[], [], ['sum-not-shared'], [], [], ['due-not-shared'], ['only-ticked']])
  },
)

test('a whole year beside its months or quarters, and a half beside its quarters, are their sums and not read', async () => {
  const months = await feesOf(['1月', '2月', '全年'], ['李明', branch, 2, 2, 4])
  expect(months.told).toEqual([[undefined, 200, 200, ...twelve(undefined).slice(2)]])
  const q = [200, 200, 200]
  const rest = twelve(undefined)
  const quarters = await feesOf(['一季度', '二季度', '全年实缴'], ['李明', branch, 6, null, 6])
  expect(quarters.told).toEqual([[undefined, ...q, ...rest.slice(3)]])
  const halves = await feesOf(['一季度', '二季度', '上半年'], ['李明', branch, null, 6, 6])
  expect(halves.told).toEqual([[undefined, ...rest.slice(9), ...q, ...rest.slice(6)]])
})

test('an amount of which nothing says for how long it was paid comes back, and it is said what a whole year is called', async () => {
  const { codes, rows } = await feesOf(['应缴金额', '实缴金额'], ['李明', branch, 24, 24])
  expect(codes).toEqual([['month-missing']])
  expect(rows[0]?.problems[0]?.says.zh).toContain('全年缴纳(元)')
  const again = await feesOf(['应缴金额', '全年缴纳(元)'], ['李明', branch, null, 24])
  expect(again.told).toEqual([[undefined, ...twelve(200)]])
})

const appraised = (row: { refused: boolean; values?: unknown } | undefined) =>
  row === undefined || row.refused ? undefined : (row.values as { result?: string }).result

test('a tick below one of the grades that head columns of their own is that grade', async () => {
  const person = (n: number, ...ticks: (string | number | null)[]) => [
    `张${'甲乙丙丁戊己庚'[n]}`,
    id(n),
    branch,
    ...ticks,
  ]
  const bytes = await xlsxOf([
    ['2025年度团员教育评议情况'],
    ['姓名', '身份证号', '所在团支部', '优秀', '合格', '基本合格', '不合格'],
    person(0, '√', null, null, null),
    person(1, null, '✓', null, null),
    person(2, 0, 1, 0, 0),
    person(3, null, null, '是', null),
    person(4, '×', null, null, '●'),
    person(5, '√', '√', null, null),
    person(6, null, null, null, null),
  ])
  const found = await recognise({ bytes, fileName: '评议.xlsx' })
  expect([found.as, found.sure, found.missing]).toEqual(['assessments', true, []])
  const { rows, roster } = await readAll({ bytes, as: 'assessments' })
  expect(roster.columns.ignored).toEqual([])
  expect(rows.map(appraised)).toEqual(['excellent', 'good', 'good', 'basic', 'failed', undefined, undefined])
  expect(rows.map(codesOf).slice(5)).toEqual([['value-unknown'], []])
})

test('ticks below stars are stars; numbers of people below grades are no ticks', async () => {
  const stars = ['五星级', '四星级', '三星级', '二星级', '不予定级']
  const rated = await xlsxOf([
    ['2025年对标定级结果'],
    ['团支部', ...stars],
    ['第一支部', '√', null, null, null, null],
    ['第二支部', null, null, '√', null, null],
  ])
  expect((await recognise({ bytes: rated, fileName: '定级.xlsx' })).as).toBe('ratings')
  const { rows } = await readAll({ bytes: rated, as: 'ratings' })
  expect(rows.map(row => row.refused || { ...row.values }['star'])).toEqual(['five', 'three'])
  const counted = await xlsxOf([
    ['2025年度评议结果统计'],
    ['团支部', '优秀', '合格', '基本合格', '不合格'],
    ['第一支部', 3, 10, 1, 0],
    ['第二支部', 1, 1, 0, 0],
  ])
  expect((await recognise({ bytes: counted, fileName: '统计.xlsx' })).as).toBeNull()
})

test.each(['组织编码及名称', '组织名称（编码）', '团组织名称'])(
  'below %s a code before or behind the name of an organization is its code, and what only looks like one is none',
  async head => {
    const cells = [
      ...['GQ-0123 幸福社区团支部', '（0124）和平社区团支部', '0125和平里团支部', '【GQ-0126】东方团支部'],
      ...['西方团支部（GQ-0127）', 'GQ-0128/南方团支部', '2025级1班团支部', '3M公司团支部', '12号岗团支部'],
    ]
    const bytes = await xlsxOf([[head, '组织类型'], ...cells.map(cell => [cell, '团支部'])])
    const found = await recognise({ bytes, fileName: '组织.xlsx' })
    expect([found.as, found.missing]).toEqual(['orgs', []])
    const { rows } = await readAll({ bytes, as: 'orgs' })
    expect(rows.map(row => (row.refused ? codesOf(row) : [row.values.code, row.values.name]))).toEqual([
      ['GQ-0123', '幸福社区团支部'],
      ['0124', '和平社区团支部'],
      ['0125', '和平里团支部'],
      ['GQ-0126', '东方团支部'],
      ['GQ-0127', '西方团支部'],
      ['GQ-0128', '南方团支部'],
      [undefined, '2025级1班团支部'],
      [undefined, '3M公司团支部'],
      [undefined, '12号岗团支部'],
    ])
    const told = head === '团组织名称' ? ['cell-of-two'] : []
    expect(rows.slice(0, 6).map(codesOf)).toEqual(Array.from({ length: 6 }, () => told))
  },
)

test('names beside a column of codes, and names of which few begin with what may be a code, stay as they are', async () => {
  const apart = await xlsxOf([
    ['组织ID', '团组织名称'],
    ['0123', 'K11 广场团支部'],
  ])
  const few = await xlsxOf([
    ['团组织名称', '组织类型'],
    ['K11 广场团支部', '团支部'],
    ['幸福社区团支部', '团支部'],
    ['和平社区团支部', '团支部'],
  ])
  for (const bytes of [apart, few])
    expect((await readAll({ bytes, as: 'orgs' })).rows[0]).toMatchObject({
      values: { name: 'K11 广场团支部' },
      problems: [],
    })
})

const outlined = async (headers: string[], ...cells: (string | number | null)[][]) => {
  const { rows } = await readAll({ bytes: await xlsxOf([headers, ...cells]), as: 'orgs' })
  const told = rows.map(row => (row.refused ? [] : [row.values.name, row.values.parent]))
  return { told, codes: rows.map(codesOf) }
}
const tree = [
  ['观澜街道团工委', undefined],
  ['幸福社区团总支', '观澜街道团工委'],
  ['第一团支部', '幸福社区团总支'],
  ['3M公司团支部', '幸福社区团总支'],
  ['和平社区团支部', '观澜街道团工委'],
  ['福城街道团工委', undefined],
  ['大水坑社区团支部', '福城街道团工委'],
]
const treeTold = tree.map(([, parent]) => (parent === undefined ? [] : ['parent-by-number']))

test.each([
  ['1 1.1 1.1.1', ['1', '1.1', '1.1.1', '1.1.2', '1.2', '2', '2.1']],
  ['1、 1.1、 1.1.1、', ['1、', '1.1、', '1.1.1、', '1.1.2、', '1.2、', '2、', '2.1、']],
  ['一、 （一） 1.', ['一、', '（一）', '1.', '2.', '（二）', '二、', '（一）']],
  ['一、 1. （1）', ['一、', '1.', '（1）', '（2）', '2.', '二、', '1.']],
])(
  'numbers such as %s before organizations say which hangs under which, and are no part of their names',
  async (_, numbers) => {
    const before = await outlined(
      ['团组织名称', '组织类型'],
      ...tree.map(([name], i) => [`${numbers[i]} ${name}`, null]),
    )
    expect(before.told).toEqual(tree)
    expect(before.codes).toEqual(treeTold)
    const beside = await outlined(
      ['序号', '团组织名称', '上级组织'],
      ...tree.map(([name], i) => [numbers[i] ?? null, name ?? null, null]),
    )
    expect(beside.told).toEqual(tree)
  },
)

test('a number 1.1 of a spreadsheet, and 一 above 1 and 2, say it too; what stands below 上级组织 goes before', async () => {
  const numbers = [1, 1.1, '1.1.1', '1.1.2', 1.2, 2, 2.1]
  const dotted = await outlined(
    ['序号', '团组织名称', '上级组织'],
    ...tree.map(([name], i) => [numbers[i] ?? null, name ?? null]),
  )
  expect(dotted.told).toEqual(tree)
  const blocks = await outlined(
    ['序号', '团组织名称', '上级组织'],
    ['一', '观澜街道团工委', null],
    [1, '幸福社区团支部', null],
    [2, '和平社区团支部', '桂花社区团总支'],
    ['二', '福城街道团工委', null],
    [1, '大水坑社区团支部', null],
  )
  expect(blocks.told.map(([, parent]) => parent)).toEqual([
    ...[undefined, '观澜街道团工委', '桂花社区团总支', undefined, '福城街道团工委'],
  ])
})

test('numbers that count rows alone say nothing of parents, and are no part of names; digits that are stay', async () => {
  const counted = await outlined(
    ['团组织名称', '组织类型'],
    ...['1、幸福社区团支部', '2、和平社区团支部', '3.桂花社区团支部'].map(name => [name, '团支部']),
  )
  expect(counted.told.map(([name]) => name)).toEqual(['幸福社区团支部', '和平社区团支部', '桂花社区团支部'])
  expect(counted.codes).toEqual([[], [], []])
  const own = ['1号岗团支部', '360公司团支部', '第一团支部', '三联团支部', '一二三纺织厂团支部']
  const names = await outlined(['团组织名称', '组织类型'], ...own.map(name => [name, '团支部']))
  expect(names.told.map(([name]) => name)).toEqual(own)
  // 2.1 without a 2 before it hangs under nothing that is known.
  const lost = await outlined(
    ['序号', '团组织名称', '组织类型'],
    ['1', '甲团工委'],
    ['1.1', '乙团支部'],
    ['2.1', '丙团支部'],
  )
  expect(lost.told.map(([, parent]) => parent)).toEqual([undefined, '甲团工委', undefined])
})

test('of a cadre who is said in a remark to have left office it is told, unless it is said until when', async () => {
  const bytes = await xlsxOf([
    ['姓名', '单位', '职务', '离任日期', '备注'],
    ['张伟', branch, '书记', null, '已离任'],
    ['李海', branch, '副书记', null, '2025年3月调离'],
    ['王芳', branch, '组织委员', '2025-03-01', '已离任'],
    ['陈静', branch, '宣传委员', null, '未离任，兼任团委委员'],
  ])
  const { rows } = await readAll({ bytes, as: 'cadres' })
  const out = ['remark-out-of-office']
  expect(rows.map(codesOf)).toEqual([out, out, [], []])
})

const own = { name: '李明', idNumber: id(1), phone: '13800001234' }
test.each<[string, (string | null)[][], (string | null)[]]>([
  [
    'after it',
    [
      ['序号', '团员信息', null, null, '家长信息', null, '所在团支部'],
      [null, '姓名', '身份证号', '电话', '姓名', '电话', '所在团支部'],
    ],
    ['1', '李明', id(1), '13800001234', '李建国', '13900001111', branch],
  ],
  [
    'before it',
    [
      ['序号', '家长', null, '本人', null, null, '所在团支部'],
      [null, '姓名', '电话', '姓名', '身份证号', '电话', '所在团支部'],
    ],
    ['1', '李建国', '13900001111', '李明', id(1), '13800001234', branch],
  ],
  [
    'behind 本人',
    [
      ['姓名', '身份证号', '所在团支部', '本人', null, '监护人', null],
      [null, null, null, '电话', '微信', '姓名', '电话'],
    ],
    ['李明', id(1), branch, '13800001234', 'wx', '李建国', '13900001111'],
  ],
  [
    'in brackets',
    [['姓名', '身份证号', '所在团支部', '联系电话（家长）', '联系电话（本人）']],
    ['李明', id(1), branch, '13900001111', '13800001234'],
  ],
  [
    'by its word',
    [['家长姓名', '家长电话', '姓名', '身份证号', '所在团支部', '电话', '紧急联系人电话']],
    ['李建国', '13900001111', '李明', id(1), branch, '13800001234', '13900002222'],
  ],
  [
    'whose telephone follows his name',
    [['姓名', '身份证号', '所在团支部', '监护人', '与本人关系', '电话', '本人电话']],
    ['李明', id(1), branch, '李建国', '父子', '13900001111', '13800001234'],
  ],
  [
    'whose telephone is called the same',
    [['姓名', '身份证号', '所在团支部', '联系电话', '家长姓名', '联系电话']],
    ['李明', id(1), branch, '13800001234', '李建国', '13900001111'],
  ],
])('a parent has columns of his own, %s, and is not the member', async (_, headers, cells) => {
  const bytes = await xlsxOf([...headers, cells])
  expect(await recognise({ bytes, fileName: '名册.xlsx' })).toMatchObject({ as: 'members', missing: [] })
  const { rows } = await readAll({ bytes, as: 'members' })
  expect(rows).toMatchObject([{ values: { ...own, branch }, problems: [] }])
})

test('a telephone behind the name of a parent is told to be his', async () => {
  const bytes = await xlsxOf([
    ['姓名', '身份证号', '所在团支部', '家长姓名', '联系电话'],
    ['李明', id(1), branch, '李建国', '13900001111'],
  ])
  const { rows, roster } = await readAll({ bytes, as: 'members' })
  expect(rows).toMatchObject([{ values: { phone: undefined } }])
  expect(unreadOf(roster)).toEqual([{ zh: expect.stringContaining('家长'), en: expect.anything() }])
})

test('a telephone of parents alone is nobody’s own', async () => {
  const bytes = await xlsxOf([
    ['姓名', '身份证号', '所在团支部', '电话（家长）'],
    ['李明', id(1), branch, '13900001111'],
  ])
  const { rows, roster } = await readAll({ bytes, as: 'members' })
  expect(roster.columns.ignored).toEqual(['电话（家长）'])
  expect(rows).toMatchObject([{ values: { phone: undefined } }])
})

test('members of whom most have 无 or — below 团内职务 are no cadres, and 团员 is no post', async () => {
  const row = (n: number, post: string) => [`张${'甲乙丙丁'[n]}`, id(n), branch, post]
  const few = [row(0, '书记'), row(1, '无'), row(2, '—'), row(3, '团员')]
  const bytes = await xlsxOf([['姓名', '身份证号', '所在团支部', '团内职务'], ...few])
  expect(await recognise({ bytes, fileName: '名册.xlsx' })).toMatchObject({ as: 'members', sure: true })
  const { rows } = await readAll({ bytes, as: 'cadres' })
  expect(rows.map(codesOf)).toEqual([[], ['title-missing'], ['title-missing'], ['no-post']])
})

test('a sheet that shows how to fill in is not read with the others, and a count between the rows is nobody', async () => {
  const headers = ['所在团支部', '姓名', '身份证号']
  const rows = [headers, [branch, '李明', id(1)], [`${branch} 计数`, 1, null], ['总计数', 1, null]]
  for (const name of ['填写样表', '填写示范', '样张', '填表举例']) {
    const sheets = [
      { name: '名册', rows },
      { name, rows: [headers, [branch, '王芳', id(2)]] },
    ]
    const { rows: read, roster } = await readAll({ bytes: await writeXlsx({ sheets }), as: 'members' })
    expect([read.map(row => row.row), roster.left]).toEqual([[2], [name]])
  }
})

test('results of several years side by side are asked about, and of one year too', async () => {
  for (const heads of [['2024年评议结果', '2025年评议结果'], ['2025年度评议等次']]) {
    const bytes = await xlsxOf([
      ['姓名', '身份证号', '所在团支部', ...heads],
      ['李明', id(1), branch, ...heads.map(() => '合格')],
    ])
    const found = await recognise({ bytes, fileName: '名册.xlsx' })
    expect([found.as, found.sure]).toEqual(['members', false])
    for (const head of heads) expect(found.why.zh).toContain(head)
  }
  const plain = await xlsxOf([
    ['姓名', '身份证号', '所在团支部', '2025年是否参加体检'],
    ['李明', id(1), branch, '是'],
  ])
  expect((await recognise({ bytes: plain, fileName: '名册.xlsx' })).sure).toBe(true)
})

test('an apostrophe that a spreadsheet puts before a text is none of it', async () => {
  const bytes = Buffer.from(`姓名,身份证号,所在团支部,民族\n'李明,'${id(1)},'${branch},'汉族\n`)
  const { rows } = await readAll({ bytes, fileName: '名册.csv', as: 'members' })
  expect(rows).toMatchObject([{ values: { name: '李明', idNumber: id(1), nation: '汉族' }, problems: [] }])
})

test('what members work as is no post in the League', async () => {
  const headers = ['姓名', '身份证号', '部门', '职务', '团支部']
  const row = (n: number, post: string) => [`张${'甲乙丙'[n]}`, id(n), '研发部', post, branch]
  const bytes = await xlsxOf([headers, ...['工程师', '会计', '团支部书记'].map((post, n) => row(n, post))])
  expect(await recognise({ bytes, fileName: '名册.xlsx' })).toMatchObject({ as: 'members', missing: [] })
  const alone = await xlsxOf([
    ['姓名', '身份证号', '单位', '职务'],
    ['李明', id(1), '甲公司', '工程师'],
  ])
  expect((await recognise({ bytes: alone, fileName: '名册.xlsx' })).sure).toBe(false)
  const cadres = await xlsxOf([headers, ...['书记', '组织委员', '工程师'].map((post, n) => row(n, post))])
  expect((await recognise({ bytes: cadres, fileName: '名册.xlsx' })).as).toBe('cadres')
})

test.each<[string, (string | number | null)[][]]>([
  ['beside the names', [['姓名', '所在团支部', ...Array.from({ length: 12 }, (_, m) => m + 1)]]],
  ['as texts', [['姓名', '所在团支部', ...Array.from({ length: 12 }, (_, m) => `${m + 1}`)]]],
  [
    'below 月份',
    [
      ['姓名', '所在团支部', '月份', ...Array.from({ length: 11 }, () => null)],
      [null, null, ...Array.from({ length: 12 }, (_, m) => m + 1)],
    ],
  ],
])('the bare numbers of the twelve months, %s, are months', async (_, headers) => {
  const lines = [...headers, ['李明', branch, ...twelve(2)], ['王芳', branch, ...twelve(2).slice(1)]]
  const bytes = await xlsxOf([['2025年团费'], ...lines.map(line => line.map(cell => cell ?? null))])
  expect((await recognise({ bytes, fileName: '团费.xlsx' })).as).toBe('fees')
  const { rows } = await readAll({ bytes, as: 'fees' })
  expect(rows.map(row => (row.refused ? {} : { ...row.values })['paid_11'])).toEqual([200, 200])
  expect(rows.map(row => (row.refused ? {} : { ...row.values })['paid_12'])).toEqual([200, undefined])
})

test('what is due a month may say so behind its amount', async () => {
  for (const cell of ['0.2元/月', '每月0.2元', '0.2／月', '0.20元每月']) {
    const { told, codes } = await feesOf(['标准', '1月'], ['李明', branch, cell, '√'])
    expect(told).toEqual([[20, 20, ...twelve(undefined).slice(1)]])
    expect(codes).toEqual([['only-ticked']])
  }
})

test('是 below 是否转出 says that somebody has left', async () => {
  for (const head of ['是否转出', '是否超龄离团', '是否已退团']) {
    const bytes = await xlsxOf([
      ['姓名', '身份证号', '所在团支部', head],
      ...['是', '否', '√', null, '未转出', '已转出'].map((cell, n) => [
        `张${'甲乙丙丁戊己'[n]}`,
        id(n),
        branch,
        cell,
      ]),
    ])
    const { rows } = await readAll({ bytes, as: 'members' })
    const left = ['member-left']
    expect(rows.map(codesOf)).toEqual([left, [], left, [], [], left])
  }
})

test('a sheet of 积极分子, youths or those who left is none of members, and says so', async () => {
  const headers = ['姓名', '身份证号', '所在团支部']
  const names = ['在册团员', '积极分子', '青年', '发展对象名单']
  const sheets = names.map((name, n) => ({ name, rows: [headers, ['李明明', id(n), branch]] }))
  const { rows } = await readAll({ bytes: await writeXlsx({ sheets }), as: 'members' })
  const notYet = ['not-a-member']
  expect(rows.map(codesOf)).toEqual([[], notYet, notYet, notYet])
})

test('people with a day on which they are to join, and none on which they did, are asked about', async () => {
  const of = async (...heads: string[]) =>
    recognise({
      bytes: await xlsxOf([
        ['姓名', '身份证号', '团支部', ...heads],
        ['李明', id(1), branch, ...heads.map(() => '2025.5')],
      ]),
      fileName: '名册.xlsx',
    })
  const asked = await of('申请入团时间', '确定积极分子时间', '拟发展时间')
  expect([asked.as, asked.sure, asked.why.zh.includes('申请入团时间')]).toEqual(['members', false, true])
  expect((await of('申请入团时间', '入团时间')).sure).toBe(true)
})

test('a birthday without its year is that of the ID number, or contradicts it', async () => {
  const bytes = await xlsxOf([
    ['姓名', '身份证/护照号', '所在团支部', '生日'],
    ['李明', id(1), branch, '3月5日'],
    ['王芳', id(2), branch, '3.5'],
    ['张伟', id(3), branch, '3月6日'],
  ])
  const { rows } = await readAll({ bytes, as: 'members' })
  expect(rows.map(codesOf)).toEqual([[], [], ['date-unclear']])
})

test('of an organization that is said in a remark to be closed it is told', async () => {
  const bytes = await xlsxOf([
    ['团支部名称', '成立时间', '备注'],
    ['第一团支部', '2015.5', '已撤销'],
    ['第二团支部', '2015.5', '并入第一团支部'],
    ['第三团支部', '2015.5', '未撤销'],
  ])
  const { rows } = await readAll({ bytes, as: 'orgs' })
  expect(rows.map(codesOf)).toEqual([['remark-closed'], ['remark-closed'], []])
})

test('whoever is ticked below 非团员 or 群众 is no member', async () => {
  for (const heads of [
    ['团员', '非团员'],
    ['党员', '群众'],
  ]) {
    const bytes = await xlsxOf([
      ['姓名', '身份证号', '所在团支部', ...heads],
      ['李明', id(1), branch, '√', null],
      ['王芳', id(2), branch, null, '√'],
      ['张伟', id(3), branch, '√', '×'],
    ])
    const { rows } = await readAll({ bytes, as: 'members' })
    expect(rows.map(codesOf)).toEqual([[], ['not-a-member'], []])
  }
})

test('results of elections that name who was elected are asked about, whatever stands behind 换届选举', async () => {
  for (const title of ['2025年团支部换届选举结果', '2025年团支部换届选举情况登记表']) {
    const bytes = await xlsxOf([
      [title],
      ['团支部', '换届时间', '应到', '实到', '书记', '副书记'],
      [branch, '2025.6.1', 12, 10, '李明', '王芳'],
    ])
    const found = await recognise({ bytes, fileName: '名册.xlsx' })
    expect([found.as, found.sure, found.why.zh.includes('团干部')]).toEqual(['terms', false, true])
  }
})

test.each([
  '和平社区团支部   书记：张伟',
  '和平社区团支部　　联系电话：13800001234',
  '二、和平社区团支部（书记：张伟，电话：13800001234）',
  '和平社区团支部 支部书记：张伟',
  '和平社区团支部，团员数：1',
])('a line between the rows names the branch of those below, whatever it says of it: %s', async line => {
  const headers = ['序号', '姓名', '身份证号']
  const bytes = await xlsxOf([
    ['幸福社区团支部   书记：李明'],
    headers,
    [1, '王芳', id(2)],
    [line],
    headers,
    [1, '陈静', id(3)],
    ['以上人员原属和平社区团支部   幸福社区团支部'],
    [2, '赵云', id(4)],
  ])
  const knowsPlace = (text: string) => /^(幸福|和平)社区团支部$/.test(text)
  const { rows } = await readAll({ bytes, as: 'members', knowsPlace })
  expect(rows.map(row => (row.refused ? codesOf(row) : row.values.branch))).toEqual([
    ...['幸福社区团支部', '和平社区团支部', '和平社区团支部'],
  ])
})

test('a grade that this list does not have is taken for the next one, and told, below its own head too', async () => {
  const head = ['姓名', '身份证号', '所在团支部']
  const bytes = await xlsxOf([
    ['2025年度团员教育评议结果'],
    [...head, '评议等次'],
    ...['优秀', '良好', '合格', '不合格'].map((grade, n) => [`张${'甲乙丙丁'[n]}`, id(n), branch, grade]),
  ])
  const { rows } = await readAll({ bytes, as: 'assessments' })
  expect(rows.map(appraised)).toEqual(['excellent', 'good', 'good', 'failed'])
  expect(rows.map(codesOf)).toEqual([[], ['word-taken-for'], [], []])
  expect(rows[1]?.problems[0]?.says.zh).toContain('“良好”')
  const ticks = await xlsxOf([
    ['2025年度团员教育评议结果'],
    [...head, '优秀', '良好', '合格', '不合格'],
    ['张甲', id(0), branch, null, '√', null, null],
    ['张乙', id(1), branch, '√', null, null, null],
  ])
  const ticked = await readAll({ bytes: ticks, as: 'assessments' })
  expect(ticked.rows.map(appraised)).toEqual(['good', 'excellent'])
  expect(ticked.rows.map(codesOf)).toEqual([['word-taken-for'], []])
})

test('an age that the day of birth contradicts is told; one year more or less is how people count', async () => {
  const ages = [17, '18岁', 20, '十八', '', '=DATEDIF(A1,B1)', 40, '约30', 12]
  const bytes = await xlsxOf([
    ['姓名', '年龄', '身份证号', '所在团支部'],
    ...ages.map((age, n) => [`张${'甲乙丙丁戊己庚辛壬'[n]}`, age, inventedId('2000-05-06', n + 1), branch]),
  ])
  const { rows, roster } = await readAll({ bytes, as: 'members', today: '2018-12-31' as IsoDay })
  expect(roster.columns.ignored).toEqual([])
  expect(rows.map(row => row.refused)).toEqual(ages.map(() => false))
  const none: string[] = []
  expect(rows.map(codesOf)).toEqual([
    ...[none, none, none, none, none, none],
    ...[['age-differs'], ['age-differs'], ['age-differs']],
  ])
  expect(rows[6]?.problems[0]).toMatchObject({ column: '年龄', value: '40' })
  const cadres = await xlsxOf([
    ['姓名', '出生年月', '年龄', '单位', '职务'],
    ['张甲', '1990.5', 45, branch, '书记'],
  ])
  const told = await readAll({ bytes: cadres, as: 'cadres', today: '2018-12-31' as IsoDay })
  expect(told.rows.map(codesOf)).toEqual([['age-differs']])
})

test('of two columns of telephones the second is read where the first is blank, and told where it says another', async () => {
  for (const heads of [
    ['联系电话', '联系电话'],
    ['手机号码', '联系电话'],
    ['电话', '联系电话2'],
  ]) {
    const bytes = await xlsxOf([
      ['姓名', '身份证号', '所在团支部', ...heads],
      ['张甲', id(1), branch, '13800001111', '13800002222'],
      ['张乙', id(2), branch, null, '13800003333'],
      ['张丙', id(3), branch, '138-0000-4444', 13800004444],
      ['张丁', id(4), branch, null, null],
    ])
    const { rows, roster } = await readAll({ bytes, as: 'members' })
    expect(rows.map(row => (row.refused ? undefined : row.values.phone))).toEqual([
      ...['13800001111', '13800003333', '13800004444', undefined],
    ])
    expect(rows.map(codesOf)).toEqual([['phones-several'], [], [], []])
    expect(rows[0]?.problems[0]?.says.zh).toContain('13800001111')
    expect(roster.columns.ignored).toEqual([])
    const found = await recognise({ bytes, fileName: '名册.xlsx' })
    expect(found.columns.map(({ field }) => field)).toEqual(['name', 'idNumber', 'branch', 'phone'])
  }
  // Side by side the second telephone is of the second person.
  const beside = await xlsxOf([
    ['姓名', '身份证号', '电话', '姓名', '身份证号', '电话'],
    ['张甲', id(1), '13800001111', '张乙', id(2), '13800002222'],
  ])
  const { rows } = await readAll({ bytes: beside, as: 'members', place: branch })
  expect(rows.map(row => (row.refused ? undefined : [row.values.phone, codesOf(row)]))).toEqual([
    ['13800001111', []],
    ['13800002222', []],
  ])
})

test('a telephone behind the secretary of an organization is his, and said not to be taken for its own', async () => {
  const org = ['第三团支部', '团支部', '某团总支']
  const read = async (...more: [head: string, cell: string][]) => {
    const bytes = await xlsxOf([
      ['团组织全称', '组织类型', '上级组织', ...more.map(([head]) => head)],
      [...org, ...more.map(([, cell]) => cell)],
    ])
    const { rows, roster } = await readAll({ bytes, as: 'orgs' })
    const [row] = rows
    return [
      row?.refused === false ? row.values.phone : codesOf(row),
      unreadOf(roster).map(({ zh }) => /“([^”]+)”一列/.exec(zh)?.[1]),
    ]
  }
  const phone = ['联系电话', '13800001111'] as [string, string]
  for (const head of ['支部书记', '书记姓名', '负责人', '联系人', '团支部书记'])
    expect(await read([head, '李海'], phone)).toEqual([undefined, ['联系电话']])
  expect(await read(['书记', '李海'], ['性别', '男'], phone)).toEqual([undefined, ['联系电话']])
  expect(await read(phone, ['书记', '李海'])).toEqual(['13800001111', []])
  expect(await read(['书记', '李海'], ['成立日期', '2018-03'], phone)).toEqual(['13800001111', []])
  expect(await read(['书记', '李海'], ['团组织联系电话', '13800001111'])).toEqual(['13800001111', []])
  const bytes = await xlsxOf([
    ['团组织全称', '组织类型', '支部书记', '联系电话'],
    ['第三团支部', '团支部', '李海', '13800001111'],
  ])
  const { rows } = await readAll({ bytes, as: 'orgs', map: { 联系电话: 'phone' } })
  expect(rows).toMatchObject([{ values: { phone: '13800001111' } }])
})

test.each<[string, string[][]]>([
  ['each with its head', [['姓名', '身份证号前14位', '身份证号后4位', '所在团支部']]],
  ['in brackets', [['姓名', '身份证号码（前14位）', '（后4位）', '所在团支部']]],
  [
    'below one head',
    [
      ['姓名', '身份证号', '', '所在团支部'],
      ['', '前14位', '后4位', ''],
    ],
  ],
])('an ID number in two columns is one number, %s', async (_, heads) => {
  const whole = [id(1), inventedId('2001-03-05', 20), '110105199003070010']
  const bytes = await xlsxOf([
    ...heads,
    ...whole.map((number, n) => [
      `张${'甲乙丙'[n]}`,
      number.slice(0, 14),
      // A spreadsheet keeps no nought before a number.
      /^\d+$/.test(number.slice(14)) ? Number(number.slice(14)) : number.slice(14),
      branch,
    ]),
  ])
  const found = await recognise({ bytes, fileName: '名册.xlsx' })
  expect([found.as, found.sure, found.missing]).toEqual(['members', true, []])
  const { rows, roster } = await readAll({ bytes, as: 'members' })
  expect(roster.columns.ignored).toEqual([])
  expect(rows.map(row => (row.refused ? codesOf(row) : row.values.idNumber))).toEqual([
    ...whole.slice(0, 2),
    ['id-checksum'],
  ])
})

test('of 前6位, 中8位 and 后4位 one number is made; the last digits alone are none', async () => {
  const bytes = await xlsxOf([
    ['姓名', '身份证前6位', '出生日期8位', '身份证后4位', '所在团支部'],
    ['张甲', id(1).slice(0, 6), id(1).slice(6, 14), id(1).slice(14), branch],
  ])
  const halves = await xlsxOf([
    ['姓名', '身份证前6位', '身份证后12位', '所在团支部'],
    ['张甲', id(1).slice(0, 6), id(1).slice(6), branch],
  ])
  const { rows } = await readAll({ bytes: halves, as: 'members' })
  expect(rows).toMatchObject([{ refused: false, values: { idNumber: id(1) } }])
  expect((await recognise({ bytes, fileName: 'x.xlsx' })).as).toBe('members')
  const last = await xlsxOf([
    ['姓名', '性别', '入团年月', '身份证后6位', '所在团支部'],
    ['张甲', '男', '2016-05', id(1).slice(12), branch],
  ])
  expect(await recognise({ bytes: last, fileName: 'x.xlsx' })).toMatchObject({
    as: 'members',
    missing: [['idNumber']],
  })
})

test('names that are indented hang under the last one that is less so', async () => {
  for (const [one, two] of [
    ['　　', '　　　　'],
    ['  ', '    '],
  ]) {
    const { told, codes } = await outlined(
      ['团组织名称', '组织类型'],
      ['观澜街道团工委', '团工委'],
      [`${one}桂花社区团总支`, '团总支'],
      [`${two}幸福社区团支部`, '团支部'],
      [`${two}和平社区团支部`, '团支部'],
      [`${one}大水坑社区团总支`, '团总支'],
    )
    expect(told.map(([name, parent]) => [name, parent])).toEqual([
      ['观澜街道团工委', undefined],
      ['桂花社区团总支', '观澜街道团工委'],
      ['幸福社区团支部', '桂花社区团总支'],
      ['和平社区团支部', '桂花社区团总支'],
      ['大水坑社区团总支', '观澜街道团工委'],
    ])
    expect(codes.flat().filter(code => code === 'parent-by-number')).toHaveLength(0)
    expect(codes.slice(1).every(each => each?.includes('parent-by-indent'))).toBe(true)
  }
  // A blank before one name is a slip of the hand.
  const slip = await outlined(
    ['团组织名称', '组织类型'],
    ['观澜街道团工委', '团工委'],
    [' 幸福社区团支部', '团支部'],
    ['和平社区团支部', '团支部'],
    ['大水坑社区团支部', '团支部'],
  )
  expect(slip.told.map(([, parent]) => parent)).toEqual([undefined, undefined, undefined, undefined])
})

test('已交清 names no month up to which fees were paid: the member is taken, and the cell told', async () => {
  const words = ['已交清', '已缴', '欠交', '未交', '免交', '√', '全部交清', '2018年12月']
  const bytes = await xlsxOf([
    ['姓名', '身份证号', '所在团支部', '团费交至'],
    ...words.map((word, n) => [`张${'甲乙丙丁戊己庚辛'[n]}`, id(n + 1), branch, word]),
  ])
  const { rows } = await readAll({ bytes, as: 'members' })
  expect(rows.map(row => row.refused || (row.values.feesPaidTo ?? null))).toEqual([
    ...words.slice(1).map(() => null),
    '2018-12',
  ])
  expect(rows.map(codesOf)).toEqual([...words.slice(1).map(() => ['month-not-said']), []])
})

test('应缴团费 and 实缴团费 without a month are a list of fees, and it is asked for which months', async () => {
  const bytes = await xlsxOf([
    ['第一支部2018年度团费收缴表'],
    ['序号', '姓名', '应缴团费（元）', '实缴团费（元）', '备注'],
    [1, '张甲', 24, 24, null],
  ])
  expect((await recognise({ bytes, fileName: 'x.xlsx' })).as).toBe('fees')
  const { rows } = await readAll({ bytes, as: 'fees', place: branch })
  expect(rows.map(codesOf)).toEqual([['month-missing']])
})

test.each([
  ...['状态', '组织状态', '存续情况'].map(header => [header, '正常', '已撤销']),
  ['是否撤销', '否', '是'],
  ['撤销时间', '无', '2018.6'],
  ['注销日期', '/', '2018年6月1日'],
])(
  'an organization that is closed by a column %s is not taken for one that is there',
  async (header = '', ...says) => {
    const cells = [...says, '']
    const bytes = await xlsxOf([
      ['组织名称', '组织类别', '上级组织', header],
      ...cells.map((cell, n) => [`第${'一二三'[n]}团支部`, '团支部', '某团总支', cell]),
    ])
    const { rows } = await readAll({ bytes, as: 'orgs' })
    expect(rows.map(codesOf)).toEqual([[], ['org-closed'], []])
    expect(rows[1]?.problems[0]).toMatchObject({ column: header, refused: true })
  },
)

test('a list of organizations may say nothing but their names', async () => {
  const names = ['舞蹈队团支部', '合唱团团支部']
  const listed = names.map((name, n) => [n + 1, name, null])
  const bytes = await xlsxOf([['团支部一览表'], ['序号', '团支部名称', '备注'], ...listed])
  const { rows } = await readAll({ bytes, as: 'orgs' })
  expect(rows.map(row => (row.refused ? codesOf(row) : row.values.name))).toEqual(names)
})

test('several organizations in one cell are no organization of that name', async () => {
  const names = [
    '舞蹈队团支部、合唱团团支部',
    '甲公司团支部\n乙公司团支部',
    '办公室、财务科团支部',
    '丙、丁公司联合团支部',
  ]
  const bytes = await xlsxOf([['团支部名称', '上级组织'], ...names.map(name => [name, '某团总支'])])
  const { rows } = await readAll({ bytes, as: 'orgs' })
  expect(rows.map(codesOf)).toEqual([['orgs-several'], ['orgs-several'], [], []])
})

test('入党（团）时间 is not known to be of either, and where a floating member went he has not left', async () => {
  const bytes = await xlsxOf([
    ['姓名', '身份证号', '所在团支部', '入党（团）时间', '是否流动团员', '流出地'],
    ['李明', id(1), branch, '2014.5', '是', '东莞'],
  ])
  const { rows, roster } = await readAll({ bytes, as: 'members' })
  expect(rows).toMatchObject([{ refused: false, values: { joined: undefined, more: {} } }])
  expect(roster.columns.ignored).toContain('入党（团）时间')
})

test('a word of another column is told, and takes the place of nothing', async () => {
  const bytes = await xlsxOf([
    ['姓名', '身份证号', '所在团支部', '性别', '民族', '政治面貌', '学历'],
    ['李明', id(1), branch, '汉族', '共青团员', '女', '中共党员'],
    ['李亮', id(2), branch, '女', '穿青人', '共青团员', '成人本科'],
  ])
  const { rows } = await readAll({ bytes, as: 'members' })
  expect(rows).toMatchObject([
    { values: { nation: undefined, political: undefined, education: undefined } },
    { values: { nation: '穿青人', political: '共青团员', education: '成人本科' } },
  ])
  expect(codesOf(rows[0])).toEqual([...Array(3).fill('word-of-another'), 'value-unknown'])
})

test('enterprises of which a column says whether they have an organization are asked about, and each list takes its own', async () => {
  const bytes = await xlsxOf([
    ['两新组织团建情况摸底表'],
    ['企业名称', '统一社会信用代码', '单位类别', '所属社区', '团员数', '是否建团', '团组织名称'],
    ['青山科技有限公司', '91440300MA5EXXXX1X', '企业', '东坪社区', 12, '是', '青山科技团支部'],
    ['东坪物业有限公司', '91440300MA5EXXXX2X', '企业', '东坪社区', 2, '否', null],
    ['东坪商会', null, '社会组织', '东坪社区', 0, '未建', null],
  ])
  const found = await recognise({ bytes, fileName: '摸底表.xlsx' })
  expect(found.sure).toBe(false)
  expect(found.why.zh).toContain('是否建团')
  const orgs = await readAll({ bytes, as: 'orgs' })
  expect(orgs.rows.map(row => (row.refused ? codesOf(row) : row.values.name))).toEqual([
    '青山科技团支部',
    ['no-organization'],
    ['no-organization'],
  ])
  const units = await readAll({ bytes, as: 'prospects' })
  expect(units.rows.map(row => (row.refused ? codesOf(row) : { ...row.values }['name']))).toEqual([
    ['has-organization'],
    '东坪物业有限公司',
    '东坪商会',
  ])
})

test('of a number that comes twice it is said whether the rest of the rows is the same', async () => {
  const bytes = await xlsxOf([
    ['姓名', '身份证号', '所在团支部', '手机号码'],
    ['张甲', id(1), branch, '13800001111'],
    ['张甲', id(1), branch, '13800001111'],
    ['张甲', id(1), '第二支部', '13800001111'],
  ])
  const { rows } = await readAll({ bytes, as: 'members' })
  expect(rows.map(codesOf)).toEqual([[], ['id-twice'], ['id-twice']])
  const [, same, other] = rows.map(row => row.problems[0]?.says.zh ?? '')
  expect(same).toContain('全部相同')
  expect(other).toContain('其他内容不一样')
})

test('heads that an online form makes of its questions are heads', async () => {
  for (const heads of [
    ['编号', '您的姓名（必填）', '您的身份证号', '您所在的团支部', '您的手机号码'],
    ['序号', '1、您的姓名', '2、身份证号码', '3、所在团支部', '4、联系电话'],
    ['序号', 'Q1_姓名', 'Q2_身份证号', 'Q3_所在团支部', 'Q4_手机号码'],
    [
      '序号',
      '1.请填写您的姓名：',
      '2.请填写您的身份证号码：',
      '3.请选择您所在的团支部：',
      '4.请输入您的手机号：',
    ],
  ]) {
    const bytes = await xlsxOf([heads, [1, '张甲', id(1), branch, '13800001111']])
    expect(await recognise({ bytes, fileName: '收集结果.xlsx' })).toMatchObject({ as: 'members', sure: true })
    const { rows } = await readAll({ bytes, as: 'members' })
    expect(rows).toMatchObject([
      { refused: false, values: { name: '张甲', idNumber: id(1), branch, phone: '13800001111' } },
    ])
  }
})

test('months that name their year are months of it; of two years it is asked for a table for each', async () => {
  const one = await xlsxOf([
    ['团费收缴表'],
    ['姓名', '团支部', '2018年1月', '2018年2月', '2018年3月'],
    ['张甲', branch, 2, 2, null],
  ])
  expect(await recognise({ bytes: one, fileName: 'x.xlsx' })).toMatchObject({ as: 'fees', sure: true })
  const { rows } = await readAll({ bytes: one, as: 'fees', fileName: 'x.xlsx' })
  expect(rows).toMatchObject([{ problems: [], values: { year: 2018, paid_01: 200, paid_02: 200 } }])
  const two = await xlsxOf([
    ['团费收缴表'],
    ['姓名', '团支部', '2018年11月', '2018年12月', '2019年1月'],
    ['张甲', branch, 2, 2, 2],
  ])
  const found = await recognise({ bytes: two, fileName: 'x.xlsx' })
  expect(found.as).toBeNull()
  expect(found.why.zh).toContain('2018、2019')
})

test('a form of one meeting says what it is', async () => {
  const bytes = await xlsxOf([
    ['主题团日活动记录表'],
    ['活动时间', '2018年5月4日', '活动地点', '社区广场'],
    ['活动主题', '青春建功', '主持人', '张甲'],
    ['应到人数', '4', '实到人数', '3'],
  ])
  const found = await recognise({ bytes, fileName: '记录.xlsx' })
  expect([found.as, found.sure]).toEqual([null, false])
  expect(found.why.zh).toContain('一次活动')
})

test('当选书记 and 当选副书记 are officers, and 最终等次 is the grade', async () => {
  const elected = await xlsxOf([
    ['换届选举结果'],
    ['团支部', '当选书记', '当选副书记', '选举时间'],
    [branch, '张甲', '李乙', '2018.6.1'],
  ])
  const { rows } = await readAll({ bytes: elected, as: 'cadres' })
  expect(rows.map(row => (row.refused ? codesOf(row) : [row.values.name, row.values.title]))).toEqual([
    ['张甲', '书记'],
    ['李乙', '副书记'],
  ])
  const graded = await xlsxOf([
    ['2018年度团员教育评议结果汇总表'],
    ['序号', '姓名', '团支部', '自评', '互评', '支部评议', '最终等次'],
    [1, '张甲', branch, '优秀', '合格', '合格', '合格'],
    ['优秀率', '50%', null, null, null, null, null],
  ])
  expect((await recognise({ bytes: graded, fileName: 'x.xlsx' })).as).toBe('assessments')
  const read = await readAll({ bytes: graded, as: 'assessments' })
  expect(read.rows.map(appraised)).toEqual(['good'])
})

test('English heads in other words are known', async () => {
  const bytes = await xlsxOf([
    ['No.', 'Full Name', 'Gender', 'ID Card No.', 'League Branch', 'Mobile Phone', 'Date of Birth'],
    [1, '张甲', 'F', id(2), branch, '13800001111', '2001-03-05'],
  ])
  expect(await recognise({ bytes, fileName: 'x.xlsx' })).toMatchObject({ as: 'members', sure: true })
  const { rows, roster } = await readAll({ bytes, as: 'members' })
  expect(rows).toMatchObject([{ refused: false, values: { name: '张甲', phone: '13800001111' } }])
  expect(roster.columns.ignored).toEqual(['No.'])
})

test('names that a spreadsheet indents, without a blank in them, hang under the last one that is less so', async () => {
  const names = ['观澜街道团工委', '桂花社区团总支', '幸福社区团支部', '和平社区团支部', '大水坑社区团总支']
  const kinds = ['团工委', '团总支', '团支部', '团支部', '团总支']
  const indents = [0, 1, 2, 2, 1]
  const cells = new Map<string, Partial<HucreCell>>(
    indents.flatMap((indent, n) =>
      indent === 0 ? [] : [[`${n + 1},0`, { style: { alignment: { horizontal: 'left', indent } } }] as const],
    ),
  )
  const made = await xlsxOf([['团组织名称', '组织类型'], ...names.map((name, n) => [name, kinds[n] ?? ''])], {
    cells,
  })
  const formats = ['xlsx', ...(soffice === undefined ? [] : ['xlsx:Calc MS Excel 2007 XML'])]
  for (const format of formats) {
    const bytes = format === 'xlsx' ? made : converted(made, 'xlsx', format)
    const { rows } = await readAll({ bytes, as: 'orgs' })
    expect(rows.map(row => (row.refused ? codesOf(row) : row.values.parent))).toEqual([
      ...[undefined, '观澜街道团工委', '桂花社区团总支', '桂花社区团总支', '观澜街道团工委'],
    ])
  }
})

test('当选职务 is the post, and 准予注册 that somebody is registered', async () => {
  const bytes = await xlsxOf([
    ['第一支部换届选举结果'],
    ['姓名', '当选职务', '选举时间', '得票数'],
    ['张甲', '书记', '2018-06-01', 10],
  ])
  const knowsPlace = (text: string) => text === branch
  expect((await recognise({ bytes, fileName: 'x.xlsx', knowsPlace })).as).toBe('cadres')
  const { rows } = await readAll({ bytes, as: 'cadres', knowsPlace })
  expect(rows).toMatchObject([{ values: { title: '书记', since: { day: '2018-06-01' } } }])
  const registered = await readAll({
    bytes: await xlsxOf([
      ['2018年度团籍注册'],
      ['姓名', '团支部', '注册结果'],
      ...['准予注册', '同意', '通过', '不予注册'].map(word => ['张甲', branch, word]),
    ]),
    as: 'assessments',
  })
  expect(registered.rows.map(row => row.refused || { ...row.values }['registered'])).toEqual([
    ...['registered', 'registered', 'registered', 'refused'],
  ])
})

test.each<[string, string | undefined, string[]]>([
  ['13800001111 a@b.cn', '13800001111', ['phone-with-more']],
  ['13800001111/QQ12345678', '13800001111', ['phone-with-more']],
  ['13800001111（微信同号）', '13800001111', []],
  ['手机：13800001111', '13800001111', []],
  ['QQ:12345678', 'QQ:12345678', ['phone-doubtful']],
  ['微信：abc123', '微信:abc123', ['phone-doubtful']],
  ['0755-23330000转801', '0755-23330000转801', []],
  ['0755-23330000-801', '0755-23330000-801', []],
])('%s below 联系方式', async (cell, phone, codes) => {
  const bytes = await xlsxOf([
    ['姓名', '身份证号', '所在团支部', '联系方式'],
    ['张甲', id(1), branch, cell],
  ])
  const [row] = (await readAll({ bytes, as: 'members' })).rows
  expect([row?.refused === false ? row.values.phone : undefined, codesOf(row)]).toEqual([phone, codes])
})

test('an organization whose name says another kind than its column is told, where one of them is a branch', async () => {
  const rows: [string, string, string[]][] = [
    ['东坪大厦团委', '团支部', ['kind-by-name']],
    ['东坪大厦团支部', '团总支', ['kind-by-name']],
    ['东坪大厦第二团支部', '团支部', []],
    ['东坪街道团委', '团工委', []],
    ['东坪联合会', '团支部', []],
  ]
  const bytes = await xlsxOf([
    ['团组织全称', '组织类型', '上级组织'],
    ...rows.map(([name, kind]) => [name, kind, '某团委']),
  ])
  const read = await readAll({ bytes, as: 'orgs' })
  expect(read.rows.map(codesOf)).toEqual(rows.map(([, , codes]) => codes))
})

test('青年 below 政治面貌 is told to be no member', async () => {
  const bytes = await xlsxOf([
    ['姓名', '身份证号', '所在团支部', '政治面貌'],
    ...['团员', '青年', '普通青年', '群众'].map((word, n) => [`张${'甲乙丙丁'[n]}`, id(n + 1), branch, word]),
  ])
  const { rows } = await readAll({ bytes, as: 'members' })
  expect(rows.map(row => codesOf(row)?.includes('not-a-member'))).toEqual([false, true, true, true])
})

test('two people in one row, each with heads of their own number, are both read', async () => {
  for (const [one, two] of [
    ['1', '2'],
    ['（1）', '（2）'],
  ]) {
    const bytes = await xlsxOf([
      ['团支部', `姓名${one}`, `身份证号${one}`, `姓名${two}`, `身份证号${two}`],
      [branch, '张甲', id(1), '张乙', id(2)],
      [branch, '张丙', id(3), null, null],
    ])
    const { rows, roster } = await readAll({ bytes, as: 'members' })
    expect(rows.map(row => (row.refused ? codesOf(row) : [row.values.name, row.values.idNumber]))).toEqual([
      ['张甲', id(1)],
      ['张乙', id(2)],
      ['张丙', id(3)],
    ])
    expect(roster.columns.ignored).toEqual([])
  }
})

test('of two columns of one thing the second is read where the first is blank, and told where it says otherwise', async () => {
  const bytes = await xlsxOf([
    ['2018年度团员教育评议结果'],
    ['姓名', '团支部', '评议结果', '评议等次'],
    ['张甲', branch, '合格', '优秀'],
    ['张乙', branch, '合格', '合格'],
    ['张丙', branch, null, '不合格'],
  ])
  const { rows } = await readAll({ bytes, as: 'assessments' })
  expect(rows.map(appraised)).toEqual(['good', 'good', 'failed'])
  expect(rows.map(codesOf)).toEqual([['columns-differ'], [], []])
  expect(rows[0]?.problems[0]).toMatchObject({ column: '评议等次', value: '优秀' })
  const days = await xlsxOf([
    ['姓名', '身份证号', '所在团支部', '入团年月', '入团时间'],
    ['张甲', id(1), branch, '2016.5', '2016-05-04'],
    ['张乙', id(2), branch, '2016.5', '2017年5月'],
    ['张丙', id(3), branch, null, '2017年5月'],
  ])
  const read = await readAll({ bytes: days, as: 'members' })
  expect(read.rows.map(codesOf)).toEqual([[], ['columns-differ'], []])
  expect(read.rows[2]).toMatchObject({ values: { joined: { day: '2017-05-01' } } })
})

test.each([
  ['2018年第四季度', '2018-12'],
  ['2018年三季度', '2018-09'],
  ['2018年上半年', '2018-06'],
  ['2018年下半年', '2018-12'],
  ['2018年全年', '2018-12'],
  ['2018年度', '2018-12'],
  ['2018年1-6月', '2018-06'],
])('fees paid to %s are paid to the end of it', async (cell, month) => {
  const bytes = await xlsxOf([
    ['姓名', '身份证号', '所在团支部', '团费交至'],
    ['张甲', id(1), branch, cell],
  ])
  expect((await readAll({ bytes, as: 'members' })).rows).toMatchObject([{ values: { feesPaidTo: month } }])
})

test('days without a year are told to lack it, so that it can be said for all', async () => {
  const bytes = await xlsxOf([
    ['团支部', '类型', '时间'],
    [branch, '团课', '3月5日'],
    [branch, '支部大会', '4.10'],
  ])
  expect((await readAll({ bytes, as: 'meetings' })).rows.map(codesOf)).toEqual([
    ['year-missing'],
    ['year-missing'],
  ])
  const { rows } = await readAll({ bytes, as: 'meetings', year: '2018' })
  expect(rows.map(row => row.refused || { ...row.values }['day'])).toEqual(['2018-03-05', '2018-04-10'])
})

test('the code of a branch says where members belong', async () => {
  const bytes = await xlsxOf([
    ['姓名', '身份证号', '团支部编码'],
    ['张甲', id(1), 44039901011],
  ])
  expect(await recognise({ bytes, fileName: 'x.xlsx' })).toMatchObject({ as: 'members', missing: [] })
  expect((await readAll({ bytes, as: 'members' })).rows).toMatchObject([
    { values: { branch: '44039901011' } },
  ])
})

test('two columns of telephones of each of two people in a row stay each person’s own', async () => {
  const heads = ['姓名', '身份证号', '手机', '电话']
  const bytes = await xlsxOf([
    [...heads, ...heads],
    ['张甲', id(1), '13800001111', '0755-23330001', '张乙', id(2), '13800002222', '0755-23330002'],
    ['张丙', id(3), null, null, '张丁', id(4), null, '0755-23330004'],
  ])
  const { rows } = await readAll({ bytes, as: 'members', place: branch })
  expect(rows.map(row => (row.refused ? codesOf(row) : [row.values.phone, codesOf(row)]))).toEqual([
    ['13800001111', ['phones-several']],
    ['13800002222', ['phones-several']],
    [undefined, []],
    ['0755-23330004', []],
  ])
  expect(rows.map(row => row.problems[0]?.value)).toEqual([
    ...['0755-23330001', '0755-23330002', undefined, undefined],
  ])
})

test('whoever has another ID number in a second column is not taken', async () => {
  const bytes = await xlsxOf([
    ['姓名', '身份证号', '证件号码', '所在团支部'],
    ['张甲', id(1), id(1), branch],
    ['张乙', null, id(2), branch],
    ['张丙', id(3), id(4), branch],
  ])
  const { rows } = await readAll({ bytes, as: 'members' })
  expect(rows.map(row => (row.refused ? codesOf(row) : row.values.idNumber))).toEqual([
    id(1),
    id(2),
    ['columns-differ'],
  ])
})

test.each([
  ['团费', ['姓名', '2017年', '2018年'], ['张甲', 24, 24]],
  ['评议', ['姓名', '团支部', '2016年度', '2017年度'], ['张甲', branch, '优秀', '合格']],
])('columns of several years in a table of %s are asked to be parted', async (_, heads, row) => {
  const found = await recognise({ bytes: await xlsxOf([heads, row]), fileName: 'x.xlsx' })
  expect(found.as).toBeNull()
  expect(found.why.zh).toContain('2017')
})

test('a list of volunteers with the heads of members is asked about', async () => {
  for (const title of ['志愿者名单', '2018年注册志愿者花名册']) {
    const bytes = await xlsxOf([[title], ['姓名', '身份证号', '所在团支部'], ['张甲', id(1), branch]])
    expect(await recognise({ bytes, fileName: 'x.xlsx' })).toMatchObject({ as: 'members', sure: false })
  }
})

test('a long cell below 团费交至 is looked at no longer than a short one', async () => {
  const bytes = await xlsxOf([
    ['姓名', '身份证号', '所在团支部', '团费交至'],
    ['张甲', id(1), branch, '均已'.repeat(15_000)],
  ])
  const before = performance.now()
  const { rows } = await readAll({ bytes, as: 'members' })
  expect(rows.map(codesOf)).toEqual([['date-unclear']])
  expect(performance.now() - before).toBeLessThan(1_000)
})

test('无 or a stroke in one of two columns says nothing', async () => {
  const bytes = await xlsxOf([
    ['姓名', '身份证号', '证件号码', '所在团支部', '入团年月', '入团时间', '手机', '电话'],
    ['张甲', id(1), '无', branch, '2016.5', '—', '13800001111', '/'],
    ['张乙', '—', id(2), branch, '无', '2016.5', '无', '13800002222'],
  ])
  const { rows } = await readAll({ bytes, as: 'members' })
  expect(rows.map(codesOf)).toEqual([[], []])
  expect(rows).toMatchObject([
    { values: { idNumber: id(1), joined: { day: '2016-05-01' }, phone: '13800001111' } },
    { values: { idNumber: id(2), joined: { day: '2016-05-01' }, phone: '13800002222' } },
  ])
})
