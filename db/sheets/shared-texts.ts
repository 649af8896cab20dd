import { fileTooLarge } from './file-refusals.ts'
import type { SourceFile } from './source-file.ts'

const chunkBytes = 1_048_576
/** What the texts of 400,000 rows of a roster come to. */
const mostBytes = 56_000_000
const mostTexts = 4_000_000
/** Places are listed in pieces: a list that grows is there twice while it does. */
const placesAtOnce = 65_536

/**
 * The texts of a workbook by number, as bytes: millions of short ones take several times as much as texts, and most
 * are looked up once.
 */
export class SharedTexts {
  readonly #file: SourceFile
  readonly #chunks: Buffer[] = []
  /** Free in the last chunk. */
  #left = 0
  #bytes = 0
  /** Where each text begins, times two, and one more where it has two bytes a character. */
  readonly #starts: Uint32Array[] = []
  readonly #lengths: Uint16Array[] = []
  #count = 0
  /** The numbers of those of which a part is struck through. */
  readonly struck = new Set<number>()

  constructor(file: SourceFile) {
    this.#file = file
  }

  get count(): number {
    return this.#count
  }

  /** A text no longer than a cell can hold. */
  add(text: string): void {
    const encoding = isWide(text) ? 'utf16le' : 'latin1'
    const length = encoding === 'utf16le' ? text.length * 2 : text.length
    this.#bytes += length
    if (this.#bytes > mostBytes || this.#count >= mostTexts) throw fileTooLarge(this.#file.fileName)
    if (length > this.#left) {
      this.#chunks.push(Buffer.allocUnsafeSlow(chunkBytes))
      this.#left = chunkBytes
    }
    const at = chunkBytes - this.#left
    this.#chunks.at(-1)?.write(text, at, encoding)
    this.#left -= length
    const start = Math.max(0, this.#chunks.length - 1) * chunkBytes + at
    this.#place(start * 2 + (encoding === 'utf16le' ? 1 : 0), length)
  }

  at(number: number): string | undefined {
    if (!(Number.isInteger(number) && number >= 0 && number < this.#count)) return undefined
    const list = Math.floor(number / placesAtOnce)
    const place = this.#starts[list]?.[number % placesAtOnce] ?? 0
    const start = Math.floor(place / 2)
    const from = start % chunkBytes
    const to = from + (this.#lengths[list]?.[number % placesAtOnce] ?? 0)
    const chunk = this.#chunks[Math.floor(start / chunkBytes)]
    return chunk?.toString(place % 2 === 1 ? 'utf16le' : 'latin1', from, to) ?? ''
  }

  #place(start: number, length: number): void {
    const at = this.#count % placesAtOnce
    if (at === 0) {
      this.#starts.push(new Uint32Array(placesAtOnce))
      this.#lengths.push(new Uint16Array(placesAtOnce))
    }
    const [starts, lengths] = [this.#starts.at(-1), this.#lengths.at(-1)]
    if (starts !== undefined) starts[at] = start
    if (lengths !== undefined) lengths[at] = length
    this.#count++
  }
}

function isWide(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 255) return true
  return false
}
