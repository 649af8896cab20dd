import type { Lang } from '#db/shared/text.ts'
import { columnLetters } from '#db/sheets/cell.ts'
import { type OutRow, type OutSheet, workbookBytes } from '#db/sheets/write-workbook.ts'
import { type RosterForm, writtenFields } from '../field.ts'
import type { FieldNotes } from './field-note.ts'
import { widthOf } from './write-roster.ts'

const sayings = {
  zh: {
    sheet: '填写说明',
    heads: ['列名', '要不要填', '怎么填', '可选的词', '例子'],
    needed: '必填',
    free: '有就填',
    say: '请在第一张工作表里填写，一行一个，不要改第一行的列名。空着的格子不会抹掉台账里已有的内容。',
  },
  en: {
    sheet: 'Notes',
    heads: ['Column', 'Needed', 'How', 'Words to choose from', 'Example'],
    needed: 'needed',
    free: 'if known',
    say: 'Fill in the first sheet, one a row, and leave its first row as it is. A blank cell erases nothing in the registry.',
  },
} as const

/** Rows that have a list to choose from; more may be filled in. */
const preparedRows = 2000

/** A table to fill in: a roster, or the 组织调整表. */
type Fillable = { readonly form: RosterForm; readonly notes: FieldNotes<string> }

/**
 * The bytes of an empty roster: a sheet with nothing but the header row, its cells set to text so that long numbers
 * keep their digits, and a second one that says how it is filled in. Examples stand only there: nobody imports them.
 */
export function writeTemplate(kind: Fillable, lang: Lang): AsyncGenerator<Buffer> {
  return workbookBytes(emptyTable(kind), notesOn(kind, lang))
}

function emptyTable({ form, notes }: Fillable): OutSheet {
  const { title } = form
  const fields = writtenFields(form)
  const headers = fields.map(({ field, header }) => (isNeeded(form, field) ? `${header}（必填）` : header))
  return {
    name: title,
    widths: headers.map(widthOf),
    frozenRows: 1,
    merged: [],
    columnLook: 'text',
    choices: fields.flatMap(({ field }, index) => {
      const words = notes[field]?.words ?? []
      const letters = columnLetters(index)
      return words.length === 0 ? [] : [{ range: `${letters}2:${letters}${preparedRows}`, words }]
    }),
    rows: [headers.map(value => ({ value, look: 'header' as const }))],
  }
}

function notesOn({ form, notes }: Fillable, lang: Lang): OutSheet {
  const says = sayings[lang]
  const lines = writtenFields(form).flatMap(({ field, header }): OutRow[] => {
    const note = notes[field]
    if (note === undefined) return []
    const { english, how, words, example } = note
    const column = lang === 'zh' ? header : `${header} · ${english}`
    const need = isNeeded(form, field) ? says.needed : says.free
    return [[column, need, how[lang], words.join('、'), example].map(value => ({ value, look: 'reason' }))]
  })
  return {
    name: says.sheet,
    widths: [28, 12, 48, 48, 28],
    frozenRows: 2,
    merged: ['A1:E1'],
    rows: [
      [{ value: says.say, look: 'unit' }],
      says.heads.map(value => ({ value, look: 'header' as const })),
      ...lines,
    ],
  }
}

/** Where one of several columns would do, the full name is asked for: people know it, and it tells the kind. */
function isNeeded({ needs }: RosterForm, field: string): boolean {
  return needs.some(need =>
    need.length === 1 ? need[0] === field : need.includes(field) && field === 'name',
  )
}
