import type { z } from 'zod'
import type { decidedSchema } from '#contract/orgs.ts'
import { isDay } from '#db/shared/day.ts'
import type { Text } from '#db/shared/text.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { formerOf } from '../former.ts'
import { decisionSentence } from './sentence.ts'

type Decided = z.infer<typeof decidedSchema>

/**
 * What was decided about an organization and about others that names it: what it was called before, what was merged
 * into it and split off from it. The oldest first.
 */
export async function readLineage(reader: Reader, org: string): Promise<Decided[]> {
  const rows = await reader
    .selectFrom('decision as d')
    .leftJoin('org', 'org.id', 'd.org')
    .leftJoin('org as other', 'other.id', 'd.other')
    .where(eb => eb.or([eb('d.org', '=', org), eb('d.other', '=', org)]))
    .orderBy('d.effective')
    .orderBy('d.id')
    .selectAll('d')
    .select(['org.name', 'org.short_name', 'other.name as otherName', 'other.short_name as otherShort'])
    .limit(2000)
    .execute()
  const former = await formerOf(reader, '')
  const calledOn = (id: string, name: string | null, short: string | null, day: string) => {
    if (name === null || !isDay(day)) return name ?? undefined
    const then = former.on(id, { name, short_name: short }, day)
    return then.short_name ?? then.name
  }
  return rows.map(row => {
    const name = calledOn(row.org, row.name, row.short_name, row.effective) ?? ''
    const other =
      row.other === null
        ? null
        : {
            id: row.other,
            name: calledOn(row.other, row.otherName, row.otherShort, row.effective) ?? row.other_name ?? '',
          }
    const sentence: Text = decisionSentence({
      act: row.act,
      title: row.act === 'rename' ? (row.was_short_name ?? row.was_name ?? name) : name,
      to: row.act === 'rename' ? name : (other?.name ?? ''),
      on: row.effective,
      decided: row.decided,
      document: row.document,
    })
    return {
      id: row.id,
      act: row.act,
      on: row.effective,
      decided: row.decided,
      document: row.document,
      org: { id: row.org, name },
      other,
      sentence,
    }
  })
}
