import fc from 'fast-check'
import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import { csvRows, separatorOf } from '#db/sheets/csv/csv-rows.ts'
import { csvBytes } from '#db/sheets/csv/write-csv.ts'
import { openSpreadsheet } from '#db/sheets/spreadsheet.ts'
import { decodedText, encodingOf } from '#db/sheets/text-encoding.ts'
import { bytesOf, goodId, readAll, refusalOf } from '../rosters/make-file.ts'
import { refusedAs, sheetsOf } from './sheets-of.ts'

const file = { bytes: new Uint8Array(), fileName: 'x.csv' }
const parse = (text: string, delimiter = ',', size = text.length || 1) => {
  const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, n) =>
    text.slice(n * size, n * size + size),
  )
  return [...csvRows(file, pieces, delimiter)].flat()
}

test.each<[string, unknown[][]]>([
  [
    'a,b\r\nc,d\r\n',
    [
      [1, 'a', 'b'],
      [2, 'c', 'd'],
    ],
  ],
  [
    'a,b\nc,d',
    [
      [1, 'a', 'b'],
      [2, 'c', 'd'],
    ],
  ],
  [
    'a\rb',
    [
      [1, 'a'],
      [2, 'b'],
    ],
  ],
  [
    'a\n\n\nb',
    [
      [1, 'a'],
      [4, 'b'],
    ],
  ],
  [',,\n,x,', [[2, '', 'x']]],
  ['"a,b","c""d"', [[1, 'a,b', 'c"d']]],
  [
    '"身份证\n号码",x\ny,z',
    [
      [1, '身份证\n号码', 'x'],
      [2, 'y', 'z'],
    ],
  ],
  ['"两新"支部,x', [[1, '两新支部', 'x']]],
  ['5"屏,x', [[1, '5"屏', 'x']]],
  ['="0123",\'=1+1,\'x', [[1, '0123', '=1+1', "'x"]]],
  [
    '"never closed,x\ny',
    [
      [1, '"never closed', 'x'],
      [2, 'y'],
    ],
  ],
])('%j is read as %j', (text, rows) => {
  expect(parse(text).map(({ row, cells }) => [row, ...cells])).toEqual(rows)
})

test('where the pieces of a text are cut changes nothing', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', ',', '"', '\r', '\n', '支', "'", '=', ' ') })
  fc.assert(
    fc.property(fc.array(cell, { maxLength: 12 }), fc.integer({ min: 1, max: 9 }), (cells, size) => {
      const text = cells.join(',')
      expect(parse(text, ',', size)).toEqual(parse(text))
    }),
  )
})

test('what is written as delimited text is read back, cell for cell', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 2, maxLength: 4 }), { maxLength: 5 }),
      async rows => {
        const bytes = await bytesOf(csvBytes(rows))
        const read = [...csvRows(file, decodedText(bytes, encodingOf(bytes)), ',')].flat()
        // Blank cells behind the last that holds something are none.
        const full = rows.map((cells, index) => ({
          row: index + 1,
          cells: cells.slice(0, cells.findLastIndex(text => text !== '') + 1),
        }))
        expect(read).toEqual(full.filter(({ cells }) => cells.length > 0))
      },
    ),
  )
})

test('cells that a spreadsheet would calculate are written with an apostrophe', async () => {
  const written = await bytesOf(csvBytes([['=1+1', '+86', '-1', '@x', "'y", 'z']]))
  expect(written.toString('utf8')).toBe("\ufeff'=1+1,'+86,'-1,'@x,''y,z\r\n")
  const wide = [
    '＝1+1',
    '＋86',
    '－1',
    '＠x',
    '\n=1',
    '\r\n=1',
    ' =1',
    '\u3000＝1',
    '\t=1',
    '\n甲',
    '甲＝乙',
    '甲\n=1',
  ]
  const read = parse((await bytesOf(csvBytes([wide]))).toString('utf8').slice(1))
  expect(read[0]?.cells).toEqual(wide)
  const raw = parse((await bytesOf(csvBytes([wide]))).toString('utf8').slice(1).replaceAll("'", '!'))
  expect(raw[0]?.cells.map(cell => String(cell).startsWith('!'))).toEqual([
    ...Array(10).fill(true),
    false,
    false,
  ])
})

