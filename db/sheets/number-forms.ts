/** A number in four bytes (RkNumber): whole or the upper half of a double, as it is or a hundredth of it. */
export function shortNumber(bytes: Buffer, at: number): number {
  const raw = bytes.readInt32LE(at)
  const isWhole = (raw & 2) !== 0
  const value = isWhole ? raw >> 2 : upperHalf(raw)
  return (raw & 1) === 0 ? value : value / 100
}

const half = Buffer.alloc(8)
function upperHalf(raw: number): number {
  half.writeInt32LE(raw & ~3, 4)
  return half.readDoubleLE(0)
}

const errors = new Map([
  [0x00, '#NULL!'],
  [0x07, '#DIV/0!'],
  [0x0f, '#VALUE!'],
  [0x17, '#REF!'],
  [0x1d, '#NAME?'],
  [0x24, '#NUM!'],
  [0x2a, '#N/A'],
])

/** What a failed formula shows, by its number in a binary workbook. */
export function errorShown(code: number): string {
  return errors.get(code) ?? '#N/A'
}
