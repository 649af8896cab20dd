import { sql } from 'kysely'
import { maskId } from '#db/records/types/id-number.ts'
import type { IsoDay } from '#db/shared/day.ts'
import { nameKey } from '#db/shared/name-key.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { pathsOf } from '../path.ts'
import { type Successor, successorsOf } from '../successors.ts'
import { homesOf, postsOf } from './home-and-post.ts'
import { likelier, type Near, near, nearest, nearnessOf, orgsInOrder, standsApart } from './nearness.ts'
import { type ByOneWord, peopleOfBoth, twoWords } from './of-both.ts'
import { isLastDigits, isLongNumber, searchText } from './search-key.ts'
import { digitsInRows, initialGrams, readingOfOrg, readingOfPerson } from './search-text.ts'

export type Found = {
  readonly orgs: readonly {
    readonly id: string
    readonly code: string | null
    readonly name: string
    readonly path: string[]
    /** The former name or code by which it was found. */
    readonly formerly: string | null
    readonly successor: Successor | null
  }[]
  readonly people: readonly {
    readonly id: string
    readonly name: string
    readonly org: string | null
    readonly idMasked: string | null
    /** A post held on the day, 书记 before others. */
    readonly post: { readonly title: string; readonly org: string; readonly orgName: string } | null
    /** Whoever lies elsewhere is known by name and post alone. */
    readonly isHere: boolean
    /** Given back by an office above, and corrected by nobody yet. */
    readonly isReturned: boolean
  }[]
  /** Which of the two what was typed means more likely. */
  readonly first: 'orgs' | 'people'
}

/**
 * Organizations and people by any characters of their names, by pinyin or initials from their beginning (organizations
 * by initials from anywhere), by the beginning of a code, an ID or a telephone number, by the last digits of an ID or
 * telephone number; by a name and a place with a space between them. What is called just so comes first, then an organization before those below it. Where nothing holds the text as
 * it stands, organizations are found that hold its characters in their order. Whoever holds a post here and belongs elsewhere is found by name too;
 * last come people who were given back, by the beginning of their name or number.
 */
export async function find(reader: Reader, text: string, limit: number, day: IsoDay): Promise<Found> {
  const wanted = searchText(text)
  const trimmed = text.trim()
  const isLetters = lettersAlone.test(wanted)
  const words = twoWords(text)
  // Somebody of that name who is there was meant: what holds both words as one is not looked for.
  const both =
    words === undefined || isLetters ? [] : await peopleOfBoth(reader, words, byOneWord(reader), limit, day)
  const areFound = both.length > 0
  const called = isLetters
    ? await peopleByLetters(reader, wanted, limit)
    : areFound
      ? []
      : await peopleByGrams(reader, wanted, limit)
  // Nor is it guessed what an organization may be called where somebody is called just so.
  const isCalledSo = areFound || called.some(({ near: how }) => how === near.same)
  const orgs = isLetters
    ? await orgsByLetters(reader, wanted, trimmed, limit)
    : isCalledSo
      ? await orgsHolding(reader, wanted, limit)
      : await orgsByGrams(reader, wanted, limit)
  const people = areFound
    ? both.map(person => ({ ...person, near: near.begins }))
    : isLetters
      ? await withThoseOfBoth(reader, words, called, limit, day)
      : called
  const former =
    orgs.length < limit && !areFound ? await orgsByFormer(reader, wanted, trimmed, limit - orgs.length) : []
  const known = new Set(orgs.map(({ id }) => id))
  const allOrgs = [
    ...orgs.map(org => ({ ...org, formerly: null })),
    ...former.map(org => ({ ...org, near: near.begins })).filter(({ id }) => !known.has(id)),
  ]
  const successors = await successorsOf(
    reader,
    allOrgs.flatMap(({ id, closed }) => (closed === null ? [] : [id])),
    day,
  )
  const isNamed = !isLetters && !areFound && wanted !== '' && people.length < limit
  const elsewhere = isNamed ? await cadresElsewhere(reader, trimmed, limit - people.length) : []
  const ids = [...people, ...elsewhere].map(person => person.id)
  const returned =
    ids.length < limit && !areFound ? await peopleGivenBack(reader, trimmed, limit - ids.length) : []
  const homes = await homesOf(reader, ids, day)
  const posts = await postsOf(reader, ids, day)
  const paths =
    allOrgs.length > 0
      ? await pathsOf(
          reader,
          allOrgs.map(org => org.id),
          day,
        )
      : new Map()
  return {
    first: likelier(allOrgs, people),
    orgs: allOrgs.map(({ id, code, name, formerly }) => ({
      id,
      code,
      name,
      formerly,
      successor: successors.get(id) ?? null,
      path: (paths.get(id) ?? []).map(
        (above: { short: string | null; name: string }) => above.short ?? above.name,
      ),
    })),
    people: [
      ...people.map(({ id, name, id_number: number }) => ({
        id,
        name,
        org: homes.get(id) ?? null,
        idMasked: number === null ? null : maskId(number),
        post: posts.get(id) ?? null,
        isHere: true,
        isReturned: false,
      })),
      ...elsewhere.flatMap(({ id, name }) => {
        const post = posts.get(id)
        const nothing = { org: null, idMasked: null, isHere: false, isReturned: false }
        return post === undefined ? [] : [{ id, name, post, ...nothing }]
      }),
      ...returned.map(({ id, name, number }) => ({
        id,
        name,
        org: null,
        idMasked: number === null ? null : maskId(number),
        post: null,
        isHere: true,
        isReturned: true,
      })),
    ],
  }
}

