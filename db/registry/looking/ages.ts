import type { AgeRow } from '#contract/lifeline/glance.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import { existingUnder, type Outline } from './outline/outline.ts'
import { dayNumber, type Roll } from './roll.ts'

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
  const counts = new Uint8Array(outline.orgs.length)
  for (const place of existingUnder(outline, root)) counts[place] = 1
  const today = dayNumber(outline.day)
  // Three counts an age, the last age being the unknown one.
  const byAge = new Int32Array((oldest + 2) * 3)
  for (let place = 0; place < roll.size; place++) {
    if (counts[roll.orgs[place] ?? -1] !== 1) continue
    const person = roll.people[place] ?? 0
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
export function readSexes(connection: Connection, people: number): Uint8Array {
  const found = new Uint8Array(people)
  const rows = connection
    .prepare<[], [number, string]>("SELECT no, sex FROM person WHERE sex IN ('male', 'female')")
    .raw()
    .all()
  for (const [no, sex] of rows) found[no] = sex === 'male' ? sexes.male : sexes.female
  return found
}
