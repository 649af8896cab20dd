import { join } from 'node:path'
import type { PacketResult } from '#contract/packets/packets.ts'
import { makePrivateFolder } from '#db/files/private-folder.ts'
import { diskRefusal } from '#db/files/storage-refusal.ts'
import type { Certificate } from '#db/packets/format/keys/certificate.ts'
import { type OpenedPacket, openPacket } from '#db/packets/format/open-packet.ts'
import type { PacketSource } from '#db/packets/format/packet-source.ts'
import type { Session } from '#db/session.ts'
import { invariant } from '#db/shared/invariant.ts'
import type { Report } from '#db/shared/long-work.ts'
import { Refusal } from '#db/shared/refusal.ts'
import type { Text } from '#db/shared/text.ts'
import type { Relation } from '../trust/relation.ts'
import { ownWordIn, ownWordTold, takeOwnWordBack } from '../trust/renewing.ts'
import { nameInSentence, type Standing, standingOf } from '../trust/standing.ts'
import { type Around, applyWeighed } from './apply-packet.ts'
import { decideFates } from './deciding/fates.ts'
import { endIncoming } from './incoming.ts'
import { placingIn } from './lines/placing-lines.ts'
import { type Applying, nothing, type Weighed } from './outcome.ts'
import { calledBy, standingWith, takePlacing } from './placing.ts'
import { refuseLeap, type Survey, surveyPacket } from './survey.ts'
import { takeFiles } from './take-files.ts'
import { keepUnread } from './telling/packet-notes.ts'

/** `believed`: PCs whose changes a person says to take in though nobody proves them. */
export type Opening = { readonly isAgain: boolean; readonly believed: ReadonlySet<string> }

const first: Opening = { isAgain: false, believed: new Set() }

/** Opens and verifies one packet, and takes in that one alone. */
export async function takeOne(
  session: Session,
  source: PacketSource,
  options: Applying,
  report: Report,
  opening: Opening = first,
): Promise<PacketResult> {
  const { keys, journal } = session.writing()
  const workFolder = await inboxOf(session)
  const root = journal.changes.root()
  await using packet = await openPacket({
    source,
    keys,
    trust: { trustsRoot: certificate => certificate.replica === root },
    workFolder,
  })
  return await takeOpened(session, packet, source, options, report, opening)
}

/** The same of a packet that was opened and verified. */
export async function takeOpened(
  session: Session,
  packet: OpenedPacket,
  source: PacketSource,
  options: Applying,
  report: Report,
  opening: Opening = first,
): Promise<PacketResult> {
  const { db, journal } = session.writing()
  const sender = senderOf(packet)
  const standing = standingOf(db, journal)
  refuseRevoked(packet, standing, sender)
  try {
    const survey = await surveyPacket(packet, db, journal, report)
    const placing = placingIn(packet.manifest).filter(
      ({ origin, n }) => !journal.changes.isKnown(origin.writer, n),
    )
    const relation = await standingWith(session, packet, survey, standing, sender, placing, report)
    if (relation === 'elsewhere') {
      const isOurs = standing.certificates.isAtOrAbove(session.office(), sender.org, 'today')
      return await keptUnread(session, packet, source, sender, options, isOurs)
    }
    if (relation === 'below' && survey.leaps) refuseLeap(packet)
    const parts = { packet, source, survey, standing, sender, relation, ...opening }
    const result = await takeSurveyed(session, parts, options, report, calledBy(placing, sender.org))
    // Whom a person is told to make a packet for, he can.
    const isAnswered = result.status === 'waiting' || result.code === 'packet-ahead'
    const own = isAnswered ? ownWordIn(session, packet.certificates) : []
    const told = { ...result, warnings: [...result.warnings, ...own.map(ownWordTold)] }
    if (options.preview) return told
    await takeOwnWordBack(session, own)
    if (relation === 'above') await takePlacing(session, parts, placing, result)
    return told
  } finally {
    endIncoming(db)
  }
}

