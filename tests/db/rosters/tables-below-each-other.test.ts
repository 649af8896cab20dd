import { expect, test } from 'vitest'
import { unreadOf } from '#db/rosters/planning/seen-and-not-read.ts'
import { recognise } from '#db/rosters/recognising/recognise.ts'
import { inventedId } from '#tests/fixtures/small-district.ts'
import { codesOf, readAll, xlsxOf } from './make-file.ts'

const id = (n: number) => inventedId('2001-03-05', n)
const known = (text: string) => /^第[一二三]支部$/.test(text)
const members = async (rows: Parameters<typeof xlsxOf>[0]) => {
  const { rows: read } = await readAll({ bytes: await xlsxOf(rows), as: 'members', knowsPlace: known })
  return read.map(row =>
    row.refused ? (codesOf(row) ?? []).join() : `${row.values.name} ${row.values.branch}`,
  )
}

test('of tables below each other the first counts with its title, though a later one has more columns', async () => {
  const read = await members([
    ['第一支部'],
    ['姓名', '性别', '身份证号'],
    ['王芳', '女', id(2)],
    [],
    ['第二支部'],
    ['身份证号', '姓名', '性别'],
    [id(4), '李海', '女'],
    [],
    ['第三支部'],
    ['姓名', '性别', '民族', '身份证号'],
    ['张伟', '女', '壮族', id(6)],
  ])
  expect(read).toEqual(['王芳 第一支部', '李海 第二支部', '张伟 第三支部'])
})

test.each(['共2人', '（共 2 人）', '以上合计贰人', '团员共2名。', '本支部共计十二人'])(
  'how many they are, alone in a row, is nobody: %s',
  async words => {
    const headers = ['姓名', '身份证号', '所在团支部']
    for (const column of [0, 1, 2]) {
      const count = [...Array.from({ length: column }, () => null), words]
      expect(await members([headers, ['王芳', id(2), '第一支部'], count])).toEqual(['王芳 第一支部'])
    }
  },
)

test('what says aside how a column is filled in, and the line of a Markdown table, are nobody', async () => {
  const read = await members([
    ['姓名', '性别', '身份证号', '所在团支部'],
    [':---', '---', '---:', '---'],
    ['（汉字）', '（男/女）', null, '（全称）'],
    ['王芳', '女', id(2), '第一支部'],
  ])
  expect(read).toEqual(['王芳 第一支部'])
})

const twoLists = [
  ['一、团员名单'],
  ['姓名', '身份证号', '所在团支部'],
  ['王芳', id(2), '第一支部'],
  ['李海', id(4), '第一支部'],
  [],
  ['二、团干部名单'],
  ['姓名', '职务', '团支部', '任职时间'],
  ['张伟', '书记', '第一支部', '2017.1'],
  ['陈静', '副书记', '第一支部', '2017.1'],
]

test('a table of another kind below the first is asked about, and no row of it is taken for one of the first', async () => {
  const bytes = await xlsxOf(twoLists)
  const found = await recognise({ bytes, fileName: '名单.xlsx' })
  expect(found.sure).toBe(false)
  expect(found.why.zh).toContain('第 2 行')
  expect(found.why.zh).toContain('第 7 行')
  const first = await readAll({ bytes, as: 'members' })
  expect(first.rows.map(row => (row.refused ? codesOf(row) : row.values.name))).toEqual(['王芳', '李海'])
  expect(unreadOf(first.roster).map(({ zh }) => zh)).toContainEqual(
    expect.stringMatching(/第 7 行起是另一张表/),
  )
  const second = await readAll({ bytes, as: 'cadres' })
  expect(second.rows.map(row => (row.refused ? codesOf(row) : row.values.name))).toEqual(['张伟', '陈静'])
  expect(unreadOf(second.roster).map(({ zh }) => zh)).toContainEqual(
    expect.stringMatching(/第 2 行起是另一张表/),
  )
})

test('a table of its own kind below one of another kind goes on where its header stands', async () => {
  const bytes = await xlsxOf([...twoLists, ['姓名', '身份证号', '所在团支部'], ['赵云', id(6), '第一支部']])
  const { rows } = await readAll({ bytes, as: 'members' })
  expect(rows.map(row => (row.refused ? codesOf(row) : row.values.name))).toEqual(['王芳', '李海', '赵云'])
})

