import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { PacketResult } from '#contract/packets.ts'
import { makePrivateFolder } from '#db/files/private-folder.ts'
import { type OpenedPacket, openPacket } from '#db/packets/format/open-packet.ts'
import type { PacketSource } from '#db/packets/format/packet-source.ts'
import type { Session } from '#db/session.ts'
import type { Report } from '#db/shared/long-work.ts'
import { Refusal } from '#db/shared/refusal.ts'
import { knownCertificates } from '../trust/certificate-record.ts'
import { trustOf } from '../trust/trust.ts'
import { applyOpened } from './apply-packet.ts'
import { type Applying, nothing } from './outcome.ts'
import { surveyPacket } from './read-packet.ts'

/**
 * Opens a packet, shows or does what it says, and then takes in what had waited for it. A packet that cannot be
 * trusted or read is answered as `refused` with its reason; nothing is changed then.
 */
export async function takePacket(
  session: Session,
  source: PacketSource,
  options: Applying,
  report: Report,
): Promise<PacketResult> {
  try {
    const result = await takeOne(session, source, options, report)
    if (result.status !== 'applied' && result.status !== 'duplicate') return result
    if (options.preview) return result
    return { ...result, alsoApplied: await takeWaiting(session, options, report) }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const { code, text } = error
    return { ...nothing, status: 'refused', code, message: text }
  }
}

async function takeOne(
  session: Session,
  source: PacketSource,
  options: Applying,
  report: Report,
): Promise<PacketResult> {
  const writing = session.writing()
  const { keys, db, journal } = writing
  const workFolder = join(session.folder, 'inbox')
  await makePrivateFolder(workFolder)
  await using packet = await openPacket({ source, keys, trust: trustOf(session), workFolder })
  refuseRevoked(packet)
  const certificates = knownCertificates(db)
  for (const certificate of packet.certificates.toReversed()) {
    if (!certificates.has(certificate.replica)) certificates.set(certificate.replica, certificate)
  }
  const survey = await surveyPacket(packet, certificates, journal.changes.isKnown, report)
  // Awaited here: the packet stays open until this returns.
  return await applyOpened(session, packet, source, certificates, survey, options, report)
}

function refuseRevoked(packet: OpenedPacket): void {
  const [revoked] = packet.revoked
  if (revoked === undefined) return
  throw new Refusal(
    'packet-revoked-key',
    {
      zh: `${packet.name} 是用已吊销的密钥（${revoked.name}）签名的，不能并入。请让对方用新批准的电脑重新导出。`,
      en: `${packet.name} was signed with a revoked key (${revoked.name}) and cannot be taken in. Ask for a new packet from a PC that is approved now.`,
    },
    { replica: revoked.replica },
  )
}

/** Takes in what waited, as long as anything that waits is covered now. */
async function takeWaiting(session: Session, options: Applying, report: Report): Promise<number[]> {
  const { db } = session.writing()
  const applied: number[] = []
  for (let again = true; again; ) {
    again = false
    const waiting = db
      .prepare<[], { peer: string; number: number; hash: string; file: string }>(
        'SELECT peer, number, hash, file FROM waiting ORDER BY needs_pos',
      )
      .all()
    for (const { peer, number, hash, file } of waiting) {
      const status = await statusOf(takeOne(session, file, options, report))
      if (status === 'waiting' || status === 'preview') continue
      db.prepare('DELETE FROM waiting WHERE peer = ? AND hash = ?').run(peer, hash)
      await rm(file, { force: true })
      if (status === 'applied') applied.push(number)
      again = true
    }
  }
  return applied
}

/** A packet that can no longer be trusted, though it could when it began to wait, is done with. */
async function statusOf(taking: Promise<PacketResult>): Promise<PacketResult['status']> {
  try {
    return (await taking).status
  } catch (error) {
    if (error instanceof Refusal) return 'refused'
    throw error
  }
}
