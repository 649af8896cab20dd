import type { Marks } from '#db/records/ledger/blank-form.ts'
import { sexes } from '#db/records/types/gb-11643.ts'
import { sexWords } from '#db/records/words/person-words.ts'
import { holdsOn } from '#db/registry/subtree.ts'
import { headerKey } from '#db/rosters/recognising/headers/header-key.ts'
import type { RosterKind } from '#db/rosters/roster-kind.ts'
import { labelsOf, rosterOf } from '#db/rosters/roster-kinds.ts'
import { cadreRows } from '#db/rosters/writing/export/cadre-rows.ts'
import { memberRows } from '#db/rosters/writing/export/member-rows.ts'
import type { IsoDay } from '#db/shared/day.ts'
import { invariant } from '#db/shared/invariant.ts'
import type { Text } from '#db/shared/text.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { FormCell, FormPart, Value } from '../form.ts'
import { ageOn, formRoster, sexIn } from '../form-rosters.ts'
import { Grid } from '../grid.ts'
import { personMark } from '../marks.ts'
import { asAskedIn, monthOnly } from '../periods.ts'
import { labelKey } from '../proposing/labels.ts'
import { type SpreadCell, spreadCells } from '../spread.ts'
import { labelsAbove } from './labels-above.ts'
import { type Asked, repeatedCards } from './repeated.ts'

/** Labels that forms of one person have beside those of rosters, by the column that is meant. */
const others: Readonly<Record<string, string>> = {
  现任职务: 'title',
  团内职务: 'title',
  职务: 'title',
  所在团组织: 'org',
  所在单位: 'org',
  单位: 'org',
  工作单位: 'org',
  出生年月: 'birth',
  联系电话: 'phone',
  手机: 'phone',
  电话: 'phone',
  学历: 'education',
  身份证号: 'idNumber',
  入团时间: 'joined',
}

/** What a place of a photo is marked with: person:photo. */
export const photoColumn = 'photo'

/** The columns that a label asks for: one, or two as org+title (所在单位及职务). */
function columnNamed(label: string): string | undefined {
  const key = labelKey(label)
  const both = [...key.matchAll(/[及和与]/g)].map(({ index }) => bothIn(key, index, index + 1))
  // A roster may have 工作单位及职务 as one column; who asks for both gets both.
  const asked = both.find(one => one !== undefined) ?? columnOf(label)
  if (asked !== undefined) return asked
  for (let at = 2; at <= key.length - 2; at++) {
    const found = bothIn(key, at, at)
    if (found !== undefined) return found
  }
  return undefined
}

/** Two columns of which one is named up to here, and the other from there. */
function bothIn(key: string, to: number, from: number): string | undefined {
  const [first, second] = [columnOf(key.slice(0, to)), columnOf(key.slice(from))]
  return first !== undefined && second !== undefined && first !== second ? `${first}+${second}` : undefined
}

/** The cadres' roster goes before the members'. */
function columnOf(label: string): string | undefined {
  const key = labelKey(label)
  const known = others[key]
  if (known !== undefined) return asAskedIn(label, known)
  for (const roster of ['cadres', 'members']) {
    const [meaning] = peopleRoster(roster).form.meanings().get(headerKey(key)) ?? []
    if (meaning !== undefined) return asAskedIn(label, meaning.field)
  }
  return undefined
}

function peopleRoster(as: string) {
  const known = formRoster(as)
  invariant(known, 'there are rosters of people')
  return known
}

/** Whether a label asks for something of a person: 单位 on such a form is that of whom it is about. */
export function asksOfPerson(label: string): boolean {
  return columnNamed(label) !== undefined
}

/** Fewer labels of a person than these may stand in any form; of cards that come again fewer are enough. */
const fewest = { alone: 4, again: 3 } as const

/**
 * What belongs where on a form about one person (登记表, 审批表), by its parts: each blank cell, each blank and each box by the
 * label before it. Where all of its labels come again, each set is for another person; a single label that comes again asks
 * for somebody else (推荐人 姓名), and is for a person to say.
 */