test.each<[string, (string | number | null)[]]>([
  ['the last row of a table of Excel', ['汇总', null, 2, null]],
  ['a subtotal by branch', ['第一支部 汇总', null, 1, null]],
  ['nothing to say', ['无', '无', '无', '第二支部']],
  ['strokes', ['—', '—', '—', '—']],
  ['nobody', ['（无）', '/', '/', '第二支部']],
])('%s is nobody', async (_, row) => {
  const read = await members([
    ['姓名', '性别', '身份证号', '所在团支部'],
    ['王芳', '女', id(2), '第一支部'],
    row,
  ])
  expect(read).toEqual(['王芳 第一支部'])
})

test('lines between organizations name what those below them hang under', async () => {
  const lines = (first: string, second: string) => [
    ['组织一览表'],
    ['序号', '团组织名称', '组织类型'],
    [first, null, null],
    [1, '甲团支部', '团支部'],
    [2, '乙团支部', '团支部'],
    [second, null, null],
    [1, '丙团支部', '团支部'],
  ]
  const read = async (rows: (string | number | null)[][]) => {
    const known = (text: string) => /^[东西]坪社区团总支$/.test(text)
    const { rows: parsed, roster } = await readAll({
      bytes: await xlsxOf(rows),
      as: 'orgs',
      knowsPlace: known,
    })
    return {
      told: parsed.map(row => (row.refused ? codesOf(row) : [row.values.parent, ...(codesOf(row) ?? [])])),
      roster,
    }
  }
  const named = await read(lines('一、东坪社区团总支', '二、西坪社区团总支'))
  expect(named.told).toEqual([
    ['东坪社区团总支', 'parent-by-line'],
    ['东坪社区团总支', 'parent-by-line'],
    ['西坪社区团总支', 'parent-by-line'],
  ])
  const unknown = await read(lines('第一片区', '第二片区'))
  expect(unknown.told).toEqual([[undefined], [undefined], [undefined]])
  expect(unknown.roster.passedOver.map(({ text }) => text)).toEqual(['第一片区', '第二片区'])
})

test('what is counted below a list is nobody', async () => {
  const bytes = await xlsxOf([
    ['姓名', '性别', '身份证号', '所在团支部'],
    ['王芳', '女', id(2), '第一支部'],
    [],
    ['统计情况'],
    ['支部', '人数', '男', '女'],
    ['第一支部', 1, 0, 1],
    ['第二支部', 0, 0, 0],
  ])
  const { rows, roster } = await readAll({ bytes, as: 'members', knowsPlace: known })
  expect(rows.map(row => (row.refused ? codesOf(row) : row.values.name))).toEqual(['王芳'])
  expect(roster.otherTables.map(({ row }) => row)).toEqual([5])
})

test('a table below that lacks what the first one needs is another one', async () => {
  const bytes = await xlsxOf([
    ['姓名', '性别', '身份证号', '所在团支部'],
    ['王芳', '女', id(2), '第一支部'],
    [],
    ['姓名', '联系电话', '所在团支部'],
    ['王芳', '13800001111', '第一支部'],
  ])
  const { rows, roster } = await readAll({ bytes, as: 'members' })
  expect(rows.map(row => (row.refused ? codesOf(row) : row.values.name))).toEqual(['王芳'])
  expect(roster.otherTables.map(({ row }) => row)).toEqual([4])
})

test('无 beside what was paid is not passed over', async () => {
  const bytes = await xlsxOf([
    ['2018年团费收缴登记表'],
    ['姓名', '团支部', '1月', '2月'],
    ['无', '第一支部', 2, null],
    ['无', '第一支部', '无', null],
  ])
  const { rows } = await readAll({ bytes, as: 'fees' })
  expect(rows.map(({ row, refused }) => [row, refused])).toEqual([[3, true]])
})

test('organizations whose kind and tier are words of headers stay organizations', async () => {
  const bytes = await xlsxOf([
    ['组织类型', '团组织全称', '所属层级', '上级组织'],
    ['团支部', '甲团支部', '社区', '某团总支'],
    ['团支部', '乙团支部', '街道', '某团总支'],
    ['团支部', '丙团支部', '社区', '某团总支'],
  ])
  const { rows, roster } = await readAll({ bytes, as: 'orgs' })
  expect(rows.map(row => (row.refused ? codesOf(row) : row.values.name))).toEqual([
    '甲团支部',
    '乙团支部',
    '丙团支部',
  ])
  expect(roster.otherTables).toEqual([])
})
