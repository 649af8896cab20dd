import { basename } from 'node:path'
import type { PacketResult } from '#contract/packets/packets.ts'
import { rangesOf } from '#db/journal/change.ts'
import type { ChangeSet } from '#db/journal/change-set.ts'
import type { ChangeStore } from '#db/journal/store/change-store.ts'
import type { StoredAct } from '#db/journal/store/waiting-changes.ts'
import type { Session } from '#db/session.ts'
import { today } from '#db/shared/clock.ts'
import type { Report } from '#db/shared/long-work.ts'
import { plural } from '#db/shared/plural.ts'
import type { Text } from '#db/shared/text.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import { settleHangingElsewhere } from '../trust/hanging-elsewhere.ts'
import { knownName, nameInSentence } from '../trust/standing.ts'
import { readTrusted } from '../trust/trusted.ts'
import { countAskedAbout, keepFile, laidAsideOf, noteAside, removeFiles, settleAside } from './aside/aside.ts'
import { heldBetween } from './aside/held-ranges.ts'
import { claimedBefore } from './deciding/claimed-before.ts'
import { type Fates, replacementCourt } from './deciding/fates.ts'
import { saveCards } from './lines/cards.ts'
import {
  type Applying,
  newOutcome,
  nothing,
  type Outcome,
  reasonsOf,
  tellHeads,
  type Weighed,
  warnInPassing,
  warnOfLostChain,
} from './outcome.ts'
import { openConflicts, readParts } from './telling/by-office.ts'
import { tellFromNewer } from './telling/from-newer.ts'
import { compareHeads, watchHomes } from './telling/headcount.ts'
import { tellInClosed } from './telling/in-closed.ts'
import { noteLooks } from './telling/looks.ts'
import {
  acknowledgement,
  commitLocal,
  isCovered,
  keepWaiting,
  noteDuplicate,
  warnOfOtherJournal,
} from './telling/packet-notes.ts'
import { tellAside, tellContradictions, tellHeld, tellTwins } from './telling/telling.ts'
import { WhatChanged } from './telling/what-changed.ts'
import { settleTwins, type Told } from './twins.ts'

/** What belongs into the same transaction: before the changes, and after them. */
export type Around = {
  readonly begin?: () => void
  readonly finish?: (set: ChangeSet) => void
  /** What the sender is called where the tables do not know it yet: on joining. */
  readonly called?: string
}

const applying = { zh: '正在并入数据包', en: 'Taking the packet in' }
const adding = { zh: '正在汇总数据包带来的变化', en: 'Adding up what the packet changes' }

