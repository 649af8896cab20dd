import type { AnyKind } from '#db/records/record.ts'
import type { Columned, Field } from '#db/records/types/field.ts'
import { plural } from '#db/shared/plural.ts'
import type { Cell } from '#db/sheets/cell.ts'
import type { RosterLine } from '../roster-line.ts'

/*
 * What cells say of several fields of a record at once, as tables of fees do: a tick below a month, one sum for a quarter,
 * what was due for each month, a month and its amount in a row of their own.
 */

/** A column, the field of the record that it is, and how it is read. */
export type Valued = readonly [column: string, name: string, one: Field]

/** Reads the fields of a row, and `say`s each that it has, whichever of its cells says so. `said`: what it said by now. */
export function readValues(
  kind: AnyKind,
  values: readonly Valued[],
  line: RosterLine<string>,
  said: Readonly<Record<string, unknown>>,
  say: Say,
): void {
  const ticks: Ticked[] = []
  const ticked = kind.roster?.ticked
  for (const [column, name, one] of values) {
    const cell = boxOf(line.cell(column), ticked?.fields.includes(name))
    const isTicked = ticked?.fields.includes(name) && typeof cell === 'string'
    if (isTicked && unpaid.test(cell)) continue
    if (isTicked && tick.test(cell)) ticks.push([column, name])
    else if (cell !== null) say(column, name, one.read(cell, line.at(column)))
    if (name === 'year' && said[name] !== undefined) line.saysYear(String(said[name]))
  }
  sayAsked(kind, said, line, say)
  for (const [column, sum] of sumsOf(kind)) {
    const cell = boxOf(line.cell(column), ticked !== undefined)
    if (typeof cell === 'string' && unpaid.test(cell)) continue
    const of = values.filter(([, name]) => sum.of.includes(name))
    if (typeof cell === 'string' && tick.test(cell) && ticked !== undefined)
      ticks.push(...of.map(([field, name]) => [field, name] as const))
    else if (cell !== null) sayShared(kind, [column, sum.column, cell], of, said, line, say)
  }
  sayTicked(kind, ticks, said[ticked?.says ?? ''], line, say)
}

type Ticked = readonly [column: string, name: string]
/** 已交 says no more than a tick does. */
const tick = /^\s*(?:[√✓✔☑]|(?:已|全)[交缴](?:[纳清齐费])?|[交缴]清)\s*$/
/** A box in a cell is ticked or not, where others write a tick. */
function boxOf(cell: Cell, isTicked: boolean | undefined): Cell {
  return isTicked === true && typeof cell === 'boolean' ? (cell ? '√' : '×') : cell
}
/** Where others are ticked this says what a blank does. */
const unpaid = /^\s*(?:[×✗✘]|[未没][交缴](?:[纳费])?|欠(?:[交缴费]|团费)?|减?免(?:[交缴]|费)?)\s*$/

/** What was ticked is what the row says of it elsewhere; a tick alone says that something is, and not how much. */
function sayTicked(
  kind: AnyKind,
  ticks: readonly Ticked[],
  value: unknown,
  line: RosterLine<string>,
  say: Say,
): void {
  const [first] = ticks
  const by = kind.fields[kind.roster?.ticked?.says ?? '']
  if (first === undefined || by === undefined) return
  for (const [column, name] of ticks) say(column, name, value)
  const { zh, en } = by.words
  if (value === undefined)
    line.note(
      first[0],
      'only-ticked',
      `只打了勾，没有写数，表里也没有“${zh}”，打勾的 ${ticks.length} 格没有登记。请补上其中一样。`,
      `it is ticked without an amount, and the row does not give the ${en}: ${ticks.length} ticked cells were not taken. Add one of the two.`,
    )
  else
    line.note(
      first[0],
      'only-ticked',
      `打勾的 ${ticks.length} 格按“${zh}”${by.show(value, 'zh')} 登记。请核对。`,
      `the ${ticks.length} ticked cells were taken for the ${en}, ${by.show(value, 'en')}. Check them.`,
    )
}

