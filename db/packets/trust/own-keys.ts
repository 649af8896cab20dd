import { generateKeys } from '#db/packets/format/keys/keys.ts'
import type { Session } from '#db/session.ts'
import { refuse } from '#db/shared/refusal.ts'
import { requestEnrolment } from './enrol.ts'
import { keptDigests, sealOwn } from './proof.ts'
import { standingOf } from './standing.ts'

/**
 * Gives a PC that shares its keys with another, a copied folder or a cloned disk, keys of its own, and writes its request
 * to the office above. What it wrote so far is sealed with the shared keys first and stays proved; nothing is lost. One
 * that has new keys which nobody approved yet, as where its own were lost, only asks with them once more: the approval of a
 * request that was handed over already would not fit others.
 */
export async function takeOwnKeys(session: Session) {
  const { db, journal, keys } = session.writing()
  const identity = session.identity()
  const { certificates } = standingOf(db, journal)
  const isNew =
    session.hasNewKeys || (identity?.state === 'ready' && certificates.of(keys.replica).length === 0)
  if (identity !== undefined && isNew) return requestEnrolment(session, identity.name)
  if (identity?.state !== 'ready' || journal.changes.root() === keys.replica) {
    refuse(
      'own-keys-root',
      '这台电脑的密钥是下级信任的起点，不能更换。第二台电脑请在空的文件夹里申请加入。',
      "Every office below trusts this PC's keys, which cannot be exchanged. A second PC asks to join from an empty folder.",
    )
  }
  await sealOwn(db, journal, keys, keptDigests())
  await session.replaceKeys(await generateKeys())
  return requestEnrolment(session, identity.name)
}
