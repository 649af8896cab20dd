import { type SheetRow, shownText } from '#db/sheets/cell.ts'
import { openSpreadsheet } from '#db/sheets/spreadsheet.ts'

/** All sheets of a file with all their rows. */
export async function sheetsOf(bytes: Uint8Array, fileName = '名册') {
  const sheets: { name: string; hidden: boolean; rows: SheetRow[] }[] = []
  for (const sheet of await openSpreadsheet({ bytes, fileName })) {
    const rows: SheetRow[] = []
    for await (const batch of await sheet.open()) rows.push(...batch)
    sheets.push({ name: sheet.name, hidden: sheet.hidden, rows })
  }
  return sheets
}

/** The code of the refusal that opening and reading a file ends in; how much was read, where there is none. */
export async function refusedAs(bytes: Uint8Array): Promise<string> {
  try {
    return `read ${(await sheetsOf(bytes)).map(sheet => sheet.rows.length).join()}`
  } catch (error) {
    return (error as { code?: string }).code ?? String(error)
  }
}

/** What the cells of the first sheet show, row by row. */
export async function shownRows(bytes: Uint8Array): Promise<readonly (readonly string[])[]> {
  const [first] = await sheetsOf(bytes)
  return (first?.rows ?? []).map(({ cells }) => cells.map(shownText))
}
