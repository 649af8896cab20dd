import { openAsBlob } from 'node:fs'
import { basename, join } from 'node:path'
import { makePrivateFolder } from '#db/files/private-folder.ts'
import type { Certificate } from '#db/packets/format/certificate.ts'
import { type PacketDraft, writePacket } from '#db/packets/format/write-packet.ts'
import { orgById } from '#db/registry/find-org.ts'
import type { Session } from '#db/session.ts'
import { invariant } from '#db/shared/invariant.ts'
import type { Report } from '#db/shared/long-work.ts'
import { refuse } from '#db/shared/refusal.ts'
import type { Text } from '#db/shared/text.ts'
import { version } from '#db/shared/version.ts'
import { type Connection, rollBack } from '#db/sqlite/connection.ts'
import { schemaNumber } from '#db/sqlite/migrate.ts'
import { readCards } from '../opening/cards.ts'
import { cardLine, changeLine } from '../opening/change-line.ts'
import { chainOf, knownCertificates } from '../trust/certificate-record.ts'
import { appendOffers, baseFor, type Peer } from './offers.ts'
import { haveOf } from './peer-store.ts'

export type ExportedPacket = {
  readonly file: File
  readonly number: number
  readonly changes: number
  readonly bytes: number
  readonly warnings: Text[]
}

const packing = { zh: '正在打包', en: 'Packing' }

/**
 * Writes the next packet for a peer into `outbox/`: everything it may see, from the place that its latest statement
 * names. `dryRun` only tells its number and how many changes it would bring. The packet lies there whole before its number is committed; what is interrupted leaves the offers as they were.
 */
export async function exportPacket(
  session: Session,
  peer: Peer,
  report: Report,
  { approval, dryRun = false }: { readonly approval?: Certificate; readonly dryRun?: boolean } = {},
): Promise<ExportedPacket> {
  const { db, keys, journal } = session.writing()
  const own = await orgById(session.reader(), session.office())
  invariant(own, 'a registry that is ready has its own organization')
  const outbox = join(session.folder, 'outbox')
  await makePrivateFolder(outbox)
  const chain = chainOf(knownCertificates(db), keys.replica)
  if (chain.length === 0) {
    refuse(
      'certificate-missing',
      '本机没有完整的证书链，写出的数据包别人无法核对。请让上级重新批准本机。',
      'This PC’s chain of certificates is incomplete, so nobody could verify its packets. Ask the office above to approve it again.',
    )
  }
  db.exec('BEGIN IMMEDIATE')
  let committed = false
  try {
    await report(packing, 0, 0)
    const toTop = appendOffers(db, peer)
    const fromTop = baseFor(db, peer)
    const number = nextNumber(db, peer.replica)
    const total = toTop.pos - fromTop.pos
    if (dryRun) return { file: new File([], ''), number, changes: total, bytes: 0, warnings: [] }
    const counts = countsOf(db, peer.replica, fromTop.pos)
    const changes = linesOf(session, peer, fromTop.pos, total, report)
    const end = { replica: keys.replica, org: own.id, name: own.short_name ?? own.name }
    const shared = {
      app: version,
      schema: schemaNumber,
      from: end,
      to: { replica: peer.replica, org: peer.org, name: peer.name },
      number,
      fromTop,
      toTop,
      have: haveOf(db, peer.replica),
      missingFiles: [],
      counts,
    }
    const statement: PacketDraft['statement'] = approval
      ? { ...shared, kind: 'approval', approval }
      : { ...shared, kind: 'packet' }
    const draft = { keys, chain, statement, recipient: peer.recipient, changes, files: [] }
    const written = await writePacket(draft, outbox, session.clock)
    const at = session.clock.now().toISOString()
    db.prepare(
      'INSERT INTO sent (peer, number, pos, hash, at, file, sha256) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ).run(peer.replica, number, toTop.pos, toTop.hash, at, basename(written.file), written.sha256)
    db.exec('COMMIT')
    committed = true
    const file = new File([await openAsBlob(written.file)], basename(written.file))
    return { file, number, changes: total, bytes: written.bytes, warnings: [] }
  } finally {
    if (!committed) {
      rollBack(db)
      journal.changes.forget()
    }
  }
}

function nextNumber(db: Connection, peer: string): number {
  const row = db
    .prepare<[string], { n: number }>('SELECT coalesce(max(number), 0) + 1 AS n FROM sent WHERE peer = ?')
    .get(peer)
  return row?.n ?? 1
}

function countsOf(db: Connection, peer: string, from: number): Record<string, number> {
  const rows = db
    .prepare<[string, number], { entity: string; n: number }>(
      `SELECT c.entity, count(*) AS n FROM offer o JOIN change c ON c.no = o.change
       WHERE o.peer = ? AND o.pos > ? GROUP BY c.entity ORDER BY c.entity`,
    )
    .all(peer, from)
  return Object.fromEntries(rows.map(row => [row.entity, row.n]))
}

async function* linesOf(
  session: Session,
  peer: Peer,
  from: number,
  total: number,
  report: Report,
): AsyncGenerator<string> {
  const { db, journal } = session.writing()
  const page = db.prepare<[string, number], { pos: number; change: number }>(
    'SELECT pos, change FROM offer WHERE peer = ? AND pos > ? ORDER BY pos LIMIT 1000',
  )
  for (let at = from, done = 0; ; ) {
    const rows = page.all(peer.replica, at)
    const last = rows.at(-1)
    if (last === undefined) break
    for (const change of journal.changes.byNumbers(rows.map(row => row.change))) yield changeLine(change)
    at = last.pos
    done += rows.length
    await report(packing, done, total)
  }
  if (peer.direction === 'down') for (const card of readCards(db, peer.replica)) yield cardLine(card)
}
