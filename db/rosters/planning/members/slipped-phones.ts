import { plainMobile } from '#db/records/types/phone.ts'
import type { MemberRow } from '../../kinds/members.ts'
import type { TakenRow } from '../../parsed-row.ts'
import { problemAt } from '../../problem.ts'
import { cellOf } from '../place-of-row.ts'
import type { PersonState } from './person-states.ts'

/** So many rows of which it is sure make the others between them doubtful. */
const leastSure = 3

/**
 * The rows without the mobile numbers that slipped by a row against the names: the registry has such a number for who stands
 * in the row above or below, where another one stands by now. A number is no more believed between such rows than in them.
 * Two who have each other's numbers were put right.
 */
export function withoutSlippedPhones(
  rows: readonly TakenRow<MemberRow>[],
  before: TakenRow<MemberRow> | undefined,
  states: ReadonlyMap<string, PersonState>,
  headerOf: (field: string) => string,
): readonly TakenRow<MemberRow>[] {
  const knownOf = (row: TakenRow<MemberRow> | undefined) =>
    row === undefined ? undefined : states.get(row.values.idNumber)?.person.phone
  const isIts = (number: string, next: TakenRow<MemberRow> | undefined, own: TakenRow<MemberRow>) =>
    next !== undefined && knownOf(next) === number && ![number, knownOf(own)].includes(next.values.phone)
  const changed = rows.map(row => {
    const { phone } = row.values
    return phone !== undefined && knownOf(row) !== phone ? phone : undefined
  })
  const neighbours = rows.map((row, i) => {
    const number = changed[i]
    if (number === undefined) return undefined
    const next = [rows[i - 1] ?? before, rows[i + 1]].find(one => isIts(number, one, row))
    return plainMobile(next === undefined ? '' : number) === undefined ? undefined : next
  })
  const sure = [...neighbours.keys()].filter(i => neighbours[i] !== undefined)
  if (sure.length === 0) return rows
  const [first, last] = sure.length < leastSure ? [] : [(sure[0] ?? 0) - 1, (sure.at(-1) ?? 0) + 1]
  return rows.map((row, i) => {
    const neighbour = neighbours[i]
    const isBetween = first !== undefined && last !== undefined && i >= first && i <= last
    const isTold = neighbour !== undefined || (isBetween && plainMobile(changed[i] ?? '') !== undefined)
    if (changed[i] === undefined || !isTold) return row
    const { phone, ...values } = row.values
    const where = cellOf(row, headerOf('phone'), phone ?? '')
    const whose =
      neighbour === undefined
        ? {
            zh: '上下几行的号码都是别人的',
            en: 'the numbers in the rows above and below are those of others',
          }
        : {
            zh: `台账里这是${neighbour.row < row.row ? '上' : '下'}面一行“${neighbour.values.name}”的号码`,
            en: `the registry has this number for ${neighbour.values.name}, in the row ${neighbour.row < row.row ? 'above' : 'below'}`,
          }
    const problem = problemAt(where, 'phone-slipped', {
      zh: `${whose.zh}，电话这一列像是错了一行，没有登记。请对照姓名改好。`,
      en: `${whose.en}: the telephones seem to have slipped by a row against the names. It was not taken; put them right.`,
      refused: false,
    })
    return { ...row, values: { ...values, phone: undefined }, problems: [...row.problems, problem] }
  })
}
