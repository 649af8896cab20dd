import { cellText } from '../cell.ts'
import { fileTooLarge } from '../file-refusals.ts'
import type { SourceFile } from '../source-file.ts'

/** A record of a part: its number and its body, which is valid until the next is asked for. */
export type XlsbRecord = { readonly id: number; readonly body: Buffer }

/** The numbers of the records that are looked at ([MS-XLSB] 2.3.2). */
export const recordIds = {
  row: 0,
  text: 19,
  font: 43,
  format: 44,
  style: 47,
  column: 60,
  richText: 62,
  bookProperties: 153,
  boundSheet: 156,
  merged: 176,
  stylesBegin: 617,
  stylesEnd: 618,
} as const

/** No record of a cell, a text or a style is nearly as long: texts are of 32,767 characters at most. */
const longestRecord = 1_000_000
const nothing = Buffer.alloc(0)

/** Cuts the bytes of a part into records, piece after piece; one that is cut by the end of the part is none. */
export class XlsbRecords {
  readonly #file: SourceFile
  #rest: Buffer = nothing
  /** Of a record longer than any that is looked at: bytes that are still to be passed over. */
  #passed = 0

  constructor(file: SourceFile) {
    this.#file = file
  }

  *take(piece: Buffer): Generator<XlsbRecord> {
    const bytes = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece])
    let at = Math.min(this.#passed, bytes.length)
    this.#passed -= at
    while (at < bytes.length) {
      const id = variable(bytes, at, 2)
      const length = id && variable(bytes, id.end, 4)
      if (id === undefined || length === undefined) break
      const start = length.end
      if (length.value > longestRecord) {
        if (isLookedAt(id.value)) throw fileTooLarge(this.#file.fileName)
        this.#passed = Math.max(0, start + length.value - bytes.length)
        at = Math.min(bytes.length, start + length.value)
        continue
      }
      if (start + length.value > bytes.length) break
      yield { id: id.value, body: bytes.subarray(start, start + length.value) }
      at = start + length.value
    }
    this.#rest = at >= bytes.length ? nothing : Buffer.from(bytes.subarray(at))
  }
}

/** All records of a small part. */
export function recordsIn(file: SourceFile, part: Buffer): Generator<XlsbRecord> {
  return new XlsbRecords(file).take(part)
}

const lookedAt = new Set<number>(Object.values(recordIds))

function isLookedAt(id: number): boolean {
  return id <= lastCell || lookedAt.has(id)
}
/** The records of cells are the first ones. */
const lastCell = 18

/** A number in as many bytes as it takes, seven bits of it in each. */
function variable(bytes: Buffer, from: number, most: number) {
  let value = 0
  for (let n = 0; n < most; n++) {
    const byte = bytes[from + n]
    if (byte === undefined) return undefined
    value += (byte & 127) * 128 ** n
    if (byte < 128) return { value, end: from + n + 1 }
  }
  return { value, end: from + most }
}

/** A text with its length before it; none, and what runs out of the record, is empty. */
export function textIn(body: Buffer, at: number): { readonly text: string; readonly end: number } {
  if (at + 4 > body.length) return { text: '', end: body.length }
  const count = body.readUInt32LE(at)
  // No text at all is written as the largest number there is.
  const end = count === 0xffffffff ? at + 4 : Math.min(body.length, at + 4 + count * 2)
  return { text: cellText(body.toString('utf16le', at + 4, end)), end }
}
