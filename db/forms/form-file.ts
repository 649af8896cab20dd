import { crc32, deflateRawSync } from 'node:zlib'
import { refuse } from '#db/shared/refusal.ts'
import type { SourceFile } from '#db/sheets/source-file.ts'
import { partText } from '#db/sheets/unpack-part.ts'
import { readZipDirectory, type ZipDirectory } from '#db/sheets/zip-directory.ts'

/** What a blank form may be: it is small, and what is larger is not read at all. */
export const mostOfForm = { bytes: 20_000_000, part: 24_000_000 } as const

export type FormKind = 'xlsx' | 'docx'

/** A form's file, of which single parts are written anew; every other part stays as its bytes are. */
export class FormFile {
  readonly kind: FormKind
  readonly name: string
  readonly #file: SourceFile
  readonly #parts: ZipDirectory
  readonly #changed = new Map<string, string | null>()
  readonly #added = new Map<string, Uint8Array>()
  readonly #read = new Map<string, string>()

  private constructor(kind: FormKind, file: SourceFile, parts: ZipDirectory) {
    this.kind = kind
    this.name = file.fileName
    this.#file = file
    this.#parts = parts
  }

  /** Refuses what is no .xlsx and no .docx, is locked, damaged, or would swell. */
  static async open(fileName: string, bytes: Uint8Array): Promise<FormFile> {
    const file = { fileName, bytes: Buffer.from(bytes) }
    if (bytes.length > mostOfForm.bytes) formTooLarge(fileName)
    if (file.bytes.subarray(0, 4).toString('latin1') !== 'PK\x03\x04') notAForm(fileName)
    const parts = await readZipDirectory(file)
    const kind = parts.has('word/document.xml') ? 'docx' : parts.has('xl/workbook.xml') ? 'xlsx' : undefined
    return kind === undefined ? notAForm(fileName) : new FormFile(kind, file, parts)
  }

