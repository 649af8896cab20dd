import type { Certificate } from '#db/packets/format/keys/certificate.ts'
import type { Top } from '#db/packets/format/packet-manifest.ts'
import { startHash } from '#db/packets/format/top-hash.ts'
import { findOrg } from '#db/registry/find-org.ts'
import type { Session } from '#db/session.ts'
import { refuse } from '#db/shared/refusal.ts'
import type { Text } from '#db/shared/text.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import { directionOf, knownName, nameInSentence, type Standing, standingOf } from '../trust/standing.ts'
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
  // One that stands elsewhere is shown as little as one below.
  const direction = row.direction === 'up' ? 'up' : row.direction === 'beside' ? 'beside' : 'down'
  return { replica, org, name, recipient, direction, acked: { pos: row.acked_pos, hash: row.acked_hash } }
}

const columns = 'replica, org, name, direction, recipient, acked_pos, acked_hash'

export function readPeer(db: Connection, replica: string): Peer | undefined {
  const row = prepareOnce<[string], Row>(db, `SELECT ${columns} FROM peer WHERE replica = ?`).get(replica)
  return row && peerOf(row)
}

/**
 * The peer that a person means: an organization that has one PC enrolled, or a replica's id. An office of which only
 * the certificate is known (a community that reports straight to the district) becomes a peer by being named. Refuses
 * an organization that has no PC enrolled, and one that has several, listing them.
 */
export async function findPeer(session: Session, ref: string): Promise<Peer> {
  const { db, journal } = session.writing()
  const standing = standingOf(db, journal)
  const direct = readPeer(db, ref) ?? onlyCalled(db, ref)
  if (direct) return answered(session, standing, direct)
  const org = await findOrg(session.reader(), ref)
  const find = prepareOnce<[string], Row>(db, `SELECT ${columns} FROM peer WHERE org = ?`)
  const isAnswered = (row: Row) => mayAnswer(session, standing, peerOf(row))
  let rows = find.all(org.id).filter(isAnswered)
  if (rows.length === 0) {
    befriend(session, standing, org.id)
    rows = find.all(org.id).filter(isAnswered)
  }
  const [only, ...others] = rows
  if (only === undefined) {
    if (directionOf(standing.certificates, session.office(), org.id) === undefined) refuseElsewhere(org)
    refuse(
      'peer-unknown',
      `“${org.name}”还没有加入，不能与其交换数据包。请先打开该单位的入网申请并批准。`,
      `"${org.name}" has not joined, so no packets go there. Open its request to join and approve it first.`,
      { org: org.id },
    )
  }
  if (others.length > 0) {
    const replicas = rows.map(row => row.replica)
    const said = replicas.map(replica => whenHeard(db, replica))
    refuse(
      'peer-ambiguous',
      `“${org.name}”有 ${rows.length} 台电脑：${said.map(({ zh }) => zh).join('、')}。请写其中一台的电脑编号，代替单位；不再使用的那台，并入它的数据包以后吊销，就不用再选。`,
      `"${org.name}" has ${rows.length} PCs: ${said.map(({ en }) => en).join(', ')}. Name one of them in place of the office. Once one that is not used any more is revoked, after its packets were taken in, the office alone is enough.`,
      { org: org.id, replicas },
    )
  }
  return answered(session, standing, peerOf(only))
}

/** A PC, with when it was last heard: by that people tell the old one from the new one. */
function whenHeard(db: Connection, replica: string): Text {
  const find = prepareOnce<[string], string | null>(db, 'SELECT heard_at FROM peer WHERE replica = ?').pluck()
  const day = find.get(replica)?.slice(0, 10)
  return day === undefined
    ? { zh: `${replica}（还没有收到过它的数据包）`, en: `${replica} (no packet came from it yet)` }
    : { zh: `${replica}（最近一次来包 ${day}）`, en: `${replica} (last heard ${day})` }
}

function refuseElsewhere({ id, name }: { readonly id: string; readonly name: string }): never {
  refuse(
    'peer-elsewhere',
    `“${name}”现在不是本单位的上级或下级（组织调整后划走了），不能与其交换数据包。给该单位的数据包由其现在的上级制作。`,
    `"${name}" stands neither above nor below your office now: it was moved elsewhere, and no packets go there. The office above it makes them.`,
    { org: id },
  )
}

