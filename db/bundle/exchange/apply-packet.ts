import { copyFile, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { PacketResult } from '#contract/bundle.ts'
import { type Change, idOf, type Reason, rangesOf } from '#db/journal/change.ts'
import type { ChangeSet } from '#db/journal/change-set.ts'
import type { Session, Writing } from '#db/session.ts'
import type { Report } from '#db/shared/long-work.ts'
import { Refusal } from '#db/shared/refusal.ts'
import type { Text } from '#db/shared/text.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import type { Certificate } from '../certificate.ts'
import { writeDurably } from '../durable-file.ts'
import { type OpenedPacket, openPacket } from '../open-packet.ts'
import type { Manifest } from '../packet-manifest.ts'
import type { PacketSource } from '../packet-source.ts'
import { sourceBytes } from '../packet-source.ts'
import { judgeAuthority } from './authority.ts'
import { saveCards } from './cards.ts'
import { knownCertificates } from './certificate-record.ts'
import { readLine } from './change-line.ts'
import { compareHeads, countHeads, type Sheet } from './headcount.ts'
import { haveOf, noteStatement, noteWarning, readPeer, savePeer } from './peer-store.ts'
import { isGenuine, surveyPacket } from './read-packet.ts'
import { surveyTerritory } from './territory.ts'
import { trustOf } from './trust.ts'
import { WhatChanged } from './what-changed.ts'

export type Applying = {
  readonly by: string
  /** Only tells what would happen. */
  readonly preview: boolean
  /** Said yes a second time where many people would leave. */
  readonly again: boolean
}

const applying = { zh: '正在收入数据包', en: 'Taking the packet in' }

/** The share of the people in scope whose leaving asks a second time, and from how many people on. */
const manyLeave = { share: 0.05, from: 20 }

const nothing = {
  from: null,
  number: null,
  added: 0,
  changed: 0,
  removed: 0,
  conflicts: 0,
  returned: [],
  alsoApplied: [],
  warnings: [],
  sentences: [],
  changeSet: null,
}

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
  try {
    const result = await takeOne(session, source, options, report)
    if (result.status !== 'applied') return result
    return { ...result, alsoApplied: await takeWaiting(session, options, report) }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const { code, text } = error
    return { ...nothing, status: 'refused', code, message: text }
  }
}

async function takeOne(
  session: Session,
  source: PacketSource,
  options: Applying,
  report: Report,
): Promise<PacketResult> {
  const writing = session.writing()
  const { keys, db } = writing
  const workFolder = join(session.folder, 'inbox')
  await mkdir(workFolder, { recursive: true })
  await using packet = await openPacket({ source, keys, trust: trustOf(session), workFolder })
  refuseRevoked(packet)
  const certificates = knownCertificates(db)
  for (const certificate of packet.certificates.toReversed()) {
    if (!certificates.has(certificate.replica)) certificates.set(certificate.replica, certificate)
  }
  const survey = await surveyPacket(packet, certificates, report)
  // Awaited here: the packet stays open until this returns.
  return await applyOpened(session, packet, source, certificates, survey, options, report)
}

function refuseRevoked(packet: OpenedPacket): void {
  const [revoked] = packet.revoked
  if (revoked === undefined) return
  throw new Refusal(
    'packet-revoked-key',
    {
      zh: `${packet.name} 是用已吊销的密钥（${revoked.name}）签名的，不能收入。请让对方用新批准的电脑重新导出。`,
      en: `${packet.name} was signed with a revoked key (${revoked.name}) and cannot be taken in. Ask for a new packet from a PC that is approved now.`,
    },
    { replica: revoked.replica },
  )
}

