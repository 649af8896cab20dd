import type { Lang } from '#db/shared/text.ts'
import { columnLetters } from '#db/sheets/cell.ts'
import { type OutRow, type OutSheet, workbookBytes } from '#db/sheets/write-workbook.ts'
import { type RosterFields, type RosterKind, rosterReadings } from '../roster-kinds.ts'
import { rosterNotes } from './notes/roster-notes.ts'
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

/**
 * The bytes of an empty roster: a sheet with nothing but the header row, its cells set to text so that long numbers
 * keep their digits, and a second one that says how it is filled in. Examples stand only there: nobody imports them.
 */
export function writeTemplate<K extends RosterKind>(as: K, lang: Lang): AsyncGenerator<Buffer> {
  return workbookBytes(emptyTable(as), notesOn(as, lang))
}

function emptyTable<K extends RosterKind>(as: K): OutSheet {
  const { title, fields } = rosterReadings[as].form
  const headers = fields.map(({ field, header }) => (isNeeded(as, field) ? `${header}（必填）` : header))
  return {
    name: title,
    widths: headers.map(widthOf),
    frozenRows: 1,
    merged: [],
    columnLook: 'text',
    choices: fields.flatMap(({ field }, index) => {
      const { words } = rosterNotes[as][field]
      const letters = columnLetters(index)
      return words.length === 0 ? [] : [{ range: `${letters}2:${letters}${preparedRows}`, words }]
    }),
    rows: [headers.map(value => ({ value, look: 'header' as const }))],
  }
}

function notesOn<K extends RosterKind>(as: K, lang: Lang): OutSheet {
  const { fields } = rosterReadings[as].form
  const says = sayings[lang]
  const lines = fields.map(({ field, header }): OutRow => {
    const { english, how, words, example } = rosterNotes[as][field]
    const column = lang === 'zh' ? header : `${header} · ${english}`
    const need = isNeeded(as, field) ? says.needed : says.free
    return [column, need, how[lang], words.join('、'), example].map(value => ({ value, look: 'reason' }))
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
function isNeeded<K extends RosterKind>(as: K, field: RosterFields[K]): boolean {
  return rosterReadings[as].form.needs.some(need =>
    need.length === 1 ? need[0] === field : need.includes(field) && field === 'name',
  )
}
