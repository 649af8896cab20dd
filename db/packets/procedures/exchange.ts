import { readLooks, takeLooksOff } from '#db/packets/between/read-looks.ts'
import { readConflictMarks, readRecordState } from '#db/packets/between/record-state.ts'
import { type Implementing, inTurn } from '#db/procedure.ts'
import { findOrg } from '#db/registry/find-org.ts'
import { chooseMany, settleMany } from '#db/registry/settle-conflicts.ts'
import type { Session } from '#db/session.ts'

/** How things stand between offices: what became of a record, what two offices wrote at once, who has reported. */
export function exchangeProcedures(os: Implementing, session: Session) {
  return {
    ofRecord: os.exchange.ofRecord.handler(({ input }) =>
      readRecordState(session.readConnection(), input.id),
    ),
    conflictMarks: os.exchange.conflictMarks.handler(() => readConflictMarks(session.readConnection())),
    settleConflicts: os.exchange.settleConflicts.handler(({ input }) =>
      inTurn(session, async () => {
        const { db, journal } = session.writing()
        const { by, dryRun, keepOf, ids, kind, register } = input
        const office = keepOf === undefined ? undefined : (await findOrg(session.reader(), keepOf)).id
        const meant = { ids, kind, register, office }
        const { choices, left } = await chooseMany(db, journal, session.reader(), meant)
        const settled = choices.length
        const [only] = choices
        const label =
          settled === 1 && only ? { what: 'resolve', id: only.id } : { what: 'resolve-many', settled }
        const work = { label, actor: by, dryRun }
        const { changeSet } = await journal.write(work, set => settleMany(db, journal, set, choices))
        return { settled, left, changeSet }
      }),
    ),
    looks: os.exchange.looks.handler(() => readLooks(session.readConnection(), session.reader())),
    lookedAt: os.exchange.lookedAt.handler(({ input }) =>
      inTurn(session, async () => ({ left: takeLooksOff(session.writing().db, input.ids) })),
    ),
  }
}
