import iconv from 'iconv-lite'
import { cellText } from '../cell.ts'
import { SharedTexts } from '../shared-texts.ts'
import type { SourceFile } from '../source-file.ts'
import { guessedText, isHanzi } from '../text-encoding.ts'

/** Where a text was found in the bytes, and where it ends. */
export type BiffText = { readonly text: string; readonly end: number }

const flagWide = 1
const flagPhonetic = 4
const flagRich = 8

/** How texts of one byte a character are to be read, by the number of the Windows code page ([MS-XLS] 2.4.52). */
export function bytesDecoder(codePage: number | undefined): (bytes: Buffer) => string {
  const names = new Map([
    [1200, 'utf-16le'],
    [10000, 'macintosh'],
    [32768, 'macintosh'],
    [32769, 'windows-1252'],
  ])
  const name = codePage === undefined ? undefined : (names.get(codePage) ?? `cp${codePage}`)
  if (name === undefined || !iconv.encodingExists(name)) return guessedText
  // Programs made for Western Europe say so of whatever they are given.
  const mayLie = name === 'cp1252' || name === 'windows-1252'
  return bytes => (mayLie && isHanzi(bytes) ? guessedText(bytes) : iconv.decode(bytes, name))
}

/** Characters of one byte each; some programs put the bytes of GB 18030 there. */
function narrowText(bytes: Buffer): string {
  return isHanzi(bytes) ? guessedText(bytes) : bytes.toString('latin1')
}

/** The characters of a text of Excel 97 and later: flags, then one or two bytes each. */
export function wideText(bytes: Buffer, at: number, count: number): BiffText {
  const flags = bytes.readUInt8(at)
  let start = at + 1
  if ((flags & flagRich) !== 0) start += 2
  if ((flags & flagPhonetic) !== 0) start += 4
  const isWide = (flags & flagWide) !== 0
  const end = start + (isWide ? count * 2 : count)
  return {
    text: isWide ? bytes.toString('utf16le', start, end) : narrowText(bytes.subarray(start, end)),
    end,
  }
}

/**
 * The table of texts (SST) from its record and those that continue it. A text may be cut by the end of a record: then
 * the next one begins with flags of its own. What the file does not hold is missing at the end.
 */
export function sharedTexts(file: SourceFile, pieces: readonly Buffer[]): SharedTexts {
  const reader = new PieceReader(pieces)
  const texts = new SharedTexts(file)
  reader.skip(4)
  const count = reader.number(4)
  while (texts.count < count && !reader.isAtEnd()) texts.add(sharedText(reader))
  return texts
}

function sharedText(reader: PieceReader): string {
  const count = reader.number(2)
  const flags = reader.number(1)
  const runs = (flags & flagRich) === 0 ? 0 : reader.number(2)
  const more = (flags & flagPhonetic) === 0 ? 0 : reader.number(4)
  const text = reader.characters(count, (flags & flagWide) !== 0)
  reader.skip(runs * 4 + more)
  return cellText(text)
}

class PieceReader {
  readonly #pieces: readonly Buffer[]
  #piece = 0
  #at = 0

  constructor(pieces: readonly Buffer[]) {
    this.#pieces = pieces
  }

  isAtEnd(): boolean {
    this.#enterNext()
    return this.#piece >= this.#pieces.length
  }

  number(size: 1 | 2 | 4): number {
    let value = 0
    for (let n = 0; n < size; n++) value += this.#byte() * 256 ** n
    return value
  }

  skip(count: number): void {
    for (let left = count; left > 0 && !this.isAtEnd(); ) {
      const step = Math.min(left, this.#left())
      this.#at += step
      left -= step
    }
  }

  characters(count: number, wide: boolean): string {
    let text = ''
    let isWide = wide
    for (let left = count; left > 0 && this.#piece < this.#pieces.length; ) {
      if (this.#left() === 0) {
        if (this.isAtEnd()) break
        isWide = (this.#byte() & flagWide) !== 0
        continue
      }
      const taken = Math.min(left, isWide ? Math.floor(this.#left() / 2) : this.#left())
      if (taken === 0) {
        this.skip(1)
        continue
      }
      const end = this.#at + (isWide ? taken * 2 : taken)
      const piece = this.#pieces[this.#piece]?.subarray(this.#at, end)
      if (piece !== undefined) text += isWide ? piece.toString('utf16le') : narrowText(piece)
      this.#at = end
      left -= taken
    }
    return text
  }

  #left(): number {
    return (this.#pieces[this.#piece]?.length ?? 0) - this.#at
  }

  #enterNext(): void {
    while (this.#piece < this.#pieces.length && this.#left() === 0) {
      this.#piece++
      this.#at = 0
    }
  }

  #byte(): number {
    this.#enterNext()
    return this.#pieces[this.#piece]?.[this.#at++] ?? 0
  }
}
