import { isUtf8 } from 'node:buffer'
import { StringDecoder } from 'node:string_decoder'
import iconv from 'iconv-lite'
import { wellFormed } from '#db/shared/tidy-text.ts'
import { bufferOf } from './source-file.ts'

/**
 * How a text file is written. `gb18030` holds GBK and GB2312, which Excel and WPS write on Chinese Windows; `big5` comes
 * from Taiwan, Hong Kong and Macao.
 */
export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030' | 'big5'

const pieceLength = 65_536

/** Told by the byte order mark, else strict UTF-8, else the zero bytes of UTF-16, else GB 18030 or Big5. */
export function encodingOf(bytes: Uint8Array): TextEncoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  const head = bytes.subarray(0, 4000)
  const zeros = [0, 0]
  for (const [at, byte] of head.entries()) if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1
  const [even = 0, odd = 0] = zeros
  const many = head.length / 20
  if (odd > many && odd > 4 * even) return 'utf-16le'
  if (even > many && even > 4 * odd) return 'utf-16be'
  if (isUtf8(bytes)) return 'utf-8'
  return isBig5(bytes) ? 'big5' : 'gb18030'
}

/**
 * A third of what is written in Big5 has a second byte below 0x7f behind a first one from 0xa4 to 0xc6. In GB 18030 these
 * pairs are characters that hardly anybody has met.
 */
function isBig5(bytes: Uint8Array): boolean {
  let [pairs, low] = [0, 0]
  for (let at = 0; at < Math.min(bytes.length - 1, pieceLength); at++) {
    const [first, second] = [bytes[at] ?? 0, bytes[at + 1] ?? 0]
    if (first < 0x80) continue
    pairs++
    if (first >= 0xa4 && first <= 0xc6 && second >= 0x40 && second <= 0x7e) low++
    at++
  }
  return low > pairs / 6
}

/**
 * The text of a cell of which nobody says how it was written: web systems put texts in UTF-8 or GB 18030 where bytes
 * of another code page belong.
 */
export function guessedText(bytes: Buffer): string {
  const text = isUtf8(bytes) ? bytes.toString('utf8') : ''
  return /\p{Script=Han}/u.test(text) ? text : iconv.decode(bytes, 'gb18030')
}

/** Whether all bytes beyond ASCII come as pairs of GB 2312, as in no text of Western Europe. */
export function isHanzi(bytes: Buffer): boolean {
  let pairs = 0
  for (let at = 0; at < bytes.length; at++) {
    const first = bytes[at] ?? 0
    if (first < 0x80) continue
    const second = bytes[at + 1] ?? 0
    if (first < 0xa1 || first > 0xf7 || second < 0xa1 || second > 0xfe) return false
    pairs++
    at++
  }
  return pairs > 0
}

/** The text of the file in pieces of some 64 KB, without its byte order mark. */
export function* decodedText(bytes: Uint8Array, encoding: TextEncoding): Generator<string> {
  const decoder = decoderOf(encoding)
  let first = true
  for (let at = 0; at < bytes.length; at += pieceLength) {
    const text = wellFormed(decoder.write(bufferOf(bytes.subarray(at, at + pieceLength))))
    yield first && text.startsWith('\ufeff') ? text.slice(1) : text
    first = false
  }
  yield wellFormed(decoder.end() ?? '')
}

type Decoder = { readonly write: (piece: Buffer) => string; readonly end: () => string | undefined }

function decoderOf(encoding: TextEncoding): Decoder {
  if (encoding === 'gb18030' || encoding === 'big5') return iconv.getDecoder(encoding)
  const decoder = new StringDecoder(encoding === 'utf-8' ? 'utf8' : 'utf16le')
  const write = (piece: Buffer) => decoder.write(encoding === 'utf-16be' ? swapped(piece) : piece)
  return { write, end: () => decoder.end() }
}

/** `swap16` works in place: on a copy, since the bytes are the caller's. An odd last byte is dropped. */
function swapped(piece: Buffer): Buffer {
  return Buffer.from(piece.subarray(0, piece.length - (piece.length % 2))).swap16()
}
