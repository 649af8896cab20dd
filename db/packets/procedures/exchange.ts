import { readLooks, takeLooksOff } from '#db/packets/between/read-looks.ts'
import { readConflictMarks, readRecordState } from '#db/packets/between/record-state.ts'
import { isRemiss, reminderLetter } from '#db/packets/between/reminder-letter.ts'
import { readOpenReturns, readReporting } from '#db/packets/between/reporting.ts'
import { clearWarnings } from '#db/packets/offers/peer-store.ts'
import { settleReturns } from '#db/packets/status/given-back.ts'
import { takeOwnKeys } from '#db/packets/trust/own-keys.ts'
import {
  noteRecoveryKept,
  openRecovery,
  readRecoveryState,
  saveRecovery,
} from '#db/packets/trust/recovery.ts'
import { readTrusted } from '#db/packets/trust/trusted.ts'
import { type Implementing, inTurn } from '#db/procedure.ts'
import { chooseMany, settleMany } from '#db/registry/conflicts/settle-conflicts.ts'
import { findOrg } from '#db/registry/find-org.ts'
import { orgOrOwn } from '#db/registry/procedures/registry.ts'
import { refuseNoWordFile, writtenFile } from '#db/registry/procedures/word-file.ts'
import { recordUnknown } from '#db/registry/unknown.ts'
import type { Session } from '#db/session.ts'
import { today } from '#db/shared/clock.ts'
import { refuse } from '#db/shared/refusal.ts'
import type { Connection } from '#db/sqlite/connection.ts'

/** How things stand between offices: what became of a record, what two offices wrote at once, who has reported. */
export function exchangeProcedures(os: Implementing, session: Session) {
  return {
    ofRecord: os.exchange.ofRecord.handler(({ input: { id } }) => {
      const db = session.readConnection()
      if (!isKnown(db, id)) {
        const { zh, en } = recordUnknown(id)
        refuse('record-unknown', zh, en, { record: id })
      }
      return readRecordState(db, id)
    }),
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
    settleReturns: os.exchange.settleReturns.handler(({ input }) =>
      inTurn(session, async () => ({ settled: settleReturns(session.writing().db, input.ids) })),
    ),
    reporting: os.exchange.reporting.handler(() => reporting(session)),
    reminders: os.exchange.reminders.handler(async ({ input, signal }) => {
      refuseNoWordFile(input.name)
      const named = input.ids && new Set(input.ids)
      const wanted = reporting(session).filter(office =>
        named === undefined ? isRemiss(office, input.days) : named.has(office.id),
      )
      if (wanted.length === 0) {
        refuse(
          'no-reminders',
          '下级单位都按时报送了，没有要催报的。',
          'Every office below has reported in time, so there is nobody to remind.',
        )
      }
      const own = await orgOrOwn(session, undefined)
      const returns = readOpenReturns(session.readConnection())
      const day = today(session.clock)
      const papers = wanted.map(office => reminderLetter(office, returns.get(office.id) ?? [], own.name, day))
      const report = async () => signal?.throwIfAborted()
      const file = await writtenFile(session, { papers, writer: own.name }, input.name, report)
      return { file, letters: papers.length }
    }),
    clearWarnings: os.exchange.clearWarnings.handler(({ input }) =>
      inTurn(session, async () => ({ cleared: await clearWarnings(session, input.org) })),
    ),
    trusted: os.exchange.trusted.handler(() => inTurn(session, async () => readTrusted(session))),
    takeOwnKeys: os.exchange.takeOwnKeys.handler(() => inTurn(session, () => takeOwnKeys(session))),
    recovery: os.exchange.recovery.handler(() => readRecoveryState(session)),
    saveRecovery: os.exchange.saveRecovery.handler(({ input }) =>
      inTurn(session, () => saveRecovery(session, input.passphrase)),
    ),
    recoveryKept: os.exchange.recoveryKept.handler(({ input }) =>
      inTurn(session, async () => noteRecoveryKept(session, input.at)),
    ),
    openRecovery: os.exchange.openRecovery.handler(({ input }) =>
      inTurn(session, () => openRecovery(session, input.file, input)),
    ),
  }
}

/** Whether anything was ever written of a record, or its name was told. */
function isKnown(db: Connection, id: string): boolean {
  const found = db
    .prepare<[{ id: string }]>(
      `SELECT 1 WHERE EXISTS (SELECT 1 FROM change WHERE thing = @id) OR EXISTS (SELECT 1 FROM card WHERE thing = @id)`,
    )
    .get({ id })
  return found !== undefined
}

function reporting(session: Session) {
  return readReporting(session.readConnection(), session.office(), session.clock.now())
}