test('a quotation mark that is never closed is damage, not a cell of a million characters', () => {
  expect(() => parse(`a,"${'x'.repeat(1_100_000)}`, ',', 100_000)).toThrow('file-damaged')
})

test('a cell of nothing but quotation marks is cut to what a cell can hold, however the file is read', () => {
  const marks = `a,"${'""'.repeat(400_000)}",b\nc,d\n`
  for (const size of [marks.length, 65_536]) {
    const rows = parse(marks, ',', size)
    expect(rows.map(({ cells }) => cells.map(cell => String(cell).length))).toEqual([
      [1, 32_767, 1],
      [1, 1],
    ])
    expect(rows[0]?.cells[1]).toBe('"'.repeat(32_767))
  }
})

test.each([
  ['姓名,身份证号\n张,1', ','],
  ['姓名\t身份证号\n张\t1', '\t'],
  ['姓名;身份证号;电话\n张,王;1;2', ';'],
  ['姓名|身份证号\n张|1', '|'],
  ['团员表\n"a;b;c",2\n"d;e",3', ','],
  ['只有一列', ','],
])('%j is divided by %j', (text, delimiter) => {
  expect(separatorOf(text)).toBe(delimiter)
})

const roster = `团员信息表\n填报日期,2018-12-31\n姓名,身份证号,所在团支部\n张伟,${goodId},第一支部\n李𠮷,440399200105102107,第二支部\n`

test.each([
  ['UTF-8', Buffer.from(roster)],
  ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${roster}`)],
  ['UTF-16 LE', Buffer.from(`\ufeff${roster}`, 'utf16le')],
  ['UTF-16 LE without a mark', Buffer.from(roster, 'utf16le')],
  ['UTF-16 BE', Buffer.from(`\ufeff${roster}`, 'utf16le').swap16()],
  ['UTF-16 BE without a mark', Buffer.from(roster, 'utf16le').swap16()],
  ['GB 18030', iconv.encode(roster, 'gb18030')],
  ['GBK', iconv.encode(roster.replace('𠮷', '吉'), 'gbk')],
  ['tabs', Buffer.from(roster.replaceAll(',', '\t'))],
  ['semicolons', Buffer.from(roster.replaceAll(',', ';'))],
])('delimited text in %s is a roster', async (name, bytes) => {
  const { roster: found, rows } = await readAll({ bytes, as: 'members', fileName: '名册.txt' })
  expect(found).toMatchObject({ headerRow: 3, day: '2018-12-31', sheet: 'CSV' })
  const names = rows.map(row => (row.refused ? 'refused' : row.values.name))
  expect(names).toEqual(['张伟', name === 'GBK' ? '李吉' : '李𠮷'])
})

test('a character cut between two pieces stays whole', () => {
  const text = `${'团'.repeat(100_000)}x${'支部'.repeat(60_000)}`
  for (const encoding of ['utf-8', 'gb18030', 'utf-16le'] as const) {
    const bytes = encoding === 'utf-8' ? Buffer.from(text) : iconv.encode(text, encoding)
    expect([...decodedText(bytes, encoding)].join('') === text, encoding).toBe(true)
  }
})

test('an ID number may be guarded by an apostrophe, a tab or ="…" in delimited text', async () => {
  const guarded = [`'${goodId}`, `\t${goodId}`, `"=""${goodId}"""`, `${goodId}\t`]
  for (const id of guarded) {
    const bytes = Buffer.from(`姓名,身份证号,所在团支部\n张伟,${id},第一支部\n`)
    const { rows } = await readAll({ bytes, as: 'members' })
    expect(rows[0]).toMatchObject({ refused: false, values: { idNumber: goodId } })
  }
})

