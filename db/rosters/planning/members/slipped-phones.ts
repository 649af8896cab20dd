import { sql } from 'kysely'
import { plainMobile } from '#db/records/types/phone.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { MemberRow } from '../../kinds/members.ts'
import type { TakenRow } from '../../parsed-row.ts'
import { problemAt } from '../../problem.ts'
import { cellOf } from '../place-of-row.ts'
import type { PersonState } from './person-states.ts'

type Line = TakenRow<MemberRow>
type States = ReadonlyMap<string, PersonState>

/** So many rows of which it is sure make the others between them doubtful. */
const leastSure = 3
/** So many who have each other's numbers were put right; more of them are a column that was turned round. */
const mostExchanged = 4

const knownOf = (row: Line | undefined, states: States) =>
  row === undefined ? undefined : states.get(row.values.idNumber)?.person.phone

/** By row, the mobile number that is to take the place of another one. */
function newNumbers(rows: readonly Line[], states: States): readonly (string | undefined)[] {
  return rows.map(row => {
    const number = plainMobile(row.values.phone ?? '')
    return knownOf(row, states) === number ? undefined : number
  })
}

/** By number, who has it in the registry, wherever he is, of the numbers that are to take the place of others. */
export async function readHolders(
  reader: Reader,
  rows: readonly Line[],
  states: States,
): Promise<ReadonlyMap<string, string>> {
  const asked = newNumbers(rows, states).filter(
    (number, i) => number !== undefined && isKnown(rows[i], states),
  )
  if (asked.length < leastSure) return new Map()
  const found = await reader
    .selectFrom('person')
    .where('phone', 'in', sql<string>`(SELECT value FROM json_each(${JSON.stringify(asked)}))`)
    .select(['name', 'phone'])
    .execute()
  return new Map(found.map(({ name, phone }) => [phone ?? '', name ?? '']))
}

function isKnown(row: Line | undefined, states: States): boolean {
  return (knownOf(row, states) ?? null) !== null
}

/**
 * The rows without the mobile numbers that slipped against the names: the registry has such a number for who stands in the
 * row above or below, where another one stands by now; or it has three of them for others, wherever they are. A number is
 * no more believed between such rows than in them. Two who have each other's numbers were put right.
 */
export function withoutSlippedPhones(
  rows: readonly Line[],
  before: Line | undefined,
  states: States,
  holders: ReadonlyMap<string, string>,
  headerOf: (field: string) => string,
): readonly Line[] {
  const changed = newNumbers(rows, states)
  const byNumber = new Map(rows.map(row => [knownOf(row, states), row] as const))
  const isExchanged = rows.map((row, i) => {
    const other = byNumber.get(changed[i] ?? '')
    return other !== undefined && other.values.phone === knownOf(row, states)
  })
  const mayExchange = isExchanged.filter(Boolean).length <= mostExchanged
  const isIts = (number: string, next: Line | undefined, own: Line) =>
    next !== undefined &&
    next !== own &&
    knownOf(next, states) === number &&
    next.values.phone !== number &&
    !(mayExchange && next.values.phone === knownOf(own, states))
  const beside = rows.map((row, i) => {
    const number = changed[i]
    if (number === undefined) return undefined
    return [rows[i - 1] ?? before, rows[i + 1]].find(one => isIts(number, one, row))
  })
  /** Whose number a row has: where he stands in the file, and what he is called. */
  const anywhere = rows.map((row, i): { readonly row?: number; readonly name: string } | undefined => {
    const number = changed[i]
    if (number === undefined || (mayExchange && isExchanged[i])) return undefined
    const own = beside[i] ?? byNumber.get(number)
    if (isIts(number, own, row)) return { row: own?.row ?? 0, name: own?.values.name ?? '' }
    const name = holders.get(number)
    return own === undefined && name !== undefined && isKnown(row, states) ? { name } : undefined
  })
  const isSure = anywhere.filter(one => one !== undefined).length >= leastSure
  const whose = isSure ? anywhere : beside.map(next => next && { row: next.row, name: next.values.name })
  const sure = [...whose.keys()].filter(i => whose[i] !== undefined)
  if (sure.length === 0) return rows
  const [first, last] = sure.length < leastSure ? [] : [(sure[0] ?? 0) - 1, (sure.at(-1) ?? 0) + 1]
  return rows.map((row, i) => {
    const number = changed[i]
    const his = whose[i]
    const isBetween = first !== undefined && last !== undefined && i >= first && i <= last
    if (number === undefined || (his === undefined && !isBetween)) return row
    const { phone, ...values } = row.values
    const [zh, en] =
      his === undefined
        ? ['上下几行的号码都是别人的', 'the numbers in the rows above and below are those of others']
        : his.row === undefined
          ? [`台账里这是“${his.name}”的号码`, `the registry has this number for ${his.name}`]
          : [
              `台账里这是第 ${his.row} 行“${his.name}”的号码`,
              `the registry has this number for ${his.name}, in row ${his.row}`,
            ]
    const problem = problemAt(cellOf(row, headerOf('phone'), phone ?? ''), 'phone-slipped', {
      zh: `${zh}，电话这一列像是错了行，没有登记。请对照姓名改好。`,
      en: `${en}: the telephones seem to have slipped against the names. It was not taken; put them right.`,
      refused: false,
    })
    return { ...row, values: { ...values, phone: undefined }, problems: [...row.problems, problem] }
  })
}
