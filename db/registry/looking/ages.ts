import type { AgeRow } from '#contract/lifeline/glance.ts'
import { lastBirthOfAge } from '#db/shared/day.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import { countingOrgs, type Outline } from './outline/outline.ts'
import { dayNumber, grown, lastPerson, type Roll } from './roll.ts'
import type { Touched } from './touched.ts'

/** No one is older; a birthday that says so is a slip of the keyboard. */
const oldest = 150

const sexes = { unknown: 0, male: 1, female: 2 } as const

type Given = {
  readonly outline: Outline
  readonly roll: Roll
  /** Birthdays as numbers by the person's row number; 0 where none is known. */
  readonly births: Int32Array
  readonly sexes: Uint8Array
}

/** Members of an organization and all below it by age on the day and by sex; the youngest first, the unknown ages last. */
export function agesUnder({ outline, roll, births, sexes: sexOf }: Given, root: number): AgeRow[] {
  const counts = countingOrgs(outline, root)
  const today = dayNumber(lastBirthOfAge(outline.day, 0))
  // Three counts an age, the last age being the unknown one.
  const byAge = new Int32Array((oldest + 2) * 3)
  for (let person = 1; person < roll.orgs.length; person++) {
    if (counts[roll.orgs[person] ?? 0] !== 1) continue
    const born = births[person] ?? 0
    const age = Math.floor((today - born) / 10_000)
    const row = born === 0 || age < 0 || age > oldest ? oldest + 1 : age
    const at = row * 3 + (sexOf[person] ?? 0)
    byAge[at] = (byAge[at] ?? 0) + 1
  }
  return Array.from({ length: oldest + 2 }, (_, age) => {
    const of = (sex: number) => byAge[age * 3 + sex] ?? 0
    return {
      age: age > oldest ? null : age,
      male: of(sexes.male),
      female: of(sexes.female),
      unknown: of(sexes.unknown),
    }
  }).filter(row => row.male + row.female + row.unknown > 0)
}

/** By the person's row number. */
export function readSexes(connection: Connection): Uint8Array {
  const found = new Uint8Array(lastPerson(connection) + 1)
  return fillIn(found, prepareOnce<[], SexTuple>(connection, 'SELECT no, sex FROM person').raw().iterate())
}

/** The same after something was written; the column given is written into. */
export function renewSexes(
  connection: Connection,
  before: Uint8Array,
  { people, gonePeople }: Touched,
): Uint8Array {
  const found = grown(before, lastPerson(connection) + 1)
  for (const no of gonePeople) found[no] = sexes.unknown
  const some = prepareOnce<string[], SexTuple>(
    connection,
    'SELECT person.no, person.sex FROM json_each(?) AS wanted CROSS JOIN person ON person.no = wanted.value',
  )
  return fillIn(found, some.raw().iterate(JSON.stringify([...people])))
}

type SexTuple = readonly [no: number, sex: string | null]

function fillIn(found: Uint8Array, rows: Iterable<SexTuple>): Uint8Array {
  for (const [no, sex] of rows)
    found[no] = sex === 'male' ? sexes.male : sex === 'female' ? sexes.female : sexes.unknown
  return found
}
