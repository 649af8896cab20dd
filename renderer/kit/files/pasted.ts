/** Rows of a spreadsheet as the clipboard has them: a tab between cells, a line each. A word or a name is none. */
export function isRows(text: string): boolean {
  return text.includes('\t') && text.trim() !== ''
}

/** The rows as a file, read like any other roster: from there on they are recognised, previewed and taken in alike. */
export function rowsAsFile(text: string, name: string): File {
  return new File(['\ufeff', text], `${name}.txt`, { type: 'text/plain' })
}
