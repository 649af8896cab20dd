import { join } from 'node:path'
import type { z } from 'zod'
import type { asideSchema, PacketResult } from '#contract/packets/packets.ts'
import type { Journal } from '#db/journal/journal.ts'
import { replicaOf } from '#db/journal/names.ts'
import type { Session } from '#db/session.ts'
import type { Report } from '#db/shared/long-work.ts'
import { refuse } from '#db/shared/refusal.ts'
import type { Text } from '#db/shared/text.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import { standingOf } from '../../trust/standing.ts'
import type { Applying } from '../outcome.ts'
import { takeOne } from '../take-one.ts'
import { takeWaiting } from '../take-waiting.ts'
import { authorName, revocationBeyond } from '../telling/telling.ts'
import { removeFiles, settleAside } from './aside.ts'

type LaidAside = z.infer<typeof asideSchema>

type Row = {
  readonly no: number
  readonly peer: string
  readonly number: number
  readonly at: string
  readonly file: string
  readonly replica: string
  readonly changes: number
  /** Whose key is revoked, where all of them are revocations: what a person cannot take in. */
  readonly revokes: string | null
}

function rowsOf(db: Connection): Row[] {
  const perWriter = db
    .prepare<[], Omit<Row, 'replica'> & { writer: string }>(
      `SELECT a.no, a.peer, a.number, a.at, a.file, c.writer, count(*) AS changes,
         CASE WHEN sum(c.entity <> 'revocation') = 0 THEN max(c.subject) END AS revokes
       FROM aside a JOIN aside_change c ON c.aside = a.no
       WHERE NOT EXISTS (
         SELECT 1 FROM writer w JOIN change k ON k.writer = w.no AND k.n = c.n WHERE w.id = c.writer)
       GROUP BY a.no, c.writer ORDER BY a.no, c.writer`,
    )
    .all()
  // A PC has a writer for each time that its registry was opened.
  const rows = new Map<string, Row>()
  for (const { writer, ...row } of perWriter) {
    const replica = replicaOf(writer)
    const key = `${row.no} ${replica}`
    const known = rows.get(key)
    const revokes = known !== undefined && known.revokes === null ? null : row.revokes
    rows.set(key, { ...row, replica, revokes, changes: row.changes + (known?.changes ?? 0) })
  }
  return [...rows.values()]
}

function idOf({ no, replica }: Row): string {
  return `${no}-${replica.slice(0, 8)}`
}

/** What came unproved from below and lies aside, by packet and author, in sentences: a person takes it in or not. */
export function readAside(db: Connection, journal: Journal): LaidAside[] {
  const rows = rowsOf(db)
  if (rows.length === 0) return []
  const { certificates } = standingOf(db, journal)
  const own = db.prepare<[], { value: string }>("SELECT value FROM meta WHERE key = 'replica'").get()?.value
  // This PC's own words first: they say where lies what the others are about.
  const ownFirst = rows.toSorted((a, b) => Number(b.replica === own) - Number(a.replica === own))
  return ownFirst.map(row => {
    const from = authorName(db, certificates, row.peer)
    const author = authorName(db, certificates, row.replica)
    return {
      id: idOf(row),
      from: from.zh,
      number: row.number,
      at: row.at,
      changes: row.changes,
      author: author.zh,
      mine: row.replica === own,
      revokes: row.revokes,
      sentence:
        row.revokes === null
          ? sentenceOf(row, from, author, row.replica === own)
          : revocationBeyond(author, authorName(db, certificates, row.revokes)),
    }
  })
}

function sentenceOf({ number, changes }: Row, from: Text, author: Text, isMine: boolean): Text {
  if (isMine) {
    return {
      zh: `${from.zh}的第 ${number} 号数据包里有 ${changes} 条写明由本机填报的变更，本机没有，也无法证实。本机恢复过备份的，可以并入；没有恢复过的，请先打电话核实。`,
      en: `Packet no. ${number} from ${from.en} holds ${changes} changes said to be written on this PC, which it does not have and nobody proves. If a backup was restored here, take them in; if not, telephone first.`,
    }
  }
  return {
    zh: `${from.zh}的第 ${number} 号数据包里有 ${changes} 条写明由${author.zh}填报的变更，无法证实。向${author.zh}核实以后再并入。`,
    en: `Packet no. ${number} from ${from.en} holds ${changes} changes said to be written by ${author.en}, which nobody proves. Ask ${author.en} before you take them in.`,
  }
}

/** Takes in what was laid aside, as if its author had proved it: what is beyond his authority is given back all the same. */
export async function takeAside(
  session: Session,
  id: string,
  options: Applying,
  report: Report,
): Promise<PacketResult> {
  const { db } = session.writing()
  const rows = rowsOf(db)
  const row = rows.find(other => idOf(other) === id)
  if (row === undefined) {
    refuse(
      'aside-unknown',
      `没有编号为“${id}”的另存内容：可能已经并入，或已被更新的数据包取代。`,
      `Nothing lies aside under "${id}": it was taken in already, or a newer packet took its place.`,
      { id },
    )
  }
  if (row.revokes !== null) {
    refuse(
      'aside-revocation',
      `吊销只能由现在的上级作出，不能代为并入。电脑确实丢失或者被盗的，请在本机吊销它的密钥（电脑编号 ${row.revokes}）。`,
      `Only an office that stands above a PC today revokes its key; nobody else's revocation can be taken in. If that PC was lost or stolen, revoke its key here (replica ${row.revokes}).`,
      { id, replica: row.revokes },
    )
  }
  const own = rows.find(({ no, replica }) => no === row.no && replica === session.writing().keys.replica)
  if (own !== undefined && own !== row) {
    refuse(
      'aside-own-first',
      `同一个数据包里还有写明由本机填报的内容（编号 ${idOf(own)}），别的内容属于哪个单位要靠它才能判断。请先并入那一处；并入以后，能证实的会自动并入。`,
      `The same packet holds what is said to be written on this PC (${idOf(own)}), and only that tells where the rest belongs. Take that in first: what is proved then comes in by itself.`,
      { id: idOf(own) },
    )
  }
  const file = join(session.folder, 'inbox', row.file)
  const opening = { isAgain: true, believed: new Set([row.replica]) }
  const result = await takeOne(session, file, options, report, opening)
  if (options.preview) return result
  await removeFiles(session, db.transaction(() => settleAside(db))())
  // What is proved by now, of this packet and of others, need not be asked for.
  const { applied, warnings } = await takeWaiting(session, options, report)
  return { ...result, alsoApplied: [...applied], warnings: [...result.warnings, ...warnings] }
}