/** Takes in a packet that was weighed, or tells what it would do. */
export async function applyWeighed(
  session: Session,
  weighed: Weighed,
  options: Applying,
  report: Report,
  around: Around = {},
): Promise<PacketResult> {
  const { packet, source, sender, survey, fates, standing } = weighed
  const { db, journal } = session.writing()
  const { manifest } = packet
  const { number, fromTop } = manifest
  const { replica, org } = sender.certificate
  const at = session.clock.now().toISOString()
  const { issuer, name: certifiedAs } = sender.certificate
  // Where no table knows the sender, it is called what this PC's own key certified it as.
  const own = issuer === session.writing().keys.replica ? certifiedAs : undefined
  const called = knownName(db, org) ?? around.called ?? own
  const name = called === undefined ? nameInSentence(db, org) : { zh: called, en: called }
  const from = { org, name: name.zh, replica }
  const told = { ...nothing, from, number, code: '' }
  const covered = isCovered(db, replica, fromTop)
  // What waits is done with once all that it holds has come another way.
  if (survey.lacks) {
    if (!options.preview) await keepWaiting(session, weighed, at, 'lacking')
    return {
      ...told,
      status: 'waiting',
      code: 'packet-lacks',
      message: {
        zh: `${name.zh}的第 ${number} 号数据包以本单位以前送去、而本机现在没有的内容为前提（恢复过备份就会这样），已放在收件箱里。请先给对方制作一个数据包，再请对方重新制作。`,
        en: `Packet no. ${number} from ${name.en} builds on what this office once sent and this PC no longer has, as after a backup was restored. It waits in the inbox: make a packet for them first, then ask for a new one.`,
      },
    }
  }
  if (fates.take + fates.aside > 0 && !covered) {
    if (!options.preview) await keepWaiting(session, weighed, at, 'earlier')
    return {
      ...told,
      status: 'waiting',
      code: 'packet-waiting',
      message: waitsFor(db, replica, name, number),
    }
  }
  const outcome = newOutcome()
  const tale = new WhatChanged(db, journal.tables, journal.entities, standing.certificates)
  tellContradictions(outcome, survey, fates)
  if (fates.aside > 0) tellAside(db, outcome, standing.certificates, name, fates)
  // Of what lies aside it was warned when it came.
  if (laidAsideOf(db, packet) !== undefined) outcome.warnings = []
  const label = { what: 'packet', from: name.zh, number, peer: replica }
  const file = fates.aside > 0 && !options.preview ? await keepFile(session, packet, source) : undefined
  let gaveWay: readonly string[] = []
  const beforeCommit = (changeSet: number | null) => {
    commitLocal(session, weighed, changeSet, outcome, at)
    if (file !== undefined) gaveWay = noteAside(db, packet, survey.incoming, file, at)
    gaveWay = [...gaveWay, ...settleAside(db)]
  }
  const work = { label, actor: options.by, dryRun: options.preview, beforeCommit }
  try {
    const done = await journal.write(work, async set => {
      around.begin?.()
      // Whom it names, it tells by the names that come with it, where these are for the sender to tell.
      if (sender.relation === 'above' || sender.relation === 'beside') saveCards(db, survey.cards)
      watchHomes(db, set)
      // From below nothing is taken in that moves this office.
      const wasCertified = sender.relation !== 'below' && readTrusted(session).state !== 'lost'
      const conflictsBefore = countConflicts(db)
      const openBefore = options.preview ? openConflicts(db) : undefined
      const replacements = replacementCourt(weighed, session)
      const taken = await store(weighed, set, tale, journal.changes, report)
      const twins = settleTwins(
        db,
        journal,
        standing.certificates,
        survey.twins,
        packet.seals,
        replica,
        replacements,
        set,
      )
      if (twins.told.some(({ became }) => became === 'replaced' || became === 'kept-beside')) set.touch()
      tellTwins(db, outcome, twins.told, standing.certificates)
      around.finish?.(set)
      const isNews = taken > 0 || twins.placed.length > 0
      if (!isNews && set.count() === 0) return twins.told
      const summing = () => report(adding, 0, 0)
      await summing()
      const looked = { peer: replica, have: manifest.have, extent: set.extent(), at }
      await noteLooks(db, journal.changes, looked, summing)
      await set.settleInSlices(summing)
      const own = session.identity()
      const { certificates } = standing
      const heard = { certificates, extent: set.extent(), cards: survey.cards }
      const claimed =
        sender.relation === 'above' && own?.state === 'ready'
          ? claimedBefore(db, journal, { ...heard, office: own.office })
          : []
      await giveBack(set, [...fates.back, ...replacements.backOf(twins.placed), ...claimed], outcome, summing)
      if (own?.state === 'ready') await settleHangingElsewhere(session, set)
      await set.settleInSlices(summing)
      const held = heldBetween(db, set.extent())
      tale.settle(survey.incoming.taken, set.extent()[0], held.ranges)
      tellHeld(db, outcome, standing.certificates, held)
      outcome.sentences.push(...tellFromNewer(db, journal.entities, survey.incoming))
      outcome.conflicts = Math.max(0, countConflicts(db) - conflictsBefore)
      const sheet = compareHeads(db, own?.state === 'ready' ? own.office : undefined)
      tellHeads(db, outcome, sheet, options, org => tale.calledBefore(org))
      if (wasCertified && readTrusted(session).state === 'lost') warnOfLostChain(outcome)
      if (tale.isAbout('org', 'membership', 'post')) {
        for (const warning of tellInClosed(db, set.extent(), today(session.clock)))
          warnInPassing(outcome, warning)
      }
      if (openBefore !== undefined) {
        const from = { extent: set.extent(), before: openBefore, outcome, sheet, held: held.ranges }
        outcome.parts = await readParts(db, journal, from, summing)
      }
      if (outcome.many && !options.preview && !options.again) throw new ManyLeave()
      if (!sender.isAgain) warnOfOtherJournal(db, weighed, name, outcome)
      return twins.told
    })
    const told2 = { ...told, ...wholeTale(tale, outcome, acknowledgement(db, weighed, name)) }
    if (done.changes === 0 && !options.preview) {
      db.transaction(() => {
        noteDuplicate(session, weighed, covered, outcome, at)
        if (file !== undefined) gaveWay = noteAside(db, packet, survey.incoming, file, at)
        gaveWay = [...gaveWay, ...settleAside(db)]
      })()
    }
    await removeFiles(session, options.preview ? [] : gaveWay)
    if (done.changes === 0) {
      // One that brings nothing says nothing of what lies before it, either.
      if (survey.total === 0 && !covered) return { ...told2, ...bringsNothing(name, number) }
      if (covered && survey.total === manifest.yours) return { ...told2, ...bringsReceiptAlone(name, number) }
      const asked = fates.aside === 0 ? 0 : countAskedAbout(db)
      return { ...told2, ...knownAlready(name, number, { asked, away: fates.aside - asked }, done.result) }
    }
    if (options.preview) {
      return { ...told2, status: 'preview', message: previewSentence(name, number, outcome) }
    }
    return {
      ...told2,
      status: 'applied',
      changeSet: done.changeSet,
      message: {
        zh: `已并入${name.zh}的第 ${number} 号数据包。`,
        en: `Packet no. ${number} from ${name.en} has been taken in.`,
      },
    }
  } catch (error) {
    // It was put into the inbox before anything was noted of it.
    if (file !== undefined) await removeFiles(session, [basename(file)])
    if (!(error instanceof ManyLeave)) throw error
    return {
      ...told,
      ...wholeTale(tale, outcome, acknowledgement(db, weighed, name)),
      status: 'preview',
      code: 'packet-many-leave',
      message: {
        zh: `并入这个数据包会使本单位超过 5% 的人离开。请核对后再次确认。`,
        en: 'Taking this packet in makes more than 5% of your people leave. Check it and confirm once more.',
      },
    }
  }
}

