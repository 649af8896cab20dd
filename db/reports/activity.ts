import { sql } from 'kysely'
import { existing } from '#db/registry/stats.ts'
import { holdsOn, withSubtree } from '#db/registry/subtree.ts'
import { addMonths, type IsoDay } from '#db/shared/day.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { Task } from '#db/sqlite/task.ts'
import { type Asking, dayOfYear } from './ask.ts'
import { officesBelow } from './figures.ts'

/** How often something was done in each month, and how many people it counted; null where no record says how many. */
export type Months = { readonly sessions: readonly number[]; readonly people: number | null }
export type Activity = {
  readonly asOf: IsoDay
  /** Whoever has no record since this day has fallen silent. */
  readonly silentSince: IsoDay
  readonly types: readonly (Months & { readonly type: string })[]
  readonly units: readonly (Months & {
    readonly org: string
    readonly name: string
    readonly last: string | null
  })[]
  /** Types that are in use and have no record for long. */
  readonly silentTypes: readonly { readonly type: string; readonly last: string | null }[]
  readonly silentBranches: {
    readonly total: number
    readonly branches: number
    readonly rows: readonly { readonly org: string; readonly name: string; readonly last: string | null }[]
  }
}

/** A quarter: what an organization has to do at least once in it is in nearly every rule. */
const monthsOfSilence = 3
const mostSilent = 500
const mostTypes = 100

/** A year of work by month, type and office below, and what has fallen silent: each one query over all of it. */
export async function yearOfWork(reader: Reader, asking: Asking): Promise<Activity> {
  const { root, year, today } = asking
  const asOf = dayOfYear(year, today)
  const silentSince = addMonths(asOf, -monthsOfSilence)
  const [from, to] = [`${year}-01-01`, `${year}-12-31`]
  const byType = sql<{ name: string; month: string; sessions: number; people: number | null }>`(
    SELECT type AS name, substr(held_on, 6, 2) AS month, sum(coalesce(sessions, 1)) AS sessions, sum(people) AS people
    FROM work WHERE held_on BETWEEN ${from} AND ${to} AND org IN (SELECT org FROM subtree) GROUP BY 1, 2
  )`
  const types = await withSubtree(reader, { root, asOf })
    .selectFrom(byType.as('found'))
    .selectAll('found')
    .execute()
  const below = await officesBelow(reader, asking)
  const offices = JSON.stringify(below.map(({ id }) => id))
  const reach = sql`WITH RECURSIVE reach (unit, org) AS (
    SELECT value, value FROM json_each(${offices})
    UNION SELECT reach.unit, p.org FROM reach JOIN placement p ON p.parent = reach.org AND ${holdsOn('p', asOf, 'starts')}
  )`
  const byUnit = sql<{ name: string; month: string; sessions: number; people: number | null; last: string }>`(
    ${reach} SELECT reach.unit AS name, substr(w.held_on, 6, 2) AS month, sum(coalesce(w.sessions, 1)) AS sessions,
      sum(w.people) AS people, max(w.held_on) AS last
    FROM reach JOIN work w ON w.org = reach.org AND w.held_on BETWEEN ${from} AND ${to} GROUP BY 1, 2
  )`
  const units = await reader.selectFrom(byUnit.as('found')).selectAll('found').execute()
  const lastOf = sql<{ name: string; last: string | null }>`(
    SELECT t.name AS name, (SELECT max(w.held_on) FROM work w WHERE w.type = t.name AND w.held_on <= ${asOf} AND w.org IN (SELECT org FROM subtree)) AS last
    FROM work_type t WHERE t.until IS NULL OR t.until > ${asOf}
  )`
  const silentTypes = await withSubtree(reader, { root, asOf })
    .selectFrom(lastOf.as('found'))
    .selectAll('found')
    .where(eb => eb.or([eb('found.last', 'is', null), eb('found.last', '<', silentSince)]))
    .orderBy('found.last')
    .limit(mostTypes)
    .execute()
  const found = new Map(units.map(one => [one.name, one]))
  return {
    asOf,
    silentSince,
    types: summed(types).map(({ name, ...months }) => ({ type: name, ...months })),
    units: below.map(({ id, code, name }) => {
      const own = units.filter(one => one.name === id)
      const [months = { sessions: none, people: 0 }] = summed(own)
      const last =
        own
          .map(one => one.last)
          .toSorted()
          .at(-1) ?? null
      return {
        org: code ?? id,
        name,
        sessions: months.sessions,
        people: months.people,
        last: found.has(id) ? last : null,
      }
    }),
    silentTypes: silentTypes.map(({ name, last }) => ({ type: name, last })),
    silentBranches: await silentBranches(reader, { root, asOf, silentSince }),
  }
}

const none: readonly number[] = Array.from({ length: 12 }, () => 0)

type Row = {
  readonly name: string
  readonly month: string
  readonly sessions: number
  readonly people: number | null
}

/** Months of one name as one line, the greatest first. */
function summed(rows: readonly Row[]): readonly (Months & { readonly name: string })[] {
  return [...Map.groupBy(rows, ({ name }) => name)]
    .map(([name, own]) => ({
      name,
      sessions: none.map((_, at) =>
        own.filter(({ month }) => Number(month) === at + 1).reduce((sum, one) => sum + one.sessions, 0),
      ),
      people: own.every(({ people }) => people === null)
        ? null
        : own.reduce((sum, { people }) => sum + (people ?? 0), 0),
    }))
    .toSorted((a, b) => total(b) - total(a))
}

const total = ({ sessions }: Months) => sessions.reduce((sum, n) => sum + n, 0)

/** Branches in which neither work nor a meeting was written down since the day, those that never did first. */
async function silentBranches(
  reader: Reader,
  { root, asOf, silentSince }: { readonly root: string; readonly asOf: IsoDay; readonly silentSince: IsoDay },
): Promise<Activity['silentBranches']> {
  const last = sql<string | null>`max(
    coalesce((SELECT max(w.held_on) FROM work w WHERE w.org = org.id AND w.held_on <= ${asOf}), ''),
    coalesce((SELECT max(m.held_on) FROM meeting m WHERE m.org = org.id AND m.held_on <= ${asOf}), '')
  )`
  const rows = await existing(reader, { root, asOf })
    .where('org.kind', '=', 'branch')
    .select([
      'org.id',
      'org.code',
      sql<string>`coalesce(org.short_name, org.name)`.as('name'),
      last.as('last'),
    ])
    .orderBy('last')
    .orderBy('org.no')
    .execute()
  const silent = rows.filter(row => (row.last ?? '') < silentSince)
  return {
    total: silent.length,
    branches: rows.length,
    rows: silent
      .slice(0, mostSilent)
      .map(({ id, code, name, last: day }) => ({ org: code ?? id, name, last: day === '' ? null : day })),
  }
}

/** The same in a thread that only reads. */
export const activityTask: Task<Asking, never, Activity> = (asking, tools) =>
  yearOfWork(tools.reader(), asking)