export function aboutOnePerson(parts: readonly FormPart[]): ReadonlyMap<string, Marks> {
  const found = parts.map(part => ({ part, asked: part.kind === 'controls' ? [] : labelled(part) }))
  const cards = repeatedCards(found.flatMap(({ asked }) => asked))
  const ofCards = new Map(
    cards.flatMap((card, n) => card.map(one => [one, personMark(one.asks, n + 1)] as const)),
  )
  const isOfOne = found.map(({ asked }) => {
    const columns = new Set(asked.map(({ asks }) => asks))
    const isCard = asked.some(one => ofCards.has(one))
    return columns.has('name') && columns.size >= (isCard ? fewest.again : fewest.alone)
  })
  if (!isOfOne.includes(true)) return new Map()
  const seen = new Set<string>()
  return new Map(
    found.flatMap(({ part, asked }, n) => {
      // Beside such a table the text speaks of who fills it in, but for its boxes.
      const own = asked.filter(({ isBox }) => isOfOne[n] === true || (isBox && part.kind === 'text'))
      const marks: Record<string, string> = {}
      for (const one of own) {
        const said = ofCards.get(one)
        if (said !== undefined) marks[one.at] = said
        if (cards.length > 0 || seen.has(one.label)) continue
        seen.add(one.label)
        marks[one.at] = personMark(one.asks, 1)
      }
      return own.length === 0 ? [] : [[part.id, marks] as const]
    }),
  )
}

function labelled(part: FormPart): readonly Asked[] {
  const grid = part.kind === 'text' ? undefined : new Grid(part)
  const spread = grid === undefined ? undefined : spreadCells(grid)
  const above = grid === undefined ? undefined : labelsAbove(grid, label => columnNamed(label) === 'name')
  return part.cells.flatMap((cell): Asked[] => {
    if (cell.isFormula) return []
    const place = { part: part.id, row: cell.row, column: cell.column }
    const asked = (at: string, said: string, blank: number, isBox = false): Asked[] => {
      const asks = said.trim() === '' ? undefined : columnNamed(said)
      return asks === undefined ? [] : [{ ...place, at, blank, label: labelKey(said), asks, isBox }]
    }
    const left = grid?.at(cell.row, cell.column - 1)?.text ?? ''
    const apart = spread?.get(cell)
    const inPart = apart === undefined ? undefined : askedInPart(apart)
    if (inPart !== undefined)
      return [
        {
          ...place,
          at: cell.at,
          blank: -1,
          label: `${labelKey(apart?.label ?? '')} ${apart?.end}`,
          asks: inPart,
          isBox: false,
        },
      ]
    if (cell.text.trim() === '')
      return grid === undefined
        ? []
        : asked(cell.at, left.trim() === '' ? (above?.get(cell) ?? '') : left, -1)
    return cell.blanks.flatMap(({ from, before, boxes, isPhoto }, n): Asked[] => {
      const at = `${cell.at}#${n + 1}`
      if (isPhoto === true)
        return grid === undefined
          ? []
          : [
              {
                ...place,
                at: photoAt(cell, at, grid),
                blank: n,
                label: '照片',
                asks: photoColumn,
                isBox: true,
              },
            ]
      if (boxes !== undefined) return asked(at, before === '' ? left : before, n, true)
      return isFilledBehind(cell, from, grid) ? [] : asked(at, before, n)
    })
  })
}

/** Numbers that forms have a cell for each sign of. */
const inSigns = new Set(['idNumber', 'phone', 'memberNo'])

/** The column of which a cell has one sign, or the year, month or day alone. */
function askedInPart({ label, end }: SpreadCell): string | undefined {
  const asks = columnNamed(label)?.replace(monthOnly, '')
  const isSigns = /\d$/.test(end)
  return asks === undefined || asks.includes('+') || isSigns !== inSigns.has(asks)
    ? undefined
    : `${asks}${end}`
}

