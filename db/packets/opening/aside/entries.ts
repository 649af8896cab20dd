import { createHash } from 'node:crypto'
import { replicaOf } from '#db/journal/names.ts'
import { nameOf } from '#db/packets/status/given-back.ts'
import type { Connection } from '#db/sqlite/connection.ts'

/** A packet by its sender and number. */
export type Brought = { readonly peer: string; readonly number: number }

/** The packet from which something that lies aside is taken. */
type Source = Brought & { readonly no: number; readonly file: string; readonly at: string }

/** What is said to be written by one PC, and was brought by the same packets: a person decides about it as one. */
export type Entry = {
  readonly id: string
  /** Who is said to have written it. */
  readonly replica: string
  readonly changes: number
  /** All packets that brought it. */
  readonly packets: readonly Brought[]
  /** The local numbers of those that lie here. */
  readonly laid: readonly number[]
  /** The last of them; undefined where its file has given way since a person put this away. */
  readonly source: Source | undefined
  /** Whose key is revoked, where all of it are revocations: what a person cannot take in. */
  readonly revokes: string | null
  /** Whom it is about, as far as that is known here. */
  readonly about: readonly string[]
  /** How many people and organizations it makes that another office made here. */
  readonly claims: number
  readonly putAway: PutAway | undefined
}

export type PutAway = {
  readonly no: number
  readonly actor: string
  readonly reason: string
  readonly at: string
  /** How many of these changes came proved later, or were taken in after all. */
  readonly came: number
}

type Laid = Source & { readonly earlier: readonly number[] }

type Group = {
  readonly writer: string
  readonly packets: string
  readonly decision: number | null
  readonly revokes: string | null
  readonly changes: number
}

/** What lies aside, each change once: what nobody has decided about, and then what was put away, the last first. */
export function readEntries(db: Connection): Entry[] {
  const laid = readLaid(db)
  const groups = laid.size === 0 ? [] : readGroups(db)
  const open = Map.groupBy(
    groups.filter(({ decision }) => decision === null),
    // A PC has a writer for each time that its registry was opened.
    ({ writer, packets, revokes }) => `${replicaOf(writer)} ${packets} ${revokes ?? ''}`,
  )
  const away = Map.groupBy(
    groups.filter(({ decision }) => decision !== null),
    ({ decision }) => decision,
  )
  return [
    ...[...open].map(([key, same]) => openEntry(db, laid, key, same)),
    ...readDecisions(db).map(decision => decidedEntry(db, laid, decision, away.get(decision.no) ?? [])),
  ]
}

function readLaid(db: Connection): ReadonlyMap<number, Laid> {
  const rows = db
    .prepare<[], Source & { readonly earlier: string }>(
      'SELECT no, peer, number, file, at, earlier FROM aside ORDER BY no',
    )
    .all()
  return new Map(rows.map(row => [row.no, { ...row, earlier: JSON.parse(row.earlier) as number[] }]))
}

function readGroups(db: Connection): Group[] {
  return db
    .prepare<[], Group>(
      `WITH lying AS MATERIALIZED (
         SELECT c.writer, group_concat(c.aside, ',' ORDER BY c.aside) AS packets,
           (SELECT a.decision FROM aside_away a
            WHERE a.writer = c.writer AND a.n = c.n AND a.digest = c.digest) AS decision,
           CASE WHEN c.entity = 'revocation' THEN c.subject END AS revokes
         FROM aside_change c
         WHERE NOT EXISTS (
           SELECT 1 FROM writer w JOIN change k ON k.writer = w.no AND k.n = c.n WHERE w.id = c.writer)
         GROUP BY c.writer, c.n, c.digest)
       SELECT writer, packets, decision, revokes, count(*) AS changes FROM lying
       GROUP BY writer, packets, decision, revokes ORDER BY min(packets), writer`,
    )
    .all()
}

