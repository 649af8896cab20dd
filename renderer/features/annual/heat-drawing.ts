import type { HeatMap } from './year-sums.ts'

const cell = { width: 76, height: 30, gap: 2 }
const names = { width: 260, height: 120 }

/** How large a drawing is, and on what ground. */
export type Canvas = { readonly width: number; readonly height: number; readonly ground: string }

type Colours = { readonly depths: readonly string[]; readonly ink: string; readonly ground: string }
type Words = { readonly title: string; readonly ruleName: (rule: string) => string }

/** A heat map as a drawing of its own, to be saved: the same cells and numbers as the table on the page. */
export function heatDrawing(
  { rules, rows }: HeatMap,
  { title, ruleName }: Words,
  { depths, ink, ground }: Colours,
): { readonly text: string; readonly canvas: Canvas } {
  const width = names.width + rules.length * (cell.width + cell.gap) + 16
  const height = names.height + rows.length * (cell.height + cell.gap) + 16
  const left = (at: number) => names.width + at * (cell.width + cell.gap)
  const top = (at: number) => names.height + at * (cell.height + cell.gap)
  const heads = rules.map((rule, at) => {
    const x = left(at) + cell.width / 2
    const lines = cut(ruleName(rule), 6)
    return lines
      .map((line, n) => text(x, names.height - 12 - (lines.length - 1 - n) * 16, line, 'middle', 12))
      .join('')
  })
  const body = rows.map((row, at) => {
    const cells = row.cells.map(({ n, depth }, column) =>
      depth === 0
        ? ''
        : `<rect x="${left(column)}" y="${top(at)}" width="${cell.width}" height="${cell.height}" rx="4" fill="${depths[depth - 1] ?? ''}"/>${text(left(column) + cell.width / 2, top(at) + 20, String(n), 'middle', 13)}`,
    )
    return text(12, top(at) + 20, row.name, 'start', 13) + cells.join('')
  })
  const drawn = [text(12, 28, title, 'start', 16), ...heads, ...body].join('')
  return {
    text: `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="Microsoft YaHei UI, PingFang SC, Noto Sans CJK SC, sans-serif" fill="${ink}">${drawn}</svg>`,
    canvas: { width, height, ground },
  }
}

function text(x: number, y: number, said: string, anchor: 'start' | 'middle', size: number): string {
  const safe = said.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  return `<text x="${x}" y="${y}" font-size="${size}" text-anchor="${anchor}">${safe}</text>`
}

/** In lines as wide as so many Han characters; letters are half as wide, and words stay whole where they find room. */
export function cut(said: string, most: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const part of said.match(/[\u2e80-\uffff]|[^\s\u2e80-\uffff]+|\s+/g) ?? []) {
    if (line !== '' && widthOf(line + part) > most && part.trim() !== '') {
      lines.push(line.trim())
      line = ''
    }
    line += part
  }
  return [...lines, line.trim()].filter(one => one !== '')
}

function widthOf(said: string): number {
  return [...said].reduce((sum, character) => sum + (character > '\u2e7f' ? 1 : 0.5), 0)
}
