import { fileDamaged } from '../file-refusals.ts'
import { bufferOf, type SourceFile } from '../source-file.ts'

/**
 * What lies in the root of an OLE2 file (xls, doc, an encrypted xlsx); what a document in it embeds does not count.
 * Names are told apart without regard to capitals, as Windows does; a stream is put together when asked for.
 */
export type CompoundFile = {
  readonly has: (name: string) => boolean
  readonly stream: (name: string) => Buffer | undefined
}

const endOfChain = 0xfffffffa
const header = 512
const miniLimit = 4096
/** The list of what lies in a workbook has some dozen entries of 128 bytes, and the table of small streams is shorter still. */
const mostDirectory = 4_000_000

/** Reads the directory of an OLE2 file ([MS-CFB]). Chains that run in circles or out of the file are damage. */
export function readCompoundFile(file: SourceFile): CompoundFile {
  const compound = damageTold(file, () => compoundFile(bufferOf(file.bytes)))
  return { has: compound.has, stream: name => damageTold(file, () => compound.stream(name)) }
}

/** Reading beyond the end of the bytes is how damage shows. */
export function damageTold<T>(file: SourceFile, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof RangeError) throw fileDamaged(file.fileName)
    throw error
  }
}

type Entry = { readonly start: number; readonly size: number }

function compoundFile(bytes: Buffer): CompoundFile {
  const sectorSize = 2 ** bytes.readUInt16LE(30)
  if (sectorSize !== 512 && sectorSize !== 4096) throw new RangeError('no such sector size')
  const sector = (id: number) => {
    const at = header + id * sectorSize + (sectorSize - 512)
    if (at + 1 > bytes.length) throw new RangeError('sector outside the file')
    return bytes.subarray(at, Math.min(at + sectorSize, bytes.length))
  }
  const table = allocationTable(bytes, sector, Math.ceil(bytes.length / sectorSize))
  const chain = (start: number, most = Number.POSITIVE_INFINITY) => {
    const length = lengthInOneGo(start, table)
    const at = header + start * sectorSize + (sectorSize - 512)
    // Nearly every program writes a stream in one go: a copy of it would take as much memory as the file.
    if (length !== undefined && length * sectorSize <= most)
      return bytes.subarray(at, at + length * sectorSize)
    return joined(start, table, sector, Math.ceil(most / sectorSize))
  }
  const directory = chain(bytes.readUInt32LE(48), mostDirectory)
  const entries = rootEntries(directory)
  const miniTable = words(chain(bytes.readUInt32LE(60), mostDirectory))
  const miniStream = (start: number) => {
    const mini = chain(directory.readUInt32LE(116))
    return joined(start, miniTable, id => mini.subarray(id * 64, id * 64 + 64))
  }
  return {
    has: name => entries.has(name.toLowerCase()),
    stream: name => {
      const entry = entries.get(name.toLowerCase())
      if (entry === undefined) return undefined
      const stream = entry.size >= miniLimit ? chain(entry.start) : miniStream(entry.start)
      if (stream.length < entry.size) throw new RangeError('a stream is shorter than it says')
      return stream.subarray(0, entry.size)
    },
  }
}

/**
 * The numbers of the table's own sectors stand in the header, and from the 110th on in a chain of their own. More of
 * them than the file has sectors to list are not read.
 */
function allocationTable(bytes: Buffer, sector: (id: number) => Buffer, sectors: number): readonly number[] {
  const ids = words(bytes.subarray(76, 512))
  let next = bytes.readUInt32LE(68)
  for (let left = Math.min(sectors, bytes.readUInt32LE(72)); next < endOfChain && left > 0; left--) {
    const more = words(sector(next))
    ids.push(...more.slice(0, -1))
    next = more.at(-1) ?? endOfChain
    if (ids.length > sectors) break
  }
  const used = ids.filter(id => id < endOfChain).slice(0, Math.ceil(sectors / 128) + 1)
  return used.flatMap(id => words(sector(id)))
}

/** How many sectors a chain has that lie one behind the other, the last as the file ends. */
function lengthInOneGo(start: number, table: readonly number[]): number | undefined {
  let id = start
  while (table[id] === id + 1) id++
  return (table[id] ?? endOfChain) >= endOfChain && start < endOfChain ? id - start + 1 : undefined
}

function joined(
  start: number,
  table: readonly number[],
  sector: (id: number) => Buffer,
  most = Number.POSITIVE_INFINITY,
): Buffer {
  const sectors: Buffer[] = []
  for (let id = start; id < endOfChain; id = table[id] ?? endOfChain) {
    if (sectors.length > Math.min(table.length, most))
      throw new RangeError('a chain of sectors runs in a circle, or is longer than any')
    sectors.push(sector(id))
  }
  return Buffer.concat(sectors)
}

/** The entries of a storage hang on each other as a tree, whose top the first entry of the directory names. */
function rootEntries(directory: Buffer): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>()
  const seen = new Set<number>()
  const waiting = [directory.readUInt32LE(76)]
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const at = id * 128
    if (id >= endOfChain || seen.has(id) || at + 128 > directory.length) continue
    seen.add(id)
    waiting.push(directory.readUInt32LE(at + 68), directory.readUInt32LE(at + 72))
    const nameLength = directory.readUInt16LE(at + 64)
    if (nameLength < 2 || nameLength > 64) continue
    const name = directory.toString('utf16le', at, at + nameLength - 2).toLowerCase()
    if (!entries.has(name))
      entries.set(name, { start: directory.readUInt32LE(at + 116), size: directory.readUInt32LE(at + 120) })
  }
  return entries
}

function words(bytes: Buffer): number[] {
  return Array.from({ length: Math.floor(bytes.length / 4) }, (_, n) => bytes.readUInt32LE(n * 4))
}
