import type { SheetOf, SheetRow } from '#contract/sheet.ts'
import { editForm } from '#db/records/forms.ts'
import { ownFieldOf } from '#db/records/ledger/own-field.ts'
import { work } from '#db/records/ledger/work.ts'
import { meeting } from '#db/records/meeting.ts'
import { appraisal } from '#db/records/members/appraisal.ts'
import { fee, paidMonths } from '#db/records/members/fee.ts'
import { person } from '#db/records/person.ts'
import { rating } from '#db/records/rating.ts'
import type { AnyKind } from '#db/records/record.ts'
import { dayOfYear } from '#db/records/types/day.ts'
import type { Field } from '#db/records/types/field.ts'
import { readingOf, type SheetColumn, toldColumn, typedColumn } from '../../../kit/sheet/sheet-column.ts'
import type { Language } from '../../../text/language.ts'
import { upperFirst, wordOf } from '../../../text/word-of.ts'
import type { Words } from '../../../text/zh-CN.ts'
import { shareOf } from './excellent-share.ts'

/**
 * Kinds of record that are entered on a sheet, with the fields that stand on it and how wide they are: together no wider
 * than a clerk's screen of 1366 pixels has room for, beside the navigation and the sheet's own scrollbar.
 */
export const sheetKinds = {
  fee: {
    kind: fee,
    widths: { due: 84, free: 87, ...Object.fromEntries(paidMonths.map(name => [name, 50])) },
  },
  appraisal: {
    kind: appraisal,
    widths: { result: 176, assessed_on: 124, registered: 124, registered_on: 124, note: 200 },
  },
  rating: {
    kind: rating,
    widths: {
      self_score: 90,
      self_star: 120,
      self_on: 116,
      score: 90,
      star: 120,
      veto: 128,
      reviewed_on: 116,
      note: 129,
    },
  },
  meeting: {
    kind: meeting,
    widths: {
      held_on: 116,
      topic: 205,
      expected: 84,
      attended: 84,
      absent: 136,
      place: 104,
      host: 90,
      recorder: 90,
    },
  },
  work: {
    kind: work,
    widths: {
      held_on: 104,
      title: 210,
      org: 140,
      people: 66,
      sessions: 74,
      venue: 108,
      hours: 88,
      money: 88,
      partners: 106,
      note: 125,
    },
  },
} as const satisfies Record<
  SheetOf['kind'],
  { readonly kind: AnyKind; readonly widths: Readonly<Record<string, number>> }
>

const monthNames: readonly string[] = paidMonths

type Asked = {
  readonly of: SheetOf
  readonly language: Language
  readonly words: Words
  /** Whether the rows are of several branches, so that each has to say of which. */
  readonly isWide: boolean
  /** Of work: the own fields of its type, and what each holds. */
  readonly own: Readonly<Record<string, string>>
  /** Of appraisals: so many of a hundred may be excellent; nothing is said of it while that is not known. */
  readonly mostExcellent?: number | undefined
}

/** The columns of a sheet: whose row it is, what helps to fill it in, the fields, what a row comes to. */
export function sheetColumns({
  of,
  language,
  words,
  isWide,
  own,
  mostExcellent,
}: Asked): readonly SheetColumn<SheetRow>[] {
  if (of.kind === 'work') return workColumns({ of, language, words, isWide, own })
  const { kind, widths } = sheetKinds[of.kind]
  const { sheet: say } = words
  const fields: Readonly<Record<string, Field>> = editForm(kind.name)?.fields ?? {}
  const isOfMembers = of.kind === 'fee' || of.kind === 'appraisal'
  const told = (key: string, title: string, width: number, before: (row: SheetRow) => string) =>
    toldColumn<SheetRow>({ key, title, width, before })
  const typed = Object.entries(widths).flatMap(([name, width]) => {
    const field = fields[name]
    if (field === undefined) return []
    const month = monthNames.indexOf(name)
    const title = month < 0 ? upperFirst(field.words[language]) : say.month(month + 1)
    const foot =
      month >= 0
        ? amounts(field)
        : of.kind === 'appraisal'
          ? counts(name, field, words, language, mostExcellent)
          : undefined
    return [
      typedColumn<SheetRow>(field, language, {
        key: name,
        title,
        width,
        before: row => before(row, name, field),
        ...(foot !== undefined && { foot }),
      }),
    ]
  })
  return [
    {
      ...told(
        'name',
        isOfMembers ? wordOf(person, 'name', language) : say.branch,
        // Beside their branches long names have little room; a branch alone has it.
        isOfMembers ? (isWide ? 88 : 144) : 200,
        row => row.name,
      ),
      isFixed: true,
      // A table lists a part of them where they are too many.
      foot: texts => ({ text: say.listed(texts.length) }),
    },
    ...(isOfMembers && isWide
      ? [told('org', say.branch, 116, row => row.org.shortName ?? row.org.name)]
      : []),
    ...(of.kind === 'fee' ? [bandColumn(words, language)] : []),
    ...(of.kind === 'appraisal'
      ? [told('party', say.party, 92, row => (row.isParty ? say.isParty : ''))]
      : []),
    ...typed,
    ...(of.kind === 'fee' ? [sumColumn(words, language)] : []),
  ]
}

/** The fields of a sheet of work: what happened, the fields of its type, and what else a record may say. */
export function workFields(own: Readonly<Record<string, string>>): Readonly<Record<string, Field>> {
  const fields = Object.keys(sheetKinds.work.widths).flatMap(name => {
    const field = editForm('work')?.fields[name]
    return field === undefined ? [] : [[name, field] as const]
  })
  const ofType = Object.entries(own).map(([name, holds]) => [`own:${name}`, ownFieldOf(name, holds)] as const)
  const first = fields.findIndex(([name]) => name === 'people') + 1
  return Object.fromEntries([...fields.slice(0, first), ...ofType, ...fields.slice(first)])
}

