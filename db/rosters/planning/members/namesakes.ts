import { sql } from 'kysely'
import { maskedApart } from '#db/records/types/field.ts'
import { maskId } from '#db/records/types/id-number.ts'
import type { Text } from '#db/shared/text.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { Problem } from '../../problem.ts'

/** Somebody of the registry who has the name of a row and its birth date, or its mobile number, under another ID number. */
export type Namesake = {
  readonly id: string
  readonly name: string
  /** That of the row. */
  readonly birth: string
  readonly isBornThen: boolean
  readonly idNumber: string | null
}

/** Whose namesakes are looked for; `mobile` is blank where the row has none. */
export type Named = { readonly name: string; readonly birth: string; readonly mobile: string }

export function namesakeKey(name: string, birth: string): string {
  return `${birth} ${name}`
}

/** The people who have these names, and these birth dates or mobile numbers: one query for a whole batch of rows. */
export async function readNamesakes(
  reader: Reader,
  wanted: readonly Named[],
): Promise<ReadonlyMap<string, readonly Namesake[]>> {
  if (wanted.length === 0) return new Map()
  const given = sql<Named>`(
    SELECT DISTINCT value ->> 'name' AS name, value ->> 'birth' AS birth, value ->> 'mobile' AS mobile
    FROM json_each(${JSON.stringify(wanted)})
  )`
  const rows = await reader
    .selectFrom(given.as('given'))
    .innerJoin('person', join =>
      join
        .onRef('person.name', '=', 'given.name')
        .on(eb =>
          eb.or([
            eb('person.birth', '=', eb.ref('given.birth')),
            eb.and([eb('given.mobile', '<>', ''), eb('person.phone', '=', eb.ref('given.mobile'))]),
          ]),
        ),
    )
    .select([
      'person.id',
      'person.name',
      'given.birth',
      'person.birth as own',
      'person.id_number as idNumber',
    ])
    .orderBy('person.id')
    .execute()
  const namesakes = rows.map(({ own, ...row }) => ({ ...row, isBornThen: own === row.birth }))
  // Who was born on the day is meant before whoever has the number.
  const inOrder = namesakes.toSorted((a, b) => Number(b.isBornThen) - Number(a.isBornThen))
  return Map.groupBy(inOrder, ({ name, birth }) => namesakeKey(name, birth))
}

/** A number that could not be read, and whose it is said to be. */
export type UnreadNumber = { readonly name: string; readonly number: string }

/** Problems of numbers that cannot be read as they stand, but may be known. */
const unreadable: readonly string[] = ['id-rounded', 'id-masked', 'id-checksum', 'id-malformed']

/**
 * The problems of rows whose number cannot be read, with the registry's own number, masked, where exactly one person of
 * that name can be meant by what is left of it. Whole it is proposed where the row tells it as well.
 */
export async function withKnownNumbers(
  reader: Reader,
  rows: readonly { readonly problems: readonly Problem[]; readonly unread?: UnreadNumber | undefined }[],
): Promise<readonly (readonly Problem[])[]> {
  const asked = rows.flatMap(({ problems, unread }) =>
    unread !== undefined && problems.some(isUnreadable) ? [unread] : [],
  )
  const known = await numbersByName(reader, [...new Set(asked.map(({ name }) => name))])
  return rows.map(({ problems, unread }) => {
    if (unread === undefined || !problems.some(isUnreadable)) return problems
    const [number, ...others] = (known.get(unread.name) ?? []).filter(each => canBe(unread.number, each))
    if (number === undefined || others.length > 0) return problems
    return problems.map(problem => {
      if (!isUnreadable(problem) || problem.repair === number) return problem
      const shown = shownBeside(unread.number, number)
      return { ...problem, says: withKnownNumber(problem.says, shown), repair: null }
    })
  })
}

/** Of digits that are covered or rounded none is told; of one that is written wrongly what it should be. */
function shownBeside(written: string, known: string): string {
  const isWhole = written.length === known.length && /^\d+[\dX]$/i.test(written) && !written.endsWith('000')
  return isWhole ? (maskedApart({ mask: maskId }, [known, written])[0] ?? '') : maskId(known)
}

/** A sentence with the number that the registry has for whoever must be meant. */
export function withKnownNumber(says: Text, shown: string): Text {
  return {
    zh: `${says.zh}台账里有这个人，证件号码是 ${shown}。`,
    en: `${says.en} The registry has this person under the ID number ${shown}.`,
  }
}

function isUnreadable({ code, refused }: Problem): boolean {
  return refused && unreadable.includes(code)
}

async function numbersByName(
  reader: Reader,
  names: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (names.length === 0) return new Map()
  const rows = await reader
    .selectFrom('person')
    .where('name', 'in', sql<string>`(SELECT value FROM json_each(${JSON.stringify(names)}))`)
    .where('id_number', 'is not', null)
    .select(['name', 'id_number'])
    .execute()
  const byName = new Map<string, string[]>()
  for (const { name, id_number } of rows) byName.set(name, [...(byName.get(name) ?? []), id_number ?? ''])
  return byName
}

/** Whether what is left of a number can be this one: but for rounded or covered digits, or for two wrong ones. */
function canBe(written: string, known: string): boolean {
  const signs = written.toUpperCase()
  if (signs.length !== known.length) return isWithCoveredMiddle(signs, known)
  if (signs.endsWith('000') && signs.slice(0, 15) === known.slice(0, 15)) return true
  // A covered digit, or an X anywhere but at the end, says nothing.
  const different = [...signs].filter((sign, i) => /\d/.test(sign) && sign !== known.charAt(i)).length
  return different <= (/[^\dX]/.test(signs) ? 0 : 2)
}

/** 4403****1234 with fewer signs than digits that they cover. */
function isWithCoveredMiddle(signs: string, known: string): boolean {
  const [, before = '', after = ''] = /^(\d{3,})\D+([\dX]{2,})$/.exec(signs) ?? []
  return before !== '' && known.startsWith(before) && known.endsWith(after)
}
