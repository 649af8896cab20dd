import type { z } from 'zod'
import type { peerSchema } from '#contract/packets/packets.ts'
import { handed } from '#db/packets/status/packet-log.ts'
import type { Text } from '#db/shared/text.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'

type PeerState = z.infer<typeof peerSchema>

const directions = ['up', 'down', 'beside'] as const

type Row = {
  readonly replica: string
  readonly org: string
  readonly orgCode: string | null
  readonly name: string
  readonly direction: string
  readonly sent: number
  readonly acknowledged: number
  readonly received: number
  readonly heard: string | null
  readonly waiting: string
  readonly noted: number
  readonly revoked: number
}

/**
 * The offices that packets go to and come from, in numbers of packets: the last one sent, the last of mine that they
 * say they have, the last of theirs that is here; `returned` counts their changes that were given back (up: mine).
 */
export function readPeers(db: Connection, ownReplica: string): PeerState[] {
  const rows = db
    .prepare<[], Row>(
      `SELECT p.replica, p.org, p.name, p.direction, p.heard_at AS heard,
         (SELECT code FROM org WHERE org.id = p.org) AS orgCode,
         coalesce((SELECT max(number) FROM sent s WHERE s.peer = p.replica AND s.handed <> ${handed.kept}), 0) AS sent,
         coalesce((SELECT max(number) FROM sent s WHERE s.peer = p.replica AND s.pos <= p.acked_pos
           AND EXISTS (SELECT 1 FROM sent t WHERE t.peer = p.replica AND t.pos = p.acked_pos AND t.hash = p.acked_hash)), 0) AS acknowledged,
         coalesce((SELECT max(number) FROM received r WHERE r.peer = p.replica), 0) AS received,
         (SELECT json_group_array(json_array(number, awaits)) FROM waiting q WHERE q.peer = p.replica) AS waiting,
         (SELECT count(*) FROM warning n WHERE n.peer = p.replica) AS noted,
         EXISTS (SELECT 1 FROM revocation v WHERE v.replica = p.replica) AS revoked
       FROM peer p ORDER BY p.direction DESC, p.name`,
    )
    .all()
  const returned = returnedOf(db)
  return rows.map(row => ({
    org: row.orgCode ?? row.org,
    name: row.name,
    replica: row.replica,
    direction: directions.find(one => one === row.direction) ?? 'elsewhere',
    sent: row.sent,
    acknowledged: row.acknowledged,
    received: row.received,
    returned: returned.get(row.direction === 'up' ? ownReplica : row.replica) ?? 0,
    silentSince: row.heard,
    warnings: warningsOf(db, row),
    canPutAway: row.noted > 0,
  }))
}

/**
 * How many changes of each PC others gave back. Returns may name the same numbers over and over: of ranges that overlap each
 * number is counted once, in the first of them.
 */
function returnedOf(db: Connection): ReadonlyMap<string, number> {
  const rows = prepareOnce<[], { replica: string; changes: number }>(
    db,
    `SELECT replica, sum(here) AS changes FROM (
       SELECT apart.replica, (
         SELECT count(*) FROM change WHERE writer = apart.writer AND n BETWEEN apart.from_n AND apart.to_n
       ) AS here
       FROM (
         SELECT w.replica, w.no AS writer, named.to_n, max(named.from_n, 1 + coalesce(max(named.to_n) OVER (
           PARTITION BY w.no ORDER BY named.from_n, named.to_n ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
         ), 0)) AS from_n
         FROM writer w CROSS JOIN named INDEXED BY named_range ON named.writer = w.id
         JOIN change r ON r.no = named.change JOIN writer rw ON rw.no = r.writer
         WHERE named.kind = 'return' AND rw.replica <> w.replica
       ) AS apart
     ) GROUP BY replica`,
  ).all()
  return new Map(rows.map(row => [row.replica, row.changes]))
}

function warningsOf(db: Connection, row: Row): PeerState['warnings'] {
  const kept = db
    .prepare<[string], { detail: string }>(
      'SELECT detail FROM warning WHERE peer = ? GROUP BY detail ORDER BY max(no) DESC LIMIT 5',
    )
    .all(row.replica)
    .map(({ detail }): PeerState['warnings'][number] => JSON.parse(detail))
  const waiting: [number: number, awaits: string][] = JSON.parse(row.waiting)
  for (const [awaits, same] of Map.groupBy(waiting, one => one[1])) {
    kept.unshift(waitsFor(same.map(([number]) => number).join(', '), awaits))
  }
  if (row.revoked === 1) kept.unshift({ zh: '密钥已吊销', en: 'Its key has been revoked' })
  return kept
}

function waitsFor(numbers: string, awaits: string): Text {
  switch (awaits) {
    case 'many-leave':
      return {
        zh: `第 ${numbers} 号数据包会使超过 5% 的人离开，在等您确认。请再次打开它，核对后确认。`,
        en: `Packet no. ${numbers} makes more than 5% of your people leave and waits for your confirmation. Open it again, check it and confirm.`,
      }
    case 'lacking':
      return {
        zh: `第 ${numbers} 号数据包以本机现在没有的内容为前提。请先给对方制作一个数据包，再请对方重新制作。`,
        en: `Packet no. ${numbers} builds on what this PC no longer has. Make a packet for them, then ask for a new one.`,
      }
    case 'elsewhere':
      return {
        zh: `第 ${numbers} 号数据包没有读取：对方现在不是本单位的上级或下级，或者证书无效。请向上级核实。`,
        en: `Packet no. ${numbers} was not read: its sender stands neither above nor below your office now, or its certificate is not valid. Ask the office above.`,
      }
    default:
      return {
        zh: `第 ${numbers} 号数据包在等更早的一个，请向对方要。`,
        en: `Packet no. ${numbers} waits for an earlier one; ask for it.`,
      }
  }
}