function workColumns({ of, language, words, own }: Asked): readonly SheetColumn<SheetRow>[] {
  const widths: Readonly<Record<string, number>> = sheetKinds.work.widths
  const column = (name: string, field: Field) => {
    const typed = typedColumn<SheetRow>(field, language, {
      key: name,
      title: upperFirst(field.words[language]),
      width: widths[name] ?? 110,
      before: row => workBefore(row, name, field),
      ...(name === 'held_on' && { isFixed: true }),
      ...(name === 'title' && {
        foot: (texts: readonly string[]) => ({
          text: words.sheet.rows(texts.filter(text => text.trim() !== '').length),
        }),
      }),
      ...(isAdded(name, own) && { foot: sums(field) }),
    })
    if (name !== 'held_on') return typed
    return { ...typed, meant: (text: string) => dayOfYear(text, String(of.year)) ?? typed.meant(text) }
  }
  return Object.entries(workFields(own)).map(([name, field]) => column(name, field))
}

const isAdded = (name: string, own: Readonly<Record<string, string>>) =>
  ['people', 'sessions', 'hours', 'money'].includes(name) ||
  ['number', 'money'].includes(own[name.slice('own:'.length)] ?? '')

function workBefore({ record, org }: SheetRow, name: string, field: Field): string {
  if (record === null) return ''
  if (name === 'org') return org.shortName ?? org.name
  const { own } = record.fields
  if (!name.startsWith('own:')) return before({ record }, name, field)
  const said = typeof own === 'object' && own !== null && !Array.isArray(own) ? own[name.slice(4)] : undefined
  return said === undefined ? '' : String(said)
}

/** What a column of numbers comes to, each read as it is typed. */
function sums(field: Field) {
  const read = readingOf(field)
  return (texts: readonly string[]) => {
    const sum = texts.reduce((all, text) => all + (Number(text === '' ? 0 : read(text)) || 0), 0)
    return { text: sum === 0 ? '' : field.show(typeof read('1') === 'string' ? String(sum) : sum, 'zh') }
  }
}

/** What is kept of a row, as it would be typed. */
function before({ record }: Pick<SheetRow, 'record'>, name: string, field: Field): string {
  const value = record?.fields[name] ?? null
  return value === null ? '' : String(field.write?.(value) ?? value)
}

const readAmount = readingOf(fee.fields.due)

/** An amount that was typed, in fen; nothing where it is none. */
export function fenOf(text: string): number {
  const value = text === '' ? 0 : readAmount(text)
  return typeof value === 'number' ? value : 0
}

function amounts(field: Field) {
  return (texts: readonly string[]) => {
    const sum = texts.reduce((all, text) => all + fenOf(text), 0)
    // The column of a month has room for 9999.99; whole yuan beyond that go without their fen.
    const isLong = sum >= 1_000_000 && sum % 100 === 0
    return { text: sum === 0 ? '' : isLong ? String(sum / 100) : field.show(sum, 'zh') }
  }
}

function bandColumn({ sheet: say }: Words, language: Language): SheetColumn<SheetRow> {
  return {
    ...toldColumn<SheetRow>({
      key: 'band',
      title: say.band,
      width: 72,
      before: ({ isParty, band }) =>
        isParty ? say.ofOwnWill : band === null ? '' : fee.fields.due.show(band, language),
    }),
    isRight: true,
  }
}

function sumColumn({ sheet: say }: Words, language: Language): SheetColumn<SheetRow> {
  const sumOf = (textOf: (column: string) => string) =>
    paidMonths.reduce((all, month) => all + fenOf(textOf(month)), 0)
  return {
    ...toldColumn<SheetRow>({ key: 'sum', title: say.sum, width: 62, before: () => '' }),
    isRight: true,
    computed: (_row, textOf) => {
      const sum = sumOf(textOf)
      return sum === 0 ? '' : fee.fields.due.show(sum, language)
    },
    foot: amounts(fee.fields.due),
  }
}

/** How many are entered already; of the results of the appraisal, how many are excellent, and in which branches too many. */
function counts(
  name: string,
  field: Field,
  { sheet: say }: Words,
  language: Language,
  most: number | undefined,
): SheetColumn<SheetRow>['foot'] {
  const read = readingOf(field)
  if (name !== 'result' && name !== 'registered') return undefined
  return (texts, rows) => {
    if (name === 'registered') {
      const registered = texts.filter(text => text !== '' && read(text) === 'registered')
      return { text: say.registered(registered.length, texts.length) }
    }
    const results = texts.map(text => (text === '' ? undefined : read(text)))
    const { excellent, assessed, over } = shareOf(rows, results, most ?? 100)
    const word = field.show('excellent', language)
    if (most === undefined) return { text: say.excellentSoFar(word, excellent, assessed) }
    const told = over
      .slice(0, mostTold)
      .map(one =>
        say.tooExcellent(one.org.shortName ?? one.org.name, one.excellent, one.assessed, most, one.may),
      )
    const others = over.length > mostTold ? [say.tooExcellentToo(over.length - mostTold)] : []
    return {
      text: say.excellent(word, excellent, assessed, most),
      ...(over.length > 0 && { over: [...told, ...others].join(language === 'zh' ? '' : ' ') }),
    }
  }
}

/** So many branches are told one by one. */
const mostTold = 3
