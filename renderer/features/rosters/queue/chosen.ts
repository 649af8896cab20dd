import type { Recognised, Roster } from '#contract/rosters.ts'
import type { DoubleAnswer, Queued } from './queue.ts'

/** A file with all that is needed to import it. */
export type Chosen = {
  readonly file: File
  readonly as: Roster
  readonly sheet: string | undefined
  readonly on: string | undefined
  readonly map: Record<string, string>
  readonly place: string | undefined
  readonly type: string | undefined
  readonly doubles: Record<string, DoubleAnswer>
  readonly endPosts: boolean
  readonly confirmed: boolean
  readonly hidden: 'take' | 'leave' | undefined
  readonly year: number | undefined
  /** How many rows there are to be. */
  readonly expected: number | undefined
}

/** What is imported: what was said, else what the file was taken for. Undefined while nobody knows which roster it is. */
export function chosenOf({ file, said }: Queued, found: Recognised): Chosen | undefined {
  const as = said.as ?? found.as
  if (as === null) return undefined
  return {
    file,
    as,
    // Sheets of one shape are read together unless one of them was chosen.
    sheet: said.sheet ?? (found.together.length > 1 ? undefined : (found.sheet ?? undefined)),
    on: said.on,
    map: { ...said.map },
    place: said.place?.id,
    type: as === 'work' ? said.type : undefined,
    doubles: { ...said.doubles },
    endPosts: said.endPosts ?? false,
    confirmed: said.confirmed ?? false,
    hidden: said.hidden,
    year: said.year,
    expected: expectedRows(said.sheet, found),
  }
}

/** How many rows the sheets hold that are read. */
export function expectedRows(sheet: string | undefined, found: Recognised): number | undefined {
  const read = sheet === undefined && found.together.length > 1 ? found.together : [sheet ?? found.sheet]
  const rows = found.sheets.filter(({ name }) => read.includes(name)).map(each => each.rows)
  return rows.length === 0 ? undefined : rows.reduce((sum, n) => sum + n, 0)
}
