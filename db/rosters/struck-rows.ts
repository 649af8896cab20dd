import { isBlank, type SheetRow } from '#db/sheets/cell.ts'
import type { Columns } from './recognising/headers/header-match.ts'
import type { RosterLine } from './roster-line.ts'

/** Whoever is struck from a list by a line through the name, or through all that is said of him. */
export function isStruck({ cells, struck }: SheetRow, columns: Columns<string>): boolean {
  if (struck === undefined) return false
  const { name } = columns
  if (name !== undefined && struck.has(name.index)) return true
  const written = Object.values(columns).flatMap(column =>
    column === undefined || isBlank(cells[column.index]) ? [] : [column.index],
  )
  return written.length > 0 && written.every(index => struck.has(index))
}

export function refuseStruck(line: RosterLine<string>, field: string | undefined): void {
  line.refuse(
    field ?? '',
    'row-struck',
    '这一行划了删除线，所以没有登记。仍然有效的，去掉删除线再导入；已经离开而台账里还有的，请办理转出或撤销。',
    'the row is struck through, so it was not taken. If it still holds, take the line off and import it again; whoever left and is still in the registry has to be recorded as gone.',
  )
}