/** Letters with a space between them are syllables of one name (zhang wei), else a name and a place. */
async function withThoseOfBoth(
  reader: Reader,
  words: readonly [string, string] | undefined,
  called: readonly Near<Person>[],
  limit: number,
  day: IsoDay,
): Promise<readonly Near<Person>[]> {
  if (words === undefined || called.length > 0) return called
  const found = await peopleOfBoth(reader, words, byOneWord(reader), limit, day)
  return found.map(person => ({ ...person, near: near.begins }))
}

const lettersAlone = /^[a-z0-9]+$/
const isDigits = (text: string) => /^\d+$/.test(text)
/** So many organizations are ranked, of which the first few are looked under. */
const placesRanked = 20

function byOneWord(reader: Reader): ByOneWord {
  return {
    people: (word, limit) =>
      lettersAlone.test(word) ? peopleByLetters(reader, word, limit) : peopleByGrams(reader, word, limit),
    orgs: word =>
      lettersAlone.test(word)
        ? orgsByLetters(reader, word, word, placesRanked)
        : orgsByGrams(reader, word, placesRanked),
  }
}

/** The index answers with all rows that hold the pairs; whether they stand next to each other is looked at here. */
function matchOf(wanted: string): string {
  const characters = [...wanted]
  if (characters.length <= 2) return `"${wanted}"`
  if (isDigits(wanted) && characters.length >= 4)
    return digitsInRows(wanted)
      .map(digits => `"${digits}"`)
      .join(' AND ')
  const pairs = characters.slice(1).map((character, i) => `${characters[i]}${character}`)
  const telling = pairs.filter(pair => !inEveryName.has(pair))
  return (telling.length < fewestTelling ? pairs : telling).map(pair => `"${pair}"`).join(' AND ')
}

/** Pairs that half of all organizations hold: to look each of their rows up takes longest, and tells least. */
const inEveryName: ReadonlySet<string> = new Set(
  '共青 青团 团支 支部 部委 委员 员会 团总 总支 团委 团工 工委 企业 业团 业支 社区 区团 区支 街道 道团'.split(
    ' ',
  ),
)
const fewestTelling = 2

