import { fileNameOf } from '#contract/packets/file-name.ts'
import type { Told } from './columns.ts'

/** A list as it is on the screen, ready for paper, the clipboard or a file: all its rows, not only those in sight. */
export type Listed = {
  readonly title: string
  /** Whose list it is, of which day, under which filters, in which order it comes on paper. */
  readonly notes: readonly string[]
  /** The kept filter that it is, by its name. */
  readonly filter?: string | undefined
  readonly heads: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** About how wide each column is on the screen, in pixels: paper shares its width alike. */
  readonly widths: readonly number[]
}

/** The rows in the columns that are shown, in words. */
export function listed<Row>(
  about: Pick<Listed, 'title' | 'notes' | 'filter'>,
  shown: readonly Told<Row>[],
  rows: readonly Row[],
): Listed {
  const columns = shown.filter(({ isWay }) => isWay !== true)
  return {
    ...about,
    heads: columns.map(column => column.title),
    rows: rows.map(row => columns.map(column => column.text(row))),
    widths: columns.map(column => widthOf(column.width)),
  }
}

/** What a column has at least, and more where on the screen it takes what the others leave: that one wraps its texts. */
function widthOf(width: string): number {
  const least = Number(/(\d+)px/.exec(width)?.[1] ?? 120)
  return least + widerPerShare * Number(/([\d.]+)fr/.exec(width)?.[1] ?? 0)
}
const widerPerShare = 28

/** Heads and rows for a spreadsheet's cells: one line a row, tabs between; nothing that is pasted is calculated. */
export function copiedText({ heads, rows }: Pick<Listed, 'heads' | 'rows'>): string {
  return [heads, ...rows].map(row => row.map(pasted).join('\t')).join('\r\n')
}

/** A cell that begins as a formula does is told to be text; what would begin another cell becomes a space. */
function pasted(text: string): string {
  const line = text.replace(/[\t\r\n]+/g, ' ')
  return /^[=+\-@＝＋－＠]/.test(line) ? `'${line}` : line
}

/** The same as a table for programs that take one: cells are text, so that 0012 stays 0012. */
export function copiedTable({ heads, rows }: Pick<Listed, 'heads' | 'rows'>): string {
  const line = (tag: 'th' | 'td', row: readonly string[]) =>
    `<tr>${row.map(text => `<${tag} style="mso-number-format:'\\@'">${escaped(text)}</${tag}>`).join('')}</tr>`
  return `<table>${line('th', heads)}${rows.map(row => line('td', row)).join('')}</table>`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** What its workbook is called: a kept filter has a file of its own, which nobody takes for the whole list. */
export function workbookOf({ title, filter }: Pick<Listed, 'title' | 'filter'>): string {
  return fileNameOf(filter === undefined ? title : `${title}-${filter}`, 'xlsx')
}

/** As many lines of text as a file of rows has, each a row: how a list goes to where workbooks are written. */
export function rowsFile({ rows }: Pick<Listed, 'rows'>): File {
  return new File([rows.map(row => `${JSON.stringify(row)}\n`).join('')], 'rows.jsonl')
}
