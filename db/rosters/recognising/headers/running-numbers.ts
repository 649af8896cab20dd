import { type SheetRow, shownText } from '#db/sheets/cell.ts'
import type { RosterForm } from '../../field.ts'
import { headerKey } from './header-key.ts'
import type { Column, HeaderMatch } from './header-match.ts'

/** Fields that are numbers of their own, and by which headers they may be taken for what only counts the rows. */
const mayCount: Readonly<Record<string, RegExp>> = {
  code: /^(?:编[号码]|代[码号]|id|no|code)$/,
  memberNo: /^/,
}
const mostLookedAt = 20
/** 1, 01, （1）, 1、 and 1.2.1. */
const counting = /^[(（]?0{0,3}(\d{1,4})((?:[.．-]\d{1,3})*)[)）.．、]?$/

/** The match of a header without columns that count the rows: 编号 with 1, 2, 3 below it is no code of an organization. */
export function withoutRunningNumbers<F extends string>(
  form: RosterForm<F>,
  match: HeaderMatch<F>,
  below: () => readonly SheetRow[],
): HeaderMatch<F> {
  let all = match
  for (const { field, tells } of form.fields) {
    const column = all.columns[field]
    const header = mayCount[field]
    if (column === undefined || header === undefined || !header.test(headerKey(column.header))) continue
    if (all.by.get(column.index) !== 'header' || !areCounted(below(), column)) continue
    const columns: { [K in F]?: Column } = { ...all.columns }
    delete columns[field]
    const by = new Map(all.by)
    by.delete(column.index)
    all = {
      ...all,
      columns,
      by,
      ignored: [column.header, ...all.ignored],
      ignoredNames: [column.header, ...all.ignoredNames],
      matched: all.matched - 1,
      tells: all.tells - tells,
    }
  }
  return all
}

/** 1, 2, 3 in turn, or anew from 1, and between them numbers that begin with the last of them. */
function areCounted(rows: readonly SheetRow[], { index }: Column): boolean {
  let [last, seen] = [0, 0]
  for (const { cells } of rows) {
    const text = shownText(cells[index]).trim()
    if (text === '') continue
    const [, number, rest] = counting.exec(text) ?? []
    if (number === undefined) return false
    if (rest === '' && Number(number) !== last + 1 && Number(number) !== 1) return false
    if (rest !== '' && Number(number) !== last) return false
    last = Number(number)
    if (++seen >= mostLookedAt) break
  }
  return seen > 1 || last === 1
}
