import { expect, test } from 'vitest'
import { openForm } from '#db/forms/open-form.ts'
import { propose } from '#db/forms/proposing/propose.ts'
import { paragraph, partsIn, wordOf, zipOf } from '#tests/fixtures/blank-forms.ts'

const known = {
  rosters: [],
  figures: [
    { key: 'members', name: '团员' },
    { key: 'branches', name: '团支部' },
  ],
  units: [],
  year: 2018,
}
const cell = (words: string) =>
  `<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>${paragraph(words)}</w:tc>`
const table = (...rows: readonly (readonly string[])[]) =>
  `<w:tbl><w:tblGrid><w:gridCol w:w="2000"/><w:gridCol w:w="2000"/></w:tblGrid>${rows.map(row => `<w:tr>${row.map(cell).join('')}</w:tr>`).join('')}</w:tbl>`
const box = (held: string) => `<w:txbxContent>${held}${paragraph('')}</w:txbxContent>`
/** A text box as Word writes it: once for programs of today, once for those that draw it in the old way. */
const boxed = (held: string) =>
  `<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="wps"><w:drawing>${box(held)}</w:drawing></mc:Choice><mc:Fallback><w:pict>${box(held)}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>`
const main = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'

/** A document with tables in its headers, in its footer and in a text box, and one of its own. */
async function blankForm(): Promise<Buffer> {
  const parts = Object.fromEntries(
    await partsIn(await wordOf(boxed(table(['填报人', ''])) + table(['团员', ''], ['团支部', '']))),
  )
  const margin = (kind: string, held: string) => `<w:${kind} xmlns:w="${main}">${held}</w:${kind}>`
  return zipOf({
    ...parts,
    'word/header1.xml': margin('hdr', table(['填报单位', ''], ['填报日期：______', '年度'])),
    'word/header2.xml': margin('hdr', table(['只有', '说明'])),
    'word/footer1.xml': margin('ftr', boxed(table(['团员', '']))),
  })
}

test('tables of headers, footers and text boxes are offered as those of the text, without those that nobody fills in', async () => {
  const { parts } = await openForm('表.docx', await blankForm())
  expect(parts.map(({ id }) => id)).toEqual(['t1', 't2', 'ht1', 'ht2'])
  expect(propose(parts, known)).toEqual({
    ...{ 't1!B1': 'figure:members', 't1!B2': 'figure:branches', 't2!B1': 'writer' },
    ...{ 'ht1!B1': 'figure:members', 'ht2!B1': 'office', 'ht2!A2#1': 'day' },
  })
})

test('they are filled where they stand, of a text box both times, and no other part of the file changes', async () => {
  const blank = await blankForm()
  const { fill } = await openForm('表.docx', blank)
  const values = new Map<string, string | number>([
    ...([
      ['t1!B1', 8368],
      ['t2!B1', '王小明'],
      ['ht1!B1', 77],
    ] as const),
    ...([
      ['ht2!B1', '青山区团委'],
      ['ht2!A2#1', '2018年12月28日'],
    ] as const),
  ])
  const { bytes, left } = fill({ values, rows: [] })
  expect(left).toEqual([])
  const [before, after] = [await partsIn(blank), await partsIn(bytes)]
  const times = (path: string, said: string) => (after.get(path) ?? '').split(said).length - 1
  expect(times('word/document.xml', '王小明')).toBe(2)
  expect(times('word/document.xml', '8368')).toBe(1)
  expect(times('word/footer1.xml', '77')).toBe(2)
  expect(times('word/header1.xml', '青山区团委')).toBe(1)
  expect(times('word/header1.xml', '2018年12月28日')).toBe(1)
  for (const [path, said] of before)
    if (!/document|header1|footer1/.test(path)) expect(after.get(path), path).toBe(said)
  expect(fill({ values: new Map([['ht9!B1', 1]]), rows: [] }).left).toEqual(['ht9!B1'])
})

test('rows of a table in a header are filled, and more of them put in', async () => {
  const { fill } = await openForm('表.docx', await blankForm())
  const list = { part: 'ht2', from: 0, to: 0, columns: new Map([[1, 0]]), rows: [['甲'], ['乙']] }
  const after = await partsIn(fill({ values: new Map(), rows: [list] }).bytes)
  expect([...(after.get('word/header1.xml') ?? '').matchAll(/[甲乙]/g)].map(([said]) => said)).toEqual([
    '甲',
    '乙',
  ])
})

test('on a page for each person its own text box has its own table', async () => {
  const form = await openForm('表.docx', await blankForm())
  const at = form.repeated(3, new Set())
  const values = new Map(
    [0, 1, 2].flatMap(page => [
      [at?.('t1!B1', page) ?? '', `数${page}`] as const,
      [at?.('t2!B1', page) ?? '', `人${page}`] as const,
      [at?.('ht2!B1', page) ?? '', '区团委'] as const,
    ]),
  )
  const { bytes, left } = form.fill({ values, rows: [] })
  expect(left).toEqual([])
  const parts = await partsIn(bytes)
  const said = [...(parts.get('word/document.xml') ?? '').matchAll(/[人数]\d/g)].map(([word]) => word)
  expect(said).toEqual([0, 1, 2].flatMap(page => [`人${page}`, `人${page}`, `数${page}`]))
  expect((parts.get('word/header1.xml') ?? '').split('区团委')).toHaveLength(2)
})
