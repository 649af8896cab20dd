import type { HistoryEntry } from '#db/registry/history/history.ts'
import { inOneSnapshot } from '#db/sqlite/connection.ts'
import type { Task } from '#db/sqlite/task.ts'
import { writtenSince } from '../scanning/written-since.ts'
import { type Difference, differencesBetween } from './compare.ts'
import type { Figures, FrozenOrg, YearContent } from './content.ts'
import { readContent } from './freeze-task.ts'
import { contentIn, yearNamed } from './known-years.ts'
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
      because: await writtenSince(
        reader,
        known.change,
        differences.map(({ org }) => org),
      ),
    }
  })

function unreadable(damage: Damage): Compared {
  return {
    ...{ damage, office: null, pack: null, figures: [], unjudged: [], today: null, findings: 0 },
    ...{ different: 0, differences: [], because: [] },
  }
}
