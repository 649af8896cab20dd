import { describe, expect, test } from 'vitest'
import type { Value } from '#db/forms/form.ts'
import { markOf, readPlaces } from '#db/forms/marks.ts'
import { openForm } from '#db/forms/open-form.ts'
import { propose } from '#db/forms/proposing/propose.ts'
import { shiftedFormula, shiftedRanges } from '#db/forms/workbook/a1.ts'
import { broughtFigures } from '#db/records/ledger/district-figures.ts'
import { rosterKinds } from '#db/rosters/roster-kinds.ts'
import { Refusal } from '#db/shared/refusal.ts'
import {
  byStreet,
  comparison,
  countedBehind,
  memberRoster,
  paragraph,
  partsIn,
  underTwoHeads,
  withBoxes,
  wordControls,
  wordLines,
  wordOf,
  wordTable,
  workbookOf,
  workLedger,
  zipOf,
} from '#tests/fixtures/blank-forms.ts'

const figures = broughtFigures.map(({ key, name }) => ({ key, name: name.zh }))
const units = [{ code: '440309002', name: '民治街道', full: '共青团深圳市龙华区民治街道工作委员会' }]
const known = { rosters: rosterKinds, figures, units, year: 2018 }

async function proposed(name: string, bytes: Buffer) {
  const { parts } = await openForm(name, bytes)
  return propose(parts, known)
}

/** Fills every proposed place: with the word that marks it, figures with numbers, and so many rows. */
async function filledAsProposed(name: string, bytes: Buffer, count: number) {
  const form = await openForm(name, bytes)
  const { single, rows } = readPlaces(propose(form.parts, known))
  const value = (said: string): Value => (markOf(said)?.is === 'figure' ? 1234 : said)
  const filled = form.fill({
    values: new Map([...single].map(([at, said]) => [at, value(said)])),
    rows: rows.map(({ columns, ...block }) => ({
      ...block,
      columns: new Map([...columns.keys()].map((column, i) => [column, i])),
      rows: Array.from({ length: count }, (_, n) =>
        [...columns.values()].map(said => (said === '#' ? n + 1 : `${said}${n + 1}`)),
      ),
    })),
  })
  expect(filled.left).toEqual([])
  return { bytes: filled.bytes, parts: (await openForm(name, filled.bytes)).parts }
}

const texts = (parts: Awaited<ReturnType<typeof openForm>>['parts'], id: string) => {
  const part = parts.find(one => one.id === id)
  return Array.from({ length: part?.height ?? 0 }, (_, row) =>
    (part?.cells ?? []).filter(cell => cell.row === row && cell.text !== '').map(cell => cell.text),
  )
}

