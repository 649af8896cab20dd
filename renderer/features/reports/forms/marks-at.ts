import type { FormCell, FormPart } from '#contract/reports/forms.ts'
import type { FormsWords } from '../../../text/zh/forms.ts'

export type Marks = Readonly<Record<string, string>>
/** Rows of a part that are filled one each, from 1, both counted; of lists side by side also from which column to which, from 0. */
export type Block = {
  readonly part: string
  readonly from: number
  readonly to: number
  readonly span?: readonly [left: number, right: number] | undefined
  readonly of: string
}

export function blocksOf(marks: Marks): readonly Block[] {
  return Object.entries(marks).flatMap(([at, of]) => {
    const [, part, left = '', from, right = '', to] =
      /^([a-z]+\d+)!([A-Z]*)(\d+):([A-Z]*)(\d+)$/.exec(at) ?? []
    const alone = left !== '' && left === right ? oneColumn(of) : undefined
    if (part === undefined || (left !== '' && left === right && alone === undefined)) return []
    const rows = { part, from: Number(from), to: Number(to), of: alone?.of ?? of }
    return [left === '' ? rows : { ...rows, span: [columnOf(left), columnOf(right)] as const }]
  })
}

/** Of a list of one column, of what it is and what stands there (members/name). */
function oneColumn(said: string): { readonly of: string; readonly column: string } | undefined {
  if (/^(text|person|figure|unit)/.test(said)) return undefined
  const [, of, column] = /^([a-z_]+(?::.*)?)\/([^/]+)$/s.exec(said) ?? []
  return of === undefined || column === undefined ? undefined : { of, column }
}

/** Whether a block is a single column, whose mark says of what it is and what stands there. */
export function isAlone({ span }: Block): boolean {
  return span !== undefined && span[0] === span[1]
}

/** What stands in a column of rows, read from its mark; and the mark for it. */
export function columnSaid(block: Block, said: string | undefined): string | undefined {
  return said !== undefined && isAlone(block) ? oneColumn(said)?.column : said
}
export function columnMark(block: Block, said: string): string {
  return said !== '' && isAlone(block) ? `${block.of}/${said}` : said
}

/** The place of the rows, as marks have it. */
export function blockAt({ part, from, to, span }: Block): string {
  const [left = '', right = ''] = (span ?? []).map(letters)
  return `${part}!${left}${from}:${right}${to}`
}

/** The number of a column, from 0, by its letters; -1 for what is none. */
export function columnOf(said: string): number {
  const text = said.trim().toUpperCase()
  if (!/^[A-Z]{1,2}$/.test(text)) return -1
  return [...text].reduce((n, letter) => n * 26 + letter.charCodeAt(0) - 64, 0) - 1
}

export function letters(column: number): string {
  const last = String.fromCharCode(65 + (column % 26))
  return column < 26 ? last : letters(Math.floor(column / 26) - 1) + last
}

/** The place of a column of such rows, as marks have it. */
export function columnAt({ part, from, to }: Block, column: number): string {
  return `${part}!${letters(column)}${from}:${letters(column)}${to}`
}

export function blockOf(part: FormPart, cell: FormCell, blocks: readonly Block[]): Block | undefined {
  return blocks.find(
    ({ part: id, from, to, span }) =>
      id === part.id &&
      cell.row + 1 >= from &&
      cell.row + 1 <= to &&
      (span === undefined || (cell.column >= span[0] && cell.column <= span[1])),
  )
}

/** Taking the rows away takes their columns away; other rows keep the columns. */
export function withBlock(
  marks: Marks,
  part: string,
  before: Block | undefined,
  after: Block | undefined,
  /** What stands in rows of one column. */
  alone = 'name',
): Marks {
  const set: Record<string, string> = {}
  if (before !== undefined) {
    set[blockAt(before)] = ''
    for (const [at, said] of Object.entries(marks)) {
      const [, letter] = new RegExp(`^${part}!([A-Z]+)${before.from}:\\1${before.to}$`).exec(at) ?? []
      const column = letter === undefined ? -1 : columnOf(letter)
      if (column < 0 || !isIn(before, column)) continue
      set[at] = ''
      if (after !== undefined && isIn(after, column) && after.of.split(':')[0] === before.of.split(':')[0])
        set[`${part}!${letter}${after.from}:${letter}${after.to}`] = columnMark(
          after,
          columnSaid(before, said) ?? '',
        )
    }
  }
  if (after !== undefined) set[blockAt(after)] = isAlone(after) ? columnMark(after, alone) : after.of
  return set
}

function isIn({ span }: Block, column: number): boolean {
  return span === undefined || (column >= span[0] && column <= span[1])
}