async function rowsByGrams(reader: Reader, query: string, slot: 0 | 1, limit: number): Promise<number[]> {
  const rows = await reader
    .selectFrom('grams')
    .where(sql<boolean>`grams MATCH ${query}`)
    .where(sql<boolean>`rowid % 2 = ${slot}`)
    .select(sql<number>`rowid / 2`.as('no'))
    .limit(limit)
    .execute()
  return rows.map(row => row.no)
}

async function peopleByGrams(reader: Reader, wanted: string, limit: number) {
  const numbers = await rowsByGrams(reader, matchOf(wanted), 0, candidates(wanted, limit))
  if (numbers.length === 0) return []
  const columns = ['id', 'name', 'id_number'] as const
  const rows = await reader
    .selectFrom('person')
    .where('no', 'in', sql<number>`(SELECT value FROM json_each(${JSON.stringify(numbers)}))`)
    .select(columns)
    .execute()
  // However many others hold the text, whoever is called just so is among those that are ranked.
  const namesakes = await reader
    .selectFrom('person')
    .where('pinyin', '=', readingOfPerson(wanted).pinyin)
    .select(columns)
    .limit(limit * 4)
    .execute()
  return nearest(distinct([...rows, ...namesakes]), wanted, row => [row.name]).slice(0, limit)
}

/** How many rows are looked at: pairs that stand apart are many, and only looking tells them from the name itself. */
function candidates(wanted: string, limit: number): number {
  return [...wanted].length > 2 ? Math.max(limit * 4, 5000) : limit * 3
}

async function orgsHolding(reader: Reader, wanted: string, limit: number) {
  const numbers = await rowsByGrams(reader, matchOf(wanted), 1, candidates(wanted, limit))
  const rows = numbers.length === 0 ? [] : await orgsOf(reader, numbers)
  return orgsInOrder(nearest(rows, wanted, namesOf), false).slice(0, limit)
}

async function orgsByGrams(reader: Reader, wanted: string, limit: number) {
  const found = await orgsHolding(reader, wanted, limit)
  return orgsInOrder(found.length > 0 ? found : await orgsApart(reader, wanted, limit), false).slice(0, limit)
}

const namesOf = (row: { readonly name: string; readonly short_name: string | null }) =>
  row.short_name === null ? [row.name] : [row.name, row.short_name]

/** Offices leave out what everybody knows: whose names hold these characters in their order, with others between them. */
async function orgsApart(reader: Reader, wanted: string, limit: number) {
  const characters = [...new Set(wanted)]
  if (characters.length < 3) return []
  const query = characters.map(character => `"${character}"`).join(' AND ')
  const numbers = await rowsByGrams(reader, query, 1, candidates(wanted, limit))
  if (numbers.length === 0) return []
  const rows = await orgsOf(reader, numbers)
  return rows
    .filter(row => namesOf(row).some(name => standsApart(searchText(name), wanted)))
    .map(row => ({ ...row, near: near.apart }))
}

function orgsOf(reader: Reader, numbers: readonly number[]) {
  return reader
    .selectFrom('org')
    .where('no', 'in', sql<number>`(SELECT value FROM json_each(${JSON.stringify(numbers)}))`)
    .select(['id', 'code', 'name', 'short_name', 'kind', 'closed', 'initials'])
    .execute()
}

/** The first text after every one that begins with this, for a range over an index. */
function after(text: string): string {
  return `${text}\u{10ffff}`
}

type Person = { readonly id: string; readonly name: string; readonly id_number: string | null }

