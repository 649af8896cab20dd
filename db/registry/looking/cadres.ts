import type { CadreRow } from '#contract/looking.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import { asKnown } from '../as-known.ts'
import { existingUnder, type Outline } from './outline.ts'

export type CadreWindow = { readonly offset: number; readonly limit: number }

type PostTuple = readonly [
  id: string,
  person: string,
  name: string,
  org: string,
  code: string | null,
  orgName: string,
  shortName: string | null,
  title: string,
  nature: string | null,
  since: string | null,
  until: string | null,
  precision: string | null,
]

/**
 * Posts held on the day in an organization and all below it, by organization; counted as stats counts them. Only the
 * posts of the organizations that the window touches are read. `byCode` are all row numbers of organizations.
 */
export function readCadres(
  connection: Connection,
  outline: Outline,
  root: number,
  { counts, byCode }: { readonly counts: Int32Array; readonly byCode: Int32Array },
  { offset, limit }: CadreWindow,
): { total: number; rows: CadreRow[] } {
  const within = new Uint8Array(outline.orgs.length)
  for (const place of existingUnder(outline, root)) within[place] = 1
  const touched: number[] = []
  let total = 0
  let skipped = 0
  for (const no of byCode) {
    const place = outline.placeOfNo[no] ?? -1
    const org = outline.orgs[place]
    const n = org === undefined || within[place] !== 1 ? 0 : (counts[place] ?? 0)
    if (org === undefined || n === 0) continue
    if (total + n <= offset) skipped = total + n
    else if (total < offset + limit) touched.push(no)
    total += n
  }
  const rows = connection
    .prepare<unknown[], PostTuple>(postsStatement)
    .raw()
    .all({ orgs: JSON.stringify(touched), day: outline.day, limit, offset: offset - skipped })
  return {
    total,
    rows: rows.map(
      ([id, person, name, org, code, orgName, shortName, title, nature, since, until, precision]) => ({
        id,
        person,
        name,
        org: { id: org, code, name: orgName, shortName },
        title,
        nature,
        since: asKnown(since, precision),
        until,
      }),
    ),
  }
}

/** A person who lies elsewhere is called as a packet told it. */
export const postsStatement = `
  SELECT post.id, post.person, coalesce(person.name, card.name, ''), org.id, org.code, org.name, org.short_name,
    post.title, post.nature, post.since, post.until, post.since_precision
  FROM json_each(@orgs) AS wanted
  CROSS JOIN org ON org.no = wanted.value
  CROSS JOIN post ON post.org = org.id
  LEFT JOIN person ON person.id = post.person
  LEFT JOIN card ON card.thing = post.person
  WHERE (post.since IS NULL OR post.since <= @day) AND (post.until IS NULL OR post.until > @day)
  ORDER BY wanted.key, post.no LIMIT @limit OFFSET @offset`
