import { type Dated, shownDate } from '#db/records/types/office-date.ts'
import { plainMobile } from '#db/records/types/phone.ts'
import type { Text } from '#db/shared/text.ts'
import type { MemberRow } from '../../kinds/members.ts'
import type { TakenRow } from '../../parsed-row.ts'
import { problemAt } from '../../problem.ts'
import { saysNewDay } from '../draft.ts'
import { cellOf } from '../place-of-row.ts'
import type { PersonState } from './person-states.ts'

type Line = TakenRow<MemberRow>

/** A column that may have slipped against the names. */
type Looked = {
  readonly field: 'phone' | 'joined'
  /** What a row says, and what the registry has; undefined for what is not looked at. */
  readonly says: (row: Line) => string | undefined
  readonly known: (state: PersonState) => string | undefined
  /** Whether a value is hardly ever that of two people: one of another's is enough then. */
  readonly isOwn: boolean
  readonly words: Text
}

const phones: Looked = {
  field: 'phone',
  says: ({ values }) => plainMobile(values.phone ?? ''),
  known: ({ person }) => person.phone ?? undefined,
  isOwn: true,
  words: { zh: '电话', en: 'telephones' },
}

const joined: Looked = {
  field: 'joined',
  says: ({ values }) => shownOf(values.joined),
  known: ({ person: { joined: day, joined_precision: precision } }) =>
    day === null ? undefined : shownDate({ day, precision: precision ?? 'day' }),
  isOwn: false,
  words: { zh: '入团时间', en: 'days of joining' },
}

const shownOf = (dated: Dated | undefined) => (dated === undefined ? undefined : shownDate(dated))

/** So many rows of which it is sure make the others between them doubtful. */
const leastSure = 3

/**
 * The rows without the mobile numbers, and days of joining, that slipped against the names: the registry has such a number
 * for who stands in another row, where another one stands by now. A number is no more believed between such rows than in
 * them. Two who have each other's numbers were put right.
 */
export function withoutSlipped(
  rows: readonly Line[],
  before: Line | undefined,
  states: ReadonlyMap<string, PersonState>,
  headerOf: (field: string) => string,
): readonly Line[] {
  const batch = { before, states, headerOf }
  return [phones, joined].reduce((left, column) => withoutSlippedIn(left, column, batch), rows)
}

function withoutSlippedIn(
  rows: readonly Line[],
  { field, says, known, isOwn, words }: Looked,
  {
    before,
    states,
    headerOf,
  }: {
    readonly before: Line | undefined
    readonly states: ReadonlyMap<string, PersonState>
    readonly headerOf: (field: string) => string
  },
): readonly Line[] {
  const knownOf = (row: Line | undefined) => {
    const state = row && states.get(row.values.idNumber)
    return state && known(state)
  }
  const changed = rows.map(row => {
    const value = says(row)
    const has = knownOf(row)
    if (value === undefined || value === has) return undefined
    return field === 'joined' && !isNews(row, states) ? undefined : value
  })
  if (changed.filter(value => value !== undefined).length < (isOwn ? 1 : leastSure)) return rows
  const isIts = (value: string, next: Line | undefined, own: Line) => {
    const written = next && (says(next) ?? next.values[field])
    return (
      next !== undefined &&
      next !== own &&
      knownOf(next) === value &&
      ![value, knownOf(own)].includes(String(written ?? ''))
    )
  }
  const beside = rows.map((row, i) => {
    const value = changed[i]
    if (value === undefined) return undefined
    return [rows[i - 1] ?? before, rows[i + 1]].find(one => isIts(value, one, row))
  })
  const holders = new Map(rows.map(row => [knownOf(row), row] as const))
  const anywhere = rows.map((row, i) => {
    const value = changed[i]
    const holder = value === undefined ? undefined : (beside[i] ?? (isOwn ? holders.get(value) : undefined))
    return value !== undefined && isIts(value, holder, row) ? holder : undefined
  })
  const isSure = anywhere.filter(one => one !== undefined).length >= leastSure
  const neighbours = isSure ? anywhere : isOwn ? beside : []
  const sure = [...neighbours.keys()].filter(i => neighbours[i] !== undefined)
  if (sure.length === 0) return rows
  const [first, last] = sure.length < leastSure ? [] : [(sure[0] ?? 0) - 1, (sure.at(-1) ?? 0) + 1]
  return rows.map((row, i) => {
    const value = changed[i]
    const neighbour = neighbours[i]
    const isBetween = first !== undefined && last !== undefined && i >= first && i <= last
    if (value === undefined || (neighbour === undefined && !isBetween)) return row
    const where = cellOf(row, headerOf(field), value)
    const problem = problemAt(where, `${field}-slipped`, {
      zh: `${whoseZh(neighbour)}，${words.zh}这一列像是错了行，没有登记。请对照姓名改好。`,
      en: `${whoseEn(neighbour)}: the ${words.en} seem to have slipped against the names. It was not taken; put them right.`,
      refused: false,
    })
    return { ...row, values: { ...row.values, [field]: undefined }, problems: [...row.problems, problem] }
  })
}

function isNews({ values }: Line, states: ReadonlyMap<string, PersonState>): boolean {
  const person = states.get(values.idNumber)?.person
  return person !== undefined && saysNewDay(values.joined, person.joined, person.joined_precision)
}

function whoseZh(neighbour: Line | undefined): string {
  if (neighbour === undefined) return '上下几行写的都是别人的'
  return `台账里这是第 ${neighbour.row} 行“${neighbour.values.name}”的`
}

function whoseEn(neighbour: Line | undefined): string {
  if (neighbour === undefined) return 'what stands in the rows above and below is of others'
  return `the registry has this for ${neighbour.values.name}, in row ${neighbour.row}`
}
