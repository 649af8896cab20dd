/**
 * Cells as spreadsheets put them on the clipboard: a tab between cells, a line each; a cell that holds a tab, a line
 * break or a quotation mark stands in quotation marks, and those inside it are doubled.
 */

/** The cells of what was copied. The line break that ends the last line begins no other one. */
export function cellsOf(text: string): readonly (readonly string[])[] {
  const lines: string[][] = []
  let line: string[] = []
  let cell = ''
  let isQuoted = false
  let at = 0
  const endCell = () => {
    line.push(cell)
    cell = ''
  }
  const endLine = () => {
    endCell()
    lines.push(line)
    line = []
  }
  while (at < text.length) {
    const letter = text[at] ?? ''
    if (isQuoted) {
      if (letter !== '"') cell += letter
      else if (text[at + 1] === '"') {
        cell += '"'
        at++
      } else isQuoted = false
    } else if (letter === '"' && cell === '' && closes(text, at)) isQuoted = true
    else if (letter === '\t') endCell()
    else if (letter === '\n' || letter === '\r') {
      if (letter === '\r' && text[at + 1] === '\n') at++
      endLine()
    } else cell += letter
    at++
  }
  if (cell !== '' || line.length > 0) endLine()
  return lines
}

/** Whether the quotation mark has another one that ends its cell: 5" pipes are no quoted text. */
function closes(text: string, from: number): boolean {
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] !== '"') continue
    if (text[at + 1] === '"') at++
    else return text[at + 1] === undefined || /[\t\r\n]/.test(text[at + 1] ?? '')
  }
  return false
}

/** The text of a table for the clipboard. */
export function textOf(cells: readonly (readonly string[])[]): string {
  return cells.map(line => line.map(quoted).join('\t')).join('\r\n')
}

function quoted(cell: string): string {
  return /[\t\r\n"]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
