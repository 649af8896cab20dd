import { sql } from 'kysely'
import type { IsoDay } from '#db/shared/day.ts'
import type { Text } from '#db/shared/text.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import type { Reader } from '#db/sqlite/tables.ts'

type Closing = {
  readonly org: string
  readonly first_day: string
  readonly last_day: string
  readonly closes_on: string
}
type Reopening = {
  readonly org: string
  /** The organization that may still write, by its id; null where this registry does not know it. */
  readonly whom: string | null
  readonly first_day: string
  readonly last_day: string
  readonly ends: string
}

/** Every period that is closed or will be, and every exception: an office has a handful of each. */
export type Closings = {
  readonly closings: readonly Closing[]
  readonly reopenings: readonly Reopening[]
}

/**
 * To whom an exception was granted, who is named by his code: of several with that code the one that has been known longest here. An
 * office below may give any code to what it founds, and is let in by no exception of another.
 */
const grantedTo = (reopening: string) =>
  `coalesce((SELECT min(no) FROM org WHERE code = ${reopening}.whom), (SELECT no FROM org WHERE id = ${reopening}.whom))`

export async function readClosings(reader: Reader): Promise<Closings> {
  const closings = await reader
    .selectFrom('closing')
    .select(['org', 'first_day', 'last_day', 'closes_on'])
    .orderBy('no')
    .execute()
  const reopenings = await reader
    .selectFrom('reopening')
    .leftJoin('org', join => join.on(sql<boolean>`org.no = ${sql.raw(grantedTo('reopening'))}`))
    .select([
      'reopening.org',
      'org.id as whom',
      'reopening.first_day',
      'reopening.last_day',
      'reopening.ends',
    ])
    .orderBy('reopening.no')
    .execute()
  return { closings, reopenings }
}

/** The same inside a transaction of the writer, with what it has written so far. */
export function closingsIn(db: Connection): Closings {
  return {
    closings: prepareOnce<[], Closing>(
      db,
      'SELECT org, first_day, last_day, closes_on FROM closing ORDER BY no',
    ).all(),
    reopenings: prepareOnce<[], Reopening>(
      db,
      `SELECT r.org, o.id AS whom, r.first_day, r.last_day, r.ends FROM reopening r
         LEFT JOIN org o ON o.no = ${grantedTo('r')} ORDER BY r.no`,
    ).all(),
  }
}

/** What is written on a day about an organization; `above` names it first and then those above it, upwards. */
export type Writing = {
  readonly above: readonly string[]
  readonly heldOn: string
  readonly on: IsoDay | string
}

/**
 * The closed period in which a day lies for whoever writes about it now; undefined where nothing stands against it. An
 * exception counts where it was granted by the office that closed the period or one above that.
 */
export function closedFor(
  { closings, reopenings }: Closings,
  { above, heldOn, on }: Writing,
): Closing | undefined {
  return closings.find(closing => {
    const height = above.indexOf(closing.org)
    if (height < 0 || on <= closing.closes_on || !lies(closing, heldOn)) return false
    return !reopenings.some(
      one =>
        above.indexOf(one.org) >= height &&
        one.whom !== null &&
        above.includes(one.whom) &&
        lies(one, heldOn) &&
        on <= one.ends,
    )
  })
}

function lies({ first_day, last_day }: Pick<Closing, 'first_day' | 'last_day'>, day: string): boolean {
  return first_day <= day && day <= last_day
}

/** Why a record of that day is not written any more, and what to do. */
export function closedText({ first_day: from, last_day: until, closes_on }: Closing, heldOn: string): Text {
  return {
    zh: `${heldOn} 在已封账的时段（${from} 至 ${until}，${closes_on} 截止填报）内，不能再登记、修改或删除。确需补录的，请上级登记“补录许可”。`,
    en: `${heldOn} lies in a period that is closed (${from} to ${until}, entered until ${closes_on}); nothing of it is added, changed or removed any more. If it has to be, ask the office above for an exception.`,
  }
}
