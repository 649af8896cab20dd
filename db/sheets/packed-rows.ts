import { deserialize, serialize } from 'node:v8'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { charactersAtOnce, charactersIn } from './cell.ts'
import { fileTooLarge } from './file-refusals.ts'
import type { SourceFile } from './source-file.ts'

/** Rows are packed once so many cells have come together. */
const cellsAtOnce = 10_000
/** Of all sheets of a file together. */
const mostBytes = 48_000_000

/** How much the packed rows of a file may take: they are held as long as it is looked at. */
export class RoomForRows {
  readonly #file: SourceFile
  #bytes = 0

  constructor(file: SourceFile) {
    this.#file = file
  }

  take(bytes: number): void {
    this.#bytes += bytes
    if (this.#bytes > mostBytes) throw fileTooLarge(this.#file.fileName)
  }
}

/**
 * Rows that are read in one go and looked at later, compressed in memory: as they are, two million cells take some
 * 200 MB. The newest are not packed yet: their texts have to be their own (`own-copy.ts`).
 */
export class PackedRows<Row extends { readonly cells: readonly unknown[] }> {
  readonly #room: RoomForRows
  readonly #packed: Buffer[] = []
  #open: Row[] = []
  #openCells = 0
  #openCharacters = 0
  #count = 0

  constructor(room: RoomForRows) {
    this.#room = room
  }

  get count(): number {
    return this.#count
  }

  add(row: Row): void {
    this.#open.push(row)
    this.#openCells += row.cells.length
    this.#openCharacters += charactersIn(row.cells)
    this.#count++
    if (this.#openCells >= cellsAtOnce || this.#openCharacters >= charactersAtOnce) this.#pack()
  }

  /** The rows in order, in batches; to be asked for once all were added. */
  async *batches(): AsyncGenerator<readonly Row[]> {
    for (const packed of this.#packed) yield unboxed<Row>(deserialize(inflateRawSync(packed)))
    if (this.#open.length > 0) yield this.#open
  }

  #pack(): void {
    const packed = deflateRawSync(serialize(boxed(this.#open)), { level: 1 })
    this.#room.take(packed.length)
    this.#packed.push(packed)
    this.#open = []
    this.#openCells = 0
    this.#openCharacters = 0
  }
}

/** A long text that stands in many cells is packed once, and is one text again: objects keep that, and texts do not. */
type Box = { readonly long: string }
const shortest = 100
const isLong = (cell: unknown): cell is string => typeof cell === 'string' && cell.length >= shortest
const isBox = (cell: unknown): cell is Box => typeof cell === 'object' && cell !== null && 'long' in cell

function boxed<Row extends { readonly cells: readonly unknown[] }>(rows: readonly Row[]): readonly Row[] {
  const boxes = new Map<string, Box>()
  const boxOf = (long: string) => {
    const box = boxes.get(long) ?? { long }
    boxes.set(long, box)
    return box
  }
  return rows.map(row =>
    row.cells.some(isLong)
      ? { ...row, cells: row.cells.map(cell => (isLong(cell) ? boxOf(cell) : cell)) }
      : row,
  )
}

function unboxed<Row extends { readonly cells: readonly unknown[] }>(rows: readonly Row[]): readonly Row[] {
  return rows.map(row =>
    row.cells.some(isBox) ? { ...row, cells: row.cells.map(cell => (isBox(cell) ? cell.long : cell)) } : row,
  )
}
