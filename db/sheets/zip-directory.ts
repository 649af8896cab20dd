import iconv from 'iconv-lite'
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl'
import { Refusal } from '#db/shared/refusal.ts'
import { archiveLocked, fileDamaged, fileEncrypted, fileTooLarge } from './file-refusals.ts'
import { bufferOf, type SourceFile } from './source-file.ts'

/** One part of a zip file as its central directory declares it; `packed` are its bytes, not unpacked yet. */
export type ZipPart = {
  readonly name: string
  /** `other` is one that no office program packs with: such a part is only named. */
  readonly method: 'stored' | 'deflated' | 'other'
  readonly packed: Buffer
  readonly size: number
  readonly crc: number
}

/** The parts of a zip file by lower-case name with forward slashes. */
export type ZipDirectory = ReadonlyMap<string, ZipPart>

const mostInflated = 300_000_000
const mostParts = 10_000
/** A roster shrinks to a twentieth or so; small parts may shrink much more. */
const mostRatio = 200
const smallPart = 4_000_000
/** All parts together: many small ones that shrink so much are a bomb too. */
const smallWhole = 40_000_000

/**
 * Reads the central directory and nothing else. Refuses zip bombs by what they declare (300 MB in all, or a ratio
 * over 200 for a part over 4 MB); whoever unpacks a part counts its bytes against `size`, so no lie gets further. A
 * name is a key and never a path, so what it says of folders does no harm.
 */
export async function readZipDirectory(file: SourceFile): Promise<ZipDirectory> {
  const bytes = withoutTail(bufferOf(file.bytes))
  const options = { decodeStrings: false, validateEntrySizes: false }
  try {
    return await partsOf(file, bytes, await fromBufferPromise(bytes, options))
  } catch (error) {
    throw error instanceof Refusal ? error : fileDamaged(file.fileName)
  }
}

/** Web pages and mail programs leave bytes behind a file; yauzl takes them for damage, and Excel does not. */
function withoutTail(bytes: Buffer): Buffer {
  const end = bytes.lastIndexOf('PK\x05\x06', undefined, 'latin1')
  return end < 0 || end + 22 > bytes.length
    ? bytes
    : bytes.subarray(0, end + 22 + bytes.readUInt16LE(end + 20))
}

async function partsOf(file: SourceFile, bytes: Buffer, zip: ZipFile): Promise<ZipDirectory> {
  if (zip.entryCount > mostParts) throw fileTooLarge(file.fileName)
  const parts = new Map<string, ZipPart>()
  let total = 0
  let packed = 0
  const entries: Entry[] = []
  for await (const entry of zip.eachEntry()) entries.push(entry)
  // An archive of files is only looked into for their names: what it would swell to does not matter.
  const isDocument = entries.some(({ fileNameRaw }) => ofDocument.test(fileNameRaw.toString('latin1')))
  if (!isDocument && entries.some(entry => entry.isEncrypted())) throw archiveLocked(file.fileName)
  for (const entry of entries) {
    if (!isDocument) {
      const part = await partOf(bytes, zip, entry, false)
      parts.set(part.name, part)
      continue
    }
    const { uncompressedSize: size, compressedSize } = entry
    total += size
    packed += compressedSize
    if (total > mostInflated) throw fileTooLarge(file.fileName)
    if (size > smallPart && size > compressedSize * mostRatio) throw fileTooLarge(file.fileName)
    if (entry.isEncrypted()) throw fileEncrypted(file.fileName)
    const part = await partOf(bytes, zip, entry)
    if (part.method === 'other') throw fileDamaged(file.fileName)
    parts.set(part.name, part)
  }
  if (total > smallWhole && total > Math.min(packed, bytes.length) * mostRatio)
    throw fileTooLarge(file.fileName)
  return parts
}

/** Archives that Windows makes name their files in GBK. */
function nameOf(raw: Buffer): string {
  const name = raw.toString('utf8')
  return name.includes('\ufffd') ? iconv.decode(raw, 'gb18030') : name
}

/** Parts by which a document of an office program is known from an archive of files. */
const ofDocument =
  /^(?:\[content_types\]\.xml|mimetype|content\.xml|meta-inf\/|ofd\.xml|index\/|xl[\\/]|word[\\/]|ppt[\\/])/i

/** `isRead`: it may be unpacked; of others the name is enough. */
async function partOf(bytes: Buffer, zip: ZipFile, entry: Entry, isRead = true): Promise<ZipPart> {
  const { compressionMethod, compressedSize, uncompressedSize, crc32, fileNameRaw } = entry
  const method = compressionMethod === 0 ? 'stored' : compressionMethod === 8 ? 'deflated' : 'other'
  const name = nameOf(fileNameRaw).replaceAll('\\', '/').toLowerCase()
  const described = { name, size: uncompressedSize, crc: crc32 }
  if (!isRead || method === 'other') return { ...described, method: 'other', packed: Buffer.alloc(0) }
  const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true })
  return { ...described, method, packed: bytes.subarray(fileDataStart, fileDataStart + compressedSize) }
}
