import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import { bookStream, oleOf, record, type XlsCell } from './make-xls.ts'
import { refusedAs, sheetsOf } from './sheets-of.ts'

const rows: XlsCell[][] = [
  ['姓名', '身份证号', '出生日期'],
  ['张伟', '440399200105102107', { day: 43_164 }],
  [{ formula: '王芳' }, 3.5],
]
const read = [
  ['姓名', '身份证号', '出生日期'],
  ['张伟', '440399200105102107', { kind: 'day', day: '2018-03-05', precision: 'day' }],
  [{ kind: 'formula', formula: '王芳' }, 3.5],
]
const cellsOf = async (bytes: Buffer) => (await sheetsOf(bytes))[0]?.rows.map(row => row.cells)
const xls = (stream: Buffer, name = 'Workbook') => oleOf([{ name, content: stream }])

describe('workbooks of Excel before 2007 are read in every form', () => {
  test.each<[string, Buffer]>([
    ['Excel 97 to 2003', xls(bookStream(rows))],
    ['Excel 95, texts in GBK', xls(bookStream(rows, { version: 5 }), 'Book')],
    ['a stream named in capitals', xls(bookStream(rows), 'WORKBOOK')],
    ['a stream named BOOK', xls(bookStream(rows, { version: 5 }), 'BOOK')],
    ['a stream that lies bare', bookStream(rows)],
    ['zeros between the records', xls(bookStream(rows, { sheetRecords: [Buffer.alloc(12)] }))],
    [
      'a chart in the sheet, with a beginning and an end of its own',
      xls(bookStream(rows, { sheetRecords: [record(0x809, [2, 0x600], [2, 0x20], [4, 0]), record(0x0a)] })),
    ],
    [
      'an embedded Word document',
      oleOf([
        { name: 'Workbook', content: bookStream(rows) },
        { name: 'MBD0001', content: [{ name: 'WordDocument', content: Buffer.alloc(8) }] },
      ]),
    ],
  ])('%s', async (_, bytes) => {
    expect(await cellsOf(bytes)).toEqual(read)
  })

  const gbk = (text: string) => iconv.encode(text, 'gbk')
  const label = (r: number, c: number, text: Buffer, flags: Buffer = Buffer.alloc(0)) =>
    record(0x204, [2, r], [2, c], [2, 0], [2, text.length], flags, text)
  const three = [['姓名', '身份证号'], ['张伟', '440399200105102107'], ['王芳']]
  const labels = (encode: (text: string) => Buffer, flags?: Buffer) =>
    three.flatMap((row, r) => row.map((text, c) => label(r, c, encode(text), flags)))
  const lone = (records: Buffer[]) =>
    Buffer.concat([record(0x809, [2, 0], [2, 0x10], [2, 0], [2, 0]), ...records, record(0x0a)])
  const western = bookStream(three, { version: 5 })
  western.writeUInt16LE(1252, western.indexOf(Buffer.from([0x42, 0, 2, 0, 0xa8, 3])) + 4)
  test.each<[string, Buffer]>([
    ['Excel 95 whose code page says Western Europe', xls(western, 'Book')],
    [
      'Excel 97 with bytes where characters belong',
      xls(bookStream([], { sheetRecords: labels(gbk, Buffer.alloc(1)) })),
    ],
    ['a sheet without a workbook, in GBK', lone(labels(gbk))],
    ['a sheet without a workbook, in UTF-8', lone(labels(text => Buffer.from(text)))],
  ])('texts of a web system that says nothing true of them: %s', async (_, bytes) => {
    expect(await cellsOf(bytes)).toEqual(three)
  })

  test('texts of Western Europe stay what they are', async () => {
    const words = [['Müller', 'Café'], ['naïve']]
    const latin = bookStream(words, { version: 5, codePage: 1252 })
    expect(await cellsOf(xls(latin, 'Book'))).toEqual(words)
  })

  test('both forms in one file: the newer one counts', async () => {
    const older = bookStream([['旧']], { version: 5 })
    const both = oleOf([
      { name: 'Book', content: older },
      { name: 'Workbook', content: bookStream([['新']]) },
    ])
    expect(await cellsOf(both)).toEqual([['新']])
  })

  test('texts of a Russian Excel 95 are in its own code page', async () => {
    expect(await cellsOf(xls(bookStream([['Иванов']], { version: 5, codePage: 1251 }), 'Book'))).toEqual([
      ['Иванов'],
    ])
  })

  test('hidden sheets, merged cells and cells in any order', async () => {
    const merged = record(0xe5, [2, 1], [2, 0], [2, 2], [2, 0], [2, 0])
    const late = record(
      0x204,
      [2, 2],
      [2, 1],
      [2, 0],
      [2, 1],
      Buffer.from('\x01丙\0', 'latin1').subarray(0, 1),
      Buffer.from('丙', 'utf16le'),
    )
    const [sheet] = await sheetsOf(
      xls(bookStream([['支部', '甲'], [], []], { sheetRecords: [late, merged], hidden: 1 })),
    )
    expect(sheet).toMatchObject({ name: '表一', hidden: true })
    expect(sheet?.rows).toEqual([
      { row: 1, cells: ['支部', '甲'] },
      { row: 3, cells: ['支部', '丙'], spread: new Set([0]) },
    ])
  })

  test('shared texts go on in the next record, where each piece says anew how wide it is', async () => {
    const count = [
      [4, 2],
      [4, 2],
    ] as const
    const begun = Buffer.concat([Buffer.from([4, 0, 1]), Buffer.from('共青', 'utf16le')])
    const ended = Buffer.concat([
      Buffer.from([1]),
      Buffer.from('团员', 'utf16le'),
      Buffer.from([2, 0, 0]),
      Buffer.from('OK'),
    ])
    const globals = [record(0xfc, ...count, begun), record(0x3c, ended)]
    const cells = [0, 1].map(n => record(0xfd, [2, 0], [2, n], [2, 0], [4, n]))
    expect(await cellsOf(xls(bookStream([], { globals, sheetRecords: cells })))).toEqual([['共青团员', 'OK']])
  })
})