export type Survey = Awaited<ReturnType<typeof surveyPacket>>

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
  if (!isCovered(db, from.replica, fromTop)) {
    if (!options.preview) await keepWaiting(session, packet, source, at)
    return {
      ...told,
      status: 'waiting',
      code: 'packet-waiting',
      message: {
        zh: `${from.name}的第 ${number} 号数据包要等更早的一个先收入，已放在收件箱里。请向对方要前面的数据包；对方下次导出也会补上。`,
        en: `Packet no. ${number} from ${from.name} needs an earlier one first and waits in the inbox. Ask for the earlier one; their next export will bring it too.`,
      },
    }
  }
  const outcome: Outcome = {
    returned: [],
    warnings: [],
    sentences: [],
    sheet: undefined,
    conflicts: 0,
    many: false,
  }
  const tale = new WhatChanged(journal.tables, journal.entities)
  const label = { what: 'packet', from: from.name, number, peer: from.replica }
  const beforeCommit = (changeSet: number) => commitLocal(session, packet, survey, changeSet, outcome, at)
  const work = { label, actor: options.by, dryRun: options.preview, beforeCommit }
  try {
    const done = await journal.write(work, async set => {
      begin()
      countHeads(db)
      const conflictsBefore = countConflicts(db)
      const news = await receiveAll(writing, set, packet, certificates, survey.total, tale, outcome, report)
      if (news.length === 0) return false
      judgeNews(session, set, news, certificates, from.replica, outcome)
      set.settle()
      outcome.sheet = compareHeads(db)
      outcome.conflicts = Math.max(0, countConflicts(db) - conflictsBefore)
      tellHeads(outcome, outcome.sheet)
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
      if (!options.preview) noteDuplicate(session, packet, survey, at)
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
        zh: `已收入${from.name}的第 ${number} 号数据包。`,
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
      sentences: outcome.sentences,
      message: {
        zh: `收入这个数据包会使本单位超过 5% 的人离开。请核对后再次确认。`,
        en: 'Taking this packet in makes more than 5 % of your people leave. Check it and confirm once more.',
      },
    }
  }
}

class ManyLeave extends Error {}

type Outcome = {
  returned: PacketResult['returned']
  warnings: Text[]
  sentences: Text[]
  sheet: Sheet | undefined
  conflicts: number
  many: boolean
}

function isCovered(
  db: Connection,
  peer: string,
  top: { readonly pos: number; readonly hash: string },
): boolean {
  if (top.pos === 0) return true
  const row = db
    .prepare<[string, number, string], { no: number }>(
      'SELECT no FROM received WHERE peer = ? AND pos = ? AND hash = ?',
    )
    .get(peer, top.pos, top.hash)
  return row !== undefined
}

/** Stores what is new, slice by slice; what its author did not sign, though he must, is left out and told. */
async function receiveAll(
  { journal }: Writing,
  set: ChangeSet,
  packet: OpenedPacket,
  certificates: ReadonlyMap<string, Certificate>,
  total: number,
  tale: WhatChanged,
  outcome: Outcome,
  report: Report,
): Promise<Change[]> {
  const news: Change[] = []
  let batch: Change[] = []
  let read = 0
  const flush = async () => {
    if (batch.length > 0) set.receive(batch)
    batch = []
    await report(applying, read, total)
  }
  for await (const text of packet.changes) {
    const line = readLine(text)
    if (line === undefined || 'card' in line) continue
    const { change } = line
    read++
    if (journal.changes.isKnown(change.origin.writer, change.n)) {
      if (read % 500 === 0) await report(applying, read, total)
      continue
    }
    if (!isGenuine(change, certificates, journal.entities)) {
      outcome.returned.push({
        entity: change.entity,
        id: change.thing,
        code: 'signature-missing',
        message: {
          zh: '这条内容没有填报单位本机的有效签名，没有收入。请让填报单位重新导出。',
          en: 'This carries no valid signature of its author’s PC and was left out. Ask its author to export again.',
        },
      })
      continue
    }
    tale.note(change)
    news.push(change)
    batch.push(change)
    if (batch.length >= 250) await flush()
  }
  await flush()
  return news
}

/**
 * Authority, judged once by the nearest office above the author, whatever the route; and that the packet's signer may
 * vouch for what came from below. What fails is returned with a reason and does not stop the others.
 */
function judgeNews(
  session: Session,
  set: ChangeSet,
  news: readonly Change[],
  certificates: ReadonlyMap<string, Certificate>,
  sender: string,
  outcome: Outcome,
): void {
  const { db, journal } = session.writing()
  const office = session.office()
  const byReplica = Map.groupBy(news, change => change.origin.replica)
  const failed: { readonly change: Change; readonly reason: Reason }[] = []
  for (const [replica, changes] of byReplica) {
    const certificate = certificates.get(replica)
    if (certificate === undefined || certificate.issuer === replica) continue
    if (certificates.get(certificate.issuer)?.org !== office || certificate.org === office) continue
    for (const [author, own] of Map.groupBy(changes, change => change.origin.office)) {
      failed.push(...judgeAuthority(db, journal, { office: author, isTop: false }, own))
    }
  }
  failed.push(...notVouchedFor(session, news, certificates, sender, new Set(failed.map(f => idOf(f.change)))))
  for (const [, same] of Map.groupBy(failed, item => item.reason.code)) {
    const reason = same[0]?.reason
    if (reason === undefined) continue
    set.giveBack(rangesOf(same.map(({ change }) => [change.origin.writer, change.n])), reason)
    for (const { change } of same) {
      const { code, zh, en } = reason
      outcome.returned.push({ entity: change.entity, id: change.thing, code, message: { zh, en } })
    }
  }
}

