import { type Change, signedText } from '#db/journal/change.ts'
import type { Entities } from '#db/journal/entity.ts'
import type { Report } from '#db/shared/long-work.ts'
import { type Certificate, certificateSchema, isIssuedBy } from '../certificate.ts'
import { verify } from '../keys.ts'
import type { OpenedPacket } from '../open-packet.ts'
import { damaged } from '../packet-refusal.ts'
import { note } from './certificate-record.ts'
import { type Card, readLine } from './change-line.ts'
import { hashAfter } from './top-hash.ts'

const checking = { zh: '正在核对数据包', en: 'Checking the packet' }

/** What a packet brings beside its changes, and how many these are. */
export type Survey = { readonly cards: readonly Card[]; readonly total: number }

/**
 * Reads a verified packet's changes once before anything is written: that each line is a change, that their ids lead
 * from the one place in the sender's offers to the other, and which certificates are among them. Refuses a packet of
 * which that does not hold.
 */
export async function surveyPacket(
  packet: OpenedPacket,
  known: Map<string, Certificate>,
  report: Report,
): Promise<Survey> {
  const { fromTop, toTop } = packet.manifest
  const total = toTop.pos - fromTop.pos
  let { pos, hash } = fromTop
  const cards: Card[] = []
  for await (const text of packet.changes) {
    const line = readLine(text)
    if (line === undefined) throw broken(packet)
    if ('card' in line) {
      cards.push(line.card)
      continue
    }
    const { change } = line
    pos++
    hash = hashAfter(hash, change.origin.writer, change.n)
    if (change.entity === 'certificate') noteCertificate(change, known)
    if (pos % 200 === 0) await report(checking, pos - fromTop.pos, total)
  }
  if (pos !== toTop.pos || hash !== toTop.hash) throw broken(packet)
  return { cards, total }
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

/** Whether a change that its author must have signed himself carries his signature. */
export function isGenuine(
  change: Change,
  certificates: ReadonlyMap<string, Certificate>,
  entities: Entities,
): boolean {
  const mustBeSigned =
    change.kind === 'return' || change.kind === 'admit' || entities.get(change.entity)?.signed === true
  if (!mustBeSigned) return true
  const author = certificates.get(change.origin.replica)
  if (author === undefined || change.signature === null) return false
  return verify(author.signKey, Buffer.from(signedText(change)), Buffer.from(change.signature, 'base64'))
}
