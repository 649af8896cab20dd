import { plural } from '#db/shared/plural.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import type { Check } from './check.ts'

/**
 * Every change stands in one change set, and every change set has all of its changes: what stands in none was written
 * outside of any transaction of the journal, can be seen in no history and be taken back by nobody.
 */
export function checkChangeSets(db: Connection): Check {
  const { all } = db.prepare<[], { all: number }>('SELECT count(*) AS "all" FROM change').get() ?? { all: 0 }
  // Sets lie one behind the other by local numbers; a number counted twice would make up for one that is missing.
  const { inSets, announced, overlaps } = db
    .prepare<[], { inSets: number; announced: number; overlaps: number }>(
      `SELECT coalesce(sum((SELECT count(*) FROM change c WHERE c.no BETWEEN first_change AND last_change)), 0) AS inSets,
         coalesce(sum(last_change - first_change + 1), 0) AS announced,
         coalesce(sum(first_change <= before), 0) AS overlaps
       FROM (SELECT first_change, last_change, lag(last_change) OVER (ORDER BY first_change) AS before FROM change_set)`,
    )
    .get() ?? { inSets: 0, announced: 0, overlaps: 0 }
  const outside = Math.max(0, all - inSets)
  const missing = Math.max(0, announced - inSets)
  return {
    name: 'change-sets',
    ok: outside + missing + overlaps === 0,
    detail: {
      zh: `${outside} 条变更不属于任何一次操作，${missing} 条缺失`,
      en: `${plural(outside, 'change belongs', 'changes belong')} to no step, ${missing} missing`,
    },
  }
}
