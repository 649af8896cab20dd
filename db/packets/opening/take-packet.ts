import { access, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { PacketResult } from '#contract/packets/packets.ts'
import { makePrivateFolder } from '#db/files/private-folder.ts'
import { diskRefusal } from '#db/files/storage-refusal.ts'
import { byVersion, type Change } from '#db/journal/change.ts'
import type { Certificate } from '#db/packets/format/keys/certificate.ts'
import { type OpenedPacket, openPacket } from '#db/packets/format/open-packet.ts'
import { type PacketSource, sourceName } from '#db/packets/format/packet-source.ts'
import type { Session } from '#db/session.ts'
import { invariant } from '#db/shared/invariant.ts'
import type { Report } from '#db/shared/long-work.ts'
import { Refusal } from '#db/shared/refusal.ts'
import type { Text } from '#db/shared/text.ts'
import { certificateOf } from '../trust/certificates.ts'
import { layPlacements, type Relation, relationTo } from '../trust/relation.ts'
import { noteCertified, takeOwnWordBack } from '../trust/renewing.ts'
import { nameInSentence, refreshDirections, type Standing, standingOf } from '../trust/standing.ts'
import { type Around, applyWeighed } from './apply-packet.ts'
import { removeFiles } from './aside/aside.ts'
import { Court } from './deciding/court.ts'
import { decideFates } from './deciding/fates.ts'
import { endIncoming } from './incoming.ts'
import { placingIn } from './lines/placing-lines.ts'
import { type Applying, nothing, type Weighed } from './outcome.ts'
import { refuseLeap, type Survey, surveyPacket } from './survey.ts'
import { takeFiles } from './take-files.ts'
import { type Awaits, keepUnread } from './telling/packet-notes.ts'

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
  let result: PacketResult
  try {
    result = await takeOne(session, source, options, report)
  } catch (error) {
    const { code, text } = refusalIn(error)
    return {
      ...nothing,
      status: 'refused',
      code,
      message: code === 'disk-full' ? noRoom(sourceName(source)) : text,
    }
  }
  if (result.status !== 'applied' && result.status !== 'duplicate') return result
  if (options.preview) return result
  const { applied, warnings } = await takeWaiting(session, options, report)
  return { ...result, alsoApplied: [...applied], warnings: [...result.warnings, ...warnings] }
}

/** Of what kept a packet from being taken in, the refusal that it is, or that the registry's disk gave; a bug is thrown on. */
function refusalIn(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  const refusal = diskRefusal(error)
  if (refusal?.code !== 'disk-full') throw error
  return refusal
}

function noRoom(file: string): Text {
  return {
    zh: `数据包 ${file} 没有并入：台账所在的磁盘已满，台账和数据包都没有改动。请腾出空间，再打开一次这个数据包。`,
    en: `The packet ${file} was not taken in: the registry's disk is full, and neither registry nor packet was changed. Make room, then open this packet again.`,
  }
}

/** `believed`: PCs whose changes a person says to take in though nobody proves them. */
export type Opening = { readonly isAgain: boolean; readonly believed: ReadonlySet<string> }

const first: Opening = { isAgain: false, believed: new Set() }

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

/** As `takePacket`, of one that was opened and verified, and of that one alone. */
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
    const relation = standingWith(session, packet, survey, standing, sender, placing)
    if (relation === 'elsewhere') return await keptUnread(session, packet, source, sender, options)
    if (relation === 'below' && survey.leaps) refuseLeap(packet)
    const parts = { packet, source, survey, standing, sender, relation, ...opening }
    const result = await takeSurveyed(session, parts, options, report, calledBy(placing, sender.org))
    if (options.preview) return result
    if (result.status === 'waiting') await takeOwnWordBack(session, packet.certificates)
    if (relation === 'above') await takePlacing(session, parts, placing, result)
    return result
  } finally {
    endIncoming(db)
  }
}

/** What an organization is called by the change that founded it. */
function calledBy(placing: readonly Change[], org: string): Around {
  const founding = placing.find(({ thing }) => thing === org)
  const said = founding?.kind === 'put' ? Object.values(founding.body.set) : []
  const called = said.map(fields => fields['name']).find(name => typeof name === 'string')
  return called === undefined ? {} : { called }
}

/**
 * A packet that waits, or of which everything is known, may come from an office under which this one was moved since it
 * knows of itself, as after a backup was restored. Where it stands now is taken in all the same, so that its next packet
 * goes to whoever stands above it and is answered.
 */
async function takePlacing(
  session: Session,
  { packet, standing, sender, relation }: Parameters<typeof takeSurveyed>[1],
  placing: readonly Change[],
  { from, number }: PacketResult,
): Promise<void> {
  const { db, journal } = session.writing()
  const by = { certificate: sender, relation, believed: new Set<string>(), isAgain: false }
  const court = new Court(db, journal, () => session.office(), standing.ground, standing.certificates, by)
  const news = [...placing]
    .filter(({ origin, n }) => !journal.changes.isKnown(origin.writer, n))
    .sort(byVersion)
    .filter(change => court.decide(change, false) === 'take')
  if (news.length === 0) return
  const label = { what: 'packet', from: from?.name ?? '', number, peer: packet.manifest.from.replica }
  await journal.write({ label, actor: '' }, set => set.receive(news))
  noteCertified(session)
  refreshDirections(session, standingOf(db, journal))
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
    () => session.office(),
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
  invariant(sender, 'a packet that opens has its sender’s certificate')
  return sender
}

