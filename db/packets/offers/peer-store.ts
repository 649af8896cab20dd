import type { Certificate } from '#db/packets/format/certificate.ts'
import type { Top } from '#db/packets/format/packet-manifest.ts'
import { startHash } from '#db/packets/format/top-hash.ts'
import { findOrg } from '#db/registry/find-org.ts'
import type { Session } from '#db/session.ts'
import { refuse } from '#db/shared/refusal.ts'
import type { Text } from '#db/shared/text.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import { knownCertificates } from '../trust/certificate-record.ts'
import type { Peer } from './offers.ts'

type Row = {
  readonly replica: string
  readonly org: string
  readonly name: string
  readonly direction: string
  readonly recipient: string
  readonly acked_pos: number
  readonly acked_hash: string
}

function peerOf(row: Row): Peer {
  const { replica, org, name, recipient } = row
  const direction = row.direction === 'up' ? 'up' : row.direction === 'down' ? 'down' : 'beside'
  return { replica, org, name, recipient, direction, acked: { pos: row.acked_pos, hash: row.acked_hash } }
}

const columns = 'replica, org, name, direction, recipient, acked_pos, acked_hash'

export function readPeer(db: Connection, replica: string): Peer | undefined {
  const row = db.prepare<[string], Row>(`SELECT ${columns} FROM peer WHERE replica = ?`).get(replica)
  return row && peerOf(row)
}

/**
 * The peer that a person means: an organization that has one PC enrolled, or a replica's id. An office of which only
 * the certificate is known (a community that reports straight to the district) becomes a peer by being named. Refuses
 * an organization that has no PC enrolled, and one that has several, listing them.
 */
export async function findPeer(session: Session, ref: string): Promise<Peer> {
  const { db } = session.writing()
  const direct = readPeer(db, ref)
  if (direct) return direct
  const org = await findOrg(session.reader(), ref)
  const find = db.prepare<[string], Row>(
    `SELECT ${columns} FROM peer WHERE org = ?
       AND NOT EXISTS (SELECT 1 FROM revocation r WHERE r.replica = peer.replica)`,
  )
  if (find.all(org.id).length === 0) befriend(session, org.id)
  const rows = find.all(org.id)
  const [only, ...others] = rows
  if (only === undefined) {
    refuse(
      'peer-unknown',
      `“${org.name}”还没有加入，不能和它交换数据包。请先打开它的入网申请并批准。`,
      `"${org.name}" has not been enrolled, so no packets go there. Open its request to join and approve it first.`,
      { org: org.id },
    )
  }
  if (others.length > 0) {
    const replicas = rows.map(row => row.replica)
    refuse(
      'peer-ambiguous',
      `“${org.name}”有 ${rows.length} 台电脑：${replicas.join('、')}。请指明其中一台。`,
      `"${org.name}" has ${rows.length} PCs: ${replicas.join(', ')}. Name one of them.`,
      { org: org.id, replicas },
    )
  }
  return peerOf(only)
}

function befriend(session: Session, org: string): void {
  const { db, keys } = session.writing()
  for (const certificate of knownCertificates(db).values()) {
    if (certificate.org !== org || certificate.replica === keys.replica) continue
    savePeer(db, certificate, directionOf(session, org))
  }
}

export function savePeer(db: Connection, certificate: Certificate, direction: Peer['direction']): void {
  const { replica, org, name, recipient, signKey } = certificate
  db.prepare(
    `INSERT INTO peer (replica, org, name, direction, recipient, sign_key) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (replica) DO UPDATE SET org = excluded.org, name = excluded.name, direction = excluded.direction`,
  ).run(replica, org, name, direction, recipient, signKey)
}

/** A peer's latest statement counts even when it names an earlier place than before. */
export function noteStatement(db: Connection, replica: string, have: Top | null, at: string): void {
  const { pos, hash } = have ?? { pos: 0, hash: startHash }
  db.prepare('UPDATE peer SET acked_pos = ?, acked_hash = ?, heard_at = ? WHERE replica = ?').run(
    pos,
    hash,
    at,
    replica,
  )
}

/**
 * The place of a peer's offers up to which everything is here, as the next packet to it states: the last one that
 * brought something new, or one further on of which all was known already.
 */
export function haveOf(db: Connection, replica: string): Top | null {
  const rows = db
    .prepare<[string], Top & { readonly changeSet: number | null }>(
      'SELECT pos, hash, change_set AS changeSet FROM received WHERE peer = ? ORDER BY no',
    )
    .all(replica)
  let have: Top | null = null
  for (const { pos, hash, changeSet } of rows) {
    if (have === null || changeSet !== null || pos > have.pos) have = { pos, hash }
  }
  return have
}

export function noteWarning(db: Connection, replica: string, code: string, detail: Text, at: string): void {
  db.prepare('INSERT INTO warning (peer, code, detail, at) VALUES (?, ?, ?, ?)').run(
    replica,
    code,
    JSON.stringify(detail),
    at,
  )
}

/** Where an organization stands, seen from this registry's own. */
export function directionOf(session: Session, org: string): 'up' | 'down' | 'beside' {
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
