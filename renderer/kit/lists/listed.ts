import { fileNameOf } from '#contract/packets/file-name.ts'
import type { Told } from './columns.ts'

/** A list as it is on the screen, ready for paper: all its rows, not only those in sight. */
export type OnPaper = {
  readonly title: string
  /** Whose list it is, of which day, under which filters, in which order it comes on paper. */
  readonly notes: readonly string[]
  readonly heads: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** About how wide each column is on the screen, in pixels: paper shares its width alike. */
  readonly widths: readonly number[]
}

/** The same for the clipboard or a file, too: whose it is, of which day, and what of it, for the name of the file. */
export type Listed = OnPaper & { readonly of: Named }

type Named = {
  readonly office: string
  readonly day: string
  /** The kept filter by its name, or what is filtered by. */
  readonly filter?: string | undefined
}

/** The rows in the columns that are shown, in words. */
export function listed<Row>(
  about: Pick<Listed, 'title' | 'notes' | 'of'>,
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

/**
 * A cell that begins as a formula does, behind spaces or a quotation mark too, is told to be text; what would begin another
 * cell becomes a space, and a quotation mark at the beginning takes in none of what follows.
 */
function pasted(text: string): string {
  const line = text.replace(/[\t\r\n]+/g, ' ')
  if (/^[\s"]*[=+\-@＝＋－＠]/.test(line)) return `'${line}`
  return line.startsWith('"') ? `"${line.replaceAll('"', '""')}"` : line
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

/**
 * What its workbook is called, as an office keeps it: the list, what it is filtered by, whose it is and of which day. So a
 * part has a file of its own, which nobody takes for the whole list, and that of next month does not fall on that of this one.
 */
export function workbookOf({
  title,
  of: { office, day, filter = '' },
}: Pick<Listed, 'title' | 'of'>): string {
  const short = [...filter]
  const what = short.length > mostOfFilter ? `${short.slice(0, mostOfFilter).join('')}…` : filter
  return fileNameOf([title, what, office, day].filter(part => part !== '').join('-'), 'xlsx')
}

/** A name has to stay whole in the list of a folder; of a filter in many words its beginning tells enough. */
const mostOfFilter = 40

/** As many lines of text as a file of rows has, each a row: how a list goes to where workbooks are written. */
export function rowsFile({ rows }: Pick<Listed, 'rows'>): File {
  return new File([rows.map(row => `${JSON.stringify(row)}\n`).join('')], 'rows.jsonl')
}
