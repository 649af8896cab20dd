import { isBlank, type SheetRow, shownText } from '#db/sheets/cell.ts'
import type { RosterForm } from '../field.ts'
import { headerKey } from '../recognising/headers/header-key.ts'
import type { Columns } from '../recognising/headers/header-match.ts'

/**
 * The numbers before the names of a list that say what hangs under what: 1, 1.1 and 1.1.1, or 一、 （一） and 1.; and the
 * blanks before them, where they are indented.
 */

/** A number: how deep it lies (less is higher), its parts where they are written out, and what stands behind it. */
type Numbered = { readonly depth: number; readonly parts: readonly string[]; readonly rest: string }

const dotted = /^(\d{1,3}(?:[.．-]\d{1,3})*)(?:[.．、]\s*|\s+|(?=\p{Script=Han}))(.*)$/su
const numeral = '[一二三四五六七八九十]{1,3}'
const chinese: readonly (readonly [RegExp, number])[] = [
  [new RegExp(`^第?(${numeral})[、.．]\\s*(.*)$`, 's'), 0],
  [new RegExp(`^[(（](${numeral})[)）][、.．]?\\s*(.*)$`, 's'), 1],
  [/^([(（]\d{1,3}[)）]|[①-⑳])[、.．]?\s*(.*)$/s, 20],
]

function numbered(text: string): Numbered | undefined {
  for (const [form, depth] of chinese) {
    const [, , rest] = form.exec(text) ?? []
    if (rest !== undefined) return { depth, parts: [], rest }
  }
  const [, number, rest] = dotted.exec(text) ?? []
  if (number === undefined || rest === undefined) return undefined
  const parts = number.split(/[.．-]/)
  return { depth: 1 + parts.length, parts, rest }
}

/** The same of a cell that holds the number alone. */
function numberAlone(text: string): Numbered | undefined {
  const isNumeral = new RegExp(`^${numeral}$`).test(text)
  const found = numbered(isNumeral ? `${text}、` : `${text} `)
  return found?.rest.trim() === '' ? found : undefined
}

/** A name by the blanks before it, where one of full width is as wide as two others, and by the steps by which its cell is indented. */
function indented(text: string, steps: number): Numbered | undefined {
  const name = text.trim()
  if (name === '') return undefined
  const blanks = text.slice(0, text.indexOf(name)).replace(/\t/g, '    ')
  return { depth: steps * 2 + blanks.replace(/\u3000/g, '  ').length, parts: [], rest: name }
}

/** What the number of a row says: its name without it, and the name of the row that it lies under. */
export type Outlined = {
  readonly row: SheetRow
  readonly number: string
  readonly parent: string | undefined
  /** It was read by how far the name is indented, and has no number. */
  readonly byIndent: boolean
}

/** So many rows tell whether names are numbered. */
const rowsLookedAt = 5_000
const numberHeader = /^(?:序号|编号|序|号|层级|层次|no\.?)$/

type Read = {
  readonly name: string
  readonly own: Numbered | undefined
  readonly beside: Numbered | undefined
  readonly indent: Numbered | undefined
}

/**
 * Reads the numbers of a list in which a row names what it hangs under. Undefined where there are none that tell: one
 * number after the other alone says nothing but how many there are, and is left out of the names.
 */
export async function outlineOf<F extends string>(
  { above, keys }: RosterForm<F>,
  { columns, headers, headerEnd }: { columns: Columns<F>; headers: readonly string[]; headerEnd: number },
  batches: () => Promise<AsyncIterable<readonly SheetRow[]>>,
): Promise<((row: SheetRow) => Outlined | undefined) | undefined> {
  const name = keys[0] === undefined ? undefined : columns[keys[0]]?.index
  if (above === undefined || name === undefined) return undefined
  const number = headers.findIndex(header => numberHeader.test(headerKey(header)))
  const read = ({ cells, indents }: SheetRow): Read => ({
    name: shownText(cells[name]).trim(),
    own: numbered(shownText(cells[name]).trim()),
    beside: number < 0 ? undefined : numberAlone(shownText(cells[number]).trim()),
    indent: indented(shownText(cells[name]), indents?.get(name) ?? 0),
  })
  const rows = await firstRead(await batches(), headerEnd, read)
  const numbers = (['own', 'beside'] as const).find(place =>
    isMostly(rows, each => each[place] !== undefined),
  )
  const where = areIndented(rows) && !isOutlined(rows, numbers) ? 'indent' : numbers
  if (where === undefined) return undefined
  const isOutline = isOutlined(rows, where)
  // 3 before 团支部 may be part of a name; 3、 is not.
  const isSet = (each: Read) => each.own !== undefined && !/^\d+(?:\s|\p{Script=Han})/u.test(each.name)
  if (!isOutline && !(where === 'own' && isMostly(rows, isSet))) return undefined
  const parent = columns[above]?.index
  let open: { readonly numbered: Numbered; readonly name: string }[] = []
  return row => {
    const found = read(row)
    const at = found[where]
    if (at === undefined) return undefined
    const bare = where === 'own' ? at.rest.trim() : found.name
    open = open.filter(each => each.numbered.depth < at.depth)
    const over = open.at(-1)
    open.push({ numbered: at, name: bare })
    const isUnder = over !== undefined && isOutline && fits(over.numbered, at)
    const says = parent === undefined || isBlank(row.cells[parent])
    return {
      row: where === 'own' && bare !== '' ? { ...row, cells: row.cells.with(name, bare) } : row,
      number:
        where === 'own'
          ? found.name.slice(0, found.name.length - at.rest.length).trim()
          : where === 'indent'
            ? ''
            : shownText(row.cells[number]).trim(),
      parent: isUnder && says ? over.name : undefined,
      byIndent: where === 'indent',
    }
  }
}

/** Numbers of more than one depth, the first of which is least deep. */
function isOutlined(rows: readonly Read[], where: 'own' | 'beside' | 'indent' | undefined): boolean {
  if (where === undefined) return false
  const depths = new Set(rows.flatMap(each => each[where]?.depth ?? []))
  return depths.size > 1 && rows[0]?.[where]?.depth === Math.min(...depths)
}

/** Two rows at least stand further in than the first, and none by a single blank, which is a slip of the hand. */
function areIndented(rows: readonly Read[]): boolean {
  const depths = rows.map(({ indent }) => indent?.depth ?? 0)
  const first = depths[0] ?? 0
  const further = depths.filter(depth => depth > first)
  const steps = [...new Set(depths)].toSorted((a, b) => a - b)
  return further.length > 1 && steps.every((depth, i) => i === 0 || depth - (steps[i - 1] ?? 0) > 1)
}

/** 1.2.1 lies under 1.2, and under nothing else that has such a number. */
function fits(above: Numbered, below: Numbered): boolean {
  return (
    above.parts.length === 0 ||
    below.parts.length === 0 ||
    above.parts.every((part, i) => part === below.parts[i])
  )
}

async function firstRead(
  batches: AsyncIterable<readonly SheetRow[]>,
  headerEnd: number,
  read: (row: SheetRow) => Read,
): Promise<readonly Read[]> {
  const rows: Read[] = []
  let looked = 0
  for await (const batch of batches) {
    for (const row of batch) {
      if (row.row <= headerEnd) continue
      looked++
      const found = read(row)
      if (found.name !== '') rows.push(found)
    }
    if (looked >= rowsLookedAt) break
  }
  return rows
}

/** Nearly all of them, two at least: one may have been forgotten. */
function isMostly(rows: readonly Read[], is: (row: Read) => boolean): boolean {
  const count = rows.filter(is).length
  return count > 1 && count * 5 >= rows.length * 4
}