/** A photo goes over the words that ask for it, or into the cell behind them where that is blank and as high. */
function photoAt(cell: FormCell, at: string, grid: Grid): string {
  const next = grid.at(cell.row, cell.column + cell.columns)
  const isNext =
    next !== undefined &&
    next.text.trim() === '' &&
    !next.isFormula &&
    next.row === cell.row &&
    next.rows >= cell.rows
  return isNext ? next.at : at
}

/** 姓名：| | : behind a label that ends with its colon the next cell is filled in, where that is blank. */
function isFilledBehind(cell: FormCell, from: number, grid: Grid | undefined): boolean {
  const next = from === cell.text.length ? grid?.at(cell.row, cell.column + cell.columns) : undefined
  return next !== undefined && next.text.trim() === '' && !next.isFormula
}

/** What can be asked of one person, in the words of people. */
export function personWords() {
  const words = new Map(
    ['members', 'cadres'].flatMap(as =>
      columnWords(peopleRoster(as)).map(({ word, name }) => [word, name] as const),
    ),
  )
  words.set(photoColumn, { zh: '照片', en: 'photo' })
  return [...words].map(([word, { zh, en }]) => ({
    word: `person:${word}`,
    name: { zh: `本人：${zh}`, en: `person: ${en}` },
  }))
}

/** The columns of a roster, and behind each day its year and month, for which forms ask alone (出生年月). */
export function columnWords(kind: RosterKind): readonly { readonly word: string; readonly name: Text }[] {
  const labels = labelsOf(kind)
  return kind.form.fields.flatMap(({ field, header }) => {
    const name = labels[field] ?? { zh: header, en: field }
    const month = { zh: `${name.zh}（只写年月，如 1998.05）`, en: `${name.en} (as 1998.05)` }
    const isDay = /^\d{4}-\d{2}(-\d{2})?$/.test(kind.notes[field]?.example ?? '')
    return [{ word: field, name }, ...(isDay ? [{ word: `${field}${monthOnly}`, name: month }] : [])]
  })
}

/** Says of a person what stands in a column, by the post held last and by the membership; undefined for whom nobody knows. */
export async function sayingOf(
  reader: Reader,
  person: string,
  asOf: IsoDay,
): Promise<(column: string) => Value | undefined> {
  const known = await reader
    .selectFrom('person')
    .where('id', '=', person)
    .select(['id_number', 'sex', 'birth'])
    .executeTakeFirst()
  const number = known?.id_number ?? undefined
  if (number === undefined) return () => undefined
  const post = await reader
    .selectFrom('post')
    .where('person', '=', person)
    .where(holdsOn('post', asOf))
    .select('org')
    .orderBy('since', 'desc')
    .limit(1)
    .executeTakeFirst()
  const home = await reader
    .selectFrom('membership')
    .where('person', '=', person)
    .where(holdsOn('membership', asOf))
    .select('org')
    .limit(1)
    .executeTakeFirst()
  const [cadre, member] = [rosterOf('cadres').texts, rosterOf('members').texts]
  const says: ((column: string) => Value | undefined)[] = [
    // Whoever is no member has a sex all the same.
    column => {
      if (column !== 'sex') return undefined
      const sex = sexes.find(one => one === known?.sex)
      return sex === undefined ? sexIn(number) : sexWords.wordFor(sex)
    },
    column => (column === 'age' ? ageOn(known?.birth ?? undefined, asOf) : undefined),
  ]
  if (post !== undefined)
    for await (const row of cadreRows(reader, { root: post.org, asOf }))
      if (row.idNumber === number && row.until === undefined) says.unshift(column => cadre[column]?.(row))
  const org = home?.org ?? undefined
  if (org !== undefined)
    for await (const row of memberRows(reader, { root: org, asOf }))
      if (row.idNumber === number)
        says.push(
          column => member[column]?.(row),
          column => (column === 'org' ? row.branch : undefined),
        )
  return column => says.map(say => say(column)).find(said => said !== undefined && said !== '')
}