describe('what belongs where is proposed by the words of the form', () => {
  test('a table that begins at column D, under a head in two rows: the lowest head names its column', async () => {
    expect(await proposed('汇总.xlsx', await underTwoHeads())).toEqual({
      's1!4:5': 'units',
      's1!D4:D5': '#',
      's1!E4:E5': 'name',
      's1!F4:F5': 'figure:members',
      's1!G4:G5': 'figure:branches',
      's1!I4:I5': 'figure:cadresInPost',
      's1!F6': 'figure:members',
      's1!G6': 'figure:branches',
      's1!I6': 'figure:cadresInPost',
    })
  })

  test('what is counted may stand behind the blank', async () => {
    expect(await proposed('快报.xlsx', await countedBehind())).toEqual({
      's1!B2': 'figure:branches',
      's1!B3': 'figure:members',
    })
  })

  test('boxes to tick, a table within a table, and no day under the stamp of the office above', async () => {
    expect(await proposed('采集表.docx', await withBoxes())).toEqual({
      't1!B1': 'office',
      't1!B2#1': 'office-kind',
      't1!B3#1': 'office-tier',
      't1!B4': 'secretary',
      't2!B1': 'figure:members',
      'p1#1': 'figure:branches',
      'p1#2': 'figure:cadresInPost',
    })
  })

  test('a roster with a title, a line to fill in, and two header rows', async () => {
    expect(await proposed('团员.xlsx', await memberRoster())).toEqual({
      's1!A2#1': 'office',
      's1!A2#2': 'day-year',
      's1!A2#3': 'day-month',
      's1!A2#4': 'day-date',
      's1!5:7': 'members',
      's1!A5:A7': '#',
      's1!B5:B7': 'name',
      's1!C5:C7': 'sex',
      's1!D5:D7': 'idNumber',
      's1!E5:E7': 'phone',
      's1!F5:F7': 'email',
      's1!G5:G7': 'joined',
      's1!H5:H7': 'branch',
    })
  })

  test('figures by row, this year and last, but nothing where nobody knows the figure', async () => {
    expect(await proposed('对比.xlsx', await comparison())).toEqual({
      's1!C3': 'unit:members',
      's1!D3': 'figure:members',
      's1!E3': 'figure:members@last',
      's1!D4': 'figure:branches',
      's1!E4': 'figure:branches@last',
      's1!C5': 'unit:youthHomes',
      's1!D5': 'figure:youthHomes',
      's1!E5': 'figure:youthHomes@last',
      's1!F5': 'figure:youthHomes@difference',
      's1!B7': 'office',
      's1!E7': 'writer',
    })
  })

  test('a row for each office below, and a table that names the offices itself', async () => {
    expect(await proposed('街道.xlsx', await byStreet())).toEqual({
      's1!3:3': 'units',
      's1!A3:A3': '#',
      's1!B3:B3': 'name',
      's1!C3:C3': 'figure:members',
      's1!D3:D3': 'figure:branches',
    })
    const named = await workbookOf({
      name: '表',
      rows: [['各街道团员数统计'], ['街道', '团员数'], ['民治街道', null], ['合计', '=SUM(B3:B3)']],
    })
    expect(await proposed('街道.xlsx', named)).toEqual({ 's1!B3': 'figure:members/440309002' })
  })

  test('a ledger of work, tables of a document, its lines and its content controls', async () => {
    expect(await proposed('台账.xlsx', await workLedger())).toMatchObject({
      's1!3:3': 'work',
      's1!B3:B3': 'held_on',
      's1!C3:C3': 'type',
      's1!E3:E3': 'people',
      's1!G3:G3': 'org',
    })
    expect(await proposed('表.docx', await wordTable())).toMatchObject({
      't1!B1': 'office',
      't1!B2': 'figure:members',
      't1!D2': 'figure:branches',
      't1!D3': 'day',
      't2!2:3': 'cadres',
      't2!C2:C3': 'title',
    })
    expect(await proposed('报告.docx', await wordLines())).toEqual({
      'p2#1': 'office',
      'p2#2': 'day-year',
      'p2#3': 'day-month',
      'p2#4': 'day-date',
      'p3#1': 'year',
      'p3#2': 'figure:members',
      'p3#3': 'figure:branches',
    })
    expect(await proposed('函.docx', await wordControls())).toEqual({
      c1: 'figure:members',
      c2: 'figure:branches',
      c3: 'office',
    })
  })
})

