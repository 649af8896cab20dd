import { planUndo } from '#db/journal/undo.ts'
import { findPeer } from '#db/packets/offers/peer-store.ts'
import { tellWhatGoes } from '#db/packets/status/what-goes.ts'
import { settleHangingElsewhere } from '#db/packets/trust/hanging-elsewhere.ts'
import type { Undone } from '#db/registry/procedures/undo-change-set.ts'
import { setsOf } from '#db/registry/undo/plan.ts'
import type { Session } from '#db/session.ts'
import { refuse } from '#db/shared/refusal.ts'
import type { Text } from '#db/shared/text.ts'

/** Gives back everything that a packet from below brought, with a reason that its authors will read. */
export async function undoPacket(
  session: Session,
  input: {
    readonly from: string
    readonly number: number
    readonly reason: string
    readonly by: string
    readonly dryRun: boolean
  },
): Promise<Omit<Undone, 'kept'> & { readonly sentences: Text[] }> {
  const { db, journal } = session.writing()
  const peer = await findPeer(session, input.from)
  if (peer.direction === 'up') {
    refuse(
      'undo-from-above',
      '上级的数据包不能退回。有疑问请联系上级。',
      'A packet from the office above cannot be returned. Ask that office.',
    )
  }
  const found = db
    .prepare<[string, number], { changeSet: number }>(
      'SELECT change_set AS changeSet FROM received WHERE peer = ? AND number = ? AND change_set > 0 ORDER BY no DESC LIMIT 1',
    )
    .get(peer.replica, input.number)
  if (found === undefined) {
    refuse(
      'packet-unknown',
      `没有并入过“${peer.name}”的第 ${input.number} 号数据包。请在收发记录里查看编号。`,
      `Packet no. ${input.number} from "${peer.name}" was never taken in. Look up its number under "Sent and received".`,
      { from: peer.org, number: input.number },
    )
  }
  const { names, blockers } = planUndo(db, journal, found.changeSet)
  if (blockers.length > 0) {
    return {
      undone: false,
      changeSet: null,
      blockedBy: await setsOf({ db, reader: session.reader() }, blockers),
      sentences: [],
    }
  }
  const label = { what: 'packet-undo', from: peer.name, number: input.number, reason: input.reason }
  const reason = { code: 'packet-returned', zh: input.reason, en: input.reason }
  const sentences = tellWhatGoes(db, names)
  const work = { label, actor: input.by, dryRun: input.dryRun }
  const { changeSet } = await journal.write(work, async set => {
    await set.giveBackInSlices(names, reason)
    await settleHangingElsewhere(session, set)
  })
  return { undone: !input.dryRun, changeSet, blockedBy: [], sentences }
}