async function peopleByLetters(reader: Reader, wanted: string, limit: number) {
  const columns = ['id', 'name', 'id_number'] as const
  if (/^\d/.test(wanted)) {
    const upper = wanted.toUpperCase()
    const beginning = await reader
      .selectFrom('person')
      .where('id_number', '>=', upper)
      .where('id_number', '<', after(upper))
      .select(columns)
      .limit(limit)
      .execute()
    const calling = wanted.length < fewestOfPhone ? [] : await phoneQuery(reader, wanted, limit).execute()
    const ending = isLastDigits(wanted) ? await lastDigitsQuery(reader, upper, limit).execute() : []
    return distinct([
      ...ending.map(row => ({ ...row, near: near.same })),
      ...[...beginning, ...calling].map(row => ({ ...row, near: near.begins })),
    ]).slice(0, limit)
  }
  const byInitials = await reader
    .selectFrom('person')
    .where('initials', '>=', wanted)
    .where('initials', '<', after(wanted))
    .select([...columns, 'initials as typed'])
    .limit(limit)
    .execute()
  const byPinyin = await reader
    .selectFrom('person')
    .where('pinyin', '>=', wanted)
    .where('pinyin', '<', after(wanted))
    .select([...columns, 'pinyin as typed'])
    .limit(limit)
    .execute()
  const inside = byInitials.length + byPinyin.length === 0 ? await peopleByGrams(reader, wanted, limit) : []
  const byLetters = [...byInitials, ...byPinyin].map(({ typed, ...row }) => ({
    ...row,
    near: typed === wanted ? near.same : near.begins,
  }))
  return distinct<Near<Person>>([...byLetters, ...inside]).slice(0, limit)
}

/** Fewer digits than these begin the numbers of half a district. */
const fewestOfPhone = 3

/** Whose telephone number begins so. */
export function phoneQuery(reader: Reader, digits: string, limit: number) {
  return reader
    .selectFrom('person')
    .where('phone', '>=', digits)
    .where('phone', '<', after(digits))
    .select(['id', 'name', 'id_number'])
    .limit(limit)
}

/** Whose ID or telephone number ends so: the index has the last four digits, the rest is compared. */
export function lastDigitsQuery(reader: Reader, digits: string, limit: number) {
  const [last, length] = [digits.slice(-4), digits.length]
  return reader
    .selectFrom('person')
    .where(eb =>
      eb.or([
        sql<boolean>`substr(id_number, -4) = ${last} AND substr(id_number, -${sql.lit(length)}) = ${digits}`,
        sql<boolean>`substr(phone, -4) = ${last} AND substr(phone, -${sql.lit(length)}) = ${digits}`,
      ]),
    )
    .select(['id', 'name', 'id_number'])
    .limit(limit)
}

/** People who were given back and not corrected: they stand in no table, and no index of the search holds them. */
async function peopleGivenBack(reader: Reader, text: string, limit: number) {
  if (text === '') return []
  const isNumber = /^\d/.test(text)
  const [field, from] = isNumber ? [sql.lit('$.id_number'), text.toUpperCase()] : [sql.lit('$.name'), text]
  return reader
    .selectFrom('shadow')
    .where('state', '=', 'returned')
    .where('entity', '=', 'person')
    .where(sql<boolean>`fields ->> ${field} >= ${from}`)
    .where(sql<boolean>`fields ->> ${field} < ${after(from)}`)
    .select(['thing as id', sql<string>`fields ->> '$.name'`.as('name')])
    .select(sql<string | null>`fields ->> '$.id_number'`.as('number'))
    .orderBy(sql`fields ->> ${field}`)
    .limit(limit)
    .execute()
}

/** People of other offices who were told of by a packet, since they hold a post here. */
async function cadresElsewhere(reader: Reader, text: string, limit: number) {
  if (text === '') return []
  return reader
    .selectFrom('card')
    .where('entity', '=', 'person')
    .where(sql<boolean>`instr(name, ${text}) > 0`)
    .where(eb =>
      eb.not(eb.exists(eb.selectFrom('person').whereRef('person.id', '=', 'card.thing').select('person.no'))),
    )
    .select(['thing as id', 'name'])
    .limit(limit)
    .execute()
}

