import { join } from 'node:path'
import type { z } from 'zod'
import type { asideSchema, PacketResult } from '#contract/packets/packets.ts'
import type { Journal } from '#db/journal/journal.ts'
import type { Session } from '#db/session.ts'
import type { Report } from '#db/shared/long-work.ts'
import { plural } from '#db/shared/plural.ts'
import { refuse } from '#db/shared/refusal.ts'
import type { Text } from '#db/shared/text.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import { standingOf } from '../../trust/standing.ts'
import type { Applying } from '../outcome.ts'
import { takeOne } from '../take-one.ts'
import { takeWaiting } from '../take-waiting.ts'
import { authorName, revocationBeyond } from '../telling/telling.ts'
import { removeFiles, settleAside } from './aside.ts'
import { type Brought, type Entry, readEntries } from './entries.ts'

type LaidAside = z.infer<typeof asideSchema>

/** What came unproved from below and lies aside, in sentences: a person takes it in, or puts it away with a reason. */
export function readAside(db: Connection, journal: Journal): LaidAside[] {
  const entries = readEntries(db)
  if (entries.length === 0) return []
  const { certificates } = standingOf(db, journal)
  const own = prepareOnce<[], { value: string }>(db, "SELECT value FROM meta WHERE key = 'replica'").get()
    ?.value
  const nameOf = (replica: string) => authorName(db, certificates, replica)
  // This PC's own words first: they say where lies what the others are about.
  const rank = ({ putAway, replica }: Entry) => (putAway === undefined ? 0 : 2) + (replica === own ? 0 : 1)
  return entries
    .toSorted((a, b) => rank(a) - rank(b))
    .map(entry => {
      const { id, changes, packets, source, replica, revokes, putAway } = entry
      const last = source ?? packets.at(-1)
      return {
        id,
        from: nameOf(last?.peer ?? '').zh,
        number: last?.number ?? 0,
        at: source?.at ?? putAway?.at ?? '',
        packets: packets.map(({ peer, number }) => ({ from: nameOf(peer).zh, number })),
        changes,
        author: nameOf(replica).zh,
        mine: replica === own,
        revokes,
        canTake: source !== undefined && revokes === null,
        putAway: putAway === undefined ? null : { at: putAway.at, by: putAway.actor, reason: putAway.reason },
        sentence: sentenceOf(entry, replica === own, nameOf),
      }
    })
}

function sentenceOf(
  { changes, packets, replica, revokes, about, claims, putAway, source }: Entry,
  isMine: boolean,
  nameOf: (replica: string) => Text,
): Text {
  const author = nameOf(replica)
  if (revokes !== null)
    return isMine ? ownRevocation(nameOf(revokes)) : revocationBeyond(author, nameOf(revokes))
  const who = about.length === 0 ? '' : `（涉及${about.join('、')}）`
  const whom = about.length === 0 ? '' : ` (about ${about.join(', ')})`
  const by = isMine ? { zh: '本机', en: 'on this PC' } : { zh: author.zh, en: `by ${author.en}` }
  const from = packetsNamed(packets, nameOf)
  const zh = `${from.zh}里有 ${changes} 条写明由${by.zh}填报的变更${who}`
  const en = `${from.en} ${packets.length === 1 ? 'holds' : 'hold'} ${plural(changes, 'change')} said to be written ${by.en}${whom}`
  if (putAway !== undefined) {
    const came = putAway.came === 0 ? '' : `；其中 ${putAway.came} 条后来已并入`
    const later = putAway.came === 0 ? '' : `; ${putAway.came} of them came in later`
    const isGone = source === undefined && putAway.came < changes
    return {
      zh: `${zh}，无法证实${came}${isGone ? '；数据包已不在收件箱里' : ''}。`,
      en: `${en}, which cannot be proved${later}${isGone ? '; the packet is no longer in the inbox' : ''}.`,
    }
  }
  if (isMine) {
    return {
      zh: `${zh}，本机没有，也无法证实。本机恢复过备份的，可以并入；没有恢复过的，请先打电话核实。`,
      en: `${en}, which this PC does not have and which cannot be proved. If a backup was restored here, take them in; if not, telephone first.`,
    }
  }
  if (claims > 0) {
    const isOne = claims === 1
    return {
      zh: `${zh}，暂时不能并入：其中 ${claims} 个人员或组织，另一单位已经在本台账里登记。请打电话核实；那一份登记有误的，退回带来它的数据包，这里的随下一个数据包并入。`,
      en: `${en}, which cannot come in for now: ${claims} of the people and organizations ${isOne ? 'was' : 'were'} entered here by another office. Telephone to find out whose ${isOne ? 'that is' : 'they are'}; if the other entry is wrong, return the packet that brought it, and what lies here comes in with the next one.`,
    }
  }
  return {
    zh: `${zh}，无法证实。向${author.zh}核实以后再并入。`,
    en: `${en}, which cannot be proved. Ask ${author.en} before you take them in.`,
  }
}

