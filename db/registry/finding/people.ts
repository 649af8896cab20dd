import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import { after, candidates, distinct, matchOf, rowsByGrams, slotOf } from './by-grams.ts'
import { type Near, near, nearest } from './nearness.ts'
import { isLastDigits } from './search-key.ts'
import { readingOfPerson } from './search-text.ts'

// These questions are asked at every letter that is typed, and answered in some hundredths of a millisecond. So their text
// is written out: to put it together anew takes longer.

export type Person = { readonly id: string; readonly name: string; readonly id_number: string | null }

/** Whose names hold the text, the nearest first. */
export function peopleByGrams(db: Connection, wanted: string, limit: number): Near<Person>[] {
  const numbers = rowsByGrams(db, matchOf(wanted), slotOf.people, candidates(wanted, limit))
  if (numbers.length === 0) return []
  const rows = prepareOnce<[string], Person>(
    db,
    'SELECT id, name, id_number FROM person WHERE no IN (SELECT value FROM json_each(?))',
  ).all(JSON.stringify(numbers))
  // However many others hold the text, whoever is called just so is among those that are ranked.
  const namesakes = prepareOnce<[string, number], Person>(
    db,
    'SELECT id, name, id_number FROM person WHERE pinyin = ? LIMIT ?',
  ).all(readingOfPerson(wanted).pinyin, limit * 4)
  return nearest(distinct([...rows, ...namesakes]), wanted, row => [row.name]).slice(0, limit)
}

type Typed = Person & { readonly typed: string }
const beginningWith = (column: 'initials' | 'pinyin') =>
  `SELECT id, name, id_number, ${column} AS typed FROM person WHERE ${column} >= ? AND ${column} < ? LIMIT ?`

/** Passports and permits of other places begin with letters (H12345678); no name of a person has a digit. */
const beginsANumber = /^[a-z]{0,3}\d/

/** By pinyin, initials or digits: how a name or a number begins, and how a number ends. */
export function peopleByLetters(db: Connection, wanted: string, limit: number): Near<Person>[] {
  if (beginsANumber.test(wanted)) return peopleByDigits(db, wanted.toUpperCase(), limit)
  const found = (['initials', 'pinyin'] as const).flatMap(column =>
    prepareOnce<[string, string, number], Typed>(db, beginningWith(column)).all(wanted, after(wanted), limit),
  )
  const inside = found.length === 0 ? peopleByGrams(db, wanted, limit) : []
  const byLetters = found.map(({ typed, ...row }) => ({
    ...row,
    near: typed === wanted ? near.same : near.begins,
  }))
  return distinct<Near<Person>>([...byLetters, ...inside]).slice(0, limit)
}

/** Fewer digits than these begin the numbers of half a district. */
const fewestOfPhone = 3
const numberBegins = (column: 'id_number' | 'phone') =>
  `SELECT id, name, id_number FROM person WHERE ${column} >= ? AND ${column} < ? LIMIT ?`
/** The index has the last four digits, the rest is compared. */
const numberEnds = `
  SELECT id, name, id_number FROM person
  WHERE (substr(id_number, -4) = @last AND substr(id_number, -@length) = @digits)
    OR (substr(phone, -4) = @last AND substr(phone, -@length) = @digits)
  LIMIT @limit`

function peopleByDigits(db: Connection, digits: string, limit: number): Near<Person>[] {
  const begins = (column: 'id_number' | 'phone') =>
    prepareOnce<[string, string, number], Person>(db, numberBegins(column)).all(digits, after(digits), limit)
  const ending = isLastDigits(digits.toLowerCase())
    ? prepareOnce<[Readonly<Record<string, string | number>>], Person>(db, numberEnds).all({
        last: digits.slice(-4),
        length: digits.length,
        digits,
        limit,
      })
    : []
  const beginning = [...begins('id_number'), ...(digits.length < fewestOfPhone ? [] : begins('phone'))]
  return distinct<Near<Person>>([
    ...ending.map(row => ({ ...row, near: near.same })),
    ...beginning.map(row => ({ ...row, near: near.begins })),
  ]).slice(0, limit)
}

type GivenBack = { readonly id: string; readonly name: string; readonly number: string | null }
const givenBackBy = (field: 'name' | 'id_number') => `
  SELECT thing AS id, fields ->> '$.name' AS name, fields ->> '$.id_number' AS number FROM shadow
  WHERE state = 'returned' AND entity = 'person'
    AND fields ->> '$.${field}' >= ? AND fields ->> '$.${field}' < ?
  ORDER BY fields ->> '$.${field}' LIMIT ?`

/** People who were given back and not corrected: they stand in no table, and no index of the search holds them. */
export function peopleGivenBack(db: Connection, text: string, limit: number): GivenBack[] {
  if (text === '') return []
  const isNumber = beginsANumber.test(text.toLowerCase())
  const from = isNumber ? text.toUpperCase() : text
  return prepareOnce<[string, string, number], GivenBack>(
    db,
    givenBackBy(isNumber ? 'id_number' : 'name'),
  ).all(from, after(from), limit)
}

/** People of other offices who were told of by a packet, since they hold a post here. */
export function cadresElsewhere(db: Connection, text: string, limit: number): Pick<Person, 'id' | 'name'>[] {
  if (text === '') return []
  return prepareOnce<[string, number], Pick<Person, 'id' | 'name'>>(
    db,
    `SELECT thing AS id, name FROM card WHERE entity = 'person' AND instr(name, ?) > 0
       AND NOT EXISTS (SELECT 1 FROM person WHERE person.id = card.thing) LIMIT ?`,
  ).all(text, limit)
}