/** A packet from below vouches for what was written at or below its signer, and for what lies or ever lay there. */
function notVouchedFor(
  session: Session,
  news: readonly Change[],
  certificates: ReadonlyMap<string, Certificate>,
  sender: string,
  already: ReadonlySet<string>,
): { readonly change: Change; readonly reason: Reason }[] {
  const { db } = session.writing()
  const signer = certificates.get(sender)
  const peer = readPeer(db, sender)
  if (signer === undefined || peer?.direction === 'up' || signer.org === session.office()) return []
  const doubtful = news.filter(
    change => change.signature === null && change.origin.office !== signer.org && !already.has(idOf(change)),
  )
  if (doubtful.length === 0) return []
  const { ever } = surveyTerritory(db, signer.org)
  const lookUp = db.prepare<[string], { id: string }>(`SELECT id FROM ${ever} WHERE id = ?`)
  const reason: Reason = {
    code: 'not-vouched-for',
    zh: '这条内容不是送来数据包的单位或其下级写的，也不在它的范围内。',
    en: 'Neither the packet’s sender nor an office below it wrote this, and it does not lie in the sender’s part of the tree.',
  }
  return doubtful
    .filter(
      change => ![change.origin.office, change.thing, ...change.hangsOn].some(thing => lookUp.get(thing)),
    )
    .map(change => ({ change, reason }))
}

function countConflicts(db: Connection): number {
  return db.prepare<[], { n: number }>('SELECT count(*) AS n FROM conflict').get()?.n ?? 0
}

function tellHeads(outcome: Outcome, { perOrg, before, left }: Sheet): void {
  for (const { name, before: was, in: come, out, after } of perOrg.slice(0, 60)) {
    outcome.sentences.push({
      zh: `${name}：原有 ${was} 人，转入 ${come}，转出 ${out}，现有 ${after} 人`,
      en: `${name}: ${was} before, ${come} in, ${out} out, ${after} now`,
    })
  }
  if (before >= manyLeave.from && left > before * manyLeave.share) {
    outcome.many = true
    outcome.warnings.push({
      zh: `${before} 人中有 ${left} 人离开本单位`,
      en: `${left} of ${before} people leave your organization`,
    })
  }
}

/**
 * New changes under a number that was seen before: the sender's list of offers turned out otherwise than it was. A
 * backup was restored there, or two PCs work with one key. Its work is wanted; a person should know.
 */
function warnOfOtherJournal(db: Connection, { manifest }: OpenedPacket, outcome: Outcome): void {
  const { from, number, toTop } = manifest
  const seen = db
    .prepare<[string, number, string], { number: number }>(
      'SELECT number FROM received WHERE peer = ? AND number >= ? AND hash <> ? LIMIT 1',
    )
    .get(from.replica, number, toTop.hash)
  if (seen === undefined) return
  outcome.warnings.push({
    zh: `“${from.name}”的台账和以前收到的接不上：可能恢复过备份，或有两台电脑共用一套密钥。内容已收入。若是第二台电脑，请为它单独申请加入（enrol request）。`,
    en: `The journal of "${from.name}" turned out otherwise than before: a backup was restored there, or two PCs share one key. Its work was taken in. If it is a second PC, enrol it on its own (enrol request).`,
  })
}

function commitLocal(
  session: Session,
  packet: OpenedPacket,
  survey: Survey,
  changeSet: number | null,
  outcome: Outcome,
  at: string,
): void {
  const { db } = session.writing()
  const { manifest, certificates } = packet
  const { from, number, toTop, have } = manifest
  const [sender] = certificates
  if (readPeer(db, from.replica) === undefined && sender)
    savePeer(db, sender, directionOf(session, sender.org))
  noteStatement(db, from.replica, have, at)
  db.prepare(
    'INSERT OR IGNORE INTO received (peer, pos, hash, number, at, change_set) VALUES (?, ?, ?, ?, ?, ?)',
  ).run(from.replica, toTop.pos, toTop.hash, number, at, changeSet)
  saveCards(db, survey.cards)
  for (const warning of outcome.warnings) noteWarning(db, from.replica, 'journal', warning, at)
}

