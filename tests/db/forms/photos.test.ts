import { describe, expect, test } from 'vitest'
import { fromBufferPromise } from 'yauzl'
import { formRosters } from '#db/forms/form-rosters.ts'
import { openForm } from '#db/forms/open-form.ts'
import { fitted, isPhotoCell, sizeOfPicture } from '#db/forms/photos/photo.ts'
import { propose } from '#db/forms/proposing/propose.ts'
import { partsIn, wordOf, workbookOf } from '#tests/fixtures/blank-forms.ts'
import { png } from '#tests/fixtures/upright-picture.ts'

const known = { rosters: formRosters, figures: [], units: [], year: 2018 }
const photo = () => {
  const bytes = png(50, 70)
  return { name: '照片.png', type: 'png' as const, bytes, width: 50, height: 70 }
}

describe('a cell for a photo', () => {
  test.each([
    ['照片', true],
    ['贴照片处\n（一寸蓝底免冠）', true],
    ['（1 寸\n照片）', true],
    ['近期二寸免冠', true],
    ['照片：', false],
    ['照片电子版', false],
    ['活动照片 2 张', false],
    ['姓名', false],
  ])('%s', (text, is) => {
    expect(isPhotoCell(text)).toBe(is)
  })

  test('a picture is drawn with its own sides, no larger than its room', () => {
    expect(sizeOfPicture(png(50, 70))).toEqual({ type: 'png', width: 50, height: 70 })
    expect(sizeOfPicture(new Uint8Array([0xff, 0xd8, 0xff]))).toBeUndefined()
    expect(fitted(photo(), { width: 25, height: 100 })).toEqual({ width: 25, height: 35 })
    expect(fitted(photo(), { width: 100, height: 14 })).toEqual({ width: 10, height: 14 })
  })
})

const card = () =>
  workbookOf({
    name: '登记表',
    rows: [
      ['团干部登记表', undefined, undefined, undefined, undefined],
      ['姓名', null, '性别', null, '照片'],
      ['身份证号码', null, '联系电话', null, null],
      ['所在团组织', null, '现任职务', null, null],
    ],
    merges: ['A1:E1', 'E2:E4'],
  })

test('a photo lies over its cell in a workbook, and nothing else of it changes; without one the words stay', async () => {
  const blank = await card()
  const form = await openForm('登记表.xlsx', blank)
  expect(propose(form.parts, known)).toMatchObject({ 's1!B2': 'person:name', 's1!E2#1': 'person:photo' })
  const none = form.fill({ values: new Map([['s1!B2', '林小红']]), rows: [] })
  expect([...(await partsIn(none.bytes)).keys()].filter(name => /drawing|media/.test(name))).toEqual([])

  const filled = (await openForm('登记表.xlsx', blank)).fill({
    values: new Map([['s1!B2', '林小红']]),
    photos: new Map([['s1!E2#1', photo()]]),
    rows: [],
  })
  expect(filled.left).toEqual([])
  const [before, after] = [await partsIn(blank), await partsIn(filled.bytes)]
  expect(after.get('xl/worksheets/sheet1.xml')).toMatch(/<drawing [^>]*r:id="rIdPhoto1"\/><\/worksheet>/)
  expect(after.get('xl/worksheets/_rels/sheet1.xml.rels')).toContain('../drawings/drawing1.xml')
  expect(after.get('xl/drawings/_rels/drawing1.xml.rels')).toContain('../media/photo1.png')
  expect(after.get('[Content_Types].xml')).toContain('Extension="png"')
  const drawing = after.get('xl/drawings/drawing1.xml') ?? ''
  expect(/<xdr:col>(\d+)<.*<xdr:row>(\d+)</.exec(drawing)?.slice(1)).toEqual(['4', '1'])
  const [, cx, cy] = /<xdr:ext cx="(\d+)" cy="(\d+)"/.exec(drawing) ?? []
  expect(Number(cy) / Number(cx)).toBeCloseTo(70 / 50, 3)
  expect(await bytesOf(filled.bytes, 'xl/media/photo1.png')).toEqual(Buffer.from(photo().bytes))
  const written = new Set([
    'xl/worksheets/sheet1.xml',
    '[Content_Types].xml',
    'xl/workbook.xml',
    'xl/calcChain.xml',
  ])
  for (const [name, content] of before) if (!written.has(name)) expect(after.get(name), name).toBe(content)
  // filled once more, the second photo finds the drawing of the first
  const again = (await openForm('登记表.xlsx', filled.bytes)).fill({
    values: new Map(),
    photos: new Map([['s1!D4', photo()]]),
    rows: [],
  })
  const twice = await partsIn(again.bytes)
  expect(twice.get('xl/drawings/drawing1.xml')?.match(/<xdr:oneCellAnchor/g)).toHaveLength(2)
  expect([...twice.keys()].filter(name => /media/.test(name))).toEqual([
    'xl/media/photo1.png',
    'xl/media/photo2.png',
  ])
})