/** After only the keys came back, an office is known by the name of its PC alone: the one peer that is called so and whose organization is not here. */
function onlyCalled(db: Connection, name: string): Peer | undefined {
  const rows = db
    .prepare<[string], Row>(
      `SELECT ${columns} FROM peer p WHERE name = ? AND NOT EXISTS (SELECT 1 FROM org WHERE org.id = p.org)`,
    )
    .all(name.trim())
  const [only, ...others] = rows
  return only !== undefined && others.length === 0 ? peerOf(only) : undefined
}

/** Whoever's certificate counts today, is not revoked, and who stands above, beside or below. */
function mayAnswer(session: Session, { certificates }: Standing, peer: Peer): boolean {
  return (
    !certificates.isRevoked(peer.replica) &&
    certificates.officesOf(peer.replica, 'today').includes(peer.org) &&
    directionOf(certificates, session.office(), peer.org) !== undefined
  )
}

function answered(session: Session, standing: Standing, peer: Peer): Peer {
  const direction = directionOf(standing.certificates, session.office(), peer.org)
  if (direction !== undefined && mayAnswer(session, standing, peer)) return { ...peer, direction }
  const { db } = session.writing()
  const name = nameInSentence(db, peer.org)
  refuse(
    'peer-not-answered',
    `“${name.zh}”的这台电脑现在不归本单位往来（已被吊销、证书不再有效，或单位已划走），没有制作数据包。`,
    `No packet was made for this PC of "${name.en}": it was revoked, its certificate is no longer valid, or the office stands elsewhere now.`,
    { replica: peer.replica },
  )
}

function befriend(session: Session, { certificates }: Standing, org: string): void {
  const { db, keys } = session.writing()
  const direction = directionOf(certificates, session.office(), org)
  if (direction === undefined) return
  for (const certificate of certificates.pcsOf(org)) {
    if (certificate.replica !== keys.replica) savePeer(db, certificate, direction)
  }
}

export function savePeer(db: Connection, certificate: Certificate, direction: Peer['direction']): void {
  const { replica, org, name, recipient, signKey } = certificate
  prepareOnce(
    db,
    `INSERT INTO peer (replica, org, name, direction, recipient, sign_key) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (replica) DO UPDATE SET org = excluded.org, name = excluded.name, direction = excluded.direction`,
  ).run(replica, org, knownName(db, org) ?? name, direction, recipient, signKey)
}

/** A peer's latest statement counts even when it names an earlier place than before. */
export function noteStatement(
  db: Connection,
  replica: string,
  have: Top | null,
  aside: readonly (readonly [string, number, number])[],
  at: string,
): void {
  const { pos, hash } = have ?? { pos: 0, hash: startHash }
  prepareOnce(
    db,
    'UPDATE peer SET acked_pos = ?, acked_hash = ?, aside = ?, heard_at = ? WHERE replica = ?',
  ).run(pos, hash, JSON.stringify(aside), at, replica)
}

/**
 * The place of a peer's offers up to which everything is here, as the next packet to it states: the last one that
 * brought something new, or one further on of which all was known already.
 */
export function haveOf(db: Connection, replica: string): Top | null {
  const rows = db
    .prepare<[string], Top & { readonly changeSet: number | null }>(
      'SELECT pos, hash, change_set AS changeSet FROM received WHERE peer = +? ORDER BY no',
    )
    .all(replica)
  let have: Top | null = null
  for (const { pos, hash, changeSet } of rows) {
    if (have === null || changeSet !== null || pos > have.pos) have = { pos, hash }
  }
  return have
}

export function noteWarning(db: Connection, replica: string, code: string, detail: Text, at: string): void {
  prepareOnce(db, 'INSERT INTO warning (peer, code, detail, at) VALUES (?, ?, ?, ?)').run(
    replica,
    code,
    JSON.stringify(detail),
    at,
  )
}

/** Puts away what was noted of an office's PCs, or of one PC: somebody looked into it. Answers how much that was. */
export async function clearWarnings(session: Session, ref: string): Promise<number> {
  const { db } = session.writing()
  const called = db
    .prepare<[{ ref: string }], string>(
      'SELECT replica FROM peer WHERE replica = @ref OR org = @ref OR name = @ref',
    )
    .pluck()
    .all({ ref })
  const replicas =
    called.length > 0
      ? called
      : db
          .prepare<[string], string>('SELECT replica FROM peer WHERE org = ?')
          .pluck()
          .all((await findOrg(session.reader(), ref)).id)
  return db
    .prepare('DELETE FROM warning WHERE peer IN (SELECT value FROM json_each(?))')
    .run(JSON.stringify(replicas)).changes
}
