import { describe, expect, test } from 'vitest'
import { formRosters } from '#db/forms/form-rosters.ts'
import { openForm } from '#db/forms/open-form.ts'
import { propose } from '#db/forms/proposing/propose.ts'
import { paragraph, partsIn, wordOf, workbookOf } from '#tests/fixtures/blank-forms.ts'

const known = { rosters: formRosters, figures: [], units: [], year: 2018 }
const gap = undefined

const marksOf = async (bytes: Buffer, name: string) => propose((await openForm(name, bytes)).parts, known)

const card = [
  ['姓名', null, '性别', null],
  ['身份证号码', null, '职务', null],
] as const
const rowsOfCards = [
  ['团代表证', gap, gap, gap, gap, gap, gap, gap, gap],
  ...[0, 1].flatMap(() => [...card.map(row => [...row, gap, ...row]), []]),
]

const cell = (words: string) =>
  `<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>${paragraph(words)}</w:tc>`
const table = (...rows: readonly (readonly string[])[]) =>
  `<w:tbl><w:tblGrid>${'<w:gridCol w:w="2000"/>'.repeat(4)}</w:tblGrid>${rows.map(row => `<w:tr>${row.map(cell).join('')}</w:tr>`).join('')}</w:tbl>`
const wordCard = (name = '姓名') =>
  table([name, '', '性别', ''], ['身份证号码', '', '出生年月', ''], ['单位', '', '职务', ''])

describe('forms with room for several people', () => {
  test('four cards to a page: each is for another person, in the order in which they are read', async () => {
    expect(await marksOf(await workbookOf({ name: '证', rows: rowsOfCards }), '证.xlsx')).toEqual({
      ...{
        's1!B2': 'person:name',
        's1!D2': 'person:sex',
        's1!B3': 'person:idNumber',
        's1!D3': 'person:title',
      },
      ...{
        's1!G2': 'person2:name',
        's1!I2': 'person2:sex',
        's1!G3': 'person2:idNumber',
        's1!I3': 'person2:title',
      },
      ...{
        's1!B5': 'person3:name',
        's1!D5': 'person3:sex',
        's1!B6': 'person3:idNumber',
        's1!D6': 'person3:title',
      },
      ...{
        's1!G5': 'person4:name',
        's1!I5': 'person4:sex',
        's1!G6': 'person4:idNumber',
        's1!I6': 'person4:title',
      },
    })
  })

  test('a table for each in a document, a block for each in one table, a sheet for each, and badges of three labels', async () => {
    const tables = await marksOf(
      await wordOf(`${paragraph('登记表')}${wordCard()}${paragraph('')}${wordCard()}`),
      '表.docx',
    )
    expect(tables).toMatchObject({ 't1!B1': 'person:name', 't2!B1': 'person2:name', 't2!B3': 'person2:org' })
    const rows = [
      ['姓名', '', '性别', ''],
      ['单位', '', '职务', ''],
    ]
    const blocks = await marksOf(await wordOf(table(...rows, ...rows, ...rows)), '表.docx')
    expect(blocks).toMatchObject({
      't1!B1': 'person:name',
      't1!B3': 'person2:name',
      't1!D6': 'person3:title',
    })
    const sheet = (name: string) => ({ name, rows: [['登记表'], ...card] })
    const sheets = await marksOf(await workbookOf(sheet('甲'), sheet('乙')), '表.xlsx')
    expect(sheets).toMatchObject({
      's1!B2': 'person:name',
      's2!B2': 'person2:name',
      's2!D3': 'person2:title',
    })
    const badge = [
      ['姓名', null, gap, '姓名', null],
      ['单位', null, gap, '单位', null],
      ['职务', null, gap, '职务', null],
    ]
    expect(await marksOf(await workbookOf({ name: '胸牌', rows: badge }), '胸牌.xlsx')).toMatchObject({
      ...{ 's1!B1': 'person:name', 's1!B2': 'person:org', 's1!E1': 'person2:name', 's1!E3': 'person2:title' },
    })
  })

  test('who recommends somebody is no second card, and has nobody’s name', async () => {
    const marks = await marksOf(
      await workbookOf({
        name: '推荐',
        rows: [
          ...[
            ['推荐表', gap, gap, gap],
            ['姓名', null, '性别', null],
            ['身份证号码', null, '联系电话', null],
          ],
          ...[['推荐人'], ['姓名', null, '单位', null]],
        ],
      }),
      '推荐.xlsx',
    )
    expect(Object.keys(marks)).toEqual(['s1!B2', 's1!D2', 's1!B3', 's1!D3', 's1!D5'])
  })
})

