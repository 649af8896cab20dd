import { sql } from 'kysely'
import { owedMeetings } from '#db/records/meeting.ts'
import { paidMonths } from '#db/records/members/fee.ts'
import { holdsOn } from '#db/registry/subtree.ts'
import { addMonths, firstOfMonth, type IsoDay } from '#db/shared/day.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { Kept, Share, Shares } from '../facts.ts'
import type { Pack } from '../packs/pack.ts'

const none: Share = { have: 0, of: 1 }

/** Whether so many have it that whoever has none is asked for it. */
export function isWidelyKept({ have, of }: Share, { thresholds }: Pick<Pack, 'thresholds'>): boolean {
  return have * 100 >= thresholds.askedFromPercent * of
}

/**
 * How widely is kept what is kept at all; of the rest nothing is read. By the day, as everything that is judged. No more
 * branches are looked for than make a share wide: beyond that the number says nothing.
 */
export async function gatherShares(
  reader: Reader,
  asOf: IsoDay,
  kept: Omit<Kept, 'shares'>,
  pack: Pick<Pack, 'thresholds'>,
): Promise<Shares> {
  const branches = kept.meetings === null ? 0 : await countBranches(reader, asOf)
  const most = Math.ceil((branches * pack.thresholds.askedFromPercent) / 100)
  const met = async (first: IsoDay | null, type?: string): Promise<Share> =>
    first === null ? none : { have: await countBranches(reader, asOf, { type, most }), of: branches }
  const assemblies = await met(kept.assemblies, owedMeetings.assembly)
  const isAsked = kept.fees !== null || kept.appraisals !== null || kept.registrations !== null
  const people = isAsked ? await countPeople(reader, asOf) : 0
  return {
    meetings: isWidelyKept(assemblies, pack) ? assemblies : await met(kept.meetings),
    assemblies,
    committees: await met(kept.committees, owedMeetings.committee),
    lessons: await met(kept.lessons, owedMeetings.lesson),
    fees: kept.fees === null ? none : { have: await countPayers(reader, asOf), of: people },
    years:
      kept.appraisals === null && kept.registrations === null ? [] : await countYears(reader, asOf, people),
  }
}

/** 团支部 that exist on the day; with `met` those that ever held a meeting, of the type or of any, up to so many. */
async function countBranches(
  reader: Reader,
  asOf: IsoDay,
  met?: { readonly type: string | undefined; readonly most: number },
): Promise<number> {
  const branches = reader
    .selectFrom('org')
    .where('kind', '=', 'branch')
    .where(eb => eb.or([eb('founded', 'is', null), eb('founded', '<=', asOf)]))
    .where(eb => eb.or([eb('closed', 'is', null), eb('closed', '>', asOf)]))
    .$if(met !== undefined, query =>
      query.where(({ exists, selectFrom }) => {
        const held = selectFrom('meeting').whereRef('meeting.org', '=', 'org.id').where('held_on', '<=', asOf)
        return exists(
          (met?.type === undefined ? held : held.where('meeting.type', '=', met.type)).select('meeting.no'),
        )
      }),
    )
    .select('org.no')
    .limit(sql<number>`${met?.most ?? -1}`)
  const { count } = await reader
    .selectFrom(branches.as('branch'))
    .select(eb => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

/** Everybody who is at home in some organization on the day. */
async function countPeople(reader: Reader, asOf: IsoDay): Promise<number> {
  const { count } = await reader
    .selectFrom('membership')
    .where('org', 'is not', null)
    .where(holdsOn('membership', asOf))
    .select(eb => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

/**
 * Of how many a month is settled that was over by the day: by the year in which most paid, or by the month up to which
 * rosters say that they did.
 */
async function countPayers(reader: Reader, asOf: IsoDay): Promise<number> {
  const last = addMonths(firstOfMonth(asOf), -1)
  const [year, months] = [Number(last.slice(0, 4)), Number(last.slice(5, 7))]
  const paid = paidMonths.slice(0, months).map(column => sql<boolean>`${sql.ref(column)} > 0`)
  const free = sql<boolean>`free IS NOT NULL AND coalesce(free_from, '') <= ${last.slice(0, 7)}`
  const { earlier, running, upTo } = await reader
    .selectNoFrom(eb => [
      sql<number>`coalesce((SELECT max(n) FROM (
        SELECT count(*) AS n FROM fee WHERE year < ${year} GROUP BY year)), 0)`.as('earlier'),
      eb
        .selectFrom('fee')
        .where('year', '=', year)
        .where(sql<boolean>`(${sql.join([...paid, free], sql` OR `)})`)
        .select(e => e.fn.countAll<number>().as('n'))
        .as('running'),
      eb
        .selectFrom('person')
        .where('fees_paid_to', 'is not', null)
        .select(e => e.fn.countAll<number>().as('n'))
        .as('upTo'),
    ])
    .executeTakeFirstOrThrow()
  return Math.max(earlier, running ?? 0, upTo ?? 0)
}

async function countYears(reader: Reader, asOf: IsoDay, of: number): Promise<Shares['years']> {
  const rows = await reader
    .selectFrom('appraisal')
    .groupBy('year')
    .orderBy('year')
    .select(eb => [
      'year',
      eb.fn
        .countAll<number>()
        .filterWhere(sql<boolean>`result IS NOT NULL AND coalesce(assessed_on, '') <= ${asOf}`)
        .as('appraised'),
      eb.fn
        .countAll<number>()
        .filterWhere(sql<boolean>`registered IS NOT NULL AND coalesce(registered_on, '') <= ${asOf}`)
        .as('registered'),
    ])
    .execute()
  return rows.map(({ year, appraised, registered }) => ({
    year,
    appraised: { have: appraised, of },
    registered: { have: registered, of },
  }))
}
