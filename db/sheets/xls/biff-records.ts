/** A record of a workbook stream: its number, and where its body lies. */
export type BiffRecord = { readonly id: number; readonly start: number; readonly length: number }

/** The numbers of the records that are looked at ([MS-XLS] 2.3). */
export const recordIds = {
  formula: 0x0006,
  end: 0x000a,
  dateMode: 0x0022,
  password: 0x002f,
  continued: 0x003c,
  font: 0x0031,
  codePage: 0x0042,
  columns: 0x007d,
  boundSheet: 0x0085,
  manyNumbers: 0x00bd,
  richLabel: 0x00d6,
  style: 0x00e0,
  merged: 0x00e5,
  sharedTexts: 0x00fc,
  sharedLabel: 0x00fd,
  number: 0x0203,
  label: 0x0204,
  truthOrError: 0x0205,
  formulaText: 0x0207,
  row: 0x0208,
  arrayFormula: 0x0221,
  shortNumber: 0x027e,
  format: 0x041e,
  beginning: 0x0809,
} as const

/**
 * The records from `from` on, up to the end of the stream; one that would run out of it is none. Some programs write
 * zeros between records, and most behind the last.
 */
export function* biffRecords(stream: Buffer, from: number): Generator<BiffRecord> {
  for (let at = from; at + 4 <= stream.length; ) {
    const id = stream.readUInt16LE(at)
    const length = stream.readUInt16LE(at + 2)
    const start = at + 4
    if (start + length > stream.length) return
    if (id !== 0 || length !== 0) yield { id, start, length }
    at = start + length
  }
}