test('by how many steps a text is indented is known', async () => {
  const indented = record(0xe0, [2, 0], [2, 0], [4, 0], Buffer.from([0x23]), Buffer.alloc(11))
  const bytes = xls(bookStream([['第一支部', 3]], { globals: [indented] }))
  expect((await sheetsOf(bytes))[0]?.rows).toEqual([
    { row: 1, cells: ['第一支部', 3], indents: new Map([[0, 3]]) },
  ])
})

describe('old files that are not read say what they are', () => {
  test.each<[string, Buffer, string]>([
    [
      'a password',
      xls(bookStream(rows, { globals: [record(0x2f, [2, 1], Buffer.alloc(52))] })),
      'file-encrypted',
    ],
    [
      'an xlsx with a password',
      oleOf([{ name: 'EncryptedPackage', content: Buffer.alloc(8) }]),
      'file-encrypted',
    ],
    [
      'a Word document',
      oleOf([{ name: 'WordDocument', content: Buffer.alloc(8) }]),
      'file-not-a-spreadsheet',
    ],
    [
      'a presentation',
      oleOf([{ name: 'PowerPoint Document', content: Buffer.alloc(8) }]),
      'file-not-a-spreadsheet',
    ],
    [
      'a letter of a mail program',
      oleOf([{ name: '__properties_version1.0', content: Buffer.alloc(8) }]),
      'file-not-a-spreadsheet',
    ],
    ['Excel 4', record(0x409, [2, 0], [2, 0x10], [2, 0]), 'file-form-unread'],
    ['Excel 3', record(0x209, [2, 0], [2, 0x10], [2, 0]), 'file-form-unread'],
    ['Excel 2', record(0x009, [2, 0], [2, 0x10]), 'file-form-unread'],
    [
      'XML of Excel 2003',
      Buffer.from('<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'),
      'file-form-unread',
    ],
  ])('%s', async (_, bytes, code) => {
    expect(await refusedAs(bytes)).toBe(code)
  })
})

test('a workbook whose sheets all claim the same million records is refused at once', async () => {
  const sheet = record(0x85, [4, 0], [1, 0], [1, 0], [1, 1], [1, 0], Buffer.from('x'))
  const started = process.cpuUsage()
  const filler = Buffer.concat(Array.from({ length: 300_000 }, () => record(0x55, [2, 1])))
  const many = bookStream(rows, { globals: [filler, ...Array.from({ length: 900 }, () => sheet)] })
  expect(await refusedAs(many)).toBe('file-too-large')
  const { user, system } = process.cpuUsage(started)
  expect((user + system) / 1000).toBeLessThan(5000)
})

test('a directory whose chain goes through the whole file is damage, and costs little', async () => {
  const sectors = 40_000
  const bytes = Buffer.alloc(512 * (sectors + 1))
  bytes.write('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'latin1')
  const tables = Math.ceil(sectors / 128)
  const first = sectors - tables - 8
  const put = (at: number, value: number) => bytes.writeUInt32LE(value >>> 0, at)
  bytes.writeUInt16LE(9, 30)
  // The directory and the table of small streams begin at the first sector, which leads through all others.
  put(48, 0)
  put(60, 0)
  const more = Math.ceil((tables - 109) / 127)
  put(68, sectors - 8)
  put(72, more)
  for (let n = 0; n < tables; n++) {
    const list = Math.floor((n - 109) / 127)
    put(n < 109 ? 76 + n * 4 : 512 * (sectors - 8 + list + 1) + ((n - 109) % 127) * 4, first + n)
  }
  for (let list = 0; list < more; list++)
    put(512 * (sectors - 8 + list + 1) + 508, list + 1 < more ? sectors - 8 + list + 1 : -2)
  for (let n = 0; n < sectors; n++) put(512 * (first + 1) + n * 4, n + 1 < first ? n + 1 : -2)
  const started = process.cpuUsage()
  const before = process.memoryUsage().rss
  expect(await refusedAs(bytes)).toBe('file-damaged')
  const { user, system } = process.cpuUsage(started)
  expect((user + system) / 1000).toBeLessThan(3000)
  expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000)
})
