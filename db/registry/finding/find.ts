import { maskId } from '#db/records/types/id-number.ts'
import type { IsoDay } from '#db/shared/day.ts'
import { type Connection, reader } from '#db/sqlite/connection.ts'
import { pathsOf } from '../path.ts'
import { type Successor, successorsOf } from '../successors.ts'
import { lettersAlone } from './by-grams.ts'
import { homesOf, postsOf } from './home-and-post.ts'
import { likelier, type Near, near } from './nearness.ts'
import { type ByOneWord, peopleOfBoth, twoWords } from './of-both.ts'
import { orgsByFormer, orgsByGrams, orgsByLetters, orgsHolding } from './orgs.ts'
import { cadresElsewhere, type Person, peopleByGrams, peopleByLetters, peopleGivenBack } from './people.ts'
import { searchText } from './search-key.ts'

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
 * it stands, organizations are found that hold its characters in their order. Whoever holds a post here and belongs elsewhere is
 * found by name too; last come people who were given back, by the beginning of their name or number.
 */
export async function find(db: Connection, text: string, limit: number, day: IsoDay): Promise<Found> {
  const wanted = searchText(text)
  const trimmed = text.trim()
  const isLetters = lettersAlone.test(wanted)
  const words = twoWords(text)
  const ofBoth = async (): Promise<readonly Near<Person>[]> => {
    const found = words === undefined ? [] : await peopleOfBoth(reader(db), words, byOneWord(db), limit, day)
    return found.map(person => ({ ...person, near: near.begins }))
  }
  // Somebody of that name who is there was meant: what holds both words as one is not looked for.
  const both = isLetters ? [] : await ofBoth()
  const areFound = both.length > 0
  const called = isLetters
    ? peopleByLetters(db, wanted, limit)
    : areFound
      ? both
      : peopleByGrams(db, wanted, limit)
  // Nor is it guessed what an organization may be called where somebody is called just so.
  const isCalledSo = areFound || called.some(({ near: how }) => how === near.same)
  const orgs = isLetters
    ? orgsByLetters(db, wanted, trimmed, limit)
    : isCalledSo
      ? orgsHolding(db, wanted, limit)
      : orgsByGrams(db, wanted, limit)
  // Letters with a space between them are syllables of one name (zhang wei), else a name and a place.
  const people = isLetters && called.length === 0 ? await ofBoth() : called
  const known = new Set(orgs.map(({ id }) => id))
  const former =
    orgs.length < limit && !areFound ? orgsByFormer(db, wanted, trimmed, limit - orgs.length) : []
  const allOrgs = [
    ...orgs.map(org => ({ ...org, formerly: null })),
    ...former.map(org => ({ ...org, near: near.begins })).filter(({ id }) => !known.has(id)),
  ]
  const isNamed = !isLetters && !areFound && wanted !== '' && people.length < limit
  const elsewhere = isNamed ? cadresElsewhere(db, trimmed, limit - people.length) : []
  const left = limit - people.length - elsewhere.length
  const returned = left > 0 && !areFound ? peopleGivenBack(db, trimmed, left) : []
  return {
    first: likelier(allOrgs, people),
    orgs: await toldOrgs(db, allOrgs, day),
    people: toldPeople(db, { people, elsewhere, returned }, day),
  }
}

type FoundOrg = Pick<Found['orgs'][number], 'id' | 'code' | 'name' | 'formerly'> & {
  readonly closed: string | null
}

/** With what stands above each of them, and what came of those that were closed. */
async function toldOrgs(db: Connection, orgs: readonly FoundOrg[], day: IsoDay): Promise<Found['orgs']> {
  if (orgs.length === 0) return []
  const ids = orgs.map(({ id }) => id)
  const closed = orgs.flatMap(org => (org.closed === null ? [] : [org.id]))
  const successors = await successorsOf(reader(db), closed, day)
  const paths = await pathsOf(reader(db), ids, day)
  return orgs.map(({ id, code, name, formerly }) => ({
    id,
    code,
    name,
    formerly,
    successor: successors.get(id) ?? null,
    path: (paths.get(id) ?? []).map(above => above.short ?? above.name),
  }))
}

type FoundPeople = {
  readonly people: readonly Person[]
  readonly elsewhere: ReturnType<typeof cadresElsewhere>
  readonly returned: ReturnType<typeof peopleGivenBack>
}

/** With where they belong and what post they hold. */
function toldPeople(
  db: Connection,
  { people, elsewhere, returned }: FoundPeople,
  day: IsoDay,
): Found['people'] {
  const ids = [...people, ...elsewhere].map(person => person.id)
  const [homes, posts] = [homesOf(db, ids, day), postsOf(db, ids, day)]
  const masked = (number: string | null) => (number === null ? null : maskId(number))
  return [
    ...people.map(({ id, name, id_number: number }) => ({
      id,
      name,
      org: homes.get(id) ?? null,
      idMasked: masked(number),
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
      idMasked: masked(number),
      post: null,
      isHere: true,
      isReturned: true,
    })),
  ]
}

/** So many organizations are ranked, of which the first few are looked under. */
const placesRanked = 20

function byOneWord(db: Connection): ByOneWord {
  return {
    people: (word, limit) =>
      lettersAlone.test(word) ? peopleByLetters(db, word, limit) : peopleByGrams(db, word, limit),
    orgs: word =>
      lettersAlone.test(word)
        ? orgsByLetters(db, word, word, placesRanked)
        : orgsByGrams(db, word, placesRanked),
  }
}
