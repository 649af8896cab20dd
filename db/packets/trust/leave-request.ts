import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { applicantName } from '#db/packets/format/keys/enrol-request.ts'
import type { Session } from '#db/session.ts'
import { refuse } from '#db/shared/refusal.ts'
import { prepareOnce } from '#db/sqlite/connection.ts'
import { requestEnrolment } from './enrol.ts'

/**
 * Asks again under a corrected name: the keys stay, so the office above compares the same digits. The request written
 * before is taken out of `outbox/`, that nobody hands over the wrong one.
 */
export async function correctRequest(session: Session, given: string) {
  const name = applicantName(given)
  if (session.identity()?.state === 'waiting') {
    const { db } = session.writing()
    prepareOnce(db, "INSERT OR REPLACE INTO meta (key, value) VALUES ('name', ?)").run(name)
    const outbox = join(session.folder, 'outbox')
    for (const file of await readdir(outbox).catch(() => [])) {
      if (file.endsWith('.json')) await rm(join(outbox, file), { force: true })
    }
  }
  return requestEnrolment(session, name)
}

/**
 * Takes a request back before it was approved: nothing of it stays on this PC, and the folder is empty again. Refuses
 * where there is none: a registry that holds something is never thrown away like this.
 */
export async function leaveRequest(session: Session): Promise<{ readonly left: boolean }> {
  if (session.identity()?.state !== 'waiting') {
    refuse(
      'request-none',
      '这台电脑没有在等批准的申请，不用取消。',
      'This PC has no request that waits for an approval, so there is nothing to cancel.',
    )
  }
  await session.discard()
  return { left: true }
}
