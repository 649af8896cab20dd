import { crc32, deflateRawSync } from 'node:zlib'

export type Entry = {
  content: string | Buffer
  /** What the directory says instead of the truth. */
  declared?: { size?: number; crc?: number; packed?: number }
  flags?: number
}

/** A zip file made by hand, which may lie about its parts. */
export function zipOf(entries: Record<string, string | Buffer | Entry>, level = 9): Buffer {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, given] of Object.entries(entries)) {
    const entry: Entry = typeof given === 'string' || Buffer.isBuffer(given) ? { content: given } : given
    const content = Buffer.from(entry.content)
    const packed = deflateRawSync(content, { level })
    const crc = entry.declared?.crc ?? crc32(content)
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(entry.flags ?? 0, 2)
    fields.writeUInt16LE(8, 4)
    fields.writeUInt32LE(crc, 10)
    fields.writeUInt32LE(entry.declared?.packed ?? packed.length, 14)
    fields.writeUInt32LE(entry.declared?.size ?? content.length, 18)
    fields.writeUInt16LE(Buffer.byteLength(name), 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, Buffer.from(name), packed])
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(offset, 10)
    directory.push(
      Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.alloc(2), fields, rest, Buffer.from(name)]),
    )
    bodies.push(local)
    offset += local.length
  }
  const list = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(directory.length, 4)
  end.writeUInt16LE(directory.length, 6)
  end.writeUInt32LE(list.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...bodies, list, Buffer.from('PK\x05\x06'), end])
}