function openEntry(
  db: Connection,
  laid: ReadonlyMap<number, Laid>,
  key: string,
  same: readonly Group[],
): Entry {
  const [{ writer = '', packets = '', revokes = null } = {}] = same
  const found = laidIn(laid, [packets])
  const source = found.at(-1)
  const short = createHash('sha256').update(key).digest('hex').slice(0, 8)
  return {
    id: `${source?.no ?? 0}-${short}`,
    replica: replicaOf(writer),
    changes: same.reduce((sum, { changes }) => sum + changes, 0),
    packets: broughtBy(found),
    laid: found.map(({ no }) => no),
    source,
    revokes,
    about: namesIn(db, source, same),
    claims: claimsIn(db, source, same),
    putAway: undefined,
  }
}

type Decision = PutAway & {
  readonly replica: string
  readonly packets: readonly Brought[]
  readonly changes: number
}

/** So many decisions are shown; older ones are kept only while what they are about still lies aside. */
export const mostDecisions = 200

function readDecisions(db: Connection): Decision[] {
  const rows = db
    .prepare<[number], Omit<Decision, 'packets'> & { readonly packets: string }>(
      `SELECT d.no, d.replica, d.packets, d.reason, d.actor, d.at, count(*) AS changes,
         sum(EXISTS (SELECT 1 FROM writer w JOIN change k ON k.writer = w.no AND k.n = a.n WHERE w.id = a.writer)) AS came
       FROM aside_decision d JOIN aside_away a ON a.decision = d.no
       GROUP BY d.no ORDER BY d.no DESC LIMIT ?`,
    )
    .all(mostDecisions)
  return rows.map(row => ({
    ...row,
    packets: (JSON.parse(row.packets) as [string, number][]).map(([peer, number]) => ({ peer, number })),
  }))
}

function decidedEntry(
  db: Connection,
  laid: ReadonlyMap<number, Laid>,
  { replica, packets, changes, ...putAway }: Decision,
  same: readonly Group[],
): Entry {
  const found = laidIn(
    laid,
    same.map(group => group.packets),
  )
  const source = found.at(-1)
  const revoked = new Set(same.map(({ revokes }) => revokes))
  return {
    id: `away-${putAway.no}`,
    replica,
    changes,
    packets: unique([...packets, ...broughtBy(found)]),
    laid: found.map(({ no }) => no),
    source,
    revokes: revoked.size === 1 ? (same[0]?.revokes ?? null) : null,
    about: namesIn(db, source, same),
    claims: 0,
    putAway,
  }
}

/** The packets of these lists of numbers, the last at the end. */
function laidIn(laid: ReadonlyMap<number, Laid>, lists: readonly string[]): Laid[] {
  const numbers = new Set(lists.flatMap(list => list.split(',').map(Number)))
  return [...laid.values()].filter(({ no }) => numbers.has(no))
}

function broughtBy(found: readonly Laid[]): Brought[] {
  return unique(
    found.flatMap(({ peer, number, earlier }) =>
      [...earlier, number].toSorted((a, b) => a - b).map(one => ({ peer, number: one })),
    ),
  )
}

function unique(packets: readonly Brought[]): Brought[] {
  return [...new Map(packets.map(packet => [`${packet.peer} ${packet.number}`, packet])).values()]
}

/** So many of whom it is about are named. */
const mostNamed = 3

function namesIn(db: Connection, source: Source | undefined, same: readonly Group[]): string[] {
  if (source === undefined) return []
  const things = db
    .prepare<[number, string], string>(
      `SELECT DISTINCT coalesce(subject, thing) FROM aside_change
       WHERE aside = ? AND writer IN (SELECT value FROM json_each(?)) LIMIT 50`,
    )
    .pluck()
    .all(source.no, JSON.stringify(same.map(({ writer }) => writer)))
  const found = things.flatMap(thing => nameOf(db, thing)?.name ?? [])
  return [...new Set(found)].slice(0, mostNamed)
}

function claimsIn(db: Connection, source: Source | undefined, same: readonly Group[]): number {
  if (source === undefined) return 0
  const counted = db
    .prepare<[number, string], number>(
      `SELECT count(DISTINCT thing) FROM aside_change
       WHERE aside = ? AND kind = 'claim' AND entity IN ('person', 'org') AND writer IN (SELECT value FROM json_each(?))`,
    )
    .pluck()
  return counted.get(source.no, JSON.stringify(same.map(({ writer }) => writer))) ?? 0
}