describe('a form is filled, and what is not filled stays as it was', () => {
  test('rows beyond the blank ones look like the first, and what stands below moves with its sums', async () => {
    const blank = await memberRoster()
    const { bytes, parts } = await filledAsProposed('团员.xlsx', blank, 6)
    expect(texts(parts, 's1').slice(1)).toEqual([
      [expect.stringMatching(/^填报单位：office {2,}填报日期：day-year年day-month月day-date日$/)],
      ['序号', '姓名', '性别', '身份证号', '联系方式', '入团时间', '所在团支部'],
      ['手机', '电子邮箱'],
      ...Array.from({ length: 6 }, (_, n) => [
        String(n + 1),
        ...['name', 'sex', 'idNumber', 'phone', 'email', 'joined', 'branch'].map(one => `${one}${n + 1}`),
      ]),
      ['合计', '单位：人'],
      ['书记签字：', '审核人：'],
    ])
    const [before, after] = [await partsIn(blank), await partsIn(bytes)]
    const sheet = after.get('xl/worksheets/sheet1.xml') ?? ''
    expect(sheet).toContain('<c r="B11" s="1"><f>COUNTA(B5:B10)</f></c>')
    expect(sheet).toContain('<mergeCell ref="A3:A4"/>')
    expect(sheet).toContain('<row r="9" ht="24" customHeight="1"><c r="A9" s="1"><v>5</v></c>')
    expect(after.get('xl/workbook.xml')).toContain('$A$1:$H$12')
    expect(after.get('xl/workbook.xml')).toContain('fullCalcOnLoad="1"')
    // the order of calculation names the cell by its new place
    expect(after.get('xl/calcChain.xml')).toBe(
      before.get('xl/calcChain.xml')?.replace('<c r="B8" i="1"/>', '<c r="B11" i="1"/>'),
    )
    for (const name of ['xl/styles.xml', 'xl/sharedStrings.xml', '_rels/.rels'])
      expect(after.get(name), name).toBe(before.get(name))
  })

  test('formulas stay and are calculated anew, also those of other sheets; parts that are not touched are equal byte by byte', async () => {
    const blank = await comparison()
    const { bytes, parts } = await filledAsProposed('对比.xlsx', blank, 0)
    expect(texts(parts, 's1')[2]).toEqual(['1', '团员总数', 'unit:members', '1234', '1234'])
    const [before, after] = [await partsIn(blank), await partsIn(bytes)]
    expect(after.get('xl/worksheets/sheet1.xml')).toContain('<f>D3-E3</f></c>')
    expect(after.get('xl/worksheets/sheet2.xml')).toContain("<f>'对比表'!D3*2</f></c>")
    expect(after.get('xl/calcChain.xml')).toBe(before.get('xl/calcChain.xml'))
    // the packed bytes of such a part lie in the filled file as they lay in the blank one
    const packed = (zip: Uint8Array, name: string) => {
      const buffer = Buffer.from(zip)
      const at = buffer.indexOf(name)
      return buffer.subarray(at + name.length, at + name.length + 60).toString('hex')
    }
    expect(packed(bytes, 'xl/styles.xml')).toBe(packed(blank, 'xl/styles.xml'))
  })

  test('a form without formulas is touched in its sheet alone', async () => {
    const blank = await workLedger()
    const { bytes } = await filledAsProposed('台账.xlsx', blank, 1)
    const [before, after] = [await partsIn(blank), await partsIn(bytes)]
    const different = [...before].filter(([name, text]) => after.get(name) !== text).map(([name]) => name)
    expect(different).toEqual(['xl/worksheets/sheet1.xml'])
  })

  test('a document: cells, more rows than it has, lines with their underlining, controls without their prompt', async () => {
    const table = await filledAsProposed('表.docx', await wordTable(), 4)
    expect(texts(table.parts, 't1')[0]).toEqual(['团组织全称', 'office'])
    expect(texts(table.parts, 't2')).toHaveLength(5)
    expect(texts(table.parts, 't2')[4]).toEqual(['4', 'name4', 'title4', 'since4', 'org4'])
    const xml = (await partsIn(table.bytes)).get('word/document.xml') ?? ''
    expect(xml.match(/w14:paraId="1A2B3C4D"/g)?.length).toBe(
      (await partsIn(await wordTable())).get('word/document.xml')?.match(/w14:paraId/g)?.length,
    )
    expect((await partsIn(table.bytes)).get('docProps/custom.xml')).toContain('留着')

    const lines = await filledAsProposed('报告.docx', await wordLines(), 0)
    const said = (await partsIn(lines.bytes)).get('word/document.xml') ?? ''
    expect(said).toMatch(/<w:rPr><w:u w:val="single"\/><\/w:rPr><w:t xml:space="preserve"> +office +<\/w:t>/)
    expect(said).toContain('<w:sz w:val="28"/><w:u w:val="single"/>')
    expect(said).not.toContain('__')

    const controls = await filledAsProposed('函.docx', await wordControls(), 0)
    const filled = (await partsIn(controls.bytes)).get('word/document.xml') ?? ''
    expect(filled.replace(/<[^>]*>/g, '').trim()).toBe('我委现有团员1234名，团支部1234个。office')
    expect(filled).not.toMatch(/showingPlcHdr|PlaceholderText/)
  })

  test('text stays text, whatever it begins with', async () => {
    const form = await openForm('表.xlsx', await workbookOf({ name: '表', rows: [['单位', null]] }))
    const { bytes } = form.fill({ values: new Map([['s1!B1', '=HYPERLINK("x")&<b>']]), rows: [] })
    const sheet = (await partsIn(bytes)).get('xl/worksheets/sheet1.xml') ?? ''
    expect(sheet).toContain(
      't="inlineStr"><is><t xml:space="preserve">=HYPERLINK(&quot;x&quot;)&amp;&lt;b&gt;</t>',
    )
  })
})