type Choices = {
  readonly words: readonly {
    readonly word: string
    readonly name: { readonly zh: string; readonly en: string }
  }[]
  readonly figures: Choices['words']
  readonly units: Choices['words']
  readonly rosters: readonly (Choices['words'][number] & {
    readonly columns: Choices['words']
    readonly only: Choices['words']
  })[]
}
export type Option = { readonly value: string; readonly label: string }
export type Group = { readonly group: string; readonly items: Option[] }

/** What a place can be filled with, in groups: for a column of rows that of their roster. */
export function optionsFor(
  choices: Choices,
  say: FormsWords,
  language: 'zh' | 'en',
  of: string | undefined,
): Group[] {
  const named = (list: Choices['words']) =>
    list.map(({ word, name }) => ({ value: word, label: name[language] }))
  if (of !== undefined) {
    const roster = choices.rosters.find(({ word }) => word === of.split(':')[0])
    return [
      {
        group: say.groups.columns,
        items: [{ value: '#', label: say.number }, ...named(roster?.columns ?? [])],
      },
    ]
  }
  const more = (ending: string, label: (name: string) => string) =>
    named(choices.figures).map(one => ({ value: `${one.value}${ending}`, label: label(one.label) }))
  return [
    { group: say.groups.word, items: named(choices.words) },
    { group: say.groups.figure, items: named(choices.figures) },
    { group: say.groups.last, items: more('@last', say.ofLast) },
    { group: say.groups.difference, items: more('@difference', say.ofDifference) },
    {
      group: say.groups.unit,
      items: named(choices.figures).map(one => ({
        value: one.value.replace(/^figure:/, 'unit:'),
        label: say.ofUnit(one.label),
      })),
    },
  ]
}

/** Of the how many-th person of a form a mark is; 0 for one of nobody. */
export function personNumber(said: string): number {
  const [found, number] = /^person(\d*):/.exec(said) ?? []
  return found === undefined ? 0 : Number(number || 1)
}

/** What is asked of the first person, of another one. */
export function ofPerson(said: string, number: number): string {
  return number < 2 ? said : said.replace(/^person:/, `person${number}:`)
}

/** What is told of a person, and which part of it alone: its year, or one sign of a number. */
export function personParts(said: string) {
  const [, whole = said, only = ''] = /^(person\d*:.*?)(@(?:[ymd]|\d+))?$/.exec(said) ?? []
  return { whole, only }
}

/** The parts of which a cell may have one. */
export function partChoices(say: FormsWords): Option[] {
  const signs = Array.from({ length: 18 }, (_, n) => `@${n + 1}`)
  return ['@y', '@m', '@d', ...signs].map(value => ({ value, label: say.onlyPart(value.slice(1)) }))
}

/** A mark of a figure in its parts: what, of which months of the year, of which office below. */
export function figureParts(said: string) {
  const [, figure = said, months = '', unit = ''] =
    /^([^@/]*(?:@(?!m)[^/]*)?)(@m[\d-]+)?(?:\/(.*))?$/.exec(said) ?? []
  return { figure, months, unit }
}

export function figureMark({ figure, months, unit }: ReturnType<typeof figureParts>): string {
  // Last year and the difference are of whole years.
  return `${figure}${figure.includes('@') ? '' : months}${unit === '' ? '' : `/${unit}`}`
}

/** Months of which a figure may be: quarters, halves, each month. */
export function monthChoices(say: FormsWords): Option[] {
  const spans = [
    [1, 3],
    [4, 6],
    [7, 9],
    [10, 12],
    [1, 6],
    [7, 12],
    [1, 9],
  ].map(([from, to]) => `@m${from}-${to}`)
  return [...spans, ...Array.from({ length: 12 }, (_, at) => `@m${at + 1}`)].map(value => ({
    value,
    label: say.months(value.slice(2)),
  }))
}

/** How a mark is called on the page; words of one's own as they are. */
export function labelOf(
  said: string,
  groups: readonly Group[],
  { say, units }: { readonly say: FormsWords; readonly units: readonly Option[] },
): string {
  if (said.startsWith('text:')) return `“${said.slice(5)}”`
  const number = personNumber(said)
  if (number > 1) {
    const first = labelOf(said.replace(/^person\d+:/, 'person:'), groups, { say, units })
    return say.ofPerson(String(number), first.replaceAll(say.himself, ''))
  }
  if (number === 1 && said.includes('+'))
    return said
      .slice('person:'.length)
      .split('+')
      .map(one => labelOf(`person:${one}`, groups, { say, units }))
      .join(' + ')
  const { whole, only } = personParts(said)
  if (only !== '') return `${labelOf(whole, groups, { say, units })} · ${say.onlyPart(only.slice(1))}`
  const { figure, months, unit } = figureParts(said)
  const found = groups.flatMap(({ items }) => items).find(({ value }) => value === figure)
  const more = [
    months === '' ? '' : say.months(months.slice(2)),
    units.find(({ value }) => value === unit)?.label ?? unit,
  ].filter(one => one !== '')
  return [found?.label ?? figure, ...more].join(' · ')
}
