import type { z } from 'zod'
import type { savedSheetSchema } from '#contract/sheet.ts'
import { carryOut } from '#db/plans/carry-out.ts'
import { type Implementing, longProcedure } from '#db/procedure.ts'
import { readWorkTypes } from '#db/registry/acts/work-types.ts'
import { readingJournal } from '#db/registry/conflicts/conflicts.ts'
import { readSettings } from '#db/registry/settings.ts'
import { planSheet } from '#db/registry/sheet/plan-sheet.ts'
import { dayOfSheet, readSheet } from '#db/registry/sheet/read-sheet.ts'
import type { Session } from '#db/session.ts'
import { today } from '#db/shared/clock.ts'
import { registryFile } from '#db/sqlite/connection.ts'
import { looking, standing, toldMany, writing } from './records.ts'
import { orgOrOwn } from './registry.ts'

type SavedSheet = z.output<typeof savedSheetSchema>

/** No more rows than this are read sooner than a thread would begin. */
const few = 200

/** A whole branch entered at once. */
export function sheetProcedures(os: Implementing, session: Session) {
  return {
    rows: os.sheet.rows.handler(async ({ input: { of, org, first }, signal }) => {
      const reader = session.reader()
      const { id, code, name, short_name } = await orgOrOwn(session, org)
      const day = dayOfSheet(of, today(session.clock))
      const { feeBands } = await readSettings(reader)
      const asked = { of, root: id, day, bands: feeBands, first }
      const { seenOf } = readingJournal(session.readConnection()).absorber
      const sheet =
        first <= few
          ? await readSheet(reader, { ...asked, seenOf })
          : await session.threads.run({
              request: { task: 'sheet-rows', input: asked, file: registryFile(session.folder) },
              report: async () => signal?.throwIfAborted(),
              stopped: signal,
            })
      const own = of.kind === 'work' ? ((await readWorkTypes(reader)).get(of.type)?.own ?? {}) : {}
      return { org: { id, code, name, shortName: short_name }, day, own: { ...own }, ...sheet }
    }),
    save: os.sheet.save.handler(
      longProcedure(session, (input: SavedSheet, report) =>
        standing(session, input, async (standpoint, journal) => {
          const { of, rows: lines, leaveOut, stamp, dryRun, by } = input
          const root = (await orgOrOwn(session, input.org)).id
          const looked = (done: number) => report(looking, done, lines.length)
          const saved = { of, root, lines, leaveOut, stamp, dryRun, looked }
          const planned = await planSheet(standpoint, journal, saved)
          const { length: drafts } = planned.plan.drafts
          const written = (done: number) => report(dryRun ? looking : writing, done, drafts)
          const carrying = { by, dryRun, newId: session.newId, written }
          return toldMany(planned, await carryOut(journal, planned.plan, carrying))
        }),
      ),
    ),
  }
}