async function orgsByLetters(reader: Reader, wanted: string, text: string, limit: number) {
  const rows = await reader
    .selectFrom('org')
    .where(eb =>
      eb.or([
        eb.and([eb('code', '>=', text.toUpperCase()), eb('code', '<', after(text.toUpperCase()))]),
        eb.and([eb('code', '>=', text), eb('code', '<', after(text))]),
        eb.and([eb('initials', '>=', wanted), eb('initials', '<', after(wanted))]),
        eb.and([eb('pinyin', '>=', wanted), eb('pinyin', '<', after(wanted))]),
      ]),
    )
    .select(['id', 'code', 'name', 'short_name', 'kind', 'closed', 'initials', 'pinyin'])
    // Of many that begin so an organization comes before those below it.
    .limit(limit * 4)
    .execute()
  const beginning = rows.map(({ pinyin, ...row }) => ({
    ...row,
    near:
      nearnessOf([row.code ?? '', row.initials ?? '', pinyin ?? ''], wanted) === near.same
        ? near.same
        : near.begins,
  }))
  // Digits read as themselves: what holds them in its initials holds them in its name.
  const inInitials =
    rows.length >= limit || isDigits(wanted) ? [] : await orgsByInnerInitials(reader, wanted, limit)
  const inNames = rows.length >= limit || isLongNumber(wanted) ? [] : await orgsHolding(reader, wanted, limit)
  return orgsInOrder(distinct<Near<OrgRow>>([...inInitials, ...inNames, ...beginning]), true).slice(0, limit)
}

type OrgRow = Awaited<ReturnType<typeof orgsOf>>[number]

/** By initials from the middle of a name on: 22xx finds 第22小学. */
async function orgsByInnerInitials(reader: Reader, wanted: string, limit: number) {
  const pairs = initialGrams(wanted)
  if (pairs.length === 0) return []
  const query = pairs.map(pair => `"${pair}"`).join(' AND ')
  const numbers = await rowsByGrams(reader, query, 1, limit * 3)
  if (numbers.length === 0) return []
  const rows = await orgsOf(reader, numbers)
  return nearest(rows, wanted, row => initialsOf(row, wanted)).slice(0, limit)
}

/** Of the short form they stand in the row; those of the whole name, which take long to tell, are asked for where it has them not. */
function initialsOf({ name, short_name: short, initials }: OrgRow, wanted: string): readonly string[] {
  const known = initials ?? ''
  return short === null || known.includes(wanted) ? [known] : [readingOfOrg(name).initials]
}

/** By what an organization was called before a decision: few are, and their names are looked through. */
async function orgsByFormer(reader: Reader, wanted: string, text: string, limit: number) {
  if (wanted === '') return []
  const rows = await reader
    .selectFrom('decision as d')
    .crossJoin('org')
    .whereRef('org.id', '=', 'd.org')
    .where(eb =>
      eb.or([
        eb('d.was_code', '=', text.toUpperCase()),
        eb('d.was_code', '=', text),
        sql<boolean>`instr(d.name_key, ${nameKey(text)}) > 0`,
        sql<boolean>`instr(d.short_key, ${nameKey(text)}) > 0`,
        sql<boolean>`instr(d.initials, ${wanted}) > 0`,
        sql<boolean>`instr(' ' || d.pinyin, ' ' || ${wanted}) > 0`,
      ]),
    )
    .where(eb => eb(eb.fn.coalesce('d.was_name', 'd.was_code'), 'is not', null))
    .select(['org.id', 'org.code', 'org.name', 'org.closed', 'd.was_name', 'd.was_code'])
    .limit(limit)
    .execute()
  return distinct(rows.map(({ was_name, was_code, ...org }) => ({ ...org, formerly: was_name ?? was_code })))
}

function distinct<T extends { readonly id: string }>(rows: readonly T[]): T[] {
  return [...new Map(rows.map(row => [row.id, row])).values()]
}