const tc = (inner: string, more = '') =>
  `<w:tc><w:tcPr><w:tcW w:w="1800" w:type="dxa"/>${more}</w:tcPr>${inner}</w:tc>`
const p = (text: string, look = '') =>
  `<w:p>${look}${text === '' ? '' : `<w:r><w:t xml:space="preserve">${text}</w:t></w:r>`}</w:p>`
const exact = '<w:pPr><w:spacing w:line="560" w:lineRule="exact"/></w:pPr>'
const row = (...cells: string[]) => `<w:tr><w:trPr><w:trHeight w:val="700"/></w:trPr>${cells.join('')}</w:tr>`
const document = () =>
  wordOf(
    `<w:tbl><w:tblPr/><w:tblGrid/>${row(tc(p('姓名')), tc(p('')), tc(p('性别')), tc(p('')), tc(p('一寸', exact) + p('照片', exact), '<w:vMerge w:val="restart"/>'))}${row(tc(p('身份证号')), tc(p('')), tc(p('联系电话')), tc(p('')), tc(p(''), '<w:vMerge/>'))}</w:tbl>`,
  )

test('a photo stands in its cell of a document, whose lines are no longer of a fixed height', async () => {
  const blank = await document()
  const form = await openForm('登记表.docx', blank)
  expect(propose(form.parts, known)).toMatchObject({ 't1!E1#1': 'person:photo', 't1!B1': 'person:name' })
  const filled = form.fill({ values: new Map(), photos: new Map([['t1!E1#1', photo()]]), rows: [] })
  const after = await partsIn(filled.bytes)
  const xml = after.get('word/document.xml') ?? ''
  expect(xml).toContain('r:embed="rIdPhoto1"')
  expect(xml.match(/lineRule="exact"/g)).toHaveLength(1)
  expect(xml).not.toContain('照片')
  expect(after.get('word/_rels/document.xml.rels')).toContain('Target="media/photo1.png"')
  // as high as the two rows that it lies over, less what stays free: 1400 twentieths of a point
  const [, cy] = /<wp:extent cx="\d+" cy="(\d+)"/.exec(xml) ?? []
  expect(Number(cy) / 36_000).toBeCloseTo((1400 / 1440) * 25.4 - 1.5, 1)
  expect(await bytesOf(filled.bytes, 'word/media/photo1.png')).toEqual(Buffer.from(photo().bytes))
})

async function bytesOf(zip: Uint8Array, name: string): Promise<Buffer | undefined> {
  const opened = await fromBufferPromise(Buffer.from(zip), { lazyEntries: true })
  for await (const entry of opened.eachEntry()) {
    if (entry.fileName !== name) continue
    const chunks: Buffer[] = []
    for await (const chunk of await opened.openReadStreamPromise(entry)) chunks.push(chunk as Buffer)
    return Buffer.concat(chunks)
  }
  return undefined
}
