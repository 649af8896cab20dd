/**
 * Comma separated text in UTF-8 with a byte order mark, by which Excel and WPS know it. A cell that begins with
 * = + - @ gets an apostrophe before it, so that nothing is calculated; csv-rows.ts takes it off again.
 */
export async function* csvBytes(
  rows: AsyncIterable<readonly string[]> | Iterable<readonly string[]>,
): AsyncGenerator<Buffer> {
  let text = '\ufeff'
  for await (const row of rows) {
    text += `${row.map(csvCell).join(',')}\r\n`
    if (text.length < 65_536) continue
    yield Buffer.from(text)
    text = ''
  }
  if (text !== '') yield Buffer.from(text)
}

function csvCell(text: string): string {
  const guarded = /^[=+\-@'\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]|^\s|\s$/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded
}
