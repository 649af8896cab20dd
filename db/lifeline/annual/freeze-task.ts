import { casesBelow } from '#db/registry/cases/read-cases.ts'
import type { IsoDay } from '#db/shared/day.ts'
import { inOneSnapshot } from '#db/sqlite/connection.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { Task } from '#db/sqlite/task.ts'
import { gatherFacts } from '../gathering/gather-facts.ts'
import { packById, packFor } from '../packs/pack-in-force.ts'
import { rulingsBelow } from '../rulings/read-rulings.ts'
import { contentOf, type YearContent } from './content.ts'
import { type Missing, missingIn } from './missing.ts'
import { type Sealed, sealContent } from './sealed-content.ts'

export type FreezeInput = {
  readonly root: string
  readonly year: number
  readonly day: IsoDay
  /** By which results of the year are known. */
  readonly today: IsoDay
}
export type Frozen = Sealed & { readonly pack: string; readonly missing: readonly Missing[] }

/** What would be frozen of a year, in a thread that only reads: everything is scanned for it. */
export const freezeTask: Task<FreezeInput, never, Frozen> = (input, tools) =>
  inOneSnapshot(tools.reader(), async reader => {
    const content = await readContent(reader, input)
    const missing = await missingIn(reader, content, input.today)
    return { ...sealContent(content), pack: content.pack.id, missing }
  })

/** A year as the registry has it now; by the pack of that day, or the one that is named. */
export async function readContent(
  reader: Reader,
  { root, year, day, pack: named }: Omit<FreezeInput, 'today'> & { readonly pack?: string },
): Promise<YearContent> {
  const pack = named === undefined ? await packFor(reader, day) : await packById(reader, named, day)
  const scope = { root, asOf: day }
  const facts = await gatherFacts(reader, scope, pack)
  const cases = await casesBelow(reader, scope)
  const rulings = await rulingsBelow(reader, scope)
  return contentOf({ root, year, day, pack, facts, cases, rulings })
}
