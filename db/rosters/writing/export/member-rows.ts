import { idTypes, memberStatuses, reportStatuses } from '#contract/vocabulary.ts'
import { sexes } from '#db/records/types/gb-11643.ts'
import { holdsOn } from '#db/registry/subtree.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { columnReader } from '../../kinds/composed.ts'
import { type MemberRow, memberTexts, more } from '../../kinds/members.ts'
import { namesOut } from './name-out.ts'
import { inPages } from './pages.ts'
import { datedOf, rowsScope, type Wanted, wordOf } from './wanted.ts'

const textsOf = columnReader(memberTexts)

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
      .selectAll('person')
      .select(['membership.no', 'membership.org', 'standing.status', 'standing.report'])
      .execute(),
  )
  for await (const page of pages) {
    for (const row of page) {
      const birth = datedOf(row.birth, 'day')
      const branch = names.get(row.org ?? '')
      if (row.id_number === null || birth === undefined || branch === undefined) continue
      yield {
        name: row.name,
        idType: wordOf(idTypes, row.id_type) ?? 'resident',
        idNumber: row.id_number,
        birth,
        sex: wordOf(sexes, row.sex),
        ...textsOf(row),
        joined: datedOf(row.joined, row.joined_precision),
        branch,
        reportStatus: wordOf(reportStatuses, row.report ?? 'approved'),
        status: wordOf(memberStatuses, row.status ?? 'normal'),
        feesPaidTo: row.fees_paid_to ?? undefined,
        more: more.in(row),
      }
    }
  }
}
