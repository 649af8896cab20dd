import type { CadreRow, cadreSorts } from '#contract/looking.ts'
import { asKnown } from '#db/records/types/office-date.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import { searchText } from '../finding/search-key.ts'
import { existingUnder, type Outline } from './outline/outline.ts'

export type CadreWindow = {
  /** Any part of a name or a title, or the beginning of a name's reading. */
  readonly text: string
  readonly sort: CadreSort
  readonly down: boolean
  readonly offset: number
  readonly limit: number
}
export type CadreSort = (typeof cadreSorts)[number]

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
 * Posts held on the day in an organization and all below it; counted as stats counts them. In the order of the
 * organizations only the posts of those that the window touches are read. `byCode` are all row numbers of organizations.
 */
export function readCadres(
  connection: Connection,
  outline: Outline,
  root: number,
  posts: Posts,
  window: CadreWindow,
): { total: number; rows: CadreRow[] } {
  const { text, sort, down, offset, limit } = window
  const held = organizationsWithPosts(outline, root, posts)
  const isByOrg = sort === 'org' && !down && text === ''
  const { orgs, total, skipped } = isByOrg ? touched(held, offset, limit) : everything(held)
  const key = searchText(text)
  const wanted = { text, key, length: key.length, isAll: text === '' ? 1 : 0 }
  const given = { orgs: JSON.stringify(orgs), day: outline.day, ...wanted }
  const rows = prepareOnce<unknown[], PostTuple>(connection, postsStatement(sort, down))
    .raw()
    .all({ ...given, limit, offset: offset - skipped })
  return {
    total:
      text === ''
        ? total
        : (prepareOnce<unknown[], number>(connection, countStatement).pluck().get(given) ?? 0),
    rows: rows.map(
      ([id, person, name, org, code, orgName, shortName, title, nature, since, until, precision]) => ({
        id,
        person,
        name,
        org: placeThen(outline, org, { code, name: orgName, short_name: shortName }),
        title,
        nature,
        since: asKnown(since, precision),
        until,
      }),
    ),
  }
}

function placeThen(
  { former, structure }: Outline,
  id: string,
  row: { readonly code: string | null; readonly name: string; readonly short_name: string | null },
) {
  const { code, name, short_name: shortName } = former.on(id, row, structure)
  return { id, code, name, shortName }
}

/** Posts held by the organization's row number, and these numbers in order of codes. */
type Posts = { readonly counts: Int32Array; readonly byCode: Int32Array }

type Held = { readonly no: number; readonly n: number }

/** The organizations that have posts held on the day, by code, and how many each has. */
function organizationsWithPosts(outline: Outline, root: number, { counts, byCode }: Posts): readonly Held[] {
  const within = new Uint8Array(outline.nos.length)
  for (const place of existingUnder(outline, root)) within[place] = 1
  const held: Held[] = []
  for (const no of byCode) {
    const place = outline.placeOfNo[no] ?? -1
    const n = within[place] === 1 ? (counts[no] ?? 0) : 0
    if (n > 0) held.push({ no, n })
  }
  return held
}

function everything(held: readonly Held[]) {
  return { orgs: held.map(({ no }) => no), total: held.reduce((sum, { n }) => sum + n, 0), skipped: 0 }
}

/** Those of which a window shows a post, and how many posts come before them. */
function touched(held: readonly Held[], offset: number, limit: number) {
  const orgs: number[] = []
  let total = 0
  let skipped = 0
  for (const { no, n } of held) {
    if (total + n <= offset) skipped = total + n
    else if (total < offset + limit) orgs.push(no)
    total += n
  }
  return { orgs, total, skipped }
}

/** A person who lies elsewhere is called as a packet told it. */
const fromPosts = `
  FROM json_each(@orgs) AS wanted
  CROSS JOIN org ON org.no = wanted.value
  CROSS JOIN post ON post.org = org.id
  LEFT JOIN person ON person.id = post.person
  LEFT JOIN card ON card.thing = post.person
  WHERE (post.since IS NULL OR post.since <= @day) AND (post.until IS NULL OR post.until > @day)
    AND (@isAll OR instr(coalesce(person.name, card.name, ''), @text) > 0 OR instr(post.title, @text) > 0
      OR (@length > 0 AND (substr(person.initials, 1, @length) = @key OR substr(person.pinyin, 1, @length) = @key)))`

const countStatement = `SELECT count(*) ${fromPosts}`

/** What a column is put in order by; what is not known comes last either way. */
const orders: Readonly<Record<CadreSort, string>> = {
  org: 'wanted.key',
  name: "coalesce(person.pinyin, card.name, '')",
  title: 'post.title',
  nature: 'post.nature',
  since: 'post.since',
  until: 'post.until',
}

export function postsStatement(sort: CadreSort, down: boolean): string {
  const by = orders[sort]
  return `
  SELECT post.id, post.person, coalesce(person.name, card.name, ''), org.id, org.code, org.name, org.short_name,
    post.title, post.nature, post.since, post.until, post.since_precision
  ${fromPosts}
  ORDER BY ${by} IS NULL, ${by}${down ? ' DESC' : ''}, wanted.key, post.no LIMIT @limit OFFSET @offset`
}