/** Weighs a packet whose sender is known to stand above, beside or below, and takes it in. */
export async function takeSurveyed(
  session: Session,
  parts: {
    readonly packet: OpenedPacket
    readonly source: PacketSource
    readonly survey: Survey
    readonly standing: Standing
    readonly sender: Certificate
    readonly relation: Relation
    /** Which office this PC is to speak for, while it joins and is none yet. */
    readonly joins?: string
  } & Opening,
  options: Applying,
  report: Report,
  around?: Around,
): Promise<PacketResult> {
  const { db, journal } = session.writing()
  const { packet, source, survey, standing, relation, believed, isAgain } = parts
  const { ground, certificates } = standing
  const sender = { certificate: parts.sender, relation, believed, isAgain }
  const fates = await decideFates(
    db,
    journal,
    () => parts.joins ?? session.office(),
    ground,
    certificates,
    packet.seals,
    sender,
    survey,
    report,
  )
  const weighed: Weighed = { packet, source, sender, survey, fates, standing }
  const result = await applyWeighed(session, weighed, options, report, around)
  return takeFiles(session, packet, result, report)
}

export async function inboxOf(session: Session): Promise<string> {
  const folder = join(session.folder, 'inbox')
  await makePrivateFolder(folder)
  return folder
}

export function senderOf(packet: OpenedPacket): Certificate {
  const [sender] = packet.certificates
  invariant(sender, "a packet that opens has its sender's certificate")
  return sender
}

function refuseRevoked(packet: OpenedPacket, { certificates }: Standing, sender: Certificate): void {
  if (!certificates.isRevoked(sender.replica)) return
  throw new Refusal(
    'packet-revoked-key',
    {
      zh: `${packet.name} 是用已吊销的密钥签名的，不能并入。请让对方用新批准的电脑重新制作。`,
      en: `${packet.name} was signed with a revoked key and cannot be taken in. Ask for a new packet from a PC that is approved now.`,
    },
    { replica: sender.replica },
  )
}

/**
 * A packet from an office that is neither above, beside nor below waits unread, and is answered nothing. `isOurs`: the office is
 * this one or stands below it, and it is the PC that nobody above it approved, as where its former superior did.
 */
async function keptUnread(
  session: Session,
  packet: OpenedPacket,
  source: PacketSource,
  sender: Certificate,
  options: Applying,
  isOurs: boolean,
): Promise<PacketResult> {
  const { db } = session.writing()
  const { number } = packet.manifest
  if (!options.preview) await keepUnread(session, packet, source, session.clock.now().toISOString())
  const name = nameInSentence(db, sender.org)
  return {
    ...nothing,
    from: { org: sender.org, name: name.zh, replica: sender.replica },
    number,
    status: 'waiting',
    code: 'packet-elsewhere',
    message: isOurs ? uncertified(name) : fromElsewhere(name),
  }
}

function fromElsewhere(name: Text): Text {
  return {
    zh: `这个数据包来自“${name.zh}”的一台电脑，按本台账它现在不是本单位的上级或下级，或者它的证书无效。数据包没有读取，已放在收件箱里。请向上级核实。`,
    en: `This packet comes from a PC of "${name.en}", which by this registry stands neither above nor below yours now, or whose certificate is not valid. It was not read and waits in the inbox. Ask the office above about it.`,
  }
}

function uncertified(name: Text): Text {
  return {
    zh: `这个数据包来自“${name.zh}”的一台电脑，这台电脑不是该单位现在的上级批准的。数据包没有读取，已放在收件箱里。请打电话核实是谁的电脑；核实以后，请对方重新生成入网申请，由本单位批准。`,
    en: `This packet comes from a PC of "${name.en}" that no office above it now has approved. It was not read and waits in the inbox. Telephone to make sure whose PC it is; once you have, let it write a request to join anew, and approve that.`,
  }
}

/** Of what kept a packet from being taken in, the refusal that it is, or that the registry's disk gave; a bug is thrown on. */
export function refusalIn(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  const refusal = diskRefusal(error)
  if (refusal?.code !== 'disk-full') throw error
  return refusal
}
