import type { z } from 'zod'
import type { peerSchema, pendingSchema } from '#contract/packets/packets.ts'
import { count, moment } from '../../../text/written.ts'
import type { Words } from '../../../text/zh-CN.ts'

export type Peer = z.infer<typeof peerSchema>
export type Pending = z.infer<typeof pendingSchema>

/** An office by its name; another PC of this one, which bears the same name, by what it is. */
export function calledIn(
  words: Words,
  { name, direction }: { readonly name: string; readonly direction: Peer['direction'] },
): string {
  return direction === 'beside' ? words.packet.beside : name
}

/** How things stand with an office, a sentence each: what went there, what came from there, what was given back. */
export function officeState(words: Words, peer: Peer, pending: Pending | undefined): readonly string[] {
  const say = words.packet.offices
  if (pending?.revoked) return [say.revoked]
  const { sent, acknowledged, received, returned, silentSince } = peer
  const went =
    sent === 0
      ? say.nothingSent
      : acknowledged >= sent
        ? say.confirmed(sent)
        : say.unconfirmed(sent, acknowledged)
  const came = silentSince === null ? say.nothingReceived : say.heard(received, moment(silentSince))
  const back =
    peer.direction === 'up' ? say.returnedToUs(count(returned)) : say.returnedToThem(count(returned))
  return returned === 0 ? [went, came] : [went, came, back]
}

/** What waits to be handed over, in a sentence. */
export function waitingState(words: Words, pending: Pending): string {
  const say = words.packet.offices
  const { since, changes, unconfirmed, owesReceipt, unhanded } = pending
  const news = changes === 0 ? say.nothingWaits : say.waits(since, holdsOf(words, pending))
  const again = unconfirmed > 0 && since > 0 ? [say.again(count(unconfirmed))] : []
  const receipt = owesReceipt ? [say.owesReceipt] : []
  const unwritten = unhanded === null ? [] : [say.unhanded(unhanded)]
  return [news, ...again, ...receipt, ...unwritten].join(words.packet.semicolon)
}

/** What the button says that makes a packet: what it will hold, once that is counted. */
export function packButton(words: Words, pending: Pending | undefined, direction: Peer['direction']): string {
  const say = words.packet.offices
  const isUp = direction === 'up'
  if (pending === undefined) return isUp ? say.toAboveUncounted : say.packUncounted
  if (pending.changes > 0) return (isUp ? say.toAbove : say.pack)(holdsOf(words, pending))
  if (pending.owesReceipt) return isUp ? say.toAboveReceipt : say.packReceipt
  return isUp ? say.toAboveNothing : say.packNothing
}

/** How much a packet holds for whoever reads it: people, or what there is where it is about none. */
export function holdsOf(words: Words, { changes, unconfirmed, people }: Pending): string {
  const say = words.packet.offices
  return people > 0 ? say.people(count(people)) : say.changes(count(changes + unconfirmed))
}

/** How much a packet that was made holds for whoever opens it: people and organizations, or what there is where it is about none. */
export function carriedBy(
  words: Words,
  { changes, people, organizations }: Readonly<Record<'changes' | 'people' | 'organizations', number>>,
): string {
  const say = words.packet.offices
  const parts = [
    ...(people > 0 ? [say.people(count(people))] : []),
    ...(organizations > 0 ? [say.organizations(count(organizations))] : []),
  ]
  return parts.length > 0 ? parts.join(words.packet.comma) : say.changes(count(changes))
}

type Trusted = { readonly state: string; readonly chain: readonly string[] }

/** Where no office above is dealt with: this PC is the district's first one, or a further one of an office, which hands up through the first. */
export function noOfficeAbove(words: Words, trusted: Trusted | undefined): string {
  const say = words.packet.offices
  const by = trusted?.chain[0]
  if (trusted === undefined) return ''
  return trusted.state === 'certified' && by !== undefined ? say.aboveThrough(by) : say.noneAbove
}
