import type { IsoDay } from '#db/shared/day.ts'
import type { Text } from '#db/shared/text.ts'
import type { Reader } from '#db/sqlite/tables.ts'

/** Who heads an organization, by its id. */
export type Secretaries = ReadonlyMap<string, readonly { readonly person: string; readonly name: string }[]>

export const secretary = '书记'

/** Those of the registry who are 书记 of these organizations on a day and longer. */
export async function readSecretaries(
  reader: Reader,
  orgs: readonly string[],
  day: IsoDay,
): Promise<Secretaries> {
  if (orgs.length === 0) return new Map()
  const rows = await reader
    .selectFrom('post')
    .innerJoin('person', 'person.id', 'post.person')
    .where('post.org', 'in', [...new Set(orgs)])
    .where('post.title', '=', secretary)
    .where(eb => eb.or([eb('post.until', 'is', null), eb('post.until', '>', day)]))
    .orderBy('post.id')
    .select(['post.org', 'post.person', 'person.name'])
    .execute()
  return Map.groupBy(rows, ({ org }) => org)
}

/** A branch has one secretary: where there is another, one of the two has left or is none. */
export function secondSecretary(org: string, other: string): Text {
  return {
    zh: `“${org}”已有书记“${other}”，没有离任日期，登记后就有两位书记。已经换人的，请给“${other}”补上离任日期。`,
    en: `"${org}" has a secretary already, "${other}", without a last day in office: now there are two. If the office has changed hands, add the last day of "${other}".`,
  }
}
