import { sql } from 'kysely'
import { type HistoryEntry, readChangeSet } from '#db/registry/history/history.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { Task } from '#db/sqlite/task.ts'
import { inOneSnapshot } from '../scanning/one-snapshot.ts'
import { type Difference, differencesBetween } from './compare.ts'
import type { Figures, FrozenOrg, YearContent } from './content.ts'
import { readContent } from './freeze-task.ts'
import { contentIn, type KnownYear, yearNamed } from './known-years.ts'
import { type Damage, sealContent } from './sealed-content.ts'

export type Compared = {
  /** Null where the content could be read; else nothing of it is told. */
  readonly damage: Damage | null
  readonly office: YearContent['office'] | null
  readonly pack: YearContent['pack'] | null
  readonly figures: readonly (Figures & Pick<FrozenOrg, 'code' | 'name' | 'tier' | 'parent'>)[]
  readonly unjudged: YearContent['unjudged']
  /** The hash that the same day would have today. */
  readonly today: string | null
  readonly findings: number
  readonly different: number
  readonly differences: readonly Difference[]
  /** What was written since about the organizations that differ, and about who was ever in them: the newest first. */
  readonly because: readonly HistoryEntry[]
}

/** Told at once; the number of all stands beside them. */
const mostTold = 500
const mostBecause = 50

/** A frozen year, and what would be different today: as of its day, by its pack. In a thread: everything is scanned. */
export const compareTask: Task<{ readonly id: string }, never, Compared> = ({ id }, tools) =>
  inOneSnapshot(tools.reader(), async reader => {
    const known = await yearNamed(reader, id)
    const read = await contentIn(reader, known)
    if ('damage' in read) return unreadable(read.damage)
    const { content } = read
    const now = await readContent(reader, {
      root: known.org,
      year: known.year,
      day: known.day,
      pack: known.pack,
    })
    const today = sealContent(now).hash
    const differences = today === known.hash ? [] : differencesBetween(content, now)
    const orgs = new Map(content.orgs.map(org => [org.id, org]))
    return {
      damage: null,
      office: content.office,
      pack: content.pack,
      figures: content.figures.flatMap(one => {
        const org = orgs.get(one.org)
        return org === undefined
          ? []
          : [{ ...one, code: org.code, name: org.name, tier: org.tier, parent: org.parent }]
      }),
      unjudged: content.unjudged,
      today,
      findings: content.findings.length,
      different: differences.length,
      differences: differences.slice(0, mostTold),
      because: await writtenSince(reader, known, differences),
    }
  })

function unreadable(damage: Damage): Compared {
  return {
    ...{ damage, office: null, pack: null, figures: [], unjudged: [], today: null, findings: 0 },
    ...{ different: 0, differences: [], because: [] },
  }
}

async function writtenSince(
  reader: Reader,
  { change }: KnownYear,
  differences: readonly Difference[],
): Promise<readonly HistoryEntry[]> {
  if (differences.length === 0) return []
  const ids = JSON.stringify(differences.map(({ org }) => org))
  const sets = sql<{ no: number }>`(
    WITH org (id) AS (SELECT value FROM json_each(${ids})),
    about (id) AS (SELECT id FROM org UNION SELECT person FROM membership WHERE org IN (SELECT id FROM org))
    SELECT DISTINCT s.no FROM change c JOIN change_set s ON c.no BETWEEN s.first_change AND s.last_change
    WHERE c.no > ${change} AND c.entity NOT IN ('frozen_year', 'frozen_part') AND (
      c.thing IN (SELECT id FROM about)
      OR EXISTS (SELECT 1 FROM json_each(c.hangs_on) h WHERE h.value IN (SELECT id FROM about))
      OR (c.kind = 'return' AND EXISTS (
        SELECT 1 FROM named n JOIN writer w ON w.id = n.writer
        JOIN change t ON t.writer = w.no AND t.n BETWEEN n.from_n AND n.to_n
        WHERE n.change = c.no AND (t.thing IN (SELECT id FROM about)
          OR EXISTS (SELECT 1 FROM json_each(t.hangs_on) h WHERE h.value IN (SELECT id FROM about))))))
    ORDER BY s.no DESC LIMIT ${mostBecause}
  )`
  const rows = await reader.selectFrom(sets.as('sets')).select('no').execute()
  const entries = await Promise.all(rows.map(({ no }) => readChangeSet(reader, no)))
  return entries.filter(entry => entry !== undefined)
}
