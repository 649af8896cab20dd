/** What a worksheet of an xls hides from hucre's reader: its state, and its formulas as "row,column" from 0. */
export type XlsSheetMarks = { readonly hidden: boolean; readonly formulas: ReadonlySet<string> }

export type XlsMarks = {
  readonly encrypted: boolean
  readonly records: number
  readonly sheets: readonly XlsSheetMarks[]
}

const boundSheet = 0x0085
const beginning = 0x0809
const formula = 0x0006
const arrayFormula = 0x0221
const passwordGuard = 0x002f

/**
 * Walks the records of a BIFF8 workbook stream ([MS-XLS]) for what hucre's reader does not tell: it gives a formula
 * as the value that it last came to.
 */
export function xlsMarks(workbook: Buffer): XlsMarks {
  const sheets = new Map<number, { readonly hidden: boolean; readonly formulas: Set<string> }>()
  let current: Set<string> | undefined
  let encrypted = false
  let records = 0
  for (let at = 0; at + 4 <= workbook.length; records++) {
    const id = workbook.readUInt16LE(at)
    const length = workbook.readUInt16LE(at + 2)
    if (id === 0 && length === 0) break
    const body = at + 4
    if (id === passwordGuard) encrypted = true
    else if (id === beginning) current = sheets.get(at)?.formulas ?? current
    else if (body + 5 > workbook.length) break
    else if (id === boundSheet)
      sheets.set(workbook.readUInt32LE(body), {
        hidden: (workbook.readUInt8(body + 4) & 3) !== 0,
        formulas: new Set(),
      })
    else if (id === formula || id === arrayFormula)
      current?.add(`${workbook.readUInt16LE(body)},${workbook.readUInt16LE(body + 2)}`)
    at = body + length
  }
  return { encrypted, records, sheets: [...sheets.values()] }
}
