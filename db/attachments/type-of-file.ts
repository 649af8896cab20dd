import { open } from 'node:fs/promises'
import { openZip, ZipFault } from '#db/files/zip-reader.ts'
import type { FileType } from '#db/records/types/files.ts'

/** What a file is by its first bytes, whatever it is called; undefined for what may not be attached. */
export async function typeOfFile(path: string): Promise<FileType | undefined> {
  const head = await firstBytes(path, 16)
  const begins = (...bytes: readonly number[]) => bytes.every((byte, at) => head[at] === byte)
  const says = (text: string, at = 0) => head.toString('latin1', at, at + text.length) === text
  if (says('%PDF-')) return 'pdf'
  if (begins(0xff, 0xd8, 0xff)) return 'jpeg'
  if (begins(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'png'
  if (says('RIFF') && says('WEBP', 8)) return 'webp'
  if (says('GIF87a') || says('GIF89a')) return 'gif'
  if (says('BM') && head.readUInt32LE(6) === 0) return 'bmp'
  if (says('II*\0') || says('MM\0*')) return 'tiff'
  if (says('ftyp', 4) && heicBrands.has(head.toString('latin1', 8, 12))) return 'heic'
  if (begins(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1)) return 'office'
  return begins(0x50, 0x4b, 0x03, 0x04) ? typeOfZip(path) : undefined
}

const heicBrands: ReadonlySet<string> = new Set(['heic', 'heix', 'heim', 'heis', 'mif1', 'msf1'])

/** Documents that are zips are told apart by the part that each has; nothing of them is unpacked. */
const partsOf: readonly (readonly [part: string, type: FileType])[] = [
  ['word/document.xml', 'docx'],
  ['xl/workbook.xml', 'xlsx'],
  ['ppt/presentation.xml', 'pptx'],
  ['OFD.xml', 'ofd'],
]
const bounds = { entries: 5000, bytes: 512 * 1024 * 1024 }

async function typeOfZip(path: string): Promise<FileType | undefined> {
  try {
    const zip = await openZip(path, bounds)
    try {
      return partsOf.find(([part]) => zip.sizes.has(part))?.[1]
    } finally {
      zip.close()
    }
  } catch (error) {
    if (error instanceof ZipFault) return undefined
    throw error
  }
}

async function firstBytes(path: string, length: number): Promise<Buffer> {
  const handle = await open(path, 'r')
  try {
    const bytes = Buffer.alloc(length)
    await handle.read(bytes, 0, length, 0)
    return bytes
  } finally {
    await handle.close()
  }
}