/** One of this PC's own comes in by itself as soon as it is known here where that office stands. */
function ownRevocation(of: Text): Text {
  return {
    zh: `“${of.zh}”的一台电脑，写明由本机吊销过；本台账还不知道那个单位现在归谁管，暂时没有采用。本机填报的其他内容并入以后会自动采用；电脑确实丢失或者被盗的，也可以现在就在本机吊销`,
    en: `A PC of "${of.en}" is said to have been revoked on this PC; where that office stands is not known here yet, so it does not count for now. It will by itself once the rest of what was written on this PC is taken in. If that PC was lost or stolen, it can also be revoked here at once`,
  }
}

/** So many numbers of one sender's packets are listed; of more the first and the last are told. */
const mostListed = 4

function packetsNamed(packets: readonly Brought[], nameOf: (replica: string) => Text): Text {
  const zh: string[] = []
  const en: string[] = []
  for (const [peer, same] of Map.groupBy(packets, packet => packet.peer)) {
    const name = nameOf(peer)
    const numbers = same.map(({ number }) => number)
    const [first, last] = [numbers[0], numbers.at(-1)]
    const isLong = numbers.length > mostListed
    zh.push(
      isLong
        ? `${name.zh}的第 ${first} 号至第 ${last} 号中的 ${numbers.length} 个数据包`
        : `${name.zh}的第 ${numbers.join('、')} 号数据包`,
    )
    en.push(
      isLong
        ? `${numbers.length} of the packets no. ${first} to ${last} from ${name.en}`
        : `${numbers.length === 1 ? 'packet' : 'packets'} no. ${numbers.join(', ')} from ${name.en}`,
    )
  }
  const text = en.join(' and ')
  return { zh: zh.join('、'), en: text.charAt(0).toUpperCase() + text.slice(1) }
}

/** What lies aside under this id. */
export function entryOf(entries: readonly Entry[], id: string): Entry {
  const found = entries.find(entry => entry.id === id)
  if (found !== undefined) return found
  return refuse(
    'aside-unknown',
    `没有编号为“${id}”的另存内容：可能已经并入，或已被更新的数据包取代。`,
    `Nothing lies aside under "${id}": it was taken in already, or a newer packet took its place.`,
    { id },
  )
}

/** Takes in what was laid aside, as if its author had proved it: what is beyond his authority is given back all the same. */
export async function takeAside(
  session: Session,
  id: string,
  options: Applying,
  report: Report,
): Promise<PacketResult> {
  const { db } = session.writing()
  const entries = readEntries(db)
  const { source, revokes, replica } = entryOf(entries, id)
  if (revokes !== null) {
    refuse(
      'aside-revocation',
      `吊销只能由现在的上级作出，不能代为并入。电脑确实丢失或者被盗的，请在本机吊销它的密钥（电脑编号 ${revokes}）。`,
      `Only an office that stands above a PC today revokes its key; nobody else's revocation can be taken in. If that PC was lost or stolen, revoke its key here (PC ${revokes}).`,
      { id, replica: revokes },
    )
  }
  if (source === undefined) {
    refuse(
      'aside-gone',
      '这些内容已经并入，或者数据包已不在收件箱里。还需要的，请送来的单位重新制作数据包。',
      'These changes were taken in, or their packet is no longer in the inbox. If they are needed, ask whoever sent them for a new packet.',
      { id },
    )
  }
  const ownKey = session.writing().keys.replica
  const own = entries.find(
    entry => entry.source?.no === source.no && entry.replica === ownKey && entry.putAway === undefined,
  )
  if (own !== undefined && replica !== ownKey) {
    refuse(
      'aside-own-first',
      `同一个数据包里还有写明由本机填报的内容（编号 ${own.id}），别的内容属于哪个单位要靠它才能判断。请先并入那一处；并入以后，能证实的会自动并入。`,
      `The same packet holds what is said to be written on this PC (${own.id}), and only that tells where the rest belongs. Take that in first: what is proved then comes in by itself.`,
      { id: own.id },
    )
  }
  const file = join(session.folder, 'inbox', source.file)
  const opening = { isAgain: true, believed: new Set([replica]) }
  const result = await takeOne(session, file, options, report, opening)
  if (options.preview) return result
  await removeFiles(session, db.transaction(() => settleAside(db))())
  // What is proved by now, of this packet and of others, need not be asked for.
  const { applied, warnings } = await takeWaiting(session, options, report)
  return { ...result, alsoApplied: [...applied], warnings: [...result.warnings, ...warnings] }
}
