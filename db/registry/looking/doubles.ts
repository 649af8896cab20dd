import { maskedApart } from '#db/records/types/field.ts'
import { maskId } from '#db/records/types/id-number.ts'
import { maskPhone } from '#db/records/types/phone.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'

/** Why two records may be one person, the surest first. */
export const doubleReasons = [
  'same-number',
  'near-number',
  'no-number',
  'same-phone',
  'other-papers',
  'name-and-phone',
] as const
export type DoubleReason = (typeof doubleReasons)[number]

export type DoublePerson = {
  readonly id: string
  readonly name: string
  readonly birth: string | null
  readonly idMasked: string | null
  readonly phoneMasked: string | null
  /** Where he is now; null where he is nowhere, or left. */
  readonly org: string | null
}
export type Double = {
  readonly why: DoubleReason
  /** The older record first: it is the one that stays. */
  readonly people: readonly [DoublePerson, DoublePerson]
  /** The note that they are two people, by whoever looked; null where nobody has said so. */
  readonly apart: string | null
}

type Row = {
  readonly id: string
  readonly name: string
  readonly birth: string | null
  readonly number: string | null
  readonly papers: string | null
  readonly phone: string | null
  readonly org: string | null
}

/**
 * Pairs of records that may be one person. The same ID number is; the same name and birth date are where the numbers
 * differ in a digit or two, where one has none, where both have one telephone, or where one number is of a card and the
 * other of foreign papers: somebody came with one of them first. Whoever has the same name and telephone may be one whose
 * birth date was typed wrongly. Two namesakes born on one day with cards of their own are two people, of whom a district
 * has dozens. At most `most` pairs.
 */
export function readDoubles(connection: Connection, most: number): Double[] {
  const rows = prepareOnce<[], Row & { readonly bunch: string }>(connection, statement).all()
  const notes = prepareOnce<[], { readonly id: string; readonly pair: string }>(connection, notesOfTwo).all()
  const apart = new Map(notes.map(({ id, pair }) => [pair, id]))
  const found: Double[] = []
  const paired = new Set<string>()
  for (const bunch of Map.groupBy(rows, row => row.bunch).values()) {
    for (const [at, one] of bunch.entries()) {
      // A bunch of a thousand namesakes is a mistake of another kind: each is compared with the next few.
      for (const other of bunch.slice(at + 1, at + 10)) {
        const why = reasonOf(one, other)
        const pair = `${one.id} ${other.id}`
        if (why === undefined || paired.has(pair)) continue
        paired.add(pair)
        found.push({ why, people: shown([one, other]), apart: apart.get(pair) ?? null })
      }
    }
  }
  // What nobody has looked at comes first: of very many the rest is left out.
  const order = (one: Double) =>
    doubleReasons.indexOf(one.why) + (one.apart === null ? 0 : doubleReasons.length)
  return found.toSorted((a, b) => order(a) - order(b)).slice(0, most)
}

function reasonOf(one: Row, other: Row): DoubleReason | undefined {
  if (one.number !== null && one.number === other.number) return 'same-number'
  if (one.birth === null || one.birth !== other.birth) return 'name-and-phone'
  if (one.number === null || other.number === null) return 'no-number'
  if (one.number.length === other.number.length && digitsApart(one.number, other.number) <= 2)
    return 'near-number'
  if (one.phone !== null && one.phone === other.phone) return 'same-phone'
  return one.papers !== null && other.papers !== null && one.papers !== other.papers
    ? 'other-papers'
    : undefined
}

function digitsApart(one: string, other: string): number {
  let apart = 0
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) apart++
  return apart
}

/** Numbers that look alike once they are masked are shown with the signs in which they differ. */
function shown(pair: readonly [Row, Row]): Double['people'] {
  const numbers = maskedApart(
    { mask: maskId },
    pair.map(({ number }) => number),
  )
  const phones = maskedApart(
    { mask: maskPhone },
    pair.map(({ phone }) => phone),
  )
  const of = ({ id, name, birth, org }: Row, side: 0 | 1): DoublePerson => {
    const [idMasked, phoneMasked] = [numbers[side] || null, phones[side] || null]
    return { id, name, birth, org, idMasked, phoneMasked }
  }
  return [of(pair[0], 0), of(pair[1], 1)]
}

const notesOfTwo = "SELECT id, min(person, other) || ' ' || max(person, other) AS pair FROM apart ORDER BY id"

/** Three groupings over all people; a pair of one number is left out of the others. */
const statement = `
  WITH numbered AS (
    SELECT id, 'number ' || id_number AS bunch FROM person WHERE id_number IN (
      SELECT id_number FROM person WHERE id_number IS NOT NULL GROUP BY id_number HAVING count(*) > 1
    )
  ),
  named AS (
    SELECT p.id, 'name ' || p.name || ' ' || p.birth AS bunch
    FROM (SELECT name, birth FROM person WHERE birth IS NOT NULL GROUP BY name, birth HAVING count(*) > 1) AS twice
    JOIN person p ON p.name = twice.name AND p.birth = twice.birth
    WHERE p.id NOT IN (SELECT id FROM numbered)
  ),
  called AS (
    SELECT p.id, 'phone ' || p.name || ' ' || p.phone AS bunch
    FROM (SELECT name, phone FROM person WHERE phone IS NOT NULL GROUP BY name, phone HAVING count(*) > 1) AS twice
    JOIN person p ON p.name = twice.name AND p.phone = twice.phone
    WHERE p.id NOT IN (SELECT id FROM numbered)
  )
  SELECT bunch, p.id, p.name, p.birth, p.id_number AS number, p.id_type AS papers, p.phone,
    (SELECT m.org FROM membership m WHERE m.person = p.id AND m.until IS NULL LIMIT 1) AS org
  FROM (SELECT * FROM numbered UNION ALL SELECT * FROM named UNION ALL SELECT * FROM called) AS bunched
  JOIN person p ON p.id = bunched.id
  ORDER BY bunch, p.id`
