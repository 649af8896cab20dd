import type { Recognised, Roster } from '#contract/rosters.ts'
import type { Queued } from './queue.ts'

/** A file with all that is needed to import it. */
export type Chosen = {
  readonly file: File
  readonly as: Roster
  readonly sheet: string | undefined
  readonly on: string | undefined
  readonly map: Record<string, string>
  /** How many rows there are to be. */
  readonly expected: number | undefined
}

/** What is imported: what was said, else what the file was taken for. Undefined while nobody knows which roster it is. */
export function chosenOf({ file, said }: Queued, found: Recognised): Chosen | undefined {
  const as = said.as ?? found.as
  if (as === null) return undefined
  const expected = found.sheets.find(({ name }) => name === found.sheet)?.rows
  return { file, as, sheet: found.sheet ?? undefined, on: said.on, map: { ...said.map }, expected }
}
