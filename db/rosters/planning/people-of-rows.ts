import { sql } from 'kysely'
import { formerNumbersOf } from '#db/records/person.ts'
import { holdsOn } from '#db/registry/subtree.ts'
import type { IsoDay } from '#db/shared/day.ts'
import type { Text } from '#db/shared/text.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { TakenRow } from '../parsed-row.ts'
import { type Problem, problemAt } from '../problem.ts'
import type { Row } from '../roster-kind.ts'
import type { KnownOrg } from './orgs/org-index.ts'
import { cellOf } from './place-of-row.ts'

/** Somebody whom a row may mean, and where he belongs on the day of the roster. */
export type FoundPerson = {
  readonly id: string
  readonly name: string
  readonly birth: string | null
  readonly idNumber: string | null
  /** Numbers under which he was registered before records were merged, with a space between. */
  readonly former_ids: string | null
  readonly home: string | null
  /** Where he holds posts on that day. */
  readonly posts: readonly string[]
}
/** Whether an organization is another one, or hangs below it. */
export type IsUnder = (org: string, above: string) => boolean
export type FoundPeople = {
  readonly ids: readonly string[]
  readonly byNumber: ReadonlyMap<string, FoundPerson>
  readonly byName: ReadonlyMap<string, readonly FoundPerson[]>
}

/**
 * Whom the rows of a batch can mean: by number everybody, the numbers too that people had before records of theirs were
 * merged; by name those with that name. Five queries at most.
 */
export async function readPeople(
  reader: Reader,
  rows: readonly TakenRow<Row>[],
  orgOf: (row: TakenRow<Row>) => string | undefined,
  { day, isUnder }: { readonly day: IsoDay; readonly isUnder: IsUnder },
): Promise<FoundPeople> {
  const numbers = rows.flatMap(({ values: { idNumber } }) => (typeof idNumber === 'string' ? [idNumber] : []))
  const nameless = rows.filter(({ values }) => values['idNumber'] === undefined)
  const names = nameless.map(({ values }) => String(values['name'] ?? ''))
  const people = reader
    .selectFrom('person')
    .leftJoin('membership', join =>
      join.onRef('membership.person', '=', 'person.id').on(holdsOn('membership', day)),
    )
    .select([
      'person.id',
      'person.name',
      'person.birth',
      'person.id_number as idNumber',
      'person.former_ids',
      'membership.org as home',
    ])
    .orderBy('person.id', 'desc')
  const numbered = await people.where('person.id_number', 'in', listed(numbers)).execute()
  const known = new Set(numbered.map(({ idNumber }) => idNumber))
  const unknown = new Set(numbers.filter(number => !known.has(number)))
  const merged = unknown.size === 0 ? [] : await people.where('person.former_ids', 'is not', null).execute()
  const formerly = merged.filter(one => formerNumbersOf(one).some(number => unknown.has(number)))
  const named = names.length === 0 ? [] : await people.where('person.name', 'in', listed(names)).execute()
  const posts = await postsOf(
    reader,
    [...numbered, ...formerly, ...named].map(({ id }) => id),
    day,
  )
  const inPost = (found: typeof numbered): readonly FoundPerson[] =>
    found.map(person => ({ ...person, posts: posts.get(person.id) ?? [] }))
  const [byNumber, byFormer, byName] = [inPost(numbered), inPost(formerly), inPost(named)]
  const orgs = [...new Set(nameless.flatMap(row => orgOf(row) ?? []))]
  const meant = byName.filter(
    one => orgs.length === 0 || orgs.some(org => placesOf(one).some(place => isUnder(place, org))),
  )
  return {
    ids: [...new Set([...byNumber, ...byFormer, ...meant].map(({ id }) => id))],
    byNumber: new Map([
      ...byFormer.flatMap(person => formerNumbersOf(person).map(number => [number, person] as const)),
      ...byNumber.map(person => [person.idNumber ?? '', person] as const),
    ]),
    byName: Map.groupBy(byName, ({ name }) => name),
  }
}

