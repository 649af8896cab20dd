import type { z } from 'zod'
import type { givenBackSchema, subjectSchema } from '#contract/packets/packets.ts'
import type { Text } from '#db/shared/text.ts'
import { unsteered } from '#db/shared/tidy-text.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import { correctedSince, returnsInForce } from './returns-in-force.ts'

/** Numbers of one writer's changes, from and to, as a return names them. */
export type NamedRange = readonly [writer: string, from: number, to: number]

export type GivenBack = z.infer<typeof givenBackSchema>
type Subject = z.infer<typeof subjectSchema>

type Row = {
  readonly no: number
  readonly id: string
  readonly at: string
  readonly actor: string
  readonly office: string
  readonly reason: string
  readonly mine: number
  readonly changes: number
  readonly open: number
  readonly settled: number
}

const mostNamed = 3

/** What offices gave back to the authors, newest first, with their reasons; what an author took back himself is none. */
export function readGivenBack(db: Connection, limit: number): GivenBack[] {
  const rows = db
    .prepare<[{ returns: string; limit: number }], Row>(
      `SELECT r.no, rw.id || ':' || r.n AS id, o.at, o.actor, o.office, r.body -> '$.reason' AS reason,
         max(w.replica = (SELECT value FROM meta WHERE key = 'replica')) AS mine,
         count(DISTINCT t.no) AS changes,
         count(DISTINCT CASE WHEN NOT EXISTS (${correctedSince}) THEN t.no END) AS open,
         EXISTS (SELECT 1 FROM return_settled s WHERE s.change = r.no) AS settled
       FROM named n
         JOIN change r ON r.no = n.change JOIN writer rw ON rw.no = r.writer JOIN origin o ON o.no = r.origin
         JOIN writer w ON w.id = n.writer
         JOIN change t ON t.writer = w.no AND t.n BETWEEN n.from_n AND n.to_n
       WHERE n.change IN (SELECT value FROM json_each(@returns)) AND rw.replica <> w.replica
       GROUP BY r.no ORDER BY r.no DESC LIMIT @limit`,
    )
    .all({ returns: JSON.stringify(returnsInForce(db)), limit })
  return rows.map(row => {
    const reason: Text = JSON.parse(row.reason)
    return {
      id: row.id,
      at: row.at,
      office: nameOf(db, row.office)?.name ?? row.office,
      actor: row.actor,
      mine: row.mine === 1,
      reason: { zh: unsteered(reason.zh), en: unsteered(reason.en) },
      changes: row.changes,
      corrected: row.mine === 1 && row.open === 0,
      settled: row.settled === 1,
      about: subjectsOf(db, row.no),
    }
  })
}

/** Takes these returns, or all, off what waits for a correction; answers how many stood there. */
export function settleReturns(db: Connection, ids: readonly string[] | 'all'): number {
  const { changes } = db
    .prepare<[{ returns: string; ids: string | null }]>(
      `INSERT OR IGNORE INTO return_settled (change)
       SELECT r.no FROM change r JOIN writer w ON w.no = r.writer
       WHERE r.no IN (SELECT value FROM json_each(@returns))
         AND (@ids IS NULL OR w.id || ':' || r.n IN (SELECT value FROM json_each(@ids)))`,
    )
    .run({ returns: JSON.stringify(returnsInForce(db)), ids: ids === 'all' ? null : JSON.stringify(ids) })
  return changes
}

/** The first few people and organizations that the changes which a return names are about. */
export function subjectsOf(db: Connection, change: number): Subject[] {
  const names = db
    .prepare<[number], NamedRange>('SELECT writer, from_n, to_n FROM named WHERE change = ?')
    .raw()
    .all(change)
  return subjectsNamed(db, names)
}

/** The same of changes named by their numbers. */
export function subjectsNamed(db: Connection, names: readonly NamedRange[], most = mostNamed): Subject[] {
  const things = db
    .prepare<[string], { id: string }>(
      `SELECT DISTINCT about.value AS id FROM (
         SELECT t.no, t.thing, t.hangs_on FROM json_each(?) n JOIN writer w ON w.id = n.value ->> 0
           JOIN change t ON t.writer = w.no AND t.n BETWEEN n.value ->> 1 AND n.value ->> 2
         ORDER BY t.no LIMIT 200) named,
         json_each(json_insert(named.hangs_on, '$[#]', named.thing)) about`,
    )
    .all(JSON.stringify(names))
  const found: Subject[] = []
  for (const { id } of things) {
    const subject = nameOf(db, id)
    if (subject !== undefined) found.push(subject)
  }
  const people = found.filter(subject => subject.kind === 'person')
  return (people.length > 0 ? people : found).slice(0, most)
}

/** A person or an organization by its id: in force, known and not in force, or known by name alone. */
export function nameOf(db: Connection, id: string): Subject | undefined {
  return db
    .prepare<[{ id: string }], Subject>(
      `SELECT 'person' AS kind, id, name FROM person WHERE id = @id
       UNION ALL SELECT 'org', id, coalesce(short_name, name) FROM org WHERE id = @id
       UNION ALL SELECT entity, thing, fields ->> '$.name' FROM shadow
         WHERE thing = @id AND entity IN ('person', 'org') AND fields ->> '$.name' IS NOT NULL
       UNION ALL SELECT entity, thing, name FROM card WHERE thing = @id AND entity IN ('person', 'org') LIMIT 1`,
    )
    .get({ id })
}
