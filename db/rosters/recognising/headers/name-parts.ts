import { type Cell, type SheetRow, shownText } from '#db/sheets/cell.ts'
import type { RosterForm } from '../../field.ts'
import { headerKey, headerKeyWithoutRemarks } from './header-key.ts'

/** By the place of a surname's column: that of the column which holds the given name. */
export type NameParts = ReadonlyMap<number, number>

const surname = /^(?:中文|英文)?(?:姓氏?|surname|lastname|familyname)$/
/** Most headers need no more than a look. */
const maybeSurname = /姓|name/i
const given = /^(?:中文|英文)?(?:名字?|givennames?|firstname)$/

/** Whether a header is 姓 or Surname, and the form knows of names of people. */
export function isSurname(form: RosterForm<string>, header: string): boolean {
  return maybeSurname.test(header) && surname.test(bare(header)) && namesIn(form).length > 0
}

/** The fields that 姓名 stands for. */
export function namesIn<F extends string>(form: RosterForm<F>): readonly F[] {
  return (form.meanings().get(headerKey('姓名')) ?? []).map(({ field }) => field)
}

/** 姓 and 名 side by side, in either order: each header with its place, those without one left out. */
export function namePartsBeside(
  headers: readonly { readonly index: number; readonly header: string }[],
): NameParts {
  const found = new Map<number, number>()
  for (const [i, { index, header }] of headers.entries()) {
    if (!maybeSurname.test(header) || !surname.test(bare(header))) continue
    const beside = [headers[i + 1], headers[i - 1]].find(
      other => other !== undefined && given.test(bare(other.header)),
    )
    if (beside !== undefined) found.set(index, beside.index)
  }
  return found
}

/** 姓 and 名 in a row below 姓名, which the column behind has no header of its own for. */
export function namePartsBelow<F extends string>(
  form: RosterForm<F>,
  headers: readonly string[],
  { cells, spread }: SheetRow,
): NameParts {
  const found = new Map<number, number>()
  const isPart = (cell: Cell) => typeof cell === 'string' && cell.length < 20 && maybeSurname.test(cell)
  if (!cells.some(cell => isPart(cell) && surname.test(bare(shownText(cell))))) return found
  const names = namesIn(form)
  const textAt = (index: number) => (spread?.has(index) ? '' : bare(shownText(cells[index])))
  for (const [index, raw] of headers.entries()) {
    const header = raw.trim()
    const isName = (form.meanings().get(headerKey(header)) ?? []).some(({ field }) => names.includes(field))
    const isAlone = ['', header].includes((headers[index + 1] ?? '').trim())
    if (header === '' || !isName || !isAlone) continue
    if (surname.test(textAt(index)) && given.test(textAt(index + 1))) found.set(index, index + 1)
    else if (given.test(textAt(index)) && surname.test(textAt(index + 1))) found.set(index + 1, index)
  }
  return found
}

function bare(header: string): string {
  return headerKeyWithoutRemarks(headerKey(header))
}

const han = /^[\p{Script=Han}·]+$/u

/** A name of which surname and given name have a cell each: 王 and 芳 are 王芳, others stand as the columns do. */
export function nameOfParts(cells: readonly Cell[], family: number, rest: number): Cell {
  const [first, second] = [family, rest].map(index => shownText(cells[index]).trim())
  if (first === undefined || second === undefined || second === '') return cells[family] ?? null
  if (first === '') return cells[rest] ?? null
  if (han.test(first.replace(/\s+/g, '')) && han.test(second.replace(/\s+/g, ''))) return first + second
  return family < rest ? `${first} ${second}` : `${second} ${first}`
}
