import { writeXlsx } from 'hucre'
import { expect, onTestFinished, test, vi } from 'vitest'
import { unreadOf } from '#db/rosters/planning/seen-and-not-read.ts'
import { locateTable } from '#db/rosters/recognising/locate-table.ts'
import { recognise } from '#db/rosters/recognising/recognise.ts'
import { rosterOf } from '#db/rosters/roster-kinds.ts'
import { inventedId } from '#tests/fixtures/small-district.ts'
import { codesOf, readAll, refusalOf, xlsxOf } from './make-file.ts'

/** Lists from other walks of an office than its rosters: who held a post once, is seconded, or stands in two sections. */

const id = (n: number) => inventedId('1995-03-05', n)
const branch = '第一团支部'
type Cells = (string | number | null)[][]

const cadresOf = async (rows: Cells) => {
  const bytes = await xlsxOf(rows)
  const found = await recognise({ bytes, fileName: '名单.xlsx' })
  expect([found.as, found.sure]).toEqual(['cadres', true])
  const { rows: read } = await readAll({ bytes, as: 'cadres' })
  return read.map(row => {
    if (row.refused) return codesOf(row)
    const { org, title, since, until } = row.values
    return [org, title, since?.day, until?.day]
  })
}

test('单位及职务 is the organization and the post of a cadre where nothing else says either', async () => {
  expect(
    await cadresOf([
      ['姓名', '性别', '身份证号', '单位及职务', '联系电话'],
      ['李明', '男', id(1), '东坪社区第一团支部书记', '13800002001'],
      ['王芳', '女', id(2), '东坪社区第一团支部 组织委员', '13800002002'],
      ['张伟', '女', id(3), '东坪社区第一团支部', '13800002003'],
    ]),
  ).toEqual([
    ['东坪社区第一团支部', '书记', undefined, undefined],
    ['东坪社区第一团支部', '组织委员', undefined, undefined],
    ['title-missing'],
  ])
  expect(
    await cadresOf([
      ['姓名', '身份证号', '所属团组织', '团内职务', '单位及职务'],
      ['李明', id(1), branch, '书记', '青山科技公司经理'],
    ]),
  ).toEqual([[branch, '书记', undefined, undefined]])
})

test('who held a post once, holds one beside his own, is seconded, or came after another is a cadre', async () => {
  expect(
    await cadresOf([
      ['历任团干部名册'],
      ['姓名', '身份证号', '所在团组织', '曾任职务', '任职起', '任职止'],
      ['李明', id(1), branch, '书记', '2012-03', '2016-05'],
      ['王芳', id(2), branch, '副书记', '2013-03', null],
    ]),
  ).toEqual([[branch, '书记', '2012-03-01', '2016-05-01'], ['post-over']])
  expect(
    await cadresOf([
      ['姓名', '身份证号', '工作单位及职务', '兼任职务', '任职时间'],
      ['李明', id(1), '青山科技公司经理', '云岭街道团工委兼职副书记', '2018-03'],
    ]),
  ).toEqual([['云岭街道团工委', '副书记', '2018-03-01', undefined]])
  expect(
    await cadresOf([
      ['姓名', '单位', '挂职单位', '挂职职务', '挂职起止时间', '身份证号'],
      ['李明', '青山大学', '云岭街道团工委', '副书记', '2018.03-2019.03', id(1)],
    ]),
  ).toEqual([['云岭街道团工委', '副书记', '2018-03-01', '2019-03-01']])
  expect(
    await cadresOf([
      ['团支部', '原书记', '现书记', '现书记身份证号', '任职时间'],
      [branch, '王芳', '李明', id(1), '2018-09-01'],
    ]),
  ).toEqual([[branch, '书记', '2018-09-01', undefined]])
})

test('a person whose name begins like a signature is never lost, and sections of cadres and members are told', async () => {
  const member = (n: number, name: string, post: string | null) => [name, id(n), branch, post]
  const bytes = await xlsxOf([
    ['姓名', '身份证号', '所在团支部', '团内职务'],
    ['团干部', null, null, null],
    member(1, '书记：李明', null),
    member(2, '王芳（书记）', '书记'),
    member(3, '张伟', '组织委员'),
    ['普通团员名单', null, null, null],
    member(4, '陈静', null),
    ['书记：李明', null, '填表人：王芳', null],
    ['支部书记（签字）：', null, null, null],
  ])
  const { rows, roster } = await readAll({ bytes, as: 'members' })
  expect(rows.map(row => [row.row, row.refused ? 'refused' : row.values.name, codesOf(row)])).toEqual([
    [3, 'refused', ['name-not-a-name']],
    [4, '王芳', ['name-with-more']],
    [5, '张伟', []],
    [7, '陈静', []],
  ])
  expect(unreadOf(roster).map(({ zh }) => zh)).toEqual([
    '“团内职务”一列写着 2 个人的团内职务，没有登记。要登记的，把文件再拖进来，改选团干部名册。',
    '表中间有 2 行说明，没有当作人（第 2 行“团干部”、第 6 行“普通团员名单”）。',
  ])
  const apart = await xlsxOf([
    ['姓名', '身份证号', '所在团支部', '政治面貌'],
    ['李明', id(1), branch, '共青团员'],
    ['姓名', '身份证号', '所在团支部', '职务'],
    ['王芳', id(2), branch, '书记'],
  ])
  const below = await readAll({ bytes: apart, as: 'members' })
  expect(below.rows).toHaveLength(2)
  expect(unreadOf(below.roster)[0]?.zh).toContain('“职务”一列写着 1 个人的团内职务')
})

