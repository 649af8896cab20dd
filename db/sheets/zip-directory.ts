import { fileDamaged, fileEncrypted, fileTooLarge } from './file-refusals.ts'
import { bufferOf, type SourceFile } from './source-file.ts'

/** One part of a zip file as its central directory declares it; `packed` are its bytes, not unpacked yet. */
export type ZipPart = {
  readonly name: string
  readonly method: 'stored' | 'deflated'
  readonly packed: Buffer
  readonly size: number
  readonly crc: number
}

/** The parts of a zip file by lower-case name with forward slashes. */
export type ZipDirectory = ReadonlyMap<string, ZipPart>

const endSignature = 0x06054b50
const end64Signature = 0x06064b50
const locator64Signature = 0x07064b50
const entrySignature = 0x02014b50
const partSignature = 0x04034b50
const mostInflated = 300_000_000
const mostParts = 10_000
/** A roster shrinks to a twentieth or so; small parts may shrink much more. */
const mostRatio = 200
const smallPart = 4_000_000

/**
 * Reads the central directory and nothing else. Refuses zip bombs by what they declare (300 MB in all, or a ratio
 * over 200 for a part over 4 MB); whoever unpacks a part counts its bytes against `size`, so no lie gets further.
 */
export function readZipDirectory(file: SourceFile): ZipDirectory {
  const bytes = bufferOf(file.bytes)
  try {
    return directoryOf(file, bytes)
  } catch (error) {
    if (error instanceof RangeError) throw fileDamaged(file.fileName)
    throw error
  }
}

function directoryOf(file: SourceFile, bytes: Buffer): ZipDirectory {
  const parts = new Map<string, ZipPart>()
  let total = 0
  const { count, offset } = startOfEntries(bytes, endOffset(file, bytes))
  if (count > mostParts) throw fileTooLarge(file.fileName)
  for (let at = offset, n = 0; n < count; n++) {
    if (bytes.readUInt32LE(at) !== entrySignature) throw fileDamaged(file.fileName)
    const nameLength = bytes.readUInt16LE(at + 28)
    const extraLength = bytes.readUInt16LE(at + 30)
    const nameEnd = at + 46 + nameLength
    const name = bytes
      .toString('utf8', at + 46, nameEnd)
      .replaceAll('\\', '/')
      .toLowerCase()
    const sizes = declaredSizes(bytes, at, bytes.subarray(nameEnd, nameEnd + extraLength))
    total += sizes.size
    if (total > mostInflated) throw fileTooLarge(file.fileName)
    if (sizes.size > smallPart && sizes.size > sizes.packed * mostRatio) throw fileTooLarge(file.fileName)
    if ((bytes.readUInt16LE(at + 8) & 1) === 1) throw fileEncrypted(file.fileName)
    const part = partAt(bytes, sizes.offset, sizes.packed)
    const method = bytes.readUInt16LE(at + 10)
    if (part === undefined || (method !== 0 && method !== 8)) throw fileDamaged(file.fileName)
    parts.set(name, {
      name,
      method: method === 0 ? 'stored' : 'deflated',
      packed: part,
      size: sizes.size,
      crc: bytes.readUInt32LE(at + 16),
    })
    at = nameEnd + extraLength + bytes.readUInt16LE(at + 32)
  }
  return parts
}

/** The end record stands in the last 64 KB, behind it at most a comment. A file cut short has none. */
function endOffset(file: SourceFile, bytes: Buffer): number {
  const first = Math.max(0, bytes.length - 65_557)
  for (let at = bytes.length - 22; at >= first; at--) if (bytes.readUInt32LE(at) === endSignature) return at
  throw fileDamaged(file.fileName)
}

function startOfEntries(bytes: Buffer, end: number): { readonly count: number; readonly offset: number } {
  const count = bytes.readUInt16LE(end + 10)
  const offset = bytes.readUInt32LE(end + 16)
  if (count !== 0xffff && offset !== 0xffffffff) return { count, offset }
  if (bytes.readUInt32LE(end - 20) !== locator64Signature) return { count, offset }
  const end64 = wide(bytes, end - 12)
  if (bytes.readUInt32LE(end64) !== end64Signature)
    throw new RangeError('no zip64 end record where it should be')
  return { count: wide(bytes, end64 + 32), offset: wide(bytes, end64 + 48) }
}

type Sizes = { readonly size: number; readonly packed: number; readonly offset: number }

/** Sizes of 0xffffffff stand in the zip64 extra field instead, in this order. */
function declaredSizes(bytes: Buffer, at: number, extra: Buffer): Sizes {
  const narrow = [bytes.readUInt32LE(at + 24), bytes.readUInt32LE(at + 20), bytes.readUInt32LE(at + 42)]
  let wideAt = zip64Field(extra)
  const [size = 0, packed = 0, offset = 0] = narrow.map(value => {
    if (value !== 0xffffffff || wideAt === undefined) return value
    const found = wide(extra, wideAt)
    wideAt += 8
    return found
  })
  return { size, packed, offset }
}

function zip64Field(extra: Buffer): number | undefined {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2))
    if (extra.readUInt16LE(at) === 1) return at + 4
  return undefined
}

function wide(bytes: Buffer, at: number): number {
  return Number(bytes.readBigUInt64LE(at))
}

function partAt(bytes: Buffer, offset: number, packed: number): Buffer | undefined {
  if (bytes.readUInt32LE(offset) !== partSignature) return undefined
  const start = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28)
  return start + packed <= bytes.length ? bytes.subarray(start, start + packed) : undefined
}
