import type { SheetOf, SheetRow } from '#contract/sheet.ts'
import { editForm } from '#db/records/forms.ts'
import { paidMonths } from '#db/records/members/fee.ts'
import { mistakesIn } from '#db/records/reading.ts'
import type { Mark, Marks, SheetColumn } from '../../../kit/sheet/sheet-column.ts'
import type { Language } from '../../../text/language.ts'
import { upperFirst } from '../../../text/word-of.ts'
import type { Words } from '../../../text/zh-CN.ts'
import { fenOf, workFields } from './sheet-columns.ts'

type Asked = {
  readonly of: SheetOf
  readonly columns: readonly SheetColumn<SheetRow>[]
  readonly today: string
  readonly language: Language
  readonly words: Words
  /** Of work: the own fields of its type. */
  readonly own: Readonly<Record<string, string>>
}

/** So many times what is asked of somebody is more likely a slip than a gift. */
const tooManyTimes = 5

/** What is to be looked at of a row in which something was typed: what cannot be saved, and what is hardly meant. */
export function marksIn(row: SheetRow, edits: Readonly<Record<string, string>>, asked: Asked): Marks {
  const { of, columns, today, language, words } = asked
  const known = editForm(of.kind)
  const form = known && of.kind === 'work' ? { ...known, fields: workFields(asked.own) } : known
  if (form === undefined) return {}
  const texts = Object.fromEntries(
    columns
      .filter(({ isTyped }) => isTyped)
      .map(column => [column.key, edits[column.key] ?? column.before(row)]),
  )
  const marks: Record<string, Mark> = {}
  const { told } = mistakesIn(form, texts, today, false)
  for (const { field, trouble } of told) {
    if (marks[field]?.weight === 'refused' || !(field in texts)) continue
    if (!(field in edits) && trouble.weight !== 'kept') continue
    marks[field] = {
      weight: trouble.weight === 'kept' ? 'kept' : 'refused',
      text: upperFirst(trouble.text[language]),
    }
  }
  for (const [field, text] of Object.entries(hardlyMeant(row, texts, edits, of, today, words)))
    marks[field] ??= { weight: 'kept', text }
  return marks
}

function hardlyMeant(
  { isParty, band }: SheetRow,
  texts: Readonly<Record<string, string>>,
  edits: Readonly<Record<string, string>>,
  of: SheetOf,
  today: string,
  { sheet: say }: Words,
): Readonly<Record<string, string>> {
  const found: Record<string, string> = {}
  if (of.kind === 'appraisal' && isParty && (texts['result'] ?? '') !== '' && 'result' in edits)
    found['result'] = say.partyNotAppraised
  if (of.kind === 'meeting' && 'held_on' in edits) {
    const [year, month] = (texts['held_on'] ?? '').split('-').map(Number)
    const isWhole = /^\d{4}-\d{2}-\d{2}$/.test(texts['held_on'] ?? '')
    if (isWhole && (year !== of.year || Math.ceil((month ?? 0) / 3) !== of.quarter))
      found['held_on'] = say.otherQuarter
  }
  if (of.kind !== 'fee') return found
  // What is due by the person's income stands in no record of fees, which looks at its own due itself.
  const due = fenOf(texts['due'] ?? '') > 0 ? null : band
  paidMonths.forEach((field, at) => {
    if (!(field in edits)) return
    const paid = fenOf(edits[field] ?? '')
    if (paid === 0) return
    if (due !== null && due > 0 && paid >= tooManyTimes * due)
      found[field] = say.muchMore((due / 100).toFixed(2), Math.round((paid * 10) / due) / 10)
    else if (`${of.year}-${String(at + 1).padStart(2, '0')}` > today.slice(0, 7))
      found[field] = say.monthAhead
  })
  return found
}
