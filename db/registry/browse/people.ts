import { sql } from 'kysely'
import { z } from 'zod'
import type { PersonRow, peopleSorts } from '#contract/browse.ts'
import { type MemberStatus, memberStatuses, type ReportStatus, reportStatuses } from '#contract/vocabulary.ts'
import { addYears, type IsoDay } from '#db/shared/day.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { maskId } from '../mask.ts'
import { searchText } from '../search-text.ts'
import { holdsOn, type Scope, withSubtree } from '../subtree.ts'
import { maskPhone } from './mask-phone.ts'

export type PeopleWanted = {
  readonly text: string
  readonly status: MemberStatus | undefined
  readonly report: ReportStatus | 'open' | undefined
  /** Those whose 28th birthday lies on or before this day. */
  readonly agedBy: IsoDay | undefined
}

export type Window = {
  readonly sort: (typeof peopleSorts)[number]
  readonly offset: number
  readonly limit: number
}

const statusSchema = z.enum(memberStatuses)
const reportSchema = z.enum(reportStatuses)

/** Whoever belongs to the organization or one below it on the day, a window of them and how many there are. */
export async function readPeople(
  reader: Reader,
  scope: Scope,
  wanted: PeopleWanted,
  window: Window,
): Promise<{ total: number; rows: PersonRow[] }> {
  const query = peopleQuery(reader, scope, wanted)
  const counted = await query.select(eb => eb.fn.countAll<number>().as('n')).executeTakeFirst()
  const order = { name: 'person.pinyin', birth: 'person.birth', joined: 'person.joined' } as const
  const rows = await query
    .orderBy(sql`${sql.ref(order[window.sort])} is null`)
    .orderBy(order[window.sort])
    .orderBy('person.id')
    .limit(window.limit)
    .offset(window.offset)
    .innerJoin('org', 'org.id', 'membership.org')
    .select([
      'person.id',
      'person.name',
      'person.sex',
      'person.birth',
      'person.joined',
      'person.id_number',
      'person.phone',
      'org.id as org',
      'org.code as org_code',
      'org.name as org_name',
      'org.short_name as org_short',
      'standing.status',
      'standing.report',
    ])
    .execute()
  return {
    total: counted?.n ?? 0,
    rows: rows.map(row => ({
      id: row.id,
      name: row.name,
      sex: row.sex,
      birth: row.birth,
      joined: row.joined,
      idMasked: row.id_number === null ? null : maskId(row.id_number),
      phoneMasked: row.phone === null ? null : maskPhone(row.phone),
      org: { id: row.org, code: row.org_code, name: row.org_name, shortName: row.org_short },
      status: statusSchema.parse(row.status ?? 'normal'),
      report: reportSchema.parse(row.report ?? 'approved'),
    })),
  }
}

function peopleQuery(reader: Reader, scope: Scope, wanted: PeopleWanted) {
  const { text, status, report, agedBy } = wanted
  const key = searchText(text)
  return withSubtree(reader, scope)
    .selectFrom('subtree')
    .crossJoin('membership')
    .crossJoin('person')
    .leftJoin('standing', join =>
      join.onRef('standing.person', '=', 'person.id').on(holdsOn('standing', scope.asOf)),
    )
    .whereRef('membership.org', '=', 'subtree.org')
    .whereRef('person.id', '=', 'membership.person')
    .where(holdsOn('membership', scope.asOf))
    .$if(text !== '', qb =>
      qb.where(eb =>
        eb.or([
          eb(sql`instr(person.name, ${text})`, '>', 0),
          ...(key === ''
            ? []
            : [
                eb(sql`substr(person.initials, 1, ${key.length})`, '=', key),
                eb(sql`substr(person.pinyin, 1, ${key.length})`, '=', key),
                eb(sql`substr(person.id_number, 1, ${key.length})`, '=', key.toUpperCase()),
              ]),
        ]),
      ),
    )
    .$if(status !== undefined, qb => qb.where(sql`coalesce(standing.status, 'normal')`, '=', status ?? ''))
    .$if(report === 'open', qb => qb.where(sql`coalesce(standing.report, 'approved')`, '!=', 'approved'))
    .$if(report !== undefined && report !== 'open', qb =>
      qb.where(sql`coalesce(standing.report, 'approved')`, '=', report ?? ''),
    )
    .$if(agedBy !== undefined, qb =>
      qb.where('person.birth', '<=', agedBy === undefined ? '' : addYears(agedBy, -28)),
    )
}
