import fc from 'fast-check'
import { writeOds, writeXlsx } from 'hucre'
import iconv from 'iconv-lite'
import { beforeAll, describe, expect, test } from 'vitest'
import { recognise } from '#db/rosters/recognising/recognise.ts'
import { Refusal } from '#db/shared/refusal.ts'
import { soffice } from '#tests/fixtures/libreoffice.ts'
import { oleOf } from '../sheets/make-xls.ts'
import { type Entry, zipOf } from '../sheets/make-zip.ts'
import { converted, goodId, memberHeaders, readAll, refusalOf, xlsxOf } from './make-file.ts'

const read = (bytes: Uint8Array, fileName = '名册.xlsx') => readAll({ bytes, fileName, as: 'members' })
const person = (n: number) => [`张伟${'甲乙丙丁'.charAt(n % 4)}`, goodId, `第${n}支部`]

describe('files that are no spreadsheets, whatever their name', () => {
  const docx = zipOf({ '[Content_Types].xml': '<Types/>', 'word/document.xml': '<w/>' })
  test.each<[string, Buffer, string]>([
    ['nothing', Buffer.alloc(0), 'file-empty'],
    ['blank text', Buffer.from('\r\n  \r\n'), 'file-empty'],
    [
      'a web page that a browser saved',
      Buffer.from(
        'From: <Saved by Blink>\r\nSnapshot-Content-Location: http://x/\r\nSubject: =?utf-8?Q?x?=\r\n y\r\nMIME-Version: 1.0\r\n\r\n',
      ),
      'file-not-a-spreadsheet',
    ],
    ['a PDF', Buffer.from('%PDF-1.7\n%\xe2\xe3'), 'file-not-a-spreadsheet'],
    ['a PNG', Buffer.from('\x89PNG\r\n\x1a\n0000', 'latin1'), 'file-not-a-spreadsheet'],
    ['a JPEG', Buffer.from('\xff\xd8\xff\xe0\0\x10JFIF', 'latin1'), 'file-not-a-spreadsheet'],
    ['a HEIC', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'), 'file-not-a-spreadsheet'],
    ['a RAR', Buffer.from('Rar!\x1a\x07\0', 'latin1'), 'file-not-a-spreadsheet'],
    ['a program', Buffer.from('MZ\x90\0\x03\0\0\0', 'latin1'), 'file-not-a-spreadsheet'],
    ['RTF', Buffer.from('{\\rtf1\\ansi 名册}'), 'file-not-a-spreadsheet'],
    [
      'a web page without a table',
      Buffer.from('\ufeff<html><body>姓名<table></table>'),
      'file-not-a-spreadsheet',
    ],
    [
      'a web page in GBK without a table',
      iconv.encode('<!DOCTYPE html><meta charset=gbk>姓名', 'gbk'),
      'file-not-a-spreadsheet',
    ],
    [
      'XML of Excel 2003',
      Buffer.from('<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'),
      'file-form-unread',
    ],
    [
      'UOF',
      Buffer.from('<?xml version="1.0"?><uof:UOF xmlns:uof="http://schemas.uof.org/cn/2003/uof"/>'),
      'file-form-unread',
    ],
    ['a Word document', docx, 'file-not-a-spreadsheet'],
    ['another zip', zipOf({ 'a.txt': 'x' }), 'file-not-a-spreadsheet'],
    [
      'bytes without sense',
      Buffer.from(Array.from({ length: 4000 }, (_, n) => (n * n * 31 + n) % 256)),
      'file-not-a-spreadsheet',
    ],
    ['the head of a zip', Buffer.from('PK\x03\x04\x14\0', 'latin1'), 'file-damaged'],
    ['the head of an xls', Buffer.from('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'latin1'), 'file-damaged'],
  ])('%s', async (_, bytes, code) => {
    expect(await refusalOf(() => read(bytes))).toBe(code)
    expect(await refusalOf(() => recognise({ bytes, fileName: '名册.xls' }))).toBe(code)
  })

  test('the sentence names the file, the problem and the next step in both languages', async () => {
    await expect(read(Buffer.from('%PDF-1.7'), '团员.xls')).rejects.toMatchObject({
      text: {
        zh: '“团员.xls”不是表格文件，而是 PDF 文档。请打开它，把其中的表格复制到 WPS 表格或 Excel，另存为 .xlsx，再导入。',
        en: '团员.xls is not a spreadsheet but a PDF document. Open it, copy its table into WPS or Excel, save that as .xlsx and import it.',
      },
    })
  })

  const letter = (head: string) => Buffer.from(`${head}\r\nMIME-Version: 1.0\r\nSubject: x\r\n\r\nx`)
  const ole = (...streams: string[]) => oleOf(streams.map(name => ({ name, content: Buffer.from('x') })))
  test.each<[string, Buffer, string, string, string, string]>([
    ['x.docx', docx, ' Word 文档', 'a Word document', '把其中的表格复制到', 'copy its table'],
    ['x.doc', ole('WordDocument'), ' Word 文档', 'a Word document', '把其中的表格复制到', 'copy its table'],
    ['x.wps', ole('WordDocument'), ' WPS 文字文档', 'a WPS text', '把其中的表格复制到', 'copy its table'],
    ['x.pdf', Buffer.from('%PDF-1.7'), ' PDF 文档', 'a PDF', '把其中的表格复制到', 'copy its table'],
    ['x.ofd', zipOf({ 'OFD.xml': 'x' }), ' OFD 版式文档', 'an OFD', '把其中的表格复制到', 'copy its table'],
    [
      'x.numbers',
      zipOf({ 'Index/Document.iwa': 'x' }),
      '苹果 Numbers',
      'Apple Numbers',
      '另存为 .xlsx',
      'as .xlsx',
    ],
    ['x.rtf', Buffer.from('{\\rtf1'), '（RTF）', '(RTF)', '把其中的表格复制到', 'copy its table'],
    [
      'x.webp',
      Buffer.from('RIFF\x10\0\0\0WEBPVP8 ', 'latin1'),
      '图片（WebP）',
      'a picture',
      '图片里的字',
      'picture cannot be read',
    ],
    [
      'x.zip',
      zipOf({ '附件/团员名册.xlsx': 'x', 'a.txt': 'x' }),
      '团员名册.xlsx',
      '团员名册.xlsx',
      '请先解压',
      'Unpack it',
    ],
    ['x.zip', zipOf({ 'a.jpg': 'x' }), '没有表格文件', 'no spreadsheet', '请先解压', 'Unpack it'],
    [
      'x.eml',
      letter('Received: from a by b;\r\n Mon\r\nFrom: a@b.cn\r\nTo: c@d.cn'),
      '邮件',
      'a mail',
      '附件',
      'attached',
    ],
    ['x.msg', ole('__properties_version1.0', '__substg1.0_0037001F'), '邮件', 'a mail', '附件', 'attached'],
    [
      'x.lnk',
      Buffer.from('4c0000000114020000000000c000000000000046', 'hex'),
      '快捷方式',
      'a shortcut',
      '它指向的',
      'it points to',
    ],
    [
      'x.url',
      Buffer.from('[InternetShortcut]\r\nURL=https://x.cn/名册.xlsx\r\n'),
      '快捷方式',
      'a shortcut',
      '它指向的',
      'it points to',
    ],
    [
      'x.url',
      Buffer.from('[{000214A0-0000-0000-C000-000000000046}]\r\nProp3=19,11\r\n[InternetShortcut]\r\nURL=x'),
      '快捷方式',
      'a shortcut',
      '它指向的',
      'it points to',
    ],
    [
      'x.mdb',
      Buffer.from('\0\x01\0\0Standard Jet DB\0', 'latin1'),
      ' Access 数据库',
      'an Access',
      '导出',
      'export',
    ],
    [
      'x.vcf',
      Buffer.from('BEGIN:VCARD\r\nVERSION:3.0'),
      '通讯录名片',
      'a contact card',
      '录入表格',
      'into a spreadsheet',
    ],
    [
      'x.xlsx',
      Buffer.from('b\x14#e\0\0\0\0E-SafeNet\0LOCK', 'latin1'),
      '加密软件',
      'encryption program',
      '解密',
      'decrypted',
    ],
  ])(
    '%s is named for what it is, with the next step',
    async (fileName, bytes, kind, kindEn, step, stepEn) => {
      const { text } = await recognise({ bytes, fileName }).then(
        () => ({ text: { zh: '', en: '' } }),
        (error: Refusal) => error,
      )
      for (const part of [fileName, kind, step]) expect(text.zh).toContain(part)
      for (const part of [fileName, kindEn, stepEn]) expect(text.en).toContain(part)
    },
  )

  const ownerFile = Buffer.alloc(165, 32)
  ownerFile.write('\x05admin', 'latin1')
  test.each<[string, Buffer, string]>([
    ['an archive is unpacked', zipOf({ '名册.xlsx': 'x' }), '请先解压'],
    ['a picture is typed', Buffer.from('\x89PNG\r\n', 'latin1'), '把内容录入表格'],
    ['a program is the wrong file', Buffer.from('MZ\0\0', 'latin1'), '请确认选对了文件'],
    ['what lies beside an open spreadsheet is not the spreadsheet', ownerFile, '“~$”'],
    ['SYLK is a spreadsheet', Buffer.from('ID;PWXL;N;E\r\n'), '另存为 .xlsx'],
    ['DIF is a spreadsheet, on Linux too', Buffer.from('TABLE\n0,1\n"EXCEL"\nVECTORS\n'), '另存为 .xlsx'],
  ])('the next step can be taken: %s', async (_, bytes, words) => {
    const refused = await read(bytes).catch((error: { text?: { zh: string } }) => error)
    expect(refused).toMatchObject({ text: { zh: expect.stringContaining(words) } })
  })

  test.skipIf(soffice === undefined)('a Word document of 1997, told by the name of its stream', async () => {
    const doc = converted(await xlsxOf([memberHeaders]), 'xlsx', 'xls')
    const entry = doc.indexOf(Buffer.from('Workbook', 'utf16le'))
    doc.write('WordDocument', entry, 'utf16le')
    doc.writeUInt16LE(26, entry + 64)
    expect(await refusalOf(() => read(doc))).toBe('file-not-a-spreadsheet')
  })
})

test('an xlsx named .xls and a csv named .xlsx are read for what they are', async () => {
  const xlsx = await xlsxOf([memberHeaders, person(0)])
  expect((await read(xlsx, '名册.xls')).rows).toHaveLength(1)
  const csv = Buffer.from(`${memberHeaders.join()}\n${person(0).join()}\n`)
  expect((await read(csv, '名册.xlsx')).rows).toHaveLength(1)
})

test('files with a password are told as such', async () => {
  const encrypted = await writeXlsx({
    sheets: [{ name: 's', rows: [memberHeaders] }],
    encryption: { password: '123456', spinCount: 1000 },
  })
  expect(await refusalOf(() => read(encrypted))).toBe('file-encrypted')
  expect(await refusalOf(() => read(zipOf({ 'xl/workbook.xml': { content: 'x', flags: 1 } })))).toBe(
    'file-encrypted',
  )
})

const lastVolume = zipOf({ '名册.xlsx': 'x' })
lastVolume.writeUInt16LE(2, lastVolume.length - 18)
test.each<[string, Buffer, string, string]>([
  ['名册.zip', zipOf({ '名册.xlsx': { content: 'x', flags: 1 } }), '设了密码的压缩包', 'with a password'],
  ['名册.zip', lastVolume, '分卷压缩包中的一卷', 'split into'],
  ['名册.zip', Buffer.concat([Buffer.from([0x91, 0, 7, 0xfe]), lastVolume]), '从第一卷解压', 'the first one'],
  ['名册.z01', Buffer.from('PK\x07\x08PK\x03\x04\0\0'), '从第一卷解压', 'the first one'],
  ['名册.z02', Buffer.from([0x91, 0, 7, 0xfe, 0, 0, 0, 1]), '分卷压缩包中的一卷', 'split into'],
  ['名册.zip.001', lastVolume.subarray(0, 40), '分卷压缩包中的一卷', 'split into'],
  ['名册.7z.001', Buffer.from('7z\xbc\xaf\x27\x1c', 'latin1'), '分卷压缩包中的一卷', 'split into'],
  ['名册.part2.rar', Buffer.from('Rar!\x1a\x07', 'latin1'), '分卷压缩包中的一卷', 'split into'],
  [
    '名册.tar',
    Buffer.concat([Buffer.alloc(257), Buffer.from('ustar\0')]),
    '压缩包（TAR）',
    'an archive (TAR)',
  ],
  ['名册.bz2', Buffer.from('BZh91AY&SY', 'latin1'), '压缩包（bzip2）', 'an archive (bzip2)'],
  [
    '名册.zip',
    zipOf({ '照片.jpg': { content: 'x', declared: { size: 400_000_000 } }, '名册.et': 'x' }),
    '里面有 1 个表格文件：名册.et',
    'such as 名册.et',
  ],
])('an archive says what is to be done with it: %s, %#', async (fileName, bytes, zh, en) => {
  const { text } = await recognise({ bytes, fileName }).then(
    () => ({ text: { zh: '', en: '' } }),
    (error: Refusal) => error,
  )
  expect(text.zh).toContain(zh)
  expect(text.zh).toContain('解压')
  expect(text.en).toContain(en)
})

test('a table whose name looks like a part of an archive is read all the same', async () => {
  const csv = Buffer.from(`${memberHeaders.join()}\n${person(0).join()}\n`)
  expect((await read(csv, '名册.r01')).rows).toHaveLength(1)
})

describe('files that swell', () => {
  const parts = (more: Record<string, string | Buffer | Entry>) => {
    const type = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
    return zipOf({
      '[Content_Types].xml': '<Types/>',
      '_rels/.rels': `<Relationships><Relationship Id="rId1" Type="${type}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
      'xl/workbook.xml': '<workbook><sheets><sheet name="s" sheetId="1" r:id="rId1"/></sheets></workbook>',
      'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="rId1" Type="${type}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${type}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
      'xl/worksheets/sheet1.xml': '<worksheet><sheetData/></worksheet>',
      ...more,
    })
  }
  const row = '<row><c t="inlineStr"><is><t>x</t></is></c></row>'
  const growth = (before: number) => process.memoryUsage().rss - before

  test.each<[string, () => Buffer, string]>([
    [
      'a part of 60 MB of one character',
      () => parts({ 'xl/worksheets/sheet1.xml': Buffer.alloc(60_000_000, 32) }),
      'file-too-large',
    ],
    [
      'a part that says it is a terabyte',
      () => parts({ 'a.bin': { content: 'x', declared: { size: 0xfffffffe } } }),
      'file-too-large',
    ],
    [
      'a part of 60 MB that says it has a thousand bytes',
      () =>
        parts({
          'xl/worksheets/sheet1.xml': { content: Buffer.alloc(60_000_000, 32), declared: { size: 1000 } },
        }),
      'file-damaged',
    ],
    [
      'a book of 60 MB that says it has a thousand bytes',
      () => parts({ 'xl/workbook.xml': { content: Buffer.alloc(60_000_000, 32), declared: { size: 1000 } } }),
      'file-damaged',
    ],
    [
      'shared texts of 60 MB that say nothing of their size',
      () =>
        parts({ 'xl/sharedStrings.xml': { content: Buffer.alloc(60_000_000, 32), declared: { size: 0 } } }),
      'file-damaged',
    ],
    [
      'one cell of 20 MB',
      () =>
        parts({
          'xl/worksheets/sheet1.xml': `<worksheet><sheetData><row><c><v>${noise(20_000_000)}</v></c></row></sheetData></worksheet>`,
        }),
      'file-too-large',
    ],
    ['entities within entities', () => parts({ 'xl/worksheets/sheet1.xml': laughs + row }), 'file-damaged'],
    [
      'entities in the shared texts',
      () => parts({ 'xl/sharedStrings.xml': `${laughs}<sst/>` }),
      'file-damaged',
    ],
    ['entities in the book', () => parts({ 'xl/workbook.xml': `${laughs}<workbook/>` }), 'file-damaged'],
    [
      'a checksum that does not fit',
      () => parts({ 'xl/worksheets/sheet1.xml': { content: '<worksheet/>', declared: { crc: 1 } } }),
      'file-damaged',
    ],
    [
      'a size that does not fit',
      () => parts({ 'xl/worksheets/sheet1.xml': { content: '<worksheet/>', declared: { size: 99 } } }),
      'file-damaged',
    ],
    [
      'a book of one quotation mark after the other',
      () => parts({ 'xl/workbook.xml': `<workbook><sheets><sheet ${'""'.repeat(1_900_000)}` }),
      'file-damaged',
    ],
    [
      'a book of one long word',
      () => parts({ 'xl/workbook.xml': `<workbook><sheets><sheet ${'a'.repeat(3_900_000)}` }),
      'file-damaged',
    ],
    [
      'rows that never end',
      () => parts({ 'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${'<row>'.repeat(1000)}` }),
      'file-damaged',
    ],
    [
      'a sheet that is not there',
      () =>
        parts({ 'xl/workbook.xml': '<workbook><sheets><sheet name="s" r:id="rId9"/></sheets></workbook>' }),
      'file-damaged',
    ],
  ])('%s', async (_, make, code) => {
    const bytes = make()
    const before = process.memoryUsage().rss
    expect(await refusalOf(() => read(bytes))).toBe(code)
    expect(growth(before)).toBeLessThan(150_000_000)
  })

  test('a cell in every last column costs no more than one in the first', async () => {
    const rows = Array.from(
      { length: 20_000 },
      (_, n) => `<row r="${n + 3}"><c r="XFD${n + 3}"><v>1</v></c></row>`,
    ).join('')
    const head = memberHeaders.map(text => `<c t="inlineStr"><is><t>${text}</t></is></c>`).join('')
    const sheet = `<worksheet><sheetData><row r="1">${head}</row>${rows}</sheetData></worksheet>`
    const before = process.memoryUsage().rss
    const { rows: found } = await read(parts({ 'xl/worksheets/sheet1.xml': sheet }))
    expect(found).toEqual([])
    expect(growth(before)).toBeLessThan(150_000_000)
  })
})

describe('damage', () => {
  const rows = [['填报日期:2018-12-31'], memberHeaders, ...Array.from({ length: 300 }, (_, n) => person(n))]
  const files: [string, Uint8Array][] = []
  beforeAll(async () => {
    const xlsx = await xlsxOf(rows)
    files.push(['xlsx', xlsx], ['ods', await writeOds({ sheets: [{ name: 's', rows }] })])
    files.push(['csv', iconv.encode(rows.map(row => row.join()).join('\r\n'), 'gb18030')])
    if (soffice === undefined) console.log('LibreOffice is not installed: damaged xls files were not tried')
    else files.push(['xls', converted(xlsx, 'xlsx', 'xls')])
  })

  test('a file cut short anywhere is refused, or read as far as text goes', async () => {
    for (const [kind, bytes] of files) {
      await fc.assert(
        fc.asyncProperty(fc.nat({ max: bytes.length - 1 }), async length => {
          const outcome = await outcomeOf(bytes.subarray(0, length))
          if (kind === 'csv') expect(['read', 'refused']).toContain(outcome)
          else if (kind === 'xls' && outcome === 'read')
            // What was cut off was none of the workbook: its author, its thumbnail.
            expect((await read(bytes.subarray(0, length))).rows).toEqual((await read(bytes)).rows)
          else expect(outcome, `${kind} at ${length}`).toBe('refused')
        }),
        { numRuns: 70 },
      )
    }
  })

  test('bytes changed anywhere end in rows or in a refusal, never in a bug', async () => {
    for (const [kind, bytes] of files) {
      const change = fc.tuple(fc.nat({ max: bytes.length - 1 }), fc.nat({ max: 255 }))
      await fc.assert(
        fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 8 }), async changes => {
          const changed = Buffer.from(bytes)
          for (const [place, value] of changes) changed[place] = value
          expect(await outcomeOf(changed), kind).not.toBe('bug')
        }),
        { numRuns: 80 },
      )
    }
  })
})

async function outcomeOf(bytes: Uint8Array): Promise<'read' | 'refused' | 'bug'> {
  try {
    await read(bytes)
    return 'read'
  } catch (error) {
    if (!(error instanceof Refusal)) console.log(error)
    return error instanceof Refusal ? 'refused' : 'bug'
  }
}

const laughs = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>`

/** Text that does not shrink to a hundredth, so that its ratio is not what refuses it. */
function noise(length: number): string {
  let seed = 7
  const piece = Array.from({ length: 4096 }, () => {
    seed = (seed * 1103515245 + 12345) % 2147483648
    return String.fromCharCode(97 + (seed % 26))
  }).join('')
  return Array.from(
    { length: Math.ceil(length / 4100) },
    (_, n) => `${piece}${String(n * 7919).padStart(4, '0')}`,
  ).join('')
}
