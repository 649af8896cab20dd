import { wordKey } from '#db/records/types/word-table.ts'
import { remembering } from '#db/shared/own-copy.ts'
import { type Cell, isBlank, type SheetRow, shownText } from '#db/sheets/cell.ts'
import type { RosterForm } from '../../field.ts'
import { headerKey } from './header-key.ts'
import { columnsOf, type HeaderMatch, type Tick } from './header-match.ts'

/** By the place of a header: the columns below it that are each headed by one of its words, as 优秀 and 合格 below 评议结果. */
export type TicksByHeader = ReadonlyMap<number, readonly Tick[]>

/** The words in a row below a header that are its own: two at least, since one alone is somebody's value. */
export function ticksBelow<F extends string>(
  form: RosterForm<F>,
  headers: readonly string[],
  { cells, spread }: SheetRow,
): TicksByHeader {
  const found = new Map<number, Tick[]>()
  let header = -1
  for (let index = 0; index < Math.max(headers.length, cells.length); index++) {
    if ((headers[index] ?? '').trim() !== '') header = index
    const cell = cells[index]
    if (typeof cell !== 'string' || spread?.has(index)) continue
    const word = wordBelow(form, headers[header] ?? '', cell)
    if (word === undefined) continue
    const ticks = found.get(header) ?? []
    found.set(header, [...ticks, { index, word }])
  }
  return new Map([...found].filter(([, ticks]) => ticks.length > 1))
}

/** The word of a header's list that a cell below it says. */
export function wordBelow<F extends string>(
  form: RosterForm<F>,
  header: string,
  cell: string,
): string | undefined {
  const meanings = form.meanings().get(headerKey(header)) ?? []
  if (meanings.length === 0) return undefined
  const key = keyOfCell(cell)
  if (key === '') return undefined
  for (const { field } of meanings) {
    const words = form.fields.find(each => each.field === field)?.words
    const word = words && byKey(words).get(key)
    if (word !== undefined) return word
  }
  return undefined
}

/** The same cells are looked at for each roster, and again below each row that may be its header. */
const keyOfCell = remembering(5_000, wordKey)

/** The words of a list by their keys: each cell below each header of each roster is compared with all of them. */
function byKey(words: readonly string[]): ReadonlyMap<string, string> {
  const known = keyed.get(words)
  if (known !== undefined) return known
  // Of two words that are the same but for punctuation the first stands.
  const made = new Map(words.toReversed().map(word => [wordKey(word), word]))
  keyed.set(words, made)
  return made
}

const keyed = new WeakMap<readonly string[], ReadonlyMap<string, string>>()

/** The match of a header with the columns that are ticked below it. */
export function withTicks<F extends string>(
  form: RosterForm<F>,
  match: HeaderMatch<F>,
  ticks: TicksByHeader,
): HeaderMatch<F> {
  if (ticks.size === 0) return match
  const columns = new Map(
    form.fields.flatMap(({ field }) => {
      const column = match.columns[field]
      const own = column === undefined ? undefined : ticks.get(column.index)
      return column === undefined
        ? []
        : [[field, own === undefined ? column : { ...column, ticks: own }] as const]
    }),
  )
  return { ...match, columns: columnsOf(form, columns) }
}

/** So many rows tell whether columns are ticked. */
const rowsLookedAt = 40
const tick = /^(?:[√✓✔☑■●◆▲★v1y对是有]|yes|true)$/i

/**
 * Columns that are each headed by one word of a list, 优秀, 合格 and 不合格, without a header above them: what is ticked is
 * the value of the field whose list it is. Where anything but ticks stands below them they are something else.
 */
export function withTickedWords<F extends string>(
  form: RosterForm<F>,
  match: HeaderMatch<F>,
  headers: readonly string[],
  below: () => readonly SheetRow[],
): HeaderMatch<F> {
  // A list of words alone says nothing of whom or what they are.
  if (match.matched === 0) return match
  const taken = new Set(form.fields.flatMap(({ field }) => match.columns[field]?.index ?? []))
  let ticked = match
  for (const { field, header, words, tells } of form.fields) {
    if (words === undefined || match.columns[field] !== undefined) continue
    const ticks = [...headers.entries()].flatMap(([index, text]) => {
      const word = taken.has(index) || match.by.has(index) ? undefined : byKey(words).get(keyOfCell(text))
      return word === undefined || text.trim() === '' ? [] : [{ index, word }]
    })
    const isEach = new Set(ticks.map(({ word }) => word)).size === ticks.length
    if (ticks.length < 2 || !isEach || !areTicked(ticks, below().slice(0, rowsLookedAt))) continue
    const [first] = ticks
    const isRead = (name: string) => ticks.some(({ index }) => headers[index]?.trim() === name)
    ticked = {
      ...ticked,
      columns: { ...ticked.columns, [field]: { index: first?.index ?? 0, header, ticks } },
      ignored: ticked.ignored.filter(name => !isRead(name)),
      ignoredNames: ticked.ignoredNames.filter(name => !isRead(name)),
      by: new Map([...ticked.by, ...ticks.map(({ index }) => [index, 'header'] as const)]),
      matched: ticked.matched + 1,
      tells: ticked.tells + tells,
    }
    for (const { index } of ticks) taken.add(index)
  }
  return ticked
}

/** Nothing but ticks and what means none, and hardly ever two in a row: 1, 1, 0 are how many people there are. */
function areTicked(ticks: readonly Tick[], rows: readonly SheetRow[]): boolean {
  let [once, more] = [0, 0]
  for (const { cells, spread } of rows) {
    const said = ticks.flatMap(({ index }) => {
      const cell = cells[index] ?? null
      return isBlank(cell) || spread?.has(index) ? [] : [shownText(cell).trim()]
    })
    const count = said.filter(text => tick.test(text)).length
    if (said.some(text => !tick.test(text) && !noTick.test(text))) return false
    if (count === 1) once++
    if (count > 1) more++
  }
  return once > 0 && more * 4 <= once
}

/** What stands in a cell that is to be left alone: √ is what counts. */
const noTick = /^(×|✗|✘|x|否|无|没有|0|false|-+|—+|\/+)$/i

/** What the columns of a row say in which one is ticked; the words of all that are, where it is more than one. */
export function ticked(cells: readonly Cell[], ticks: readonly Tick[]): Cell {
  const said = ticks.filter(({ index }) => {
    const cell = cells[index]
    return !isBlank(cell) && !noTick.test(shownText(cell).trim())
  })
  return said.length === 0 ? null : said.map(({ word }) => word).join('、')
}