/** What the packet says of certificates and placements is weighed first: it may say that the sender is above me now. */
function standingWith(
  session: Session,
  packet: OpenedPacket,
  survey: Survey,
  standing: Standing,
  sender: Certificate,
  placing: readonly Change[],
): Relation {
  const { ground, certificates } = standing
  learnCertificates(packet, survey, standing)
  const { changes } = session.writing().journal
  const placements = [...survey.placements, ...placing.filter(({ entity }) => entity === 'placement')]
  layPlacements(placements, ground, certificates, thing => changes.firstOfThing(thing))
  return relationTo(certificates, session.office(), sender)
}

/** The certificates that a packet brings, as far as their issuers signed them, in whatever order they come. */
export function learnCertificates(packet: OpenedPacket, survey: Survey, { certificates }: Standing): void {
  for (const certificate of packet.certificates.toReversed()) certificates.add(certificate)
  let left = survey.certificates
    .map(change => (change.kind === 'put' ? certificateOf(change.body.set['all']) : undefined))
    .filter(certificate => certificate !== undefined)
  for (let before = -1; left.length > 0 && before !== left.length; ) {
    before = left.length
    left = left.filter(certificate => !certificates.add(certificate))
  }
}

function refuseRevoked(packet: OpenedPacket, { certificates }: Standing, sender: Certificate): void {
  if (!certificates.isRevoked(sender.replica)) return
  throw new Refusal(
    'packet-revoked-key',
    {
      zh: `${packet.name} 是用已吊销的密钥签名的，不能并入。请让对方用新批准的电脑重新导出。`,
      en: `${packet.name} was signed with a revoked key and cannot be taken in. Ask for a new packet from a PC that is approved now.`,
    },
    { replica: sender.replica },
  )
}

/** A packet from an office that is neither above, beside nor below waits unread, and is answered nothing. */
async function keptUnread(
  session: Session,
  packet: OpenedPacket,
  source: PacketSource,
  sender: Certificate,
  options: Applying,
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
    message: {
      zh: `这个数据包来自“${name.zh}”的一台电脑，按本台账它现在不是本单位的上级或下级，或者它的证书无效。数据包没有读取，已放在收件箱里。请向上级核实。`,
      en: `This packet comes from a PC of "${name.en}", which by this registry stands neither above nor below yours now, or whose certificate does not count. It was not read and waits in the inbox. Ask the office above about it.`,
    },
  }
}

/** With these a packet that waits is done with; whatever else keeps it from being opened, it stays. */
const hopeless = new Set([
  'packet-damaged',
  'packet-not-a-packet',
  'packet-signature',
  'packet-foreign-signer',
  'packet-wrong-recipient',
  'packet-revoked-key',
  'packet-too-old',
])

type AlsoTaken = { readonly applied: readonly number[]; readonly warnings: readonly Text[] }

/** Takes in what had waited for the packet that was opened. That one is in by then, whatever becomes of these. */
async function takeWaiting(session: Session, opened: Applying, report: Report): Promise<AlsoTaken> {
  const applied: number[] = []
  try {
    noteCertified(session)
    return { applied, warnings: await openWaiting(session, opened, report, applied) }
  } catch (error) {
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
  const { db } = session.writing()
  const options = { ...opened, again: false }
  const asked = new Map<string, Text>()
  const note = db.prepare('UPDATE waiting SET awaits = ? WHERE peer = ? AND hash = ?')
  const lookedAt = new Set<string>()
  for (let again = true; again; ) {
    again = false
    const waiting = db
      .prepare<[], { peer: string; number: number; hash: string; file: string }>(
        'SELECT peer, number, hash, file FROM waiting ORDER BY needs_pos',
      )
      .all()
    for (const { peer, number, hash, file } of waiting) {
      const { status, code, from } = await outcomeOf(session, file, options, report)
      if (status === 'preview' && code === 'packet-many-leave') {
        note.run('many-leave' satisfies Awaits, peer, hash)
        asked.set(hash, manyWait(from?.name ?? '', number))
      }
      if (status === 'waiting' || status === 'preview' || status === 'kept') continue
      db.prepare('DELETE FROM waiting WHERE peer = ? AND hash = ?').run(peer, hash)
      await removeFiles(session, [basename(file)])
      if (status === 'applied') applied.push(number)
      again = true
    }
    const aside = db.prepare<[], { file: string }>('SELECT DISTINCT file FROM aside ORDER BY no').all()
    for (const { file } of aside) {
      if (lookedAt.has(file) && !again) continue
      lookedAt.add(file)
      const { status } = await outcomeOf(session, join(session.folder, 'inbox', file), options, report)
      if (status === 'applied') again = true
    }
  }
  return [...asked.values()]
}

function manyWait(name: string, number: number): Text {
  return {
    zh: `${name}的第 ${number} 号数据包也可以并入了，但它会使超过 5% 的人离开，仍放在收件箱里。请再次打开这个数据包并确认。`,
    en: `Packet no. ${number} from ${name} could be taken in now, but makes more than 5 % of your people leave, so it goes on waiting. Open it again and confirm.`,
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
