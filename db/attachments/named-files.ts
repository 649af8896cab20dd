import { allKinds } from '#db/records/kinds.ts'
import { fileIn, type NamedFile } from '#db/records/types/files.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { SecondHash } from './held.ts'

/** Tables and columns that name files, by the definitions of the kinds, and the columns that say where such a record lies. */
const columns = allKinds.flatMap(({ name, fields, lies }) =>
  Object.keys(fields).flatMap(field => {
    if (fields[field]?.input.as !== 'files') return []
    const orgs = Object.keys(fields).filter(one => {
      const input = fields[one]?.input
      return input?.as === 'ref' && input.to === 'org'
    })
    return [{ kind: name, field, places: typeof lies === 'string' && lies !== 'itself' ? orgs : ['id'] }]
  }),
)

const namings = (places: (of: readonly string[]) => readonly string[]) =>
  columns
    .flatMap(({ kind, field, places: of }) =>
      places(of).map(
        place =>
          `SELECT substr(j.value, 8, 64) AS sha256, j.value AS item, '${kind}' AS kind, r.id AS id, r.${place} AS place
           FROM ${kind} r CROSS JOIN json_each(r.${field}) j WHERE r.${field} <> '[]'`,
      ),
    )
    .join(' UNION ALL ')

/** Every naming of a file by a record in force, as (sha256, item, kind, id). */
export const namedInForce = namings(of => of.slice(0, 1))

/** The same with each place where the record lies: an organization, or the person himself. */
export const namedWithPlaces = namings(of => of)

/** The hashes that anything shown names: records in force, those that are marked and not in force, and sides of conflicts. */
const namedAnywhere = `
  SELECT sha256 FROM (${namedInForce})
  UNION SELECT substr(j.value, 8, 64) FROM shadow s CROSS JOIN json_tree(s.fields) j
    WHERE instr(s.fields, '"sha256:') > 0 AND j.type = 'text' AND j.value GLOB 'sha256:*'
  UNION SELECT n.sha256 FROM conflict f CROSS JOIN change c INDEXED BY change_thing ON c.thing = f.thing
    CROSS JOIN file_named n ON n.change = c.no`

/** Of these hashes, those that anything shown names. */
export function namedAmong(db: Connection, hashes: readonly string[]): ReadonlySet<string> {
  if (hashes.length === 0) return new Set()
  const found = db
    .prepare<[string], { sha256: string }>(
      `SELECT value AS sha256 FROM json_each(?) WHERE value IN (${namedAnywhere})`,
    )
    .all(JSON.stringify(hashes))
  return new Set(found.map(row => row.sha256))
}

/** Of these hashes, those whose files lie here. */
export function hereAmong(db: Connection, hashes: readonly string[]): ReadonlySet<string> {
  const found = db
    .prepare<[string], { sha256: string }>(
      'SELECT value AS sha256 FROM json_each(?) WHERE value IN (SELECT sha256 FROM file_here WHERE gone = 0)',
    )
    .all(JSON.stringify(hashes))
  return new Set(found.map(row => row.sha256))
}

/** What a record calls a file, as it names it there. */
export function calledIn(item: string): string | undefined {
  return fileIn(item)?.name
}

export type Giving = {
  readonly sha256: string
  readonly bytes: number
  readonly type: string
  readonly second: SecondHash
  /** The PC that gave it; this one, if it was chosen here. */
  readonly giver: string
  readonly at: string
}

/** Notes that a file lies here, and who gave it. */
export function noteHere(db: Connection, { sha256, giver, bytes, type, second, at }: Giving): void {
  db.prepare(
    `INSERT INTO file_here (sha256, giver, bytes, type, at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (sha256, giver) DO UPDATE SET bytes = excluded.bytes, type = excluded.type`,
  ).run(sha256, giver, bytes, type, at)
  db.prepare('UPDATE file_here SET gone = 0, second = ? WHERE sha256 = ?').run(second, sha256)
  db.prepare('DELETE FROM file_loose WHERE sha256 = ?').run(sha256)
}

/** Notes that a file which lay here is missing or damaged: it is asked for again. */
export function noteGone(db: Connection, sha256: string): void {
  db.prepare('UPDATE file_here SET gone = 1 WHERE sha256 = ?').run(sha256)
}

export type MissingFile = {
  readonly sha256: string
  readonly item: string
  readonly kind: string
  readonly id: string
}

/** What records in force name and what does not lie here. */
export function missingFiles(db: Connection, limit: number): MissingFile[] {
  return db
    .prepare<[number], MissingFile>(
      `SELECT sha256, item, kind, id FROM (${namedInForce})
       WHERE sha256 NOT IN (SELECT sha256 FROM file_here WHERE gone = 0) LIMIT ?`,
    )
    .all(limit)
}

export type FilesKept = {
  /** Files that records name and that lie here, and their bytes. */
  readonly here: number
  readonly bytes: number
  readonly missing: number
  /** Files that no record names any more. */
  readonly loose: number
  readonly looseBytes: number
}

/** How many files lie here, how large they are, and how many have not come. */
export function countFiles(db: Connection): FilesKept {
  const row = db
    .prepare<[], FilesKept>(
      `WITH named AS (SELECT DISTINCT sha256 FROM (${namedInForce})),
         lying AS (SELECT sha256, max(bytes) AS bytes FROM file_here WHERE gone = 0 GROUP BY sha256)
       SELECT
         (SELECT count(*) FROM lying WHERE sha256 IN named) AS here,
         (SELECT coalesce(sum(bytes), 0) FROM lying WHERE sha256 IN named) AS bytes,
         (SELECT count(*) FROM named WHERE sha256 NOT IN (SELECT sha256 FROM lying)) AS missing,
         (SELECT count(*) FROM lying WHERE sha256 NOT IN named) AS loose,
         (SELECT coalesce(sum(bytes), 0) FROM lying WHERE sha256 NOT IN named) AS looseBytes`,
    )
    .get()
  return row ?? { here: 0, bytes: 0, missing: 0, loose: 0, looseBytes: 0 }
}

/** Of files that somebody is about to name, those that do not lie here as they are said to be and that no change has named yet. */
export async function unknownFiles(reader: Reader, files: readonly NamedFile[]): Promise<NamedFile[]> {
  if (files.length === 0) return []
  const hashes = files.map(({ sha256 }) => sha256)
  const here = await reader
    .selectFrom('file_here')
    .where('sha256', 'in', hashes)
    .where('gone', '=', 0)
    .select(['sha256', 'bytes', 'type'])
    .execute()
  const named = await reader.selectFrom('file_named').where('sha256', 'in', hashes).select('sha256').execute()
  const before = new Set(named.map(({ sha256 }) => sha256))
  return files.filter(
    ({ sha256, bytes, type }) =>
      !before.has(sha256) &&
      !here.some(file => file.sha256 === sha256 && file.bytes === bytes && file.type === type),
  )
}