test('text without a header is told as such, and blank text as empty', async () => {
  const letter = Buffer.from('各位团干部:\n请于年底前报送名册。\n')
  expect(await refusalOf(() => readAll({ bytes: letter, as: 'members' }))).toBe('header-not-found')
  expect(await refusalOf(() => openSpreadsheet({ bytes: Buffer.from(' \n\n'), fileName: 'x' }))).toBe(
    'file-empty',
  )
})

describe('delimited text that would never end', () => {
  test.each<[string, () => Buffer, string]>([
    [
      '60 MB of line ends',
      () => Buffer.concat([Buffer.from('a,b'), Buffer.alloc(60_000_000, '\n')]),
      'too-many-rows',
    ],
    ['300,000 rows', () => Buffer.from('姓名,身份证号\n'.repeat(300_000)), 'too-many-rows'],
    ['100 MB', () => Buffer.alloc(100_000_000, '\n'), 'file-too-large'],
    ['one line of 50 MB', () => Buffer.alloc(50_000_000, 'a'), 'file-damaged'],
    ['50 MB of delimiters', () => Buffer.alloc(50_000_000, ','), 'file-damaged'],
    ['50 MB of quotation marks', () => Buffer.alloc(50_000_000, '"'), 'file-damaged'],
    ['a first line of 50 MB of UTF-16', () => Buffer.alloc(50_000_000, 'a\0'), 'file-damaged'],
  ])('%s', async (_, make, code) => {
    const bytes = make()
    const started = process.cpuUsage()
    const before = process.memoryUsage().rss
    expect(await refusedAs(bytes)).toBe(code)
    const { user, system } = process.cpuUsage(started)
    expect((user + system) / 1000).toBeLessThan(5000)
    expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000)
  })

  test('a million lines without a value are blank lines, and what stands below them is read', async () => {
    const [sheet] = await sheetsOf(Buffer.from(`姓名,身份证号\n${',\n'.repeat(1_000_000)}张伟,1\n`))
    expect(sheet?.rows.map(row => row.row)).toEqual([1, 1_000_002])
  })

  test('what stands beyond the columns that any roster has is not read', async () => {
    const wide = `张伟,1${',2'.repeat(400_000)}`
    const started = process.cpuUsage()
    const [sheet] = await sheetsOf(
      Buffer.from(`姓名,身份证号\n${`${wide}\n`.repeat(30)}李海,"1",${'"x",'.repeat(600)}\n王芳,3\n`),
    )
    expect(sheet?.rows.map(({ cells }) => cells.length)).toEqual([2, ...Array(30).fill(512), 512, 2])
    const { user, system } = process.cpuUsage(started)
    expect((user + system) / 1000).toBeLessThan(3000)
  })

  test('a cell longer than a spreadsheet can hold is cut', async () => {
    const [sheet] = await sheetsOf(Buffer.from(`姓名,备注\n张伟,${'𠮷'.repeat(40_000)}\n`))
    expect(sheet?.rows[1]?.cells[1]).toHaveLength(32_767)
    expect(String(sheet?.rows[1]?.cells[1]).isWellFormed()).toBe(true)
  })
})

test('a table from Hong Kong or Taiwan in Big5 is read as what it says', async () => {
  const text = '姓名,身分證號,所屬團支部\r\n陳偉,A123456789,龍華區第一小學團支部\r\n'
  const [sheet] = await sheetsOf(iconv.encode(text, 'big5'))
  expect(sheet?.rows.map(row => row.cells)).toEqual([
    ['姓名', '身分證號', '所屬團支部'],
    ['陳偉', 'A123456789', '龍華區第一小學團支部'],
  ])
  expect(encodingOf(iconv.encode('姓名,身份证号\r\n張龍門,1\r\n', 'gbk'))).toBe('gb18030')
})

test.each(['；', '、'])('cells between %s are told apart', async delimiter => {
  const lines = ['姓名,身份证号,所在团支部', `张伟,${goodId},第一支部`]
  const [sheet] = await sheetsOf(Buffer.from(lines.join('\n').replaceAll(',', delimiter)))
  expect(sheet?.rows[1]?.cells).toEqual(['张伟', goodId, '第一支部'])
})