type Say = (column: string, name: string, value: unknown) => void
type Sums = NonNullable<NonNullable<AnyKind['roster']>['sums']>

export function sumsOf({ roster }: AnyKind): readonly (readonly [column: string, Sums['columns'][string]])[] {
  return Object.entries(roster?.sums?.columns ?? {})
}

/** The sums of some of these fields alone. */
export function sumsWithin(kind: AnyKind, together: readonly string[]): readonly string[] {
  return sumsOf(kind).flatMap(([column, { of }]) =>
    of.length < together.length && of.every(name => together.includes(name)) ? [column] : [],
  )
}

export function askedOf({
  roster,
}: AnyKind): readonly (readonly [column: string, Sums['columns'][string]])[] {
  return Object.entries(roster?.sums?.asked ?? {})
}

/** What the months of a row say is due for each of them: one amount for all, or it is told that it is not. */
function sayAsked(
  kind: AnyKind,
  said: Readonly<Record<string, unknown>>,
  line: RosterLine<string>,
  say: Say,
): void {
  const each = kind.roster?.sums?.each ?? ''
  const asked = kind.fields[each]
  if (asked === undefined) return
  const amounts = new Map<number, string>()
  let nothing: string | undefined
  let months = 0
  const shown = (amount: number) => `${asked.show(amount, 'zh')}`
  for (const [column, { of, column: one }] of askedOf(kind)) {
    const cell = line.cell(column)
    // What is due of no month is so for the year, or for nobody knows how long.
    if (cell === null || (of.length === 0 && line.cell('of') === null)) continue
    const count = Math.max(of.length, 1)
    const sum = typeof cell === 'string' && unpaid.test(cell) ? 0 : one.read(cell, line.at(column))
    if (sum === undefined) continue
    if (sum === 0) {
      nothing ??= column
      months += count
    } else if (!Number.isInteger(sum / count)) {
      line.note(
        column,
        'due-not-shared',
        `${shown(sum)} 元不能平均分到 ${count} 个月，没有登记“${asked.words.zh}”。请补上每月应交多少。`,
        `${shown(sum)} yuan cannot be shared out evenly over ${plural(count, 'month')}, so what is ${asked.words.en} was not taken. Add what is due for each month.`,
      )
    } else if (!amounts.has(sum / count)) amounts.set(sum / count, column)
  }
  const [first, second] = amounts
  const before = said[each]
  if (second !== undefined || (first !== undefined && typeof before === 'number' && before !== first[0])) {
    const different = [...new Set([...(typeof before === 'number' ? [before] : []), ...amounts.keys()])]
    line.note(
      (second ?? first)?.[1] ?? each,
      'due-changes',
      `各月应交的不一样（${different.map(shown).join('、')} 元），${before === undefined ? `没有登记“${asked.words.zh}”` : `按“${asked.words.zh}”${shown(Number(before))} 登记`}。请核对。`,
      `not the same is due for each month (${different.map(shown).join(', ')} yuan); ${before === undefined ? `what is ${asked.words.en} was not taken` : `${shown(Number(before))} was taken for what is ${asked.words.en}`}. Check it.`,
    )
    return
  }
  const due = first?.[0] ?? (nothing === undefined ? undefined : 0)
  if (due === undefined) return
  if (before === undefined) say(kind.roster?.names?.[each] ?? each, each, due)
  if (nothing !== undefined && due > 0)
    line.note(
      nothing,
      'due-not-always',
      `有 ${months} 个月应交 0 元，其余每月 ${shown(due)} 元。按每月应交 ${shown(due)} 元登记，这 ${months} 个月会算作未交；免交的请补上免交起止月。`,
      `nothing is due for ${plural(months, 'month')}, and ${shown(due)} yuan for each of the others. It was taken for ${shown(due)} a month, so these will count as not paid; say from when to when fees are let off, if they are.`,
    )
}

