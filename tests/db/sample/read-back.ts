import type { TakenRow } from '#db/rosters/parsed-row.ts'
import { readRoster } from '#db/rosters/read-roster.ts'
import type { Row } from '#db/rosters/roster-kind.ts'
import { rosterOf } from '#db/rosters/roster-kinds.ts'
import type { OfficeFile } from '#db/sample/office-files.ts'
import type { IsoDay } from '#db/shared/day.ts'

export async function bytesOf(file: OfficeFile): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(file.pieces()))
}

/** What the program's own reader makes of an office file. */
export async function readBack(file: OfficeFile) {
  const request = { bytes: await bytesOf(file), fileName: file.name, today: '2026-11-24' as IsoDay }
  const roster = await readRoster<Row>(rosterOf(file.as as string), request)
  const taken: TakenRow<Row>[] = []
  const refused: unknown[] = []
  for await (const row of roster.rows) {
    if (row.refused) refused.push(row.problems)
    else taken.push(row)
  }
  return { roster, taken, refused }
}
