import { type Change, isCreation, signedText } from '#db/journal/change.ts'
import type { Entities } from '#db/journal/entity.ts'
import { isEnvelopeTrue } from '#db/journal/hangs-on.ts'
import { type Certificate, certificateSchema, isIssuedBy } from '#db/packets/format/certificate.ts'
import { verify } from '#db/packets/format/keys.ts'
import type { OpenedPacket } from '#db/packets/format/open-packet.ts'
import { damaged } from '#db/packets/format/packet-refusal.ts'
import { hashAfter } from '#db/packets/format/top-hash.ts'
import type { Report } from '#db/shared/long-work.ts'
import { chainOf, note } from '../trust/certificate-record.ts'
import { type Card, readLine } from './change-line.ts'

const checking = { zh: '正在核对数据包', en: 'Checking the packet' }

/** What a packet brings beside its changes, and how many these are. */
export type Survey = {
  readonly cards: readonly Card[]
  readonly total: number
  /** Whether any change in it is not known here yet. */
  readonly hasNews: boolean
}

/**
 * Reads a verified packet's changes once before anything is written: that each line is a change, that their ids lead
 * from the one place in the sender's offers to the other, and which certificates are among them. Refuses a packet of
 * which that does not hold.
 */
export async function surveyPacket(
  packet: OpenedPacket,
  known: Map<string, Certificate>,
  isKnown: (writer: string, n: number) => boolean,
  report: Report,
): Promise<Survey> {
  const { fromTop, toTop } = packet.manifest
  const total = toTop.pos - fromTop.pos
  let { pos, hash } = fromTop
  const cards: Card[] = []
  let hasNews = false
  for await (const text of packet.changes) {
    const line = readLine(text)
    if (line === undefined) throw broken(packet)
    if ('card' in line) {
      cards.push(line.card)
      continue
    }
    const { change } = line
    pos++
    if (!hasNews && !isKnown(change.origin.writer, change.n)) hasNews = true
    hash = hashAfter(hash, change.origin.writer, change.n)
    if (change.entity === 'certificate') noteCertificate(change, known)
    if (pos % 200 === 0) await report(checking, pos - fromTop.pos, total)
  }
  if (pos !== toTop.pos || hash !== toTop.hash) throw broken(packet)
  return { cards, total, hasNews }
}

function broken(packet: OpenedPacket) {
  return damaged(packet.name, {
    zh: '其中的变更记录与清单不符',
    en: 'its changes are not those that its manifest names',
  })
}

export function certificateOf(change: Change): Certificate | undefined {
  if (change.kind !== 'put') return undefined
  const fields = change.body.set['all']
  const { replica, org, name, sign_key: signKey, recipient, issuer, signature } = fields ?? {}
  return certificateSchema.safeParse({ replica, org, name, signKey, recipient, issuer, signature }).data
}

function noteCertificate(change: Change, known: Map<string, Certificate>): void {
  const certificate = certificateOf(change)
  if (certificate === undefined) return
  const issuer = certificate.issuer === certificate.replica ? certificate : known.get(certificate.issuer)
  if (issuer && isIssuedBy(certificate, issuer)) note(known, certificate)
}

/** Why a change is left out though its packet is sound: its author did not sign it, or it is not his to write. */
export type Fault = 'signature-missing' | 'beyond-authority' | 'envelope-differs'

/** What is wrong with a change in itself, whatever the tables say; undefined when nothing is. */
export function faultOf(
  change: Change,
  certificates: ReadonlyMap<string, Certificate>,
  entities: Entities,
  creation: Change | undefined,
): Fault | undefined {
  const entity = entities.get(change.entity)
  const mustBeSigned = change.kind === 'return' || change.kind === 'admit' || entity?.signed === true
  if (mustBeSigned && !isSigned(change, certificates)) return 'signature-missing'
  if (entity?.growOnly && !mayGrow(change, certificates)) return 'beyond-authority'
  return isEnvelopeTrue(change, entities, creation) ? undefined : 'envelope-differs'
}

function isSigned(change: Change, certificates: ReadonlyMap<string, Certificate>): boolean {
  const author = certificates.get(change.origin.replica)
  if (author === undefined || change.signature === null) return false
  return verify(author.signKey, Buffer.from(signedText(change)), Buffer.from(change.signature, 'base64'))
}

/** Certificates are for their issuer to write, revocations for an office above; neither is ever changed or removed. */
function mayGrow(change: Change, certificates: ReadonlyMap<string, Certificate>): boolean {
  if (!isCreation(change) || change.kind !== 'put') return false
  if (change.entity === 'certificate') {
    const certificate = certificateOf(change)
    if (certificate === undefined || certificate.issuer !== change.origin.replica) return false
    const issuer =
      certificate.issuer === certificate.replica ? certificate : certificates.get(certificate.issuer)
    return issuer !== undefined && isIssuedBy(certificate, issuer)
  }
  const replica = change.body.set['all']?.['replica']
  const author = certificates.get(change.origin.replica)
  if (typeof replica !== 'string' || author === undefined) return false
  const above = chainOf(certificates, replica).slice(1)
  return above.some(certificate => certificate.org === author.org)
}
