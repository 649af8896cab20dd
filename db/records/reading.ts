import { type IsoDay, isDay, lastDay } from '#db/shared/day.ts'
import type { Cell } from '#db/sheets/cell.ts'
import type { Check, Fields, SaidOf } from './record.ts'
import type { At, Field, Trouble, Weight } from './types/field.ts'

export type Told = { readonly field: string; readonly trouble: Trouble }
export type Readable<F extends Fields = Fields> = {
  readonly fields: F
  readonly checks?: readonly Check<F>[]
}

/** One record as it is being read: every reader of a value, of whatever surface, tells its troubles here. */
export class Reading implements At {
  readonly today: IsoDay
  #field = ''
  readonly #told: Told[] = []

  constructor(today: IsoDay) {
    this.today = today
  }

  get troubles(): readonly Told[] {
    return this.#told
  }

  tell(weight: Weight, code: string, zh: string, en: string, repair: string | null = null): void {
    this.#told.push({ field: this.#field, trouble: { weight, code, text: { zh, en }, repair } })
  }

  /** What is told from here on is told of this field. */
  readonly at = (field: string): At => {
    this.#field = field
    return this
  }

  /** Whether the field cannot be taken as it was written. */
  isRefused(field: string): boolean {
    return this.#told.some(told => told.field === field && told.trouble.weight !== 'kept')
  }
}

/** What was typed, by field: a text, null for a field that was emptied. */
export type Written = Readonly<Record<string, Cell>>

/** Reads each written field by its type. A field that is not written says nothing; one that is blank says null. */
export function readFields<F extends Fields>(
  kind: Readable<F>,
  written: Written,
  at: Reading,
): SaidOf<{ fields: F }> {
  const said: Record<string, unknown> = {}
  for (const [name, cell] of Object.entries(written)) {
    const field = kind.fields[name]
    if (field === undefined) continue
    if (typeof cell === 'string' && tellsUnreadable(cell, at.at(name))) continue
    const value = field.read(cell, at.at(name))
    if (value !== undefined) said[name] = value
    else if (!at.isRefused(name)) said[name] = null
  }
  return said as SaidOf<{ fields: F }>
}

/** Of a table the rows above are known, and the sign was replaced before; here nothing stands above. */
const asAbove = /^\s*[（(]?(〃|同上|仝上|同前)[）)]?\s*$/

/** Half a character of two, or the sign that stands where one was lost: it would be kept as another text than was meant. */
const isDamaged = (text: string) => !text.isWellFormed() || text.includes('\ufffd')

/** What is no text of any type. */
function tellsUnreadable(text: string, at: At): boolean {
  if (asAbove.test(text)) {
    const sign = text.trim()
    at.tell(
      'refused',
      'as-above',
      `“${sign}”只在表格里表示同上一行。请写出要填的内容。`,
      `"${sign}" means "as above", and nothing stands above here. Write the value itself.`,
    )
  } else if (isDamaged(text))
    at.tell(
      'refused',
      'text-damaged',
      '里面有不完整的字（显示为“�”）。请删掉，重新输入。',
      'a character in this is damaged (it shows as "�"). Delete it and type it again.',
    )
  else return false
  return true
}

/** Lets the checks of a kind speak about a record as a whole, and gives what follows from it. */
export function checked<F extends Fields>(
  kind: Readable<F>,
  said: SaidOf<{ fields: F }>,
  at: Reading,
): SaidOf<{ fields: F }> {
  let now = said
  for (const check of kind.checks ?? []) now = Object.assign({}, now, check(now, at.at))
  return now
}

/** A record has to have what it cannot be without; a field that was refused is not missing. */
export function tellMissing<F extends Fields>(
  kind: Readable<F>,
  said: Readonly<Record<string, unknown>>,
  at: Reading,
  of: readonly string[] = Object.keys(kind.fields).filter(name => kind.fields[name]?.required === true),
): void {
  for (const name of of) {
    const field = kind.fields[name]
    if (field === undefined || (said[name] ?? null) !== null || at.isRefused(name)) continue
    at.at(name).tell(
      'refused',
      'missing',
      `没有填写${field.words.zh}。请补上。`,
      `"${field.words.en}" is missing. Fill it in.`,
    )
  }
}

/** What is wrong with what was typed so far, as a form tells it while it is filled in. `isNew`: nothing may be missing. */
export function mistakesIn(
  form: Readable,
  typed: Readonly<Record<string, string>>,
  today: string,
  isNew: boolean,
): { readonly told: readonly Told[]; readonly said: Readonly<Record<string, unknown>> } {
  if (!isDay(today)) return { told: [], said: {} }
  const at = new Reading(today)
  const said = checked(form, readFields(form, typed, at), at)
  tellMissing(
    form,
    said,
    at,
    isNew ? undefined : Object.keys(typed).filter(name => form.fields[name]?.required),
  )
  return { told: at.troubles, said }
}

/** The value of one text by itself, for showing it: nothing is told of it, and no day lies ahead. */
export function valueOfText(field: Field, text: string): unknown {
  return field.read(text, new Reading(lastDay))
}
