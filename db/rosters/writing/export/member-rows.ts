import { type Selectable, sql } from 'kysely'
import { idTypes, memberStatuses, reportStatuses } from '#contract/vocabulary.ts'
import { sexes } from '#db/records/types/gb-11643.ts'
import { holdsOn } from '#db/registry/subtree.ts'
import { isDay } from '#db/shared/day.ts'
import type { Reader, Tables } from '#db/sqlite/tables.ts'
import { columnReader } from '../../kinds/composed.ts'
import { type MemberRow, memberTexts, more } from '../../kinds/members.ts'
import { type ReportDays, reportDaysOf, type Stands } from '../../planning/members/report-days.ts'
import { namesOut } from './name-out.ts'
import { inPages } from './pages.ts'
import { datedOf, rowsScope, type Wanted, wordOf } from './wanted.ts'

const textsOf = columnReader(memberTexts)

const alone = [
  'id',
  'name',
  'id_type',
  'id_number',
  'birth',
  'sex',
  'joined',
  'joined_precision',
  'fees_paid_to',
] as const

/** What the roster says of the person; what the table keeps beside it to be found by is not read. */
const told = [...alone, ...Object.values(memberTexts).map(({ name }) => name), ...more.kept]

type Told = Pick<Selectable<Tables['person']>, (typeof alone)[number]> &
  Pick<Selectable<Tables['membership']>, 'no' | 'org'> & {
    readonly [C in 'status' | 'report']: string | null
  }

/** Everyone whose membership holds on the day in the scope, in the order in which they came. */
export async function* memberRows(reader: Reader, wanted: Wanted): AsyncGenerator<MemberRow> {
  const names = await namesOut(reader, wanted)
  const numbers = await rowsScope(reader, wanted)
    .innerJoin('membership', 'membership.org', 'org.id')
    .where(holdsOn('membership', wanted.asOf))
    .orderBy('membership.no')
    .select('membership.no')
    .execute()
  const pages = inPages(numbers, among =>
    reader
      .selectFrom('membership')
      .innerJoin('person', 'person.id', 'membership.person')
      .leftJoin('standing', join =>
        join.onRef('standing.person', '=', 'person.id').on(holdsOn('standing', wanted.asOf)),
      )
      .where('membership.no', 'in', among)
      .select(told.map(column => sql.ref(`person.${column}`).as(column)))
      .select(['membership.no', 'membership.org', 'standing.status', 'standing.report'])
      .$castTo<Told>()
      .execute(),
  )
  for await (const page of pages) {
    const standings = await standingsOf(
      reader,
      page.filter(row => row.status !== null).map(row => row.id),
      wanted,
    )
    for (const row of page) {
      const birth = datedOf(row.birth, 'day')
      const branch = names.get(row.org ?? '')
      if (row.id_number === null || birth === undefined || branch === undefined) continue
      const { reportedOn, approvedOn } = reportDaysIn(standings.get(row.id))
      yield {
        ...textsOf(row),
        name: row.name,
        idType: wordOf(idTypes, row.id_type) ?? 'resident',
        idNumber: row.id_number,
        birth,
        sex: wordOf(sexes, row.sex),
        joined: datedOf(row.joined, row.joined_precision),
        branch,
        reportedOn,
        approvedOn,
        reportStatus: wordOf(reportStatuses, row.report ?? 'approved'),
        status: wordOf(memberStatuses, row.status ?? 'normal'),
        feesPaidTo: row.fees_paid_to ?? undefined,
        more: more.in(row),
      }
    }
  }
}

/** How each of these people stood up to the day, in order; most never stood otherwise than usual, and are not asked about. */
async function standingsOf(reader: Reader, people: readonly string[], { asOf }: Wanted) {
  if (people.length === 0) return new Map<string, Stands[]>()
  const rows = await reader
    .selectFrom('standing')
    .where(sql<boolean>`person IN (SELECT value FROM json_each(${JSON.stringify(people)}))`)
    .where('since', '<=', asOf)
    .where(eb => eb.or([eb('until', 'is', null), eb('until', '>=', eb.ref('since'))]))
    .orderBy('since')
    .orderBy('rank')
    .select(['person', 'status', 'report', 'since'])
    .execute()
  return Map.groupBy(rows, row => row.person)
}

const never: ReportDays = { reportedOn: undefined, approvedOn: undefined }

function reportDaysIn(standings: readonly Stands[] | undefined): ReportDays {
  if (standings === undefined) return never
  const { reportedOn, approvedOn } = reportDaysOf(standings)
  const known = (day: string | undefined) => (day !== undefined && isDay(day) ? day : undefined)
  return { reportedOn: known(reportedOn), approvedOn: known(approvedOn) }
}