function noteDuplicate(session: Session, packet: OpenedPacket, survey: Survey, at: string): void {
  const { db } = session.writing()
  const none: Outcome = {
    returned: [],
    warnings: [],
    sentences: [],
    sheet: undefined,
    conflicts: 0,
    many: false,
  }
  // Where nothing of this sender has come yet, this place of its list is the one to state.
  const first = haveOf(db, packet.manifest.from.replica) === null
  const set = first ? 0 : null
  db.transaction(() => commitLocal(session, packet, survey, set, none, at))()
}

function directionOf(session: Session, org: string): 'up' | 'down' | 'beside' {
  const office = session.office()
  if (org === office) return 'beside'
  const { db } = session.writing()
  const above = db
    .prepare<[string, string], { id: string }>(
      `WITH RECURSIVE above (id) AS (
         SELECT ? UNION SELECT p.parent FROM above JOIN placement p ON p.org = above.id AND p.until IS NULL WHERE p.parent IS NOT NULL
       ) SELECT id FROM above WHERE id = ?`,
    )
    .get(office, org)
  return above ? 'up' : 'down'
}

async function keepWaiting(
  session: Session,
  packet: OpenedPacket,
  source: PacketSource,
  at: string,
): Promise<void> {
  const { db } = session.writing()
  const { from, number, fromTop, toTop, have } = packet.manifest
  const inbox = join(session.folder, 'inbox')
  const file = join(inbox, `${packet.sealed.sha256}.llb`)
  if (typeof source === 'string') await copyFile(source, file)
  else await writeDurably(file, sourceBytes(source))
  db.transaction(() => {
    const [sender] = packet.certificates
    if (readPeer(db, from.replica) === undefined && sender)
      savePeer(db, sender, directionOf(session, sender.org))
    noteStatement(db, from.replica, have, at)
    db.prepare(
      'INSERT OR IGNORE INTO waiting (peer, number, hash, file, needs_pos, at) VALUES (?, ?, ?, ?, ?, ?)',
    ).run(from.replica, number, toTop.hash, file, fromTop.pos, at)
  })()
}

/** Takes in what waited, as long as anything that waits is covered now. */
async function takeWaiting(session: Session, options: Applying, report: Report): Promise<number[]> {
  const { db } = session.writing()
  const applied: number[] = []
  for (let again = true; again; ) {
    again = false
    const waiting = db
      .prepare<[], { peer: string; number: number; hash: string; file: string }>(
        'SELECT peer, number, hash, file FROM waiting ORDER BY needs_pos',
      )
      .all()
    for (const { peer, number, hash, file } of waiting) {
      const result = await takeOne(session, file, options, report)
      if (result.status !== 'applied' && result.status !== 'duplicate') continue
      db.prepare('DELETE FROM waiting WHERE peer = ? AND hash = ?').run(peer, hash)
      await rm(file, { force: true })
      if (result.status === 'applied') applied.push(number)
      again = true
    }
  }
  return applied
}

/** Which of this office's packets the sender says to have. */
function acknowledgement(db: Connection, { from, have }: Manifest): Text[] {
  if (have === null) return []
  const row = db
    .prepare<[string, number, string], { number: number }>(
      'SELECT max(number) AS number FROM sent WHERE peer = ? AND pos = ? AND hash = ?',
    )
    .get(from.replica, have.pos, have.hash)
  if (!row?.number) return []
  const { number } = row
  return [
    {
      zh: `${from.name}已收到本单位第 ${number} 号及以前的数据包`,
      en: `${from.name} has your packets up to no. ${number}`,
    },
  ]
}

function previewSentence(name: string, number: number, { returned }: Outcome): Text {
  return {
    zh: `${name}的第 ${number} 号数据包还没有收入，以上是收入后的变化${returned.length > 0 ? `；${returned.length} 条将被退回` : ''}。`,
    en: `Packet no. ${number} from ${name} has not been taken in yet; this is what it would do${returned.length > 0 ? `, and ${returned.length} changes would be returned` : ''}.`,
  }
}
