import { idTypes, memberStatuses, reportStatuses } from '#contract/vocabulary.ts'
import { sexes } from '#db/records/types/gb-11643.ts'
import { existing } from '#db/registry/stats.ts'
import { holdsOn } from '#db/registry/subtree.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { MemberRow } from '../../kinds/parse-member.ts'
import { nameOut } from './name-out.ts'
import { datedOf, type Wanted, wordOf } from './wanted.ts'

const pageSize = 2000

/** Everyone whose membership holds on the day in the scope, branch by branch; read in pages. */
export async function* memberRows(reader: Reader, wanted: Wanted): AsyncGenerator<MemberRow> {
  for (let after = 0; ; ) {
    const rows = await existing(reader, wanted)
      .innerJoin('membership', 'membership.org', 'org.id')
      .innerJoin('person', 'person.id', 'membership.person')
      .leftJoin('standing', join =>
        join.onRef('standing.person', '=', 'person.id').on(holdsOn('standing', wanted.asOf)),
      )
      .where(holdsOn('membership', wanted.asOf))
      .where('membership.no', '>', after)
      .orderBy('membership.no')
      .limit(pageSize)
      .selectAll('person')
      .select(['membership.no as page', nameOut('org').as('branch'), 'standing.status', 'standing.report'])
      .execute()
    for (const row of rows) {
      const birth = datedOf(row.birth, 'day')
      if (row.id_number === null || birth === undefined) continue
      yield {
        name: row.name,
        idType: wordOf(idTypes, row.id_type) ?? 'resident',
        idNumber: row.id_number,
        birth,
        sex: wordOf(sexes, row.sex),
        nation: row.nation ?? undefined,
        political: row.political ?? undefined,
        joined: datedOf(row.joined, row.joined_precision),
        memberNo: row.member_no ?? undefined,
        branch: row.branch,
        education: row.education ?? undefined,
        highestEducation: row.highest_education ?? undefined,
        occupation: row.occupation ?? undefined,
        phone: row.phone ?? undefined,
        email: row.email ?? undefined,
        workplace: row.workplace ?? undefined,
        income: row.income ?? undefined,
        reportStatus: wordOf(reportStatuses, row.report ?? 'approved'),
        status: wordOf(memberStatuses, row.status ?? 'normal'),
        feesPaidTo: row.fees_paid_to ?? undefined,
      }
    }
    const last = rows.at(-1)
    if (last === undefined || rows.length < pageSize) return
    after = last.page
  }
}