class ManyLeave extends Error {}

/** All that is to be said of what a packet does, whether it is done or only would be. */
function wholeTale(tale: WhatChanged, outcome: Outcome, receipt: readonly Text[]) {
  return {
    added: tale.added,
    changed: tale.changed,
    removed: tale.removed,
    conflicts: outcome.conflicts,
    returned: outcome.returned.slice(0, mostReturned),
    reasons: reasonsOf(outcome),
    warnings: outcome.warnings,
    sentences: [...tale.sentences(), ...outcome.sentences, ...outcome.heads, ...receipt],
    notes: [...tale.notes(), ...outcome.sentences, ...receipt],
    parts: outcome.parts,
  }
}

/** So much of what is given back is named one by one. */
const mostReturned = 1000

/** What a packet that cannot go in yet needs: by number, where those that came say so. */
function waitsFor(db: Connection, replica: string, name: Text, number: number): Text {
  const last = db
    .prepare<[string, number], number>(
      'SELECT coalesce(max(number), 0) FROM received WHERE peer = ? AND number < ?',
    )
    .pluck()
    .get(replica, number)
  const [from, to] = [(last ?? 0) + 1, number - 1]
  const [needed, them] =
    from > to
      ? [
          { zh: '更早的一个', en: 'an earlier one' },
          { zh: '前面的数据包', en: 'the earlier one' },
        ]
      : from === to
        ? [
            { zh: `第 ${to} 号`, en: `no. ${to}` },
            { zh: `第 ${to} 号`, en: `no. ${to}` },
          ]
        : [
            { zh: `第 ${from} 至 ${to} 号`, en: `no. ${from} to ${to}` },
            { zh: `这几个`, en: 'those' },
          ]
  return {
    zh: `${name.zh}的第 ${number} 号数据包要等${needed.zh}先并入，已放在收件箱里。请向对方要${them.zh}；找不到了就先给对方制作一个数据包，对方并入以后制作的下一个会补齐。`,
    en: `Packet no. ${number} from ${name.en} needs ${needed.en} first and waits in the inbox. Ask for ${them.en}; where that is lost, make a packet for them, and the next one that they make after taking it in brings everything.`,
  }
}

/** Stores what is taken in, in the order in which it came; answers how much that was. */
async function store(
  { fates, survey }: Weighed,
  set: ChangeSet,
  tale: WhatChanged,
  changes: ChangeStore,
  report: Report,
): Promise<number> {
  let taken = 0
  const told = (acts: readonly StoredAct[]) => {
    taken += acts.length
    tale.noteAll(acts, numbers => changes.byNumbers(numbers))
  }
  const stored = await set.receiveWaiting(survey.incoming.taken, told, () =>
    report(applying, taken, fates.take),
  )
  await report(applying, stored, fates.take)
  return stored
}

