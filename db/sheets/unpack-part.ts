import { crc32, createInflateRaw, inflateRawSync } from 'node:zlib'
import { fileDamaged, fileTooLarge, unreadForm } from './file-refusals.ts'
import type { SourceFile } from './source-file.ts'
import type { ZipPart } from './zip-directory.ts'

const mostAtOnce = 32_000_000
const smallBytes = 262_144
const pieceBytes = 65_536

/** A small part as text; refused when it is damaged, declares a document type or is over 32 MB. */
export function partText(file: SourceFile, part: ZipPart): string {
  const bytes = partContent(file, part)
  refuseDocumentType(file, bytes)
  return bytes.toString('utf8')
}

/** The bytes of a small part that is looked at only, so that a document type does no harm. */
export function partContent(file: SourceFile, part: ZipPart): Buffer {
  if (part.size > mostAtOnce) throw fileTooLarge(file.fileName)
  const bytes = part.method === 'stored' ? part.packed : inflated(file, part)
  if (bytes.length !== part.size || crc32(bytes) !== part.crc) throw fileDamaged(file.fileName)
  return bytes
}

function inflated(file: SourceFile, part: ZipPart): Buffer {
  try {
    return inflateRawSync(part.packed, { maxOutputLength: Math.max(part.size, 1) })
  } catch {
    throw fileDamaged(file.fileName)
  }
}

/**
 * A part unpacked piece by piece, on another thread than the reader's. Never gives more bytes than were declared;
 * a wrong length or checksum is a refusal at the end.
 */
export async function* partBytes(file: SourceFile, part: ZipPart): AsyncGenerator<Buffer> {
  let length = 0
  let crc = 0
  try {
    for await (const piece of pieces(file, part)) {
      if (length === 0) refuseDocumentType(file, piece)
      length += piece.length
      if (length > part.size) throw fileDamaged(file.fileName)
      crc = crc32(piece, crc)
      yield piece
    }
  } catch (error) {
    if (isZlibError(error)) throw fileDamaged(file.fileName)
    throw error
  }
  if (length !== part.size || crc !== part.crc) throw fileDamaged(file.fileName)
}

/** A small part is unpacked in one go: of a workbook of a thousand sheets most of the time went into beginning a thousand streams. */
async function* pieces(file: SourceFile, part: ZipPart): AsyncGenerator<Buffer> {
  if (part.method === 'stored') {
    for (let at = 0; at < part.packed.length; at += 262_144) yield part.packed.subarray(at, at + 262_144)
    return
  }
  if (part.size <= smallBytes) {
    const bytes = inflated(file, part)
    for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes)
    return
  }
  const unpacker = createInflateRaw({ chunkSize: pieceBytes })
  unpacker.end(part.packed)
  for await (const piece of unpacker) {
    if (Buffer.isBuffer(piece)) yield piece
  }
}

/** XML may be written in UTF-16, and no program for spreadsheets does so. */
function refuseWideText(file: SourceFile, head: Buffer): void {
  if (head.length >= 2 && /^(\xff\xfe|\xfe\xff|<\0|\0<)/.test(head.toString('latin1', 0, 2)))
    throw unreadForm(file.fileName, 'UTF-16 编码的 XML', 'XML in UTF-16')
}

/** No program writes a document type into a spreadsheet; it is the way in for entities that swell without end. */
function refuseDocumentType(file: SourceFile, head: Buffer): void {
  refuseWideText(file, head)
  const start = head.toString('latin1', 0, 4096)
  if (start.includes('<!DOCTYPE') || start.includes('<!ENTITY')) throw fileDamaged(file.fileName)
}

function isZlibError(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_')
  )
}