test('a box is ticked and the others stay; a word that none of them is for leaves all as they are', async () => {
  const blank = await withBoxes()
  const form = await openForm('采集表.docx', blank)
  const filled = form.fill({
    values: new Map<string, Value>([
      ['t1!B1', '共青团某某支部委员会'],
      ['t1!B2#1', '团支部'],
      ['t1!B3#1', '两新'],
      ['t2!B1', 12],
    ]),
    rows: [],
  })
  expect(filled.left).toEqual(['t1!B3#1'])
  const { parts } = await openForm('采集表.docx', filled.bytes)
  expect(texts(parts, 't1').slice(0, 3)).toEqual([
    ['支部全称', '共青团某某支部委员会'],
    ['组织类型', '□团委　□团工委　□团总支　☑支部'],
    ['层级', '□区　□街道'],
  ])
  expect(texts(parts, 't2')).toEqual([['团员数', '12']])
  // nobody reads letters of two points
  const xml = (await partsIn(filled.bytes)).get('word/document.xml') ?? ''
  expect(/<w:r>(?:(?!<\/w:r>).)*共青团某某支部委员会/.exec(xml)?.[0]).not.toContain('w:sz')
  const [before, after] = [await partsIn(blank), await partsIn(filled.bytes)]
  for (const [name, content] of before)
    if (name !== 'word/document.xml') expect(after.get(name), name).toBe(content)
})

test('references move with the rows that are put in, and ranges over them grow', () => {
  const by = { first: 4, after: 5, count: 10 }
  const shifted = (formula: string) => shiftedFormula(formula, '表', '表', by)
  expect(shifted('SUM(B5:B7)+B8*$C$9')).toBe('SUM(B5:B17)+B18*$C$19')
  expect(shifted('IF(A1="B9",B9,LOG10(B5))')).toBe('IF(A1="B9",B19,LOG10(B5))')
  expect(shifted("'别的 表'!B9+表!B9")).toBe("'别的 表'!B9+表!B19")
  expect(shiftedFormula('SUM(C3:C3)', '表', '表', { first: 2, after: 2, count: 2 })).toBe('SUM(C3:C5)')
  expect(shiftedRanges('A1:H1 B5:B7 D9', by)).toBe('A1:H1 B5:B17 D19')
})

describe('what is no form is refused with a sentence, and takes no memory', () => {
  const codeOf = async (name: string, bytes: Uint8Array) => {
    try {
      await openForm(name, bytes)
      return 'opened'
    } catch (error) {
      if (error instanceof Refusal) return error.code
      throw error
    }
  }

  test('other files, damaged ones, blank ones, and those of another program', async () => {
    expect(await codeOf('表.xls', Buffer.from('\xd0\xcf\x11\xe0', 'latin1'))).toBe('form-not-office')
    expect(await codeOf('表.pdf', Buffer.from('%PDF-1.4'))).toBe('form-not-office')
    expect(await codeOf('表.docx', Buffer.from('PK\x03\x04 and no more'))).toBe('file-damaged')
    expect(await codeOf('空.docx', await wordOf(paragraph(' ')))).toBe('form-empty')
  })

  test('what swells, what has a document type, and what has 100,000 rows', async () => {
    expect(await codeOf('弹.docx', await zipOf({ 'word/document.xml': ' '.repeat(30_000_000) }))).toMatch(
      /too-large/,
    )
    const typed = '<!DOCTYPE x [<!ENTITY a "b">]><w:document xmlns:w="w"><w:body/></w:document>'
    expect(await codeOf('型.docx', await zipOf({ 'word/document.xml': typed }))).toBe('file-damaged')
    const long = await workbookOf({
      name: '长',
      rows: [['姓名'], ...Array.from({ length: 100_000 }, () => [null])],
    })
    expect(await codeOf('长.xlsx', long)).toBe('form-too-large')
  })
})