/** What several fields come to together is shared out where each has the same; else the row comes back. */
function sayShared(
  kind: AnyKind,
  [column, one, cell]: readonly [column: string, one: Field<number>, cell: Cell],
  of: readonly Valued[],
  said: Readonly<Record<string, unknown>>,
  line: RosterLine<string>,
  say: Say,
): void {
  const each = kind.roster?.sums?.each ?? ''
  const sum = one.read(cell, line.at(column))
  const [first, asked] = [of[0]?.[2], kind.fields[each]]
  if (sum === undefined || first === undefined || asked === undefined) return
  const share = sum / of.length
  const due = said[each]
  const shown = (value: unknown) => first.show(value, 'zh')
  if (!Number.isInteger(share) || (sum > 0 && typeof due === 'number' && due > 0 && share !== due)) {
    const { zh, en } = asked.words
    line.refuse(
      column,
      'sum-not-shared',
      typeof due === 'number' && due > 0
        ? `${shown(sum)} 元不是 ${of.length} 个月的“${zh}”（每月 ${shown(due)} 元），不知道哪个月交了多少。请按月填写后重新导入。`
        : `${shown(sum)} 元不能平均分到 ${of.length} 个月，不知道哪个月交了多少。请按月填写后重新导入。`,
      typeof due === 'number' && due > 0
        ? `${shown(sum)} yuan are not ${of.length} times what is ${en} (${shown(due)}), so it is not known what was paid for which month. Fill in each month and import again.`
        : `${shown(sum)} yuan cannot be shared out evenly over ${of.length} months, so it is not known what was paid for which. Fill in each month and import again.`,
    )
    return
  }
  for (const [field, name] of of) if (said[name] === undefined) say(field, name, share)
  if (sum > 0 && due === undefined)
    line.note(
      column,
      'sum-shared',
      `按 ${of.length} 个月平均登记，每月 ${shown(share)} 元。请核对。`,
      `it was shared out over ${plural(of.length, 'month')}, ${shown(share)} each. Check it.`,
    )
}

/** Beside what was paid for each month, 实缴 in a table that has no column of months is what they come to. */
export function totalsOf(kind: AnyKind): readonly string[] {
  return kind.roster?.sums === undefined || kind.roster.byRow === undefined ? [] : ['value']
}

export function paidBy({ roster }: AnyKind): readonly string[] {
  return [...new Set(Object.values(roster?.sums?.columns ?? {}).flatMap(({ of }) => of))]
}

export function byRowOf({ roster }: AnyKind): readonly (readonly [column: string, one: Field & Columned])[] {
  const { byRow } = roster ?? {}
  return byRow === undefined
    ? []
    : [
        ['of', byRow.by],
        ['value', byRow.value],
      ]
}

/** What a row says of the one field that another of its columns names. */
export function saidByRow({ roster }: AnyKind, line: RosterLine<string>): Readonly<Record<string, unknown>> {
  const { byRow } = roster ?? {}
  if (byRow === undefined) return {}
  const by = byRow.by.read(line.cell('of'), line.at('of'))
  const amount = line.cell('value')
  const isUnpaid = typeof amount === 'string' && unpaid.test(amount)
  const value = isUnpaid ? undefined : byRow.value.read(amount, line.at('value'))
  if (value !== undefined && by === undefined) {
    const whole = Object.values(roster?.sums?.columns ?? {}).at(-1)?.column.words
    line.refuseMissing(
      'of',
      'month-missing',
      `没有填写${byRow.by.words.zh}。请补上后重新导入${whole === undefined ? '' : `；是全年一共交的，把表头改成“${whole.zh}”再导入`}。`,
      `the ${byRow.by.words.en} is missing. Fill it in and import again${whole === undefined ? '' : `; if it was paid for the whole year, call the column ${whole.zh}`}.`,
    )
  }
  return by === undefined || value === undefined ? {} : byRow.says(by, value)
}