async function giveBack(
  set: ChangeSet,
  back: Fates['back'],
  outcome: Outcome,
  between: () => Promise<void>,
): Promise<void> {
  for (const [, same] of Map.groupBy(back, item => `${item.reason.code} ${item.reason.zh}`)) {
    const reason = same[0]?.reason
    if (reason === undefined) continue
    await set.giveBackInSlices(rangesOf(same.map(({ writer, n }) => [writer, n])), reason, between)
    const { code, zh, en } = reason
    const message = { zh, en }
    for (const { entity, thing: id } of same) outcome.returned.push({ entity, id, code, message })
  }
}

function countConflicts(db: Connection): number {
  return prepareOnce<[], { n: number }>(db, 'SELECT count(*) AS n FROM conflict').get()?.n ?? 0
}

function knownAlready(
  name: Text,
  number: number,
  { asked, away }: { readonly asked: number; readonly away: number },
  twins: readonly Told[],
): Pick<PacketResult, 'status' | 'code' | 'message'> {
  if (asked > 0) {
    return {
      status: 'duplicate',
      code: 'packet-aside',
      message: {
        zh: `${name.zh}的第 ${number} 号数据包里没有可以直接并入的内容，${asked} 条无法证实的已另存，请核对。`,
        en: `Packet no. ${number} from ${name.en} holds nothing that can be taken in as it is; ${plural(asked, 'change')} that cannot be proved ${asked === 1 ? 'was' : 'were'} laid aside for you to check.`,
      },
    }
  }
  if (twins.length > 0) {
    return {
      status: 'duplicate',
      code: 'packet-contradicts',
      message: {
        zh: `${name.zh}的第 ${number} 号数据包里有 ${twins.length} 条与已知的内容不同，没有采用。请打电话核实。`,
        en: `${plural(twins.length, 'change')} in packet no. ${number} from ${name.en} ${twins.length === 1 ? 'says' : 'say'} something else than is known, and ${twins.length === 1 ? 'was' : 'were'} not believed. Telephone to find out why.`,
      },
    }
  }
  if (away > 0) {
    return {
      status: 'duplicate',
      code: 'packet-duplicate',
      message: {
        zh: `${name.zh}的第 ${number} 号数据包里的内容都已经有了，或者以前已决定不并入，没有改动。`,
        en: `Everything in packet no. ${number} from ${name.en} is known already or was put away before; nothing was changed.`,
      },
    }
  }
  return {
    status: 'duplicate',
    code: 'packet-duplicate',
    message: {
      zh: `${name.zh}的第 ${number} 号数据包里的内容都已经有了，没有改动。`,
      en: `Everything in packet no. ${number} from ${name.en} is known already; nothing was changed.`,
    },
  }
}

function bringsReceiptAlone(name: Text, number: number): Pick<PacketResult, 'status' | 'code' | 'message'> {
  return {
    status: 'duplicate',
    code: 'packet-duplicate',
    message: {
      zh: `${name.zh}的第 ${number} 号数据包里没有变更，只有回执。`,
      en: `Packet no. ${number} from ${name.en} holds no changes, only a receipt.`,
    },
  }
}

function bringsNothing(name: Text, number: number): Pick<PacketResult, 'status' | 'code' | 'message'> {
  return {
    status: 'duplicate',
    code: 'packet-ahead',
    message: {
      zh: `${name.zh}的第 ${number} 号数据包里没有新内容，但对方以为本机已有的，本机并没有（恢复过备份或者密钥就会这样）。请先给对方制作一个数据包；对方并入以后制作的下一个会补齐。`,
      en: `Packet no. ${number} from ${name.en} brings nothing new, and builds on what this PC does not have, as after a backup or only the keys were restored. Make a packet for them first: the next one that they make after taking it in brings everything.`,
    },
  }
}

function previewSentence(name: Text, number: number, { returned }: Outcome): Text {
  return {
    zh: `${name.zh}的第 ${number} 号数据包还没有并入，以上是并入后的变化${returned.length > 0 ? `；${returned.length} 条将被退回` : ''}。`,
    en: `Packet no. ${number} from ${name.en} has not been taken in yet; this is what it would do${returned.length > 0 ? `, and ${plural(returned.length, 'change')} would be returned` : ''}.`,
  }
}
