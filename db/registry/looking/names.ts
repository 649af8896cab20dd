import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import { isLastDigits, searchText } from '../finding/search-key.ts'
import { lastPerson } from './roll.ts'
import type { Touched } from './touched.ts'

/**
 * The names of everybody, one below the other in the order of their row numbers, so many to a page: any part of a name is
 * looked for in all of them in a few milliseconds, and a page is read anew where a name in it was touched.
 */
export type Names = readonly NamePage[]

type NamePage = {
  readonly lines: string
  /** Where each line begins, and after the last one where the page ends. */
  readonly starts: Int32Array
}

const perPage = 4096

export function readNames(connection: Connection): Names {
  const pages: NamePage[] = []
  for (let page = 0; page * perPage <= lastPerson(connection); page++) pages.push(readPage(connection, page))
  return pages
}

/** The same after something was written. */
export function renewNames(connection: Connection, before: Names, { called }: Touched): Names {
  if (called.size === 0) return before
  const pages = before.slice()
  for (const page of new Set(Array.from(called, no => Math.floor(no / perPage)))) {
    while (pages.length <= page) pages.push(readPage(connection, pages.length))
    pages[page] = readPage(connection, page)
  }
  return pages
}

function readPage(connection: Connection, page: number): NamePage {
  const from = page * perPage
  const lines = new Array<string>(perPage).fill('')
  const rows = prepareOnce<[number, number], [number, string]>(
    connection,
    'SELECT no, name FROM person WHERE no >= ? AND no < ?',
  )
    .raw()
    .all(from, from + perPage)
  for (const [no, name] of rows) lines[no - from] = name.replaceAll('\n', ' ')
  const starts = new Int32Array(perPage + 1)
  for (const [line, name] of lines.entries()) starts[line + 1] = (starts[line] ?? 0) + name.length + 1
  return { lines: lines.join('\n'), starts }
}

/**
 * Whom a text means, by the person's row number: any part of a name, the beginning of its reading, of an
 * ID or a telephone number, or the last digits of an ID or telephone number.
 */
export function readNamed(connection: Connection, names: Names, text: string): Uint8Array {
  const named = new Uint8Array(names.length * perPage)
  for (const [page, own] of names.entries()) markLines(named, page * perPage, own, text)
  const key = searchText(text)
  if (key === '') return named
  const upper = key.toUpperCase()
  const given = {
    key,
    upper,
    beyondKey: beyond(key),
    beyondUpper: beyond(upper),
    last: key.slice(-4),
    length: key.length,
  }
  const statement = isLastDigits(key) ? `${beginsStatement} ${endsStatement}` : beginsStatement
  for (const no of prepareOnce<unknown[], number>(connection, statement).pluck().iterate(given)) named[no] = 1
  return named
}

/** Marks whoever has the text in his line. */
function markLines(named: Uint8Array, first: number, { lines, starts }: NamePage, text: string): void {
  if (text.includes('\n')) return
  let line = 0
  for (let at = lines.indexOf(text); at >= 0; at = lines.indexOf(text, starts[line])) {
    while ((starts[line + 1] ?? lines.length) <= at) line++
    named[first + line++] = 1
    if (line === perPage) return
  }
}

/** The first text after all that begin with this one. */
function beyond(text: string): string {
  return `${text}\u{10ffff}`
}

const beginsStatement = `
  SELECT no FROM person WHERE initials >= @key AND initials < @beyondKey
  UNION ALL SELECT no FROM person WHERE pinyin >= @key AND pinyin < @beyondKey
  UNION ALL SELECT no FROM person WHERE id_number >= @upper AND id_number < @beyondUpper
  UNION ALL SELECT no FROM person WHERE length(@key) > 2 AND phone >= @key AND phone < @beyondKey`
const endsStatement = `
  UNION ALL SELECT no FROM person
    WHERE substr(id_number, -4) = upper(@last) AND substr(id_number, -@length) = @upper
  UNION ALL SELECT no FROM person WHERE substr(phone, -4) = @last AND substr(phone, -@length) = @key`