test('a tick below a month is the 月缴额 beside it', async () => {
  const bytes = await xlsxOf([
    ['2018年团费收缴登记表'],
    ['姓名', '所在团支部', '月缴额', '一月', '二月'],
    ['李明', branch, 2, '√', '√'],
  ])
  const { rows } = await readAll({ bytes, as: 'fees' })
  expect(rows).toMatchObject([{ refused: false, values: { due: 200, paid_01: 200, paid_02: 200 } }])
})

test('several cards, below each other or on a sheet each, are a row each; one card alone is a form, and a table none', async () => {
  const card = (n: number, name: string, phone: string | null = `1380000200${n}`): Cells => [
    ['团员信息登记表'],
    ['姓名', name, '性别', '男', '民族', '汉族'],
    ['身份证号', id(n), null, null, '手机号码', phone],
    ['所在团支部', branch, null, null, '入团时间', '2015-05-04'],
    ['家庭住址', '东坪路1号', '本人签字', null],
  ]
  const cards = [card(1, '李明'), card(2, '王芳', null), card(3, '张伟')]
  const named = async (sheets: readonly Cells[]) => {
    const bytes = await writeXlsx({ sheets: sheets.map((rows, n) => ({ name: `第${n}张`, rows })) })
    const found = await recognise({ bytes, fileName: '登记表.xlsx' })
    expect([found.as, found.sure]).toEqual(['members', true])
    const { rows, roster } = await readAll({ bytes, as: 'members' })
    const told = unreadOf(roster).filter(({ zh }) => zh.includes('一人一张的卡片'))
    return [
      told.length,
      ...rows.map(row => [
        row.row,
        row.sheet,
        !row.refused && [row.values.name, row.values.idNumber, row.values.phone],
      ]),
    ]
  }
  const people = [
    ['李明', id(1), '13800002001'],
    ['王芳', id(2), undefined],
    ['张伟', id(3), '13800002003'],
  ]
  expect(await named([cards.flatMap(each => [...each, []])])).toEqual([
    1,
    ...people.map((one, n) => [n * 6 + 2, undefined, one]),
  ])
  expect(await named(cards)).toEqual([1, ...people.map((one, n) => [2, `第${n}张`, one])])
  const alone = await xlsxOf(card(1, '李明'))
  expect(await refusalOf(() => readAll({ bytes: alone, as: 'members' }))).toBe('form-of-one-person')
  const head = ['姓名', '身份证号', '所在团支部', '手机号码', '民族']
  const table = (n: number): Cells => [head, ['李明', id(n), branch, '13800002001', '汉族']]
  expect(await named([table(1), table(2)])).toEqual([
    0,
    ...[1, 2].map(n => [2, `第${n - 1}张`, ['李明', id(n), '13800002001']]),
  ])
})

test('people below a header are not tried as headers: however many rows a sheet has, as many texts are compared', () => {
  const { form } = rosterOf('members')
  const head = ['姓名', '身份证号', '所在团支部', '手机号码', '民族']
  const rowsOf = (people: number, sheet: number) => [
    { row: 1, cells: head },
    ...Array.from({ length: people }, (_, n) => ({
      row: n + 2,
      cells: ['李明', id(n), branch, String(13_800_000_000 + 1000 * sheet + n), '汉族'],
    })),
  ]
  const normalize = vi.spyOn(String.prototype, 'normalize')
  onTestFinished(() => normalize.mockRestore())
  const comparedIn = (people: number, sheet: number) => {
    const before = normalize.mock.calls.length
    expect(locateTable(rowsOf(people, sheet), form)?.header.row).toBe(1)
    return normalize.mock.calls.length - before
  }
  // What is known of a text from before is not asked again.
  comparedIn(5, 0)
  expect(comparedIn(50, 2)).toBeLessThan(comparedIn(5, 1) + 20)
})

test('who is 转出 below 在籍情况 is not taken, and who is 失联 there is told', async () => {
  const states = ['在籍', '转出', '失联', '否', '已不在籍']
  for (const head of ['在籍情况', '在册状态', '是否在籍']) {
    const bytes = await xlsxOf([
      ['姓名', '身份证号', '所在团支部', head],
      ...states.map((state, n) => ['李明', id(n), branch, state]),
    ])
    const { rows } = await readAll({ bytes, as: 'members' })
    const away = head === '是否在籍' ? [] : ['remark-away']
    expect((await recognise({ bytes, fileName: '团员名册.xlsx' })).sure).toBe(true)
    expect((await recognise({ bytes, fileName: '失联团员名单.xlsx' })).sure).toBe(false)
    expect(rows.map(codesOf)).toEqual([[], ['member-left'], away, ['member-left'], ['member-left']])
  }
})

test('who is 转出 in a table of changes is not taken, and a table of corrections is asked about', async () => {
  const bytes = await xlsxOf([
    ['姓名', '身份证号', '所在团支部', '变动类型'],
    ...['转出', '转入', '新发展', '超龄离团'].map((kind, n) => ['李明', id(n), branch, kind]),
  ])
  const { rows } = await readAll({ bytes, as: 'members' })
  expect(rows.map(codesOf)).toEqual([['member-left'], [], [], ['member-left']])
  const corrections = await xlsxOf([
    ['姓名', '身份证号', '所在团支部', '变更项目', '变更前', '变更后'],
    ['李明', id(1), branch, '手机号码', '13800001000', '13900001000'],
  ])
  expect((await recognise({ bytes: corrections, fileName: '团员信息变更表.xlsx' })).sure).toBe(false)
})