describe('a form again for each further person', () => {
  test('a document stands behind itself, each on a page of its own, and nothing is named twice', async () => {
    const control =
      '<w:sdt><w:sdtPr><w:id w:val="77"/><w:alias w:val="单位"/></w:sdtPr><w:sdtContent><w:r><w:t>某</w:t></w:r></w:sdtContent></w:sdt>'
    const body = `<w:p w14:paraId="11AA22BB"><w:pPr><w:pStyle w:val="a"/><w:jc w:val="center"/></w:pPr><w:bookmarkStart w:id="1" w:name="top"/><w:bookmarkEnd w:id="1"/><w:r><w:t>登记表：____</w:t></w:r></w:p>${wordCard()}<w:p>${control}</w:p>`
    const blank = await wordOf(body)
    const form = await openForm('表.docx', blank)
    const at = form.repeated(3, new Set())
    expect(at).toBeDefined()
    const values = new Map(
      [0, 1, 2].flatMap(page =>
        (['t1!B1', 'p1#1', 'c1'] as const).map(
          place => [at?.(place, page) ?? '', `${place.charAt(0)}${page}`] as const,
        ),
      ),
    )
    const { bytes, left } = form.fill({ values, rows: [] })
    expect(left).toEqual([])
    const { parts } = await openForm('表.docx', bytes)
    expect(parts.filter(({ kind }) => kind === 'table').map(({ cells }) => cells[1]?.text)).toEqual([
      't0',
      't1',
      't2',
    ])
    const xml = (await partsIn(bytes)).get('word/document.xml') ?? ''
    for (const said of ['登记表：p0', 'p1', 'p2', 'c0', 'c1', 'c2']) expect(xml).toContain(said.slice(-2))
    expect(xml.match(/<w:pageBreakBefore\/>/g)).toHaveLength(2)
    expect(xml).toContain('<w:pStyle w:val="a"/><w:pageBreakBefore/><w:jc')
    for (const once of ['w:name="top"', 'w14:paraId="11AA22BB"', '<w:id w:val="77"/>', '<w:sectPr>'])
      expect(xml.split(once)).toHaveLength(2)
    // the form itself is as it was before its copies
    const before = (await partsIn(blank)).get('word/document.xml') ?? ''
    expect(xml.slice(0, xml.indexOf('<w:r>'))).toBe(before.slice(0, before.indexOf('<w:r>')))
  })

  test('a document that begins with a table has a page for each, too', async () => {
    const form = await openForm('表.docx', await wordOf(`${wordCard()}${paragraph('填表人：____')}`))
    const at = form.repeated(2, new Set())
    const values = new Map(
      [0, 1].flatMap(page => [
        [at?.('t1!B1', page) ?? '', `人${page}`] as const,
        [at?.('p1#1', page) ?? '', `写${page}`] as const,
      ]),
    )
    const { bytes, left } = form.fill({ values, rows: [] })
    expect(left).toEqual([])
    const xml = (await partsIn(bytes)).get('word/document.xml') ?? ''
    expect([...xml.matchAll(/[人写]\d/g)].map(([said]) => said)).toEqual(['人0', '写0', '人1', '写1'])
    expect(xml.match(/<w:pageBreakBefore\/>/g)).toHaveLength(1)
  })

  test('a sheet stands again behind the others with what is printed of it; one with pictures does not', async () => {
    const rows = [['登记表', gap, gap, gap], ...card]
    const blank = await workbookOf({ name: '登记表', rows }, { name: '说明', rows: [['说明']] })
    const form = await openForm('表.xlsx', blank)
    const at = form.repeated(3, new Set(['s1']))
    const values = new Map([0, 1, 2].map(page => [at?.('s1!B2', page) ?? '', `人${page}`] as const))
    const { bytes, left } = form.fill({ values, rows: [] })
    expect(left).toEqual([])
    const { parts } = await openForm('表.xlsx', bytes)
    expect(
      parts.map(({ name, cells }) => [name, cells.find(one => one.row === 1 && one.column === 1)?.text]),
    ).toEqual([
      ['登记表', '人0'],
      ['说明', undefined],
      ['登记表 (2)', '人1'],
      ['登记表 (3)', '人2'],
    ])
    const book = (await partsIn(bytes)).get('xl/workbook.xml') ?? ''
    expect(book).toContain(`localSheetId="2">'登记表 (2)'!$A$1:$H$3<`)
    const before = await partsIn(blank)
    for (const [path, text] of await partsIn(bytes))
      if (!/workbook|Content_Types|sheet1\.xml|sheet-\d/.test(path)) expect(text).toBe(before.get(path))
  })
})
