import iconv from 'iconv-lite'
import { expect, test } from 'vitest'
import { refusedAs, shownRows } from './sheets-of.ts'

const text = (lines: readonly string[], encoding = 'gb18030') => iconv.encode(lines.join('\r\n'), encoding)

test.each(['gb18030', 'utf8'])(
  'text lined up with spaces is read as its columns, a blank one too: %s',
  async encoding => {
    const lines = [
      '        第一支部团员花名册',
      '姓名      性别  出生年月    入团时间  手机号码',
      '张 三     男    1998.03     2012.05   13900000001',
      '李四            1999.11     2013.05   13900000002',
      '王小明    男    1998.12               13900000003',
    ]
    expect(await shownRows(text(lines, encoding))).toEqual([
      ['第一支部团员花名册'],
      ['姓名', '性别', '出生年月', '入团时间', '手机号码'],
      ['张 三', '男', '1998.03', '2012.05', '13900000001'],
      ['李四', '', '1999.11', '2013.05', '13900000002'],
      ['王小明', '男', '1998.12', '', '13900000003'],
    ])
  },
)

const lined = [
  '姓名      性别  民族  出生年月   入团时间   手机号码       备注',
  '张三      男    汉族  1998.03    2012.05    13900000001    ',
  '李四      女    汉族  1999.11    2013.05    13900000002    组长',
  '王小明    男    壮族  1998.12    2013.05    13900000003    党员',
]

test.each<[string, string, string[]]>([
  [
    'a long name that pushes the line, and a blank cell behind it',
    '阿卜杜拉·买买提江    男    维吾尔族         2012.05    13900000004',
    ['阿卜杜拉·买买提江', '男', '维吾尔族', '', '2012.05', '13900000004'],
  ],
  [
    'a long name beside a blank one',
    '古丽娜尔·阿卜杜热依木         维吾尔族  1998.03    2012.05    13900000004',
    ['古丽娜尔·阿卜杜热依木', '', '维吾尔族', '1998.03', '2012.05', '13900000004'],
  ],
  [
    'a long name with one space behind it',
    '阿卜杜拉·买买提 男    回族  1998.03               13900000004',
    ['阿卜杜拉·买买提', '男', '回族', '1998.03', '', '13900000004'],
  ],
  [
    'a name drawn apart',
    '赵  六    男    汉族  1998.03               13900000004',
    ['赵六', '男', '汉族', '1998.03', '', '13900000004'],
  ],
  [
    'a name drawn apart in a whole line',
    '赵  六    男    汉族  1998.03    2013.05    13900000004    组长',
    ['赵六', '男', '汉族', '1998.03', '2013.05', '13900000004', '组长'],
  ],
  [
    'spaces that were counted badly',
    '欧阳夏丹  女     1998.03   2013.05     13900000004   组长',
    ['欧阳夏丹', '女', '', '1998.03', '2013.05', '13900000004', '组长'],
  ],
])('lined up text puts each word below its head: %s', async (_, line, cells) => {
  expect((await shownRows(text([...lined, line]))).at(-1)).toEqual(cells)
})

test('one space parts cells where nothing else does; spaces within cells of delimited text part nothing', async () => {
  expect(await shownRows(text(['姓名 性别 民族', '张三 男 汉族', '李四 女 壮族']))).toEqual([
    ['姓名', '性别', '民族'],
    ['张三', '男', '汉族'],
    ['李四', '女', '壮族'],
  ])
  expect(await shownRows(text(['姓 名,备  注', '张 三,转 入 不 久', '李 四,在 外 地 读 书']))).toEqual([
    ['姓 名', '备  注'],
    ['张 三', '转 入 不 久'],
    ['李 四', '在 外 地 读 书'],
  ])
})

test('lined up text is cut at the end of a line, wherever a piece of the file ends', async () => {
  const lines = Array.from({ length: 5000 }, (_, n) => `姓名${n}      男      1998.03`)
  const rows = await shownRows(text(lines))
  expect(rows).toHaveLength(5000)
  expect(rows.at(-1)).toEqual(['姓名4999', '男', '1998.03'])
})

type Field = readonly [name: string, type: string, length: number]

/** A table of dBase as old programs of an office write it; a row that begins with `*` was deleted. */
function dbf(fields: readonly Field[], rows: readonly (readonly string[])[], language = 0x7a): Buffer {
  const head = Buffer.alloc(32 + 32 * fields.length + 1)
  const length = 1 + fields.reduce((sum, [, , size]) => sum + size, 0)
  head.set([0x03, 118, 12, 20])
  head.writeUInt32LE(rows.length, 4)
  head.writeUInt16LE(head.length, 8)
  head.writeUInt16LE(length, 10)
  head[29] = language
  for (const [i, [name, type, size]] of fields.entries()) {
    const at = 32 + 32 * i
    head.set(iconv.encode(name, 'gb18030').subarray(0, 10), at)
    head[at + 11] = type.charCodeAt(0)
    head[at + 16] = size
  }
  head[head.length - 1] = 0x0d
  const records = rows.map(([mark = ' ', ...cells]) => {
    const record = Buffer.alloc(length, 32)
    record[0] = mark.charCodeAt(0)
    let at = 1
    for (const [i, [, , size]] of fields.entries()) {
      record.set(iconv.encode(cells[i] ?? '', 'gb18030').subarray(0, size), at)
      at += size
    }
    return record
  })
  return Buffer.concat([head, ...records, Buffer.from([0x1a])])
}

const fields: readonly Field[] = [
  ['姓名', 'C', 10],
  ['所在团支部', 'C', 40],
  ['入团时间', 'D', 8],
  ['人数', 'N', 4],
  ['是否', 'L', 1],
  ['备注', 'M', 10],
]
const table = dbf(fields, [
  [' ', '张三', '第一支部', '20160901', '12', 'T', '3'],
  ['*', '李四', '第一支部', '20160901', '12', 'T', '3'],
  [' ', '王五', '第二支部', '', '', 'F', ''],
])

test('a table of dBase is read with its days, and without the rows that were deleted in it', async () => {
  expect(await shownRows(table)).toEqual([
    ['姓名', '所在团支部', '入团时间', '人数', '是否', '备注'],
    ['张三', '第一支部', '2016-09-01', '12', '是', ''],
    ['王五', '第二支部', '', '', '否', ''],
  ])
})

test('one that is cut off is damaged, and one that says to be longer than it is is never believed', async () => {
  expect(await refusedAs(table.subarray(0, table.length - 60))).toBe('file-damaged')
  const long = Buffer.from(table)
  long.writeUInt32LE(4_000_000_000, 4)
  expect(await refusedAs(long)).toBe('too-many-rows')
  const wide = Buffer.from(table)
  wide.writeUInt16LE(2, 10)
  expect(await refusedAs(wide)).toBe('file-not-a-spreadsheet')
})