  /** The names of its parts, in lower case. */
  get parts(): readonly string[] {
    return [...this.#parts.keys(), ...this.#added.keys()]
  }

  /** The text of a part as it stands now; undefined where there is none. */
  text(path: string): string | undefined {
    const key = path.toLowerCase()
    const changed = this.#changed.get(key)
    if (changed !== undefined) return changed ?? undefined
    const added = this.#added.get(key)
    if (added !== undefined) {
      const text = this.#read.get(key) ?? Buffer.from(added).toString('utf8')
      this.#read.set(key, text)
      return text
    }
    const part = this.#parts.get(key)
    if (part === undefined) return undefined
    if (part.size > mostOfForm.part) formTooLarge(this.name)
    const text = this.#read.get(key) ?? partText(this.#file, part)
    this.#read.set(key, text)
    return text
  }

  /** Writes a part anew; null takes it out. */
  write(path: string, text: string | null): void {
    const key = path.toLowerCase()
    if (text !== null && this.#added.has(key)) {
      this.#added.set(key, Buffer.from(text))
      this.#read.set(key, text)
    } else if (text === null || text !== this.text(key)) this.#changed.set(key, text)
  }

  /** Puts a part in that the file does not have; its name is written as it is given, in lower case. */
  add(path: string, bytes: Uint8Array): void {
    this.#added.set(path.toLowerCase(), bytes)
    this.#read.delete(path.toLowerCase())
  }

  /** The same file with what was written: all other parts are copied as they lie there, still packed. */
  bytes(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(rewritten(Buffer.from(this.#file.bytes), this.#changed, this.#added))
  }
}

type Entry = {
  readonly head: Buffer
  readonly name: string
  readonly offset: number
}

/*
 * A zip's own description of itself (APPNOTE.TXT 4.3): a local header before each part's bytes, and a directory at the
 * end. Copying the bytes of a part with its header keeps it as whoever made it packed it; no zip library does that.
 */
const central = 0x02014b50
const local = 0x04034b50
const end = 0x06054b50

function rewritten(
  zip: Buffer,
  changed: ReadonlyMap<string, string | null>,
  added: ReadonlyMap<string, Uint8Array>,
): Buffer {
  const entries = entriesOf(zip)
  const pieces: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const { head, name, offset } of entries) {
    const text = changed.get(name)
    if (text === null) continue
    const made = text === undefined ? copied(zip, head, offset) : packed(zip, head, offset, text)
    const told = Buffer.from(made.head)
    told.writeUInt32LE(at, 42)
    pieces.push(made.bytes)
    directory.push(told)
    at += made.bytes.length
  }
  for (const [name, content] of added) {
    const made = put(name, content)
    made.head.writeUInt32LE(at, 42)
    pieces.push(made.bytes)
    directory.push(made.head)
    at += made.bytes.length
  }
  const size = directory.reduce((sum, one) => sum + one.length, 0)
  const last = Buffer.alloc(22)
  last.writeUInt32LE(end, 0)
  last.writeUInt16LE(directory.length, 8)
  last.writeUInt16LE(directory.length, 10)
  last.writeUInt32LE(size, 12)
  last.writeUInt32LE(at, 16)
  return Buffer.concat([...pieces, ...directory, last])
}

function entriesOf(zip: Buffer): Entry[] {
  const found = zip.lastIndexOf('PK\x05\x06', undefined, 'latin1')
  const count = zip.readUInt16LE(found + 10)
  let at = zip.readUInt32LE(found + 16)
  const entries: Entry[] = []
  for (let n = 0; n < count && zip.readUInt32LE(at) === central; n++) {
    const [name, extra, comment] = [28, 30, 32].map(field => zip.readUInt16LE(at + field))
    const length = 46 + (name ?? 0) + (extra ?? 0) + (comment ?? 0)
    const head = zip.subarray(at, at + length)
    entries.push({
      head,
      name: head
        .subarray(46, 46 + (name ?? 0))
        .toString('utf8')
        .replaceAll('\\', '/')
        .toLowerCase(),
      offset: zip.readUInt32LE(at + 42),
    })
    at += length
  }
  return entries.sort((a, b) => a.offset - b.offset)
}

/** Sizes and checksum stand in the directory; a header that leaves them to a descriptor behind the bytes is told them. */
function copied(zip: Buffer, head: Buffer, offset: number) {
  const size = head.readUInt32LE(20)
  const start = dataOf(zip, offset)
  const own = Buffer.from(zip.subarray(offset, start))
  return {
    head: settled(head),
    bytes: Buffer.concat([toldSizes(own, head), zip.subarray(start, start + size)]),
  }
}

function packed(zip: Buffer, head: Buffer, offset: number, text: string) {
  const raw = Buffer.from(text, 'utf8')
  const bytes = deflateRawSync(raw)
  const told = settled(head)
  told.writeUInt16LE(8, 10)
  told.writeUInt32LE(crc32(raw), 16)
  told.writeUInt32LE(bytes.length, 20)
  told.writeUInt32LE(raw.length, 24)
  const own = Buffer.from(zip.subarray(offset, dataOf(zip, offset)))
  own.writeUInt16LE(8, 8)
  return { head: told, bytes: Buffer.concat([toldSizes(own, told), bytes]) }
}

/** A part that was not there, with a header of its own. */
function put(name: string, content: Uint8Array) {
  const raw = Buffer.from(content)
  const bytes = deflateRawSync(raw)
  const path = Buffer.from(name, 'utf8')
  const head = Buffer.alloc(46 + path.length)
  head.writeUInt32LE(central, 0)
  for (const at of [4, 6]) head.writeUInt16LE(20, at)
  head.writeUInt16LE(8, 10)
  // 1980-01-01, the first day that a zip knows.
  head.writeUInt16LE(0x21, 14)
  head.writeUInt32LE(crc32(raw), 16)
  head.writeUInt32LE(bytes.length, 20)
  head.writeUInt32LE(raw.length, 24)
  head.writeUInt16LE(path.length, 28)
  path.copy(head, 46)
  const own = Buffer.alloc(30 + path.length)
  own.writeUInt32LE(local, 0)
  head.copy(own, 4, 6, 32)
  path.copy(own, 30)
  return { head, bytes: Buffer.concat([own, bytes]) }
}

const descriptorFlag = 8

function settled(head: Buffer): Buffer {
  const told = Buffer.from(head)
  told.writeUInt16LE(told.readUInt16LE(8) & ~descriptorFlag, 8)
  return told
}

function toldSizes(own: Buffer, head: Buffer): Buffer {
  own.writeUInt16LE(own.readUInt16LE(6) & ~descriptorFlag, 6)
  head.copy(own, 14, 16, 28)
  return own
}

/** Where a part's bytes begin: behind its local header, whose name and extra fields have lengths of their own. */
function dataOf(zip: Buffer, offset: number): number {
  if (zip.readUInt32LE(offset) !== local) throw new Error('invariant broken: the directory names a part')
  return offset + 30 + zip.readUInt16LE(offset + 26) + zip.readUInt16LE(offset + 28)
}

function notAForm(name: string): never {
  refuse(
    'form-not-office',
    `“${name}”不是 .xlsx 或 .docx，或者加了密码。请用 Excel、Word 或 WPS 打开，另存为 .xlsx 或 .docx 再试。`,
    `${name} is neither .xlsx nor .docx, or has a password. Open it in Excel, Word or WPS, save it as .xlsx or .docx and try again.`,
    { name },
  )
}

/** Refuses what is no blank form by its size. */
export function formTooLarge(name: string): never {
  refuse(
    'form-too-large',
    `“${name}”太大，不像一张空白表。请删去里面的图片、多余的空行和别的工作表再试。`,
    `${name} is too large for a blank form. Take out pictures, surplus blank rows and other sheets, and try again.`,
    { name },
  )
}
