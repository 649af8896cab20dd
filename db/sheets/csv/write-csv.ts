/**
 * Comma separated text in UTF-8 with a byte order mark, by which Excel and WPS know it. A cell that begins with
 * = + - @ of either width, behind white space too, gets an apostrophe before it, so that nothing is calculated;
 * csv-rows.ts takes it off again.
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

/** Whether a spreadsheet might take a text for something to calculate, or an apostrophe before it for a guard. */
export function wantsGuard(text: string): boolean {
  return /^(?:\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|['\t\r\n])/.test(text)
}

function csvCell(text: string): string {
  const guarded = wantsGuard(text) ? `'${text}` : text
  return /[",\r\n]|^\s|\s$/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded
}
