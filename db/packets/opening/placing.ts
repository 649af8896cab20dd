import type { PacketResult } from '#contract/packets/packets.ts'
import { byVersion, type Change } from '#db/journal/change.ts'
import { type Certificate, isRoot } from '#db/packets/format/keys/certificate.ts'
import type { OpenedPacket } from '#db/packets/format/open-packet.ts'
import type { Session } from '#db/session.ts'
import type { Report } from '#db/shared/long-work.ts'
import { layPlacements, type Relation, relationTo, settleOwnPlace } from '../trust/relation.ts'
import { noteCertified } from '../trust/renewing.ts'
import { refreshDirections, type Standing, standingOf } from '../trust/standing.ts'
import type { Around } from './apply-packet.ts'
import { Court } from './deciding/court.ts'
import type { Survey } from './survey.ts'

/** What the packet says of certificates and placements is weighed first: it may say that the sender is above me now. */
export async function standingWith(
  session: Session,
  packet: OpenedPacket,
  survey: Survey,
  standing: Standing,
  sender: Certificate,
  placing: readonly Change[],
  report: Report,
): Promise<Relation> {
  const { ground, certificates } = standing
  await learnCertificates(packet, survey, standing, report)
  const { absorber } = session.writing().journal
  const placements = [
    ...survey.placements.splice(0),
    ...placing.filter(({ entity }) => entity === 'placement'),
  ]
  layPlacements(placements, ground, certificates, absorber.creationOf)
  settleOwnPlace(session.office(), placements, ground, certificates)
  return relationTo(certificates, session.office(), sender)
}

const checking = { zh: '正在核对证书', en: 'Checking certificates' }

/** How many certificates are looked at before others get an answer. */
const atATime = 200

/** The certificates that a packet brings, as far as their issuers signed them, in whatever order they come. */
export async function learnCertificates(
  packet: OpenedPacket,
  survey: Survey,
  { certificates }: Standing,
  report: Report,
): Promise<void> {
  for (const certificate of packet.certificates.toReversed()) certificates.add(certificate)
  const ready: Certificate[] = []
  const byIssuer = new Map<string, Certificate[]>()
  const all = survey.certificates.length
  for (const [i, change] of survey.certificates.entries()) {
    if (i % atATime === atATime - 1) await report(checking, i, 2 * all)
    const certificate = change.kind === 'put' ? certificates.read(change.body.set['all']) : undefined
    if (certificate === undefined) continue
    const { issuer } = certificate
    if (isRoot(certificate) || certificates.of(issuer).length > 0) ready.push(certificate)
    else byIssuer.set(issuer, [...(byIssuer.get(issuer) ?? []), certificate])
  }
  // Each is looked at once: as soon as its issuer is known.
  for (const [i, certificate] of ready.entries()) {
    if (i % atATime === atATime - 1) await report(checking, all + i, 2 * all)
    if (!certificates.add(certificate)) continue
    const { replica } = certificate
    ready.push(...(byIssuer.get(replica) ?? []))
    byIssuer.delete(replica)
  }
}

/** What an organization is called by the change that founded it. */
export function calledBy(placing: readonly Change[], org: string): Around {
  const founding = placing.find(({ thing }) => thing === org)
  const said = founding?.kind === 'put' ? Object.values(founding.body.set) : []
  const named = (field: string) => said.map(fields => fields[field]).find(name => typeof name === 'string')
  const called = named('short_name') ?? named('name')
  return called === undefined ? {} : { called }
}

/**
 * A packet that waits, or of which everything is known, may come from an office under which this one was moved since it
 * knows of itself, as after a backup was restored. Where it stands now is taken in all the same, so that its next packet
 * goes to whoever stands above it and is answered.
 */
export async function takePlacing(
  session: Session,
  {
    packet,
    standing,
    sender,
    relation,
  }: {
    readonly packet: OpenedPacket
    readonly standing: Standing
    readonly sender: Certificate
    readonly relation: Relation
  },
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
