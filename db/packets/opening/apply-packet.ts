import type { PacketResult } from '#contract/packets.ts'
import type { Certificate } from '#db/packets/format/certificate.ts'
import type { OpenedPacket } from '#db/packets/format/open-packet.ts'
import type { PacketSource } from '#db/packets/format/packet-source.ts'
import type { Session } from '#db/session.ts'
import type { Report } from '#db/shared/long-work.ts'
import type { Text } from '#db/shared/text.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import { judgeNews } from '../trust/judge-news.ts'
import { compareHeads, countHeads } from './headcount.ts'
import { type Applying, newOutcome, nothing, type Outcome, tellHeads } from './outcome.ts'
import {
  acknowledgement,
  commitLocal,
  isCovered,
  keepWaiting,
  noteDuplicate,
  warnOfOtherJournal,
} from './packet-notes.ts'
import type { Survey } from './read-packet.ts'
import { receiveChanges } from './receive-changes.ts'
import { WhatChanged } from './what-changed.ts'

/** Takes in a packet that was opened, verified and surveyed. `begin` runs first in the same transaction. */
export async function applyOpened(
  session: Session,
  packet: OpenedPacket,
  source: PacketSource,
  certificates: ReadonlyMap<string, Certificate>,
  survey: Survey,
  options: Applying,
  report: Report,
  begin: () => void = () => undefined,
): Promise<PacketResult> {
  const writing = session.writing()
  const { db, journal } = writing
  const { manifest } = packet
  const { from, number, fromTop } = manifest
  const at = session.clock.now().toISOString()
  const told = { ...nothing, from, number, code: '' }
  const covered = isCovered(db, from.replica, fromTop)
  // What waits is done with once all that it holds has come another way.
  if (survey.hasNews && !covered) {
    if (!options.preview) await keepWaiting(session, packet, source, at)
    return {
      ...told,
      status: 'waiting',
      code: 'packet-waiting',
      message: {
        zh: `${from.name}的第 ${number} 号数据包要等更早的一个先并入，已放在收件箱里。请向对方要前面的数据包；对方下次导出也会补上。`,
        en: `Packet no. ${number} from ${from.name} needs an earlier one first and waits in the inbox. Ask for the earlier one; their next export will bring it too.`,
      },
    }
  }
  const outcome = newOutcome()
  const tale = new WhatChanged(journal.tables, journal.entities)
  const label = { what: 'packet', from: from.name, number, peer: from.replica }
  const beforeCommit = (changeSet: number) => commitLocal(session, packet, survey, changeSet, outcome, at)
  const work = { label, actor: options.by, dryRun: options.preview, beforeCommit }
  try {
    const done = await journal.write(work, async set => {
      begin()
      countHeads(db)
      const conflictsBefore = countConflicts(db)
      const news = await receiveChanges(
        journal,
        set,
        packet,
        certificates,
        survey.total,
        tale,
        outcome,
        report,
      )
      if (news.length === 0) return false
      // Authority asks where everything lies now, so the new stays have to have their ends.
      set.settle()
      judgeNews(session, set, news, certificates, from.replica, outcome)
      set.settle()
      outcome.conflicts = Math.max(0, countConflicts(db) - conflictsBefore)
      tellHeads(outcome, compareHeads(db))
      if (outcome.many && !options.preview && !options.again) throw new ManyLeave()
      warnOfOtherJournal(db, packet, outcome)
      return true
    })
    const told2 = {
      ...told,
      added: tale.added,
      changed: tale.changed,
      removed: tale.removed,
      conflicts: outcome.conflicts,
      returned: outcome.returned,
      warnings: outcome.warnings,
      sentences: [...tale.sentences(), ...outcome.sentences, ...acknowledgement(db, manifest)],
    }
    if (!done.result) {
      if (!options.preview) noteDuplicate(session, packet, survey, covered, at)
      return {
        ...told,
        sentences: acknowledgement(db, manifest),
        status: 'duplicate',
        code: 'packet-duplicate',
        message: {
          zh: `${from.name}的第 ${number} 号数据包里的内容都已经有了，没有改动。`,
          en: `Everything in packet no. ${number} from ${from.name} is known already; nothing was changed.`,
        },
      }
    }
    if (options.preview) {
      return { ...told2, status: 'preview', message: previewSentence(from.name, number, outcome) }
    }
    return {
      ...told2,
      status: 'applied',
      changeSet: done.changeSet,
      message: {
        zh: `已并入${from.name}的第 ${number} 号数据包。`,
        en: `Packet no. ${number} from ${from.name} has been taken in.`,
      },
    }
  } catch (error) {
    if (!(error instanceof ManyLeave)) throw error
    return {
      ...told,
      status: 'preview',
      code: 'packet-many-leave',
      warnings: outcome.warnings,
      sentences: [...tale.sentences(), ...outcome.sentences],
      message: {
        zh: `并入这个数据包会使本单位超过 5% 的人离开。请核对后再次确认。`,
        en: 'Taking this packet in makes more than 5 % of your people leave. Check it and confirm once more.',
      },
    }
  }
}

class ManyLeave extends Error {}

function countConflicts(db: Connection): number {
  return db.prepare<[], { n: number }>('SELECT count(*) AS n FROM conflict').get()?.n ?? 0
}

function previewSentence(name: string, number: number, { returned }: Outcome): Text {
  return {
    zh: `${name}的第 ${number} 号数据包还没有并入，以上是并入后的变化${returned.length > 0 ? `；${returned.length} 条将被退回` : ''}。`,
    en: `Packet no. ${number} from ${name} has not been taken in yet; this is what it would do${returned.length > 0 ? `, and ${returned.length} changes would be returned` : ''}.`,
  }
}
