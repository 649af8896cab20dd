import { access, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { PacketResult } from '#contract/packets/packets.ts'
import type { Session } from '#db/session.ts'
import { today } from '#db/shared/clock.ts'
import { Cancelled, type Report } from '#db/shared/long-work.ts'
import type { Text } from '#db/shared/text.ts'
import { prepareOnce } from '#db/sqlite/connection.ts'
import { noteCertified } from '../trust/renewing.ts'
import { removeFiles } from './aside/aside.ts'
import { TriedAgain } from './aside/tried-again.ts'
import type { Applying } from './outcome.ts'
import { refusalIn, takeOne } from './take-one.ts'
import { type Awaits, WaitingAgain, type WaitingRow } from './waiting-again.ts'

/** With these a packet that waits is done with; whatever else keeps it from being opened, it stays. */
const hopeless = new Set([
  'packet-damaged',
  'packet-empty',
  'packet-not-a-packet',
  'packet-signature',
  'packet-foreign-signer',
  'packet-wrong-recipient',
  'packet-revoked-key',
  'packet-too-old',
])

/** The numbers of the packets that were taken in as well, and what is to be said of those that were not. */
type AlsoTaken = { readonly applied: readonly number[]; readonly warnings: readonly Text[] }

/**
 * Takes in what had waited for the packet that was opened. That one is in by then, whatever becomes of these: who stops it
 * now hears what was done, and the others are tried with the next packet.
 */
export async function takeWaiting(session: Session, opened: Applying, report: Report): Promise<AlsoTaken> {
  const applied: number[] = []
  try {
    noteCertified(session)
    return { applied, warnings: await openWaiting(session, opened, report, applied) }
  } catch (error) {
    if (error instanceof Cancelled) return { applied, warnings: [] }
    if (refusalIn(error).code !== 'disk-full') throw error
    const zh = '磁盘已满，收件箱里等待的数据包这次没有再试，都还在。请腾出空间，再打开其中任何一个。'
    const en =
      'The disk is full: the packets that wait in the inbox were not tried again, and are all there. Make room, then open any of them.'
    return { applied, warnings: [{ zh, en }] }
  }
}

/**
 * Takes in what waited, and of what lies aside what is proved by now, as long as anything changes. A yes to many people
 * leaving was said to the packet that was opened: one that waited goes on waiting until a person opens it again.
 */
async function openWaiting(
  session: Session,
  opened: Applying,
  report: Report,
  applied: number[],
): Promise<readonly Text[]> {
  const { db, journal } = session.writing()
  const options = { ...opened, again: false }
  const asked = new Map<string, Text>()
  const note = prepareOnce(db, 'UPDATE waiting SET awaits = ? WHERE peer = ? AND hash = ?')
  const lookedAt = new Set<string>()
  for (let again = true; again; ) {
    again = false
    const waiting = db
      .prepare<[], WaitingRow & { readonly number: number; readonly file: string }>(
        'SELECT peer, number, hash, file, needs_pos, awaits FROM waiting ORDER BY needs_pos',
      )
      .all()
    const opens = new WaitingAgain(db, journal.changes, today(session.clock))
    for (const row of waiting) {
      if (!opens.isDue(row)) continue
      const { peer, number, hash, file, awaits } = row
      const { status, code, from } =
        awaits === ('nothing' satisfies Awaits)
          ? done
          : await outcomeOf(session, inInbox(session, basename(file)), options, report)
      if (status === 'preview' && code === 'packet-many-leave') {
        db.transaction(() => {
          note.run('many-leave' satisfies Awaits, peer, hash)
          opens.note({ peer, hash, awaits: 'many-leave' }, undefined)
        })()
        asked.set(hash, manyWait(from?.name ?? '', number))
      }
      if (status === 'waiting' || status === 'preview' || status === 'kept') continue
      prepareOnce(db, 'DELETE FROM waiting WHERE peer = ? AND hash = ?').run(peer, hash)
      await removeFiles(session, [basename(file)])
      if (status === 'applied') applied.push(number)
      again = true
    }
    const aside = prepareOnce<[], { no: number; file: string }>(
      db,
      'SELECT no, file FROM aside ORDER BY no',
    ).all()
    const tried = new TriedAgain(db, today(session.clock))
    for (const { no, file } of aside) {
      if ((lookedAt.has(file) && !again) || !tried.isDue(no)) continue
      lookedAt.add(file)
      const open = () => outcomeOf(session, inInbox(session, file), options, report)
      const { status } = await tried.try(no, open, isTried)
      if (status === 'applied') again = true
    }
  }
  return [...asked.values()]
}

/**
 * Whether a file of which something lies aside was read to its end, or is not for want of who its sender is. What could not be
 * opened, has gone, or waits for a person or for something of this office's own is tried each time.
 */
function isTried({ status, code }: Pick<PacketResult, 'code'> & { readonly status: string }): boolean {
  return (
    status === 'applied' ||
    status === 'duplicate' ||
    code === 'packet-elsewhere' ||
    code === 'packet-revoked-key'
  )
}

/** All that it holds has come another way. */
const done = { status: 'duplicate', code: '', from: null } as const

/** The folder may have been moved since the packet was put there. */
function inInbox(session: Session, file: string): string {
  return join(session.folder, 'inbox', file)
}

function manyWait(name: string, number: number): Text {
  return {
    zh: `${name}的第 ${number} 号数据包也可以并入了，但它会使超过 5% 的人离开，仍放在收件箱里。请再次打开这个数据包并确认。`,
    en: `Packet no. ${number} from ${name} could be taken in now, but makes more than 5% of your people leave, so it goes on waiting. Open it again and confirm.`,
  }
}

/** `kept`: it could not be opened this time, for want of space or the like, and nothing of it is lost. */
async function outcomeOf(
  session: Session,
  file: string,
  options: Applying,
  report: Report,
): Promise<Pick<PacketResult, 'code' | 'from'> & { readonly status: PacketResult['status'] | 'kept' }> {
  const failed = (status: 'refused' | 'kept', code: string) => ({ status, code, from: null })
  try {
    await access(file)
  } catch {
    // A file that somebody removed from the inbox waits no longer.
    await rm(file, { force: true })
    return failed('refused', 'packet-gone')
  }
  try {
    return await takeOne(session, file, options, report, { isAgain: true, believed: new Set() })
  } catch (error) {
    const { code } = refusalIn(error)
    return failed(hopeless.has(code) ? 'refused' : 'kept', code)
  }
}
