import type { CellOfTwo } from '#db/records/types/cell-of-two.ts'
import type { Field as RecordField } from '#db/records/types/field.ts'
import { onFirstUse } from '#db/shared/made-once.ts'
import type { Text } from '#db/shared/text.ts'
import type { Cell } from '#db/sheets/cell.ts'
import { headerKey } from './recognising/headers/header-key.ts'

/**
 * One column that a roster can have: its field, the header written for it, and the other headers seen for it, the
 * surest first. `tells` is how far the column alone tells which roster it is (0: any roster may have it).
 */
export type Field<F extends string = string> = {
  readonly field: F
  readonly header: string
  readonly also: readonly string[]
  readonly tells: number
  /** The words that a cell can hold, where they are a list. */
  readonly words?: readonly string[] | undefined
  /** Whether a cell says one of the words, by whatever name; where a list is asked for. */
  readonly isOne?: (cell: Cell) => boolean
  /** What the field is called in its record, where the column has a name of its own. */
  readonly inRecord?: string
  /** Files may have it; tables of this program do not. */
  readonly onlyRead?: true
}

/** A field that a header can stand for, and how far down in that field's list of headers it stands (0: first). */
export type Meaning<F extends string = string> = { readonly field: F; readonly rank: number }

/** The columns of one kind of roster, in the order in which they are written. */
export type RosterForm<F extends string = string> = {
  readonly title: string
  readonly fields: readonly Field<F>[]
  /** Each inner list needs at least one of its columns, or the roster cannot be taken. */
  readonly needs: readonly (readonly F[])[]
  /** By which one row is told from another: two tables stand side by side where these columns stand twice. */
  readonly keys: readonly F[]
  /** Which organization a row belongs to, where it belongs to one; it may stand above the rows instead of in each. */
  readonly place: F | undefined
  /** The field that names what a row hangs under, which numbers before the names may tell as well (outline.ts). */
  readonly above?: F | undefined
  /** The year that a row is of; it may stand above the rows too, or in the name of the sheet or the file. */
  readonly year?: F | undefined
  /**
   * Columns that say what others come to together: where one of these stands beside them, they say nothing new, but
   * where the column `unless` stands there as well.
   */
  readonly sums?: readonly { readonly field: F; readonly of: readonly F[]; readonly unless?: F }[] | undefined
  /** Whether its rows are of what happened on a day, not of how things stand on one. */
  readonly happens?: boolean | undefined
  /** Fields that may be said of all rows where no column has them, and how. */
  readonly forAll?: Readonly<Record<string, Text>>
  /**
   * Who a row is about, where he may be named once for all rows above the table: the field of his name, those that prove
   * who he is, and the field of whoever is called 姓名 in such a table (`others`).
   */
  readonly who?:
    | { readonly field: F; readonly proofs: readonly F[]; readonly others?: F | undefined }
    | undefined
  /** Headers that such a list has and hardly any other, though nothing is kept of them. */
  readonly alsoHas?: readonly string[]
  /** The telephone of an organization, or of a member: one that stands behind the name of somebody else is his. */
  readonly ownPhone?: F | undefined
  /** Headers of tables whose rows are something else. */
  readonly notBeside?: readonly string[]
  /** Fields that may stand in one cell together. */
  readonly twos?: readonly CellOfTwo<F>[]
  /** Where a column may be headed by a word of this field (书记姓名), who stands in it holds that post. */
  readonly titled?: { readonly field: F; readonly words: readonly string[] }
  /** By header key: what the header can mean. Made when it is first asked for: of all rosters it takes 5 MB. */
  readonly meanings: () => ReadonlyMap<string, readonly Meaning<F>[]>
}

/** `also` is one string with a space between the headers, which have no spaces themselves. */
export function field<F extends string>(
  name: F,
  header: string,
  also: string,
  tells = 0,
  words?: readonly string[],
): Field<F> {
  return { field: name, header, also: also.split(' ').filter(word => word !== ''), tells, words }
}

/** The same column, headed in English as well: ID number; Type of venue and Type alone, Opened on and Opened. */
export function alsoInEnglish<F extends string>(column: Field<F>, english: string): Field<F> {
  const shorter = english === 'Date' ? 'Day' : english.replace(/(?<=^Type) of .+$| on$/, '')
  return { ...column, also: [...column.also, english, shorter] }
}

/** The columns of the tables that this program writes. */
export function writtenFields({ fields }: Pick<RosterForm, 'fields'>): readonly Field[] {
  return fields.filter(({ onlyRead }) => onlyRead !== true)
}

/** The Chinese words of a list that a field can be chosen from, and those that are taken for one of them. */
export function wordsOf({
  input,
  near = [],
}: Pick<RecordField, 'input' | 'near'>): readonly string[] | undefined {
  return input.as === 'select' ? [...input.options.map(([, { zh }]) => zh), ...near] : undefined
}

export function rosterForm<F extends string>(form: Omit<RosterForm<F>, 'meanings'>): RosterForm<F> {
  return { ...form, meanings: onFirstUse(() => meaningsOf(form.fields)) }
}

function meaningsOf<F extends string>(
  fields: readonly Field<F>[],
): ReadonlyMap<string, readonly Meaning<F>[]> {
  const meanings = new Map<string, readonly Meaning<F>[]>()
  for (const { field, header, also } of fields) {
    for (const [rank, word] of [header, ...also].entries()) {
      const key = headerKey(word)
      if (meanings.get(key)?.some(known => known.field === field)) continue
      meanings.set(key, [...(meanings.get(key) ?? []), { field, rank }])
    }
  }
  return meanings
}
