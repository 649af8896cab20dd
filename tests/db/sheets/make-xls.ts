import iconv from 'iconv-lite'

/** A stream of an OLE2 file, or a storage with streams of its own. */
export type OleEntry = { name: string; content: Buffer | OleEntry[] }

const none = 0xffffffff
const last = 0xfffffffe

/** An OLE2 file made by hand. Streams are filled up to 4,096 bytes, so that all lie in sectors of their own. */
export function oleOf(entries: OleEntry[]): Buffer {
  const flat: { entry: OleEntry; right: number; child: number; start: number; size: number }[] = []
  const place = (list: OleEntry[]): number => {
    let next = none
    for (const entry of list.toReversed()) {
      const child = Array.isArray(entry.content) ? place(entry.content) : none
      flat.push({ entry, right: next, child, start: last, size: 0 })
      next = flat.length
    }
    return next
  }
  const top = place(entries)
  const chains: number[][] = []
  const sectors: Buffer[] = []
  const add = (content: Buffer): number => {
    const first = sectors.length
    const padded = Buffer.concat([content, Buffer.alloc((512 - (content.length % 512)) % 512)])
    for (let at = 0; at < padded.length; at += 512) sectors.push(padded.subarray(at, at + 512))
    chains.push(sectors.slice(first).map((_, n) => first + n))
    return first
  }
  for (const item of flat) {
    if (Array.isArray(item.entry.content)) continue
    const content = Buffer.concat([
      item.entry.content,
      Buffer.alloc(Math.max(0, 4096 - item.entry.content.length)),
    ])
    item.start = add(content)
    item.size = content.length
  }
  const directory = Buffer.concat([
    directoryEntry('Root Entry', 5, none, top, last, 0),
    ...flat.map(({ entry, right, child, start, size }) =>
      directoryEntry(entry.name, Array.isArray(entry.content) ? 1 : 2, right, child, start, size),
    ),
  ])
  const directoryStart = add(Buffer.concat([directory, Buffer.alloc((512 - (directory.length % 512)) % 512)]))
  const tables = Math.ceil((sectors.length + 4) / 127)
  const table = Buffer.alloc(tables * 512, 0xff)
  for (const chain of chains)
    for (const [n, id] of chain.entries()) table.writeUInt32LE(chain[n + 1] ?? last, id * 4)
  const tableStart = sectors.length
  for (let n = 0; n < tables; n++) table.writeUInt32LE(0xfffffffd, (tableStart + n) * 4)
  const header = Buffer.alloc(512)
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(header)
  for (const [at, value] of [
    [24, 0x3e],
    [26, 3],
    [28, 0xfffe],
    [30, 9],
    [32, 6],
  ] as const)
    header.writeUInt16LE(value, at)
  for (const [at, value] of [
    [44, tables],
    [48, directoryStart],
    [56, 4096],
    [60, last],
    [68, last],
    [72, 0],
  ] as const)
    header.writeUInt32LE(value, at)
  header.fill(0xff, 76)
  for (let n = 0; n < tables; n++) header.writeUInt32LE(tableStart + n, 76 + n * 4)
  return Buffer.concat([header, ...sectors, table])
}

function directoryEntry(
  name: string,
  type: number,
  right: number,
  child: number,
  start: number,
  size: number,
): Buffer {
  const entry = Buffer.alloc(128)
  entry.write(name, 'utf16le')
  entry.writeUInt16LE(name.length * 2 + 2, 64)
  entry.writeUInt8(type, 66)
  for (const [at, value] of [
    [68, none],
    [72, right],
    [76, child],
    [116, start],
    [120, size],
  ] as const)
    entry.writeUInt32LE(value, at)
  return entry
}

/** One record of a workbook stream: its number and its body, numbers as [size, value]. */
export function record(id: number, ...body: (Buffer | readonly [1 | 2 | 4, number])[]): Buffer {
  const parts = body.map(part => {
    if (Buffer.isBuffer(part)) return part
    const bytes = Buffer.alloc(part[0])
    bytes.writeUIntLE(part[1], 0, part[0])
    return bytes
  })
  const all = Buffer.concat(parts)
  const head = Buffer.alloc(4)
  head.writeUInt16LE(id, 0)
  head.writeUInt16LE(all.length, 2)
  return Buffer.concat([head, all])
}

/** A cell with a text of Excel 97 and later, as `record` makes it of its parts: written at once, of which tests have millions. */
function wideTextCell(row: number, column: number, words: string): Buffer {
  const bytes = Buffer.allocUnsafe(13 + 2 * words.length)
  let at = bytes.writeUInt16LE(0x204, 0)
  at = bytes.writeUInt16LE(9 + 2 * words.length, at)
  for (const value of [row, column, 0, words.length]) at = bytes.writeUInt16LE(value, at)
  at = bytes.writeUInt8(1, at)
  bytes.write(words, at, 'utf16le')
  return bytes
}

export type XlsCell = string | number | { day: number } | { formula: string }

/**
 * A workbook stream with one sheet. `version` 5 is Excel 5 and 95, whose texts are bytes of a code page; 8 is Excel 97
 * and later. `sheetRecords` come before the cells.
 */
export function bookStream(
  rows: XlsCell[][],
  { version = 8, codePage = 936, globals = [] as Buffer[], sheetRecords = [] as Buffer[], hidden = 0 } = {},
): Buffer {
  const text = (words: string, size: 1 | 2): Buffer => {
    const bytes = version === 8 ? Buffer.from(words, 'utf16le') : iconv.encode(words, `cp${codePage}`)
    const count = Buffer.alloc(size)
    count.writeUIntLE(version === 8 ? words.length : bytes.length, 0, size)
    return Buffer.concat(version === 8 ? [count, Buffer.from([1]), bytes] : [count, bytes])
  }
  const beginning = (what: number) =>
    record(0x809, [2, version === 8 ? 0x600 : 0x500], [2, what], [2, 0], [2, 0])
  const style = (format: number) => record(0xe0, [2, 0], [2, format], Buffer.alloc(16))
  const global = (start: number) =>
    Buffer.concat([
      beginning(5),
      record(0x42, [2, version === 8 ? 1200 : codePage]),
      ...globals,
      style(0),
      style(14),
      record(0x85, [4, start], [1, hidden], [1, 0], text('表一', 1)),
      record(0x0a),
    ])
  const cells = rows.flatMap((row, r) =>
    row.flatMap((cell, c) => {
      if (typeof cell === 'string' && version === 8) return [wideTextCell(r, c, cell)]
      const place = (day = false): [2, number][] => [
        [2, r],
        [2, c],
        [2, day ? 1 : 0],
      ]
      const double = (value: number) => {
        const bytes = Buffer.alloc(8)
        bytes.writeDoubleLE(value)
        return bytes
      }
      if (typeof cell === 'string') return [record(0x204, ...place(), text(cell, 2))]
      if (typeof cell === 'number') return [record(0x203, ...place(), double(cell))]
      if ('day' in cell) return [record(0x203, ...place(true), double(cell.day))]
      const shown = Buffer.from([0, 0, 0, 0, 0, 0, 0xff, 0xff])
      return [record(0x06, ...place(), shown, [2, 0], [4, 0], [2, 0]), record(0x207, text(cell.formula, 2))]
    }),
  )
  return Buffer.concat([global(global(0).length), beginning(0x10), ...sheetRecords, ...cells, record(0x0a)])
}
