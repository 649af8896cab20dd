import { type Dated, shownDate } from '#db/records/types/office-date.ts'
import type { Text } from '#db/shared/text.ts'
import type { MemberRow } from '../../kinds/members.ts'
import type { TakenRow } from '../../parsed-row.ts'
import { problemAt } from '../../problem.ts'
import { saysNewDay } from '../draft.ts'
import { cellOf } from '../place-of-row.ts'
import type { PersonState } from './person-states.ts'

type Line = TakenRow<MemberRow>

/** So many values that would change are those of who stands some rows above, or below. */
const leastShifted = 4
const shifts = [1, -1, 2, -2, 3, -3]

/** What several people may well have alike: one value that is another's says nothing, a column of them does. */
const looked: readonly {
  readonly field: 'joined' | 'nation' | 'political' | 'education' | 'occupation'
  readonly words: Text
}[] = [
  { field: 'joined', words: { zh: '入团时间', en: 'days of joining' } },
  { field: 'nation', words: { zh: '民族', en: 'ethnic groups' } },
  { field: 'political', words: { zh: '政治面貌', en: 'political statuses' } },
  { field: 'education', words: { zh: '学历', en: 'degrees of education' } },
  { field: 'occupation', words: { zh: '职业', en: 'occupations' } },
]

const shownOf = (value: Dated | string | undefined) => (typeof value === 'object' ? shownDate(value) : value)

/**
 * The rows without the values of columns that slipped by a few rows against the names: in all rows between the first and
 * the last that would change stands what the registry has for who stands so many rows above, or below.
 */
export function withoutShifted(
  rows: readonly Line[],
  states: ReadonlyMap<string, PersonState>,
  headerOf: (field: string) => string,
): readonly Line[] {
  let left = rows
  for (const { field, words } of looked) {
    const says = rows.map(({ values }) => shownOf(values[field]))
    const known = rows.map(row => {
      const person = states.get(row.values.idNumber)?.person
      if (field !== 'joined') return person?.[field] ?? undefined
      return person?.joined
        ? shownDate({ day: person.joined, precision: person.joined_precision ?? 'day' })
        : undefined
    })
    const changed = [...rows.keys()].filter(i => {
      if (says[i] === undefined || known[i] === undefined || says[i] === known[i]) return false
      const { person } = states.get(rows[i]?.values.idNumber ?? '') ?? {}
      return (
        field !== 'joined' ||
        saysNewDay(rows[i]?.values.joined, person?.joined ?? null, person?.joined_precision ?? null)
      )
    })
    const shift = shiftOf(says, known, changed)
    if (shift === undefined) continue
    const isChanged = new Set(changed)
    left = left.map((row, i) => {
      if (!isChanged.has(i)) return row
      const his = rows[i - shift]
      const problem = problemAt(cellOf(row, headerOf(field), says[i] ?? ''), `${field}-slipped`, {
        zh: `${his === undefined ? '' : `台账里这是第 ${his.row} 行“${his.values.name}”的，`}${words.zh}这一列像是错了 ${Math.abs(shift)} 行，没有登记。请对照姓名改好。`,
        en: `${his === undefined ? '' : `the registry has this for ${his.values.name}, in row ${his.row}: `}the ${words.en} seem to have slipped against the names, by ${Math.abs(shift)}. It was not taken; put them right.`,
        refused: false,
      })
      return { ...row, values: { ...row.values, [field]: undefined }, problems: [...row.problems, problem] }
    })
  }
  return left
}

/** By how many rows a column slipped downwards; undefined where it did not. */
function shiftOf(
  says: readonly (string | undefined)[],
  known: readonly (string | undefined)[],
  changed: readonly number[],
): number | undefined {
  const [first, last] = [changed[0], changed.at(-1)]
  if (first === undefined || last === undefined || changed.length < leastShifted) return undefined
  const filled = [...says.keys()].filter(i => i >= first && i <= last && says[i] !== undefined)
  return shifts.find(shift => {
    const isFrom = (i: number) => says[i] === known[i - shift]
    const mayDiffer = (of: readonly number[]) => Math.max(Math.abs(shift), Math.floor(of.length / 10))
    return (
      [changed, filled].every(of => of.length - of.filter(isFrom).length <= mayDiffer(of)) &&
      changed.filter(isFrom).length >= leastShifted
    )
  })
}
