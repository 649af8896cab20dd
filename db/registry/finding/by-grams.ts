import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import { digitsInRows } from './search-text.ts'

export const isDigits = (text: string) => /^\d+$/.test(text)

/** What stands apart by its last digit in the search index: people, or organizations. */
export const slotOf = { people: 0, orgs: 1 } as const

/** The local numbers of rows of which the search index holds all these tokens, and no more of them than this. */
export function rowsByGrams(
  db: Connection,
  query: string,
  slot: (typeof slotOf)[keyof typeof slotOf],
  limit: number,
): number[] {
  return prepareOnce<[string, number, number], { no: number }>(
    db,
    'SELECT rowid / 2 AS no FROM grams WHERE grams MATCH ? AND rowid % 2 = ? LIMIT ?',
  )
    .all(query, slot, limit)
    .map(row => row.no)
}

export const allOf = (tokens: readonly string[]) => tokens.map(token => `"${token}"`).join(' AND ')

/** The index answers with all rows that hold the pairs; whether they stand next to each other is looked at by whoever asks. */
export function matchOf(wanted: string): string {
  const characters = [...wanted]
  if (characters.length <= 2) return allOf([wanted])
  if (isDigits(wanted) && characters.length >= 4) return allOf(digitsInRows(wanted))
  const pairs = characters.slice(1).map((character, i) => `${characters[i]}${character}`)
  const telling = pairs.filter(pair => !inEveryName.has(pair))
  return allOf(telling.length < fewestTelling ? pairs : telling)
}

/** Pairs that half of all organizations hold: to look each of their rows up takes longest, and tells least. */
const inEveryName: ReadonlySet<string> = new Set(
  '共青 青团 团支 支部 部委 委员 员会 团总 总支 团委 团工 工委 企业 业团 业支 社区 区团 区支 街道 道团'.split(
    ' ',
  ),
)
const fewestTelling = 2

/**
 * How many rows are looked at: pairs that stand apart are many, and only looking tells them from the name itself. Two
 * characters, or four digits, are one token, and whatever has it holds them.
 */
export function candidates(wanted: string, limit: number): number {
  const isOneToken = [...wanted].length <= 2 || (isDigits(wanted) && wanted.length === 4)
  return isOneToken ? limit * 3 : Math.max(limit * 4, 5000)
}

/** The first text after every one that begins with this, for a range over an index. */
export function after(text: string): string {
  return `${text}\u{10ffff}`
}

export const lettersAlone = /^[a-z0-9]+$/

export function distinct<T extends { readonly id: string }>(rows: readonly T[]): T[] {
  return [...new Map(rows.map(row => [row.id, row])).values()]
}
