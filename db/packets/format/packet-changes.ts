import { createHash } from 'node:crypto'
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib'
import { measured } from '#db/files/measured.ts'
import { through } from '#db/files/through.ts'
import { invariant } from '#db/shared/invariant.ts'
import { Refusal } from '#db/shared/refusal.ts'
import { bytesToUnpackTo, type PacketLimits } from './packet-limits.ts'
import { damaged, tooLarge } from './packet-refusal.ts'

/** Level 9 makes the file an eighth smaller and takes five times as long. */
const compressionLevel = 3

/** 8 MiB: what `zstd -19` uses at most. A larger window is only a way to make the receiver take memory. */
const maxWindowLog = 23

const batchLength = 65_536

/**
 * Change records, one JSON text each, as compressed lines (`changes.ndjson.zst`). `length` tells, once all were drawn,
 * how long what they name by number is as text of its own.
 */
export async function* packChanges(
  changes: AsyncIterable<string> | Iterable<string>,
  file: string,
  limits: PacketLimits,
  length: () => number = () => 0,
): AsyncGenerator<Uint8Array> {
  const params = {
    [constants.ZSTD_c_compressionLevel]: compressionLevel,
    [constants.ZSTD_c_checksumFlag]: 1,
  }
  let packed = 0
  const lacking = (bytes: number) => bytesToUnpackTo(limits, Math.max(bytes, length())) - packed
  for await (const chunk of through(lines(changes, file, limits, lacking), createZstdCompress({ params }))) {
    packed += chunk.length
    yield chunk
  }
}

/** `lacking`: how many bytes are lacking, of so much text, for a reader to take it for what an office wrote. */
async function* lines(
  changes: AsyncIterable<string> | Iterable<string>,
  file: string,
  limits: PacketLimits,
  lacking: (bytes: number) => number,
): AsyncGenerator<Uint8Array> {
  let batch = ''
  let bytes = 0
  const counted = (text: string): Buffer => {
    const buffer = Buffer.from(text)
    bytes += buffer.length
    if (bytes > limits.changesBytes) throw tooLarge(file, { zh: '记录太多', en: 'it holds too many changes' })
    return buffer
  }
  for await (const change of changes) {
    invariant(change !== '' && !change.includes('\n'), 'a change is one line of JSON')
    if (change.length > limits.changeLength) {
      throw tooLarge(file, { zh: '有一条记录过长', en: 'one change is too long' })
    }
    batch += `${change}\n`
    if (batch.length >= batchLength) {
      yield counted(batch)
      batch = ''
    }
  }
  if (batch !== '') yield counted(batch)
  for (const line of fillers(lacking(bytes))) yield counted(`${line}\n`)
}

/** How many bytes one line of filler holds. */
const fillerBytes = 30_000

/**
 * Lines that say nothing, of so many bytes that no compression makes fewer: edits of the same fields over and over
 * leave next to nothing, and a reader gives a packet no more time than its bytes deserve.
 */
function* fillers(bytes: number): Generator<string> {
  for (let [at, left] = [0, bytes]; left > 0; at++, left -= fillerBytes) {
    const noise = createHash('shake256', { outputLength: Math.min(left, fillerBytes) }).update(`filler ${at}`)
    yield JSON.stringify({ filler: noise.digest('base64') })
  }
}

/** The change records of compressed lines, in their order; what is too much or no text is a damaged packet. */
export async function* unpackChanges(
  compressed: AsyncGenerator<Uint8Array>,
  file: string,
  limits: PacketLimits,
): AsyncGenerator<string> {
  try {
    yield* linesOf(decompressed(compressed), file, limits)
  } catch (error) {
    if (error instanceof Refusal) throw error
    throw damaged(file, { zh: '记录无法解压', en: 'the changes cannot be decompressed' })
  }
}

/**
 * Node ends quietly after a first frame and ignores what follows it in the same chunk, where `zstd -d` goes on:
 * whatever it has not taken in would be lost without a word.
 */
async function* decompressed(compressed: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  const decompressor = createZstdDecompress({ params: { [constants.ZSTD_d_windowLogMax]: maxWindowLog } })
  const { content, measure } = measured(compressed)
  yield* through(content, decompressor)
  if (decompressor.bytesWritten !== measure().bytes) throw new Error('more than one zstd frame')
}

async function* linesOf(
  plain: AsyncGenerator<Uint8Array>,
  file: string,
  limits: PacketLimits,
): AsyncGenerator<string> {
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let bytes = 0
  let rest = ''
  for await (const chunk of plain) {
    bytes += chunk.length
    if (bytes > limits.changesBytes) throw damaged(file, { zh: '记录过多', en: 'the changes are too many' })
    const found = (rest + text.decode(chunk, { stream: true })).split('\n')
    rest = found.pop() ?? ''
    for (const line of found) yield checkedLine(line, file, limits)
    if (rest.length > limits.changeLength) checkedLine(rest, file, limits)
  }
  rest += text.decode()
  if (rest !== '') yield checkedLine(rest, file, limits)
}

function checkedLine(line: string, file: string, limits: PacketLimits): string {
  if (line !== '' && line.length <= limits.changeLength) return line
  throw damaged(file, { zh: '有一条记录为空或过长', en: 'a change is empty or too long' })
}
