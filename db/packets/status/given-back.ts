import type { z } from 'zod'
import type { givenBackSchema, subjectSchema } from '#contract/packets/packets.ts'
import type { Text } from '#db/shared/text.ts'
import { saidWorker, unsteered } from '#db/shared/tidy-text.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import { correctedSince, countedByReturn, givenBackByOthers, returnsInForce } from './returns-in-force.ts'

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
  readonly settled: number
}

const mostNamed = 3

/** What offices gave back to the authors, newest first, with their reasons; what an author took back himself is none. */
export function readGivenBack(db: Connection, limit: number): GivenBack[] {
  const given = givenBackByOthers(db)
  const known = db
    .prepare<[number, number, number], number>(
      'SELECT count(*) FROM change WHERE writer = ? AND n BETWEEN ? AND ?',
    )
    .pluck()
  const counts = countedByReturn(given, (writer, from, to) => known.get(writer, from, to) ?? 0)
  const newest = [...counts]
    .filter(([, changes]) => changes > 0)
    .sort(([a], [b]) => b - a)
    .slice(0, limit)
  const here = db.prepare<[], string>("SELECT value FROM meta WHERE key = 'replica'").pluck().get()
  const named = Map.groupBy(given, ({ no }) => no)
  const rows = db
    .prepare<[string], Row>(
      `SELECT r.no, rw.id || ':' || r.n AS id, o.at, o.actor, o.office, r.body -> '$.reason' AS reason,
         EXISTS (SELECT 1 FROM return_settled s WHERE s.change = r.no) AS settled
       FROM change r JOIN writer rw ON rw.no = r.writer JOIN origin o ON o.no = r.origin
       WHERE r.no IN (SELECT value FROM json_each(?)) ORDER BY r.no DESC`,
    )
    .all(JSON.stringify(newest.map(([no]) => no)))
  const openIn = db.prepare<[string]>(
    `SELECT 1 FROM json_each(?) e CROSS JOIN change t ON t.writer = e.value ->> 0 AND t.n BETWEEN e.value ->> 1 AND e.value ->> 2
       JOIN writer w ON w.no = t.writer JOIN change r ON r.no = e.value ->> 3
     WHERE NOT EXISTS (${correctedSince}) LIMIT 1`,
  )
  return rows.map(row => {
    const reason: Text = JSON.parse(row.reason)
    const ranges = named.get(row.no) ?? []
    const mine = ranges.some(({ of }) => of === here)
    const asked = () => JSON.stringify(ranges.map(({ writer, from, to, no }) => [writer, from, to, no]))
    return {
      id: row.id,
      at: unsteered(row.at),
      office: nameOf(db, row.office)?.name ?? row.office,
      actor: saidWorker(row.actor),
      mine,
      reason: { zh: unsteered(reason.zh), en: unsteered(reason.en) },
      changes: counts.get(row.no) ?? 0,
      corrected: mine && openIn.get(asked()) === undefined,
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
         SELECT t.thing, t.hangs_on FROM json_each(?) n CROSS JOIN writer w ON w.id = n.value ->> 0
           CROSS JOIN change t ON t.writer = w.no AND t.n BETWEEN n.value ->> 1 AND n.value ->> 2
         LIMIT 200) named,
         json_each(json_insert(named.hangs_on, '$[#]', named.thing)) about`,
    )
    .all(JSON.stringify(names))
  const found = subjectsCalled(
    db,
    things.map(({ id }) => id),
  )
  const people = found.filter(subject => subject.kind === 'person')
  return (people.length > 0 ? people : found).slice(0, most)
}

/** A person or an organization by its id: in force, known and not in force, or known by name alone. */
export function nameOf(db: Connection, id: string): Subject | undefined {
  return subjectsCalled(db, [id])[0]
}

/** The people and organizations among these ids, in their order. */
function subjectsCalled(db: Connection, ids: readonly string[]): Subject[] {
  const rows = prepareOnce<[string], Subject>(
    db,
    `WITH asked AS (SELECT key AS place, value AS id FROM json_each(?))
     SELECT kind, id, name FROM (
       SELECT place, 1 AS source, 'person' AS kind, p.id, p.name FROM asked CROSS JOIN person p ON p.id = asked.id
       UNION ALL SELECT place, 2, 'org', o.id, coalesce(o.short_name, o.name) FROM asked CROSS JOIN org o ON o.id = asked.id
       UNION ALL SELECT place, 3, s.entity, s.thing, s.fields ->> '$.name' FROM asked CROSS JOIN shadow s ON s.thing = asked.id
         WHERE s.entity IN ('person', 'org') AND s.fields ->> '$.name' IS NOT NULL
       UNION ALL SELECT place, 4, c.entity, c.thing, c.name FROM asked CROSS JOIN card c ON c.thing = asked.id
         WHERE c.entity IN ('person', 'org')
     ) ORDER BY place, source`,
  ).all(JSON.stringify(ids))
  const first = new Map<string, Subject>()
  for (const row of rows) if (!first.has(row.id)) first.set(row.id, row)
  return [...first.values()]
}
