import { matchHeaders } from '#db/rosters/recognising/headers/header-match.ts'
import type { RosterKind } from '#db/rosters/roster-kind.ts'
import { rosterOf } from '#db/rosters/roster-kinds.ts'
import { refuse } from '#db/shared/refusal.ts'

/** What a person copied from a spreadsheet, as a file with a line of headers. */
export type Pasted = { readonly file: File; readonly firstRow: 0 | 1 }

export type PasteRequest = {
  readonly kind: RosterKind
  readonly text: string
  readonly columns?: readonly string[] | undefined
  /** Whether all rows are of one organization, so that no column of them says which. */
  readonly isPlaced: boolean
}

const called = '粘贴的内容.txt'

/**
 * Makes a file of pasted rows. People copy rows with their headers or without: what has none gets those of the columns
 * named, else of the empty table, in a line above the first. Refuses a paste that is blank, and a column that the roster
 * does not have.
 */
export function pastedFile({ kind, text, columns, isPlaced }: PasteRequest): Pasted {
  const { form } = kind
  const lines = text.replace(/\r\n?/g, '\n').replace(/^(?:[\t ]*\n)+/, '')
  if (lines.trim() === '')
    refuse(
      'paste-blank',
      '没有粘贴任何内容。请先在表格里复制要录入的行。',
      'Nothing was pasted. Copy the rows in the spreadsheet first.',
    )
  const first = (lines.split('\n', 1)[0] ?? '').split('\t').map(cell => cell.replace(/^"|"$/g, ''))
  const { matched } = matchHeaders(form, first)
  if (matched >= Math.min(2, first.length) && matched * 2 >= first.filter(cell => cell.trim() !== '').length)
    return { file: fileOf(lines), firstRow: 1 }
  // Without headers the order is that of every work ledger, whatever types of work there are.
  const wanted =
    columns ??
    rosterOf(kind.as)
      .form.fields.filter(({ onlyRead }) => onlyRead !== true)
      .map(({ field }) => field)
      .filter(field => !isPlaced || field !== form.place)
  const headers = wanted.map(name => {
    const known = form.fields.find(({ field }) => field === name)
    if (known === undefined)
      refuse(
        'field-unknown',
        `这种名册没有“${name}”这一列。可以是：${form.fields.map(({ field }) => field).join('、')}。`,
        `This roster has no column "${name}". It can be: ${form.fields.map(({ field }) => field).join(', ')}.`,
        { name },
      )
    return known.header
  })
  return { file: fileOf(`${headers.join('\t')}\n${lines}`), firstRow: 0 }
}

function fileOf(text: string): File {
  return new File([text], called)
}