async function postsOf(reader: Reader, people: readonly string[], day: IsoDay) {
  const held =
    people.length === 0
      ? []
      : await reader
          .selectFrom('post')
          .where('person', 'in', listed(people))
          .where(holdsOn('post', day))
          .select(['person', 'org'])
          .execute()
  return new Map(
    [...Map.groupBy(held, ({ person }) => person)].map(([person, all]) => [
      person,
      all.map(({ org }) => org),
    ]),
  )
}

function placesOf({ home, posts }: FoundPerson): readonly string[] {
  return home === null ? posts : [home, ...posts]
}

/**
 * Who of these belongs to an organization or holds a post there; else who does below it: a sign-in sheet of a district says
 * the street of people who belong to its branches.
 */
function thoseOf(people: readonly FoundPerson[], org: string, isUnder: IsUnder): readonly FoundPerson[] {
  const there = people.filter(one => placesOf(one).includes(org))
  return there.length > 0 ? there : people.filter(one => placesOf(one).some(place => isUnder(place, org)))
}

function listed(values: readonly string[]) {
  return sql<string>`(SELECT value FROM json_each(${JSON.stringify(values)}))`
}

/**
 * The person whom a row means: by ID number; else the only one of that name in its organization, and of that birth
 * date where it gives one. Undefined, with the reason among the problems, where nobody or several can be meant.
 */
export function personOfRow(
  parsed: TakenRow<Row>,
  people: FoundPeople,
  { org, isUnder }: { readonly org: KnownOrg | undefined; readonly isUnder: IsUnder },
  headerOf: (field: string) => string,
  problems: Problem[],
): FoundPerson | undefined {
  const { name, idNumber, birth } = parsed.values
  const refuse = (field: string, value: unknown, code: string, zh: string, en: string) => {
    problems.push(
      problemAt(cellOf(parsed, headerOf(field), String(value ?? '')), code, { zh, en, refused: true }),
    )
    return undefined
  }
  if (typeof idNumber === 'string') {
    const found = people.byNumber.get(idNumber)
    if (found === undefined)
      return refuse(
        'idNumber',
        idNumber,
        'person-unknown',
        '台账里没有这个证件号码的人。请核对号码，或先导入团员名册。',
        'Nobody with this ID number is in the registry. Check the number, or import the roster of members first.',
      )
    if (found.idNumber !== idNumber)
      problems.push(
        problemAt(cellOf(parsed, headerOf('idNumber'), idNumber), 'id-former', {
          ...numberOfMerged(found.name),
          refused: false,
        }),
      )
    if (typeof name === 'string' && found.name !== name)
      problems.push(
        problemAt(cellOf(parsed, headerOf('name'), name), 'name-differs', {
          zh: `台账里这个证件号码的姓名是“${found.name}”，按他登记。请核对。`,
          en: `The registry has "${found.name}" under this ID number, who was taken. Check it.`,
          refused: false,
        }),
      )
    return found
  }
  const called = (people.byName.get(String(name)) ?? []).filter(
    person => birth === undefined || isBorn(person, birth),
  )
  const named = org === undefined ? called : thoseOf(called, org.id, isUnder)
  const [first, ...others] = named
  const where = org === undefined ? ['', ''] : [`“${org.name}”里`, ` in "${org.name}"`]
  if (first === undefined)
    return refuse(
      'name',
      name,
      'person-unknown',
      `${where[0]}没有叫这个名字的人。请核对姓名和所在团支部，或补上身份证号。`,
      `Nobody${where[1]} has this name. Check the name and the branch, or add the ID number.`,
    )
  if (others.length > 0)
    return refuse(
      'name',
      name,
      'person-ambiguous',
      `${where[0]}有 ${named.length} 个人叫这个名字。请补上身份证号${birth === undefined ? '或出生日期' : ''}。`,
      `${named.length} people${where[1]} have this name. Add the ID number${birth === undefined ? ' or the birth date' : ''}.`,
    )
  return first
}

/** Told of a row that names a number from before two records of one person were merged. */
export const numberOfMerged = (name: string): Text => ({
  zh: `这是${name}合并前的旧号码，已归到现在的记录，证件号码没有改动。`,
  en: `this is a number of ${name} from before two records were merged; the row counts for the present record, whose ID number stays.`,
})

function isBorn({ birth: known }: FoundPerson, given: unknown): boolean {
  const says = String(given)
  return known !== null && (known.startsWith(says) || says.startsWith(known))
}
