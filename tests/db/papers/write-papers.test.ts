import { expect, test } from 'vitest'
import type { Paper } from '#db/papers/paper.ts'
import { writePapers } from '#db/papers/write-papers.ts'
import { canPrint, type PrintedLine, printed } from '#tests/fixtures/libreoffice.ts'
import { day } from '../lifeline/healthy.ts'

if (!canPrint) console.log('LibreOffice Writer or pdftotext is not installed: pages were not measured')

const linesOf = async (papers: readonly Paper[]) => printed(await writePapers(papers, '共青团青山区委员会'))

const halfACharacter = 2.8
const letter = (body: Paper['body']): Paper => ({
  title: '关于按期做好换届工作的提醒函',
  to: '共青团青山区东坪社区支部委员会',
  body,
  signed: { office: '共青团青山区委员会', day: day('2018-12-31') },
})

test.skipIf(!canPrint)('a page has 22 lines of 28 characters in the type area of GB/T 9704', async () => {
  const lines = await linesOf([letter(['团'.repeat(28 * 40)])])
  const [first, second] = [1, 2].map(page => lines.filter(one => one.page === page))
  const body = (second ?? []).filter(({ text }) => text === '团'.repeat(28))
  expect(body.length).toBeGreaterThan(15)
  for (const { left, right } of body) {
    expect(Math.abs(left - 28)).toBeLessThan(1)
    expect(Math.abs(right - 184)).toBeLessThan(1)
  }
  const numbered = /^—\d—$/
  const onFirst = (first ?? []).filter(({ text }) => !numbered.test(text))
  // The title and the blank line behind it stand on the first page too: 20 lines of text are left.
  expect(onFirst.filter(({ text }) => text.includes('团团'))).toHaveLength(22 - 3)
  // The first of the 22 lines begins 37 mm from the edge, the last ends 225 mm below: each stands in the middle of its own.
  const [line, full] = [225 / 22, (second ?? []).filter(({ text }) => !numbered.test(text))]
  expect(full).toHaveLength(22)
  const middles = full.map(({ top, bottom }) => (top + bottom) / 2).toSorted((a, b) => a - b)
  for (const [at, middle] of middles.entries())
    expect(Math.abs(middle - (37 + (at + 0.5) * line))).toBeLessThan(1)
  const tops = body.map(({ top }) => top).toSorted((a, b) => a - b)
  expect(Math.abs((tops[1] ?? 0) - (tops[0] ?? 0) - 225 / 22)).toBeLessThan(0.2)
  // The number stands on the outer side: right on the first page, left on the second.
  const numbers = lines.filter(({ text }) => numbered.test(text))
  expect(numbers.map(({ text, left }) => [text, left > 105])).toEqual([
    ['—1—', true],
    ['—2—', false],
    ['—3—', true],
  ])
})

test.skipIf(!canPrint)(
  'the day stands under the middle of the office, four characters from the right, and each paper begins at page 1',
  async () => {
    const lines = await linesOf([letter(['特此提醒。']), letter(['特此提醒。'])])
    for (const page of [1, 2]) {
      const of = (text: string) => lines.find(one => one.page === page && one.text === text)
      const [office, dated] = [of('共青团青山区委员会'), of('2018年12月31日')]
      const middle = (line: PrintedLine | undefined) => ((line?.left ?? 0) + (line?.right ?? 0)) / 2
      expect(Math.abs(middle(office) - middle(dated))).toBeLessThan(halfACharacter)
      expect(Math.abs((dated?.right ?? 0) - (184 - 4 * 5.64))).toBeLessThan(halfACharacter)
      expect(of('—1—')?.page).toBe(page)
    }
  },
)

test.skipIf(!canPrint)('a table keeps to the type area and repeats its head on the next page', async () => {
  const row = (n: number) => [{ text: `${n}` }, { text: '东坪社区第一团支部' }, { text: '空心团支部' }]
  const heads = ['序号', '团组织', '问题'].map(text => ({ text, isLabel: true }))
  const table = {
    widths: [1, 4, 4],
    heads: 1,
    rows: [heads, ...Array.from({ length: 60 }, (_, n) => row(n + 1))],
  }
  const lines = await linesOf([letter([table])])
  const pages = new Set(lines.map(({ page }) => page))
  expect(pages.size).toBeGreaterThan(1)
  const withRows = [...pages].filter(page =>
    lines.some(one => one.page === page && one.text.includes('空心团支部')),
  )
  for (const page of withRows) {
    expect(lines.filter(one => one.page === page && one.text === '序号')).toHaveLength(1)
  }
  for (const { left, right } of lines) {
    expect(left).toBeGreaterThan(27)
    expect(right).toBeLessThan(185)
  }
})
