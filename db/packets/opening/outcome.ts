import type { PacketResult } from '#contract/packets/packets.ts'
import type { OpenedPacket } from '#db/packets/format/open-packet.ts'
import type { PacketSource } from '#db/packets/format/packet-source.ts'
import { plural } from '#db/shared/plural.ts'
import type { Text } from '#db/shared/text.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import { knownName, type Standing } from '../trust/standing.ts'
import type { Sender } from './deciding/authors.ts'
import type { Fates } from './deciding/fates.ts'
import type { Survey } from './survey.ts'
import type { Sheet } from './telling/headcount.ts'

export type Applying = {
  readonly by: string
  /** Only tells what would happen. */
  readonly preview: boolean
  /** Said yes a second time where many people would leave. */
  readonly again: boolean
}

/** A packet that was opened, verified, surveyed, and of which it is decided what becomes of each change. */
export type Weighed = {
  readonly packet: OpenedPacket
  readonly source: PacketSource
  readonly sender: Sender
  readonly survey: Survey
  readonly fates: Fates
  readonly standing: Standing
}

/** A result of which nothing is known yet. */
export const nothing = {
  from: null,
  number: null,
  added: 0,
  changed: 0,
  removed: 0,
  conflicts: 0,
  returned: [],
  reasons: [],
  alsoApplied: [],
  warnings: [],
  sentences: [],
  notes: [],
  parts: [],
  changeSet: null,
}

/** What comes to light while a packet is taken in. */
export type Outcome = {
  returned: PacketResult['returned']
  warnings: Text[]
  /** Those of them that something else shows as long as it lasts: they are not kept. */
  passing: Set<Text>
  sentences: Text[]
  /** The headcount sheet in sentences: they stand by their organizations in a preview. */
  heads: Text[]
  /** What a preview tells by organization. */
  parts: PacketResult['parts']
  conflicts: number
  many: boolean
  /** The sender's journal is not the one that was known. */
  otherJournal: boolean
}

export function newOutcome(): Outcome {
  return {
    returned: [],
    warnings: [],
    passing: new Set(),
    sentences: [],
    heads: [],
    parts: [],
    conflicts: 0,
    many: false,
    otherJournal: false,
  }
}

/** The share of the people in scope whose leaving asks a second time, and from how many people on. */
const manyLeave = { share: 0.05, from: 20 }

/** How many people left by packets since somebody last said yes to that, and of how many. */
const sinceAsked = 'left_since_asked'

/**
 * Tells the headcount sheet, and whether so many people leave that it is asked a second time: by this packet, or by
 * this and those before it since it was last asked, however small each was.
 */
export function tellHeads(
  db: Connection,
  outcome: Outcome,
  { perOrg, before, left, moves, gone }: Sheet,
  { again }: Applying,
  calledBefore: (org: string) => string | undefined,
): void {
  for (const { name, before: was, in: come, out, after } of perOrg.slice(0, 60)) {
    outcome.heads.push({
      zh: `${name}：原有 ${was} 人，增加 ${come}，减少 ${out}，现有 ${after} 人`,
      en: `${name}: ${was} before, ${come} in, ${out} out, ${after} now`,
    })
  }
  tellMoves(db, outcome, moves, calledBefore)
  if (gone.orgs > 0) {
    outcome.sentences.push({
      zh: `${gone.orgs} 个组织和 ${gone.people} 名团员离开本单位`,
      en: `Leaving your organization: ${plural(gone.orgs, 'organization')} with ${plural(gone.people, 'member')}`,
    })
  }
  if (left === 0 || before === undefined) return
  const noted = db
    .prepare<[string], { value: string }>('SELECT value FROM meta WHERE key = ?')
    .get(sinceAsked)?.value
  const [leftBefore = 0, of = before] = noted === undefined ? [] : noted.split('/').map(Number)
  const [sum, whole] = [leftBefore + left, Math.max(of, before)]
  outcome.many = whole >= manyLeave.from && sum > whole * manyLeave.share
  prepareOnce(db, 'INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)').run(
    sinceAsked,
    outcome.many && again ? `0/${before - left}` : `${sum}/${whole}`,
  )
  if (!outcome.many) return
  warnInPassing(
    outcome,
    leftBefore === 0
      ? {
          zh: `${before} 人中有 ${left} 人离开本单位`,
          en: `${left} of ${before} people leave your organization`,
        }
      : {
          zh: `${before} 人中有 ${left} 人离开本单位；连同以前的数据包，${whole} 人中已有 ${sum} 人离开`,
          en: `${left} of ${before} people leave your organization; with the packets before it, ${sum} of ${whole}`,
        },
  )
}

/** By this packet the office comes under another one, or whoever approved its PC is revoked: it is certified by nobody above it. */
export function warnOfLostChain(outcome: Outcome): void {
  warnInPassing(outcome, {
    zh: '并入以后，本机的证书不再有效：本单位改由别的单位管了，或者批准本机的电脑被吊销了。新上级的数据包到来，或者上级重新批准本机以前，制作不了数据包。没有接到过通知的，请先打电话向区里核实。',
    en: 'Once this is taken in, the certificate of this PC is no longer valid: your office comes under another one, or the PC that approved this one is revoked. Until the new office above sends a packet, or approves this PC anew, it makes none. If nobody told you of this, telephone the district first.',
  })
}

/** Warns of what is to be seen elsewhere until somebody has decided about it. */
export function warnInPassing(outcome: Outcome, warning: Text): void {
  outcome.warnings.push(warning)
  outcome.passing.add(warning)
}

/** So many organizations that hang elsewhere are told one by one. */
const mostMoves = 40

function tellMoves(
  db: Connection,
  outcome: Outcome,
  moves: Sheet['moves'],
  calledBefore: (org: string) => string | undefined,
): void {
  const elsewhere = { zh: '本台账以外的单位', en: 'an office beyond this registry' }
  const nameOf = (id: string | null) => {
    const name = id === null ? undefined : (knownName(db, id) ?? calledBefore(id))
    return name === undefined ? elsewhere : { zh: `“${name}”`, en: `"${name}"` }
  }
  for (const { org, was, now, since } of moves.slice(0, mostMoves)) {
    const [which, from, to] = [nameOf(org), nameOf(was), nameOf(now)]
    outcome.sentences.push({
      zh: `${which.zh}由${from.zh}改设在${to.zh}之下${since === null ? '' : `，自 ${since}`}`,
      en: `${which.en} goes from ${from.en} to ${to.en}${since === null ? '' : ` from ${since} on`}`,
    })
  }
  const more = moves.length - mostMoves
  if (more <= 0) return
  outcome.sentences.push({
    zh: `另有 ${more} 个组织改设在别的单位之下`,
    en: `${plural(more, 'more organization goes', 'more organizations go')} under other offices`,
  })
}

/** Why something is given back, with how often, in the order in which the reasons come. */
export function reasonsOf({ returned }: Pick<Outcome, 'returned'>): PacketResult['reasons'] {
  const counted = new Map<string, PacketResult['reasons'][number]>()
  for (const { message } of returned)
    counted.set(message.zh, { n: (counted.get(message.zh)?.n ?? 0) + 1, message })
  return [...counted.values()]
}
