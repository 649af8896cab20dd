import type { IsoDay } from '#db/shared/day.ts'
import type { Text } from '#db/shared/text.ts'
import type { RosterForm } from './field.ts'
import type { Columns } from './recognising/headers/header-match.ts'
import type { RosterLine } from './roster-line.ts'
import type { FieldNotes } from './writing/field-note.ts'

/** A row of any roster, by its columns. */
export type Row = Readonly<Record<string, unknown>>

/** For every column of a roster, what to write in it: text, or a number where people count with it. */
export type RowTexts<R extends Row = Row> = { readonly [field: string]: Said<R> }
/** A method, so that texts of members are texts of rows. */
type Said<R> = { of(row: R): string | number | undefined }['of']

/** A column that is no field, and what stands in it where the row is to be left out. */
export type NotIf = {
  readonly header: RegExp
  is(value: string, header: string): boolean
  /** The field that makes it a row all the same, where the row says something there. */
  readonly unless?: string
  readonly code: string
  readonly says: Text
}

/** A column that is no field, and what of its cells is told not to have been read. */
export type NotRead = {
  readonly header: RegExp
  is(value: string): boolean
  says(columns: readonly string[], rows: number): Text
}

/** How one kind of roster is read and written. Methods, so that a roster of members is a roster. */
export type RosterKind<R extends Row = Row> = {
  /** The word of `--as`. */
  readonly as: string
  readonly form: RosterForm
  readonly notes: FieldNotes<string>
  readonly texts: RowTexts
  parse(line: RosterLine<string>, today: IsoDay): R | undefined
  /** What the table as a whole says of every row in columns that it lacks. */
  completes?(
    columns: Columns<string>,
    line: { readonly today: IsoDay; readonly year?: string | undefined },
  ): Columns<string>
  /** Whether a remark says that who the row is about has left. */
  leftInRemark?(text: string): boolean
  /** What is told where a remark says that he may be elsewhere, or in office no more, without saying that he has left. */
  awayInRemark?(text: string, row: R): (Text & { readonly code: string }) | undefined
  /** Columns by which a row says of itself that it is none of these. */
  readonly notIf?: readonly NotIf[] | undefined
  /** Columns that another roster takes. */
  readonly notRead?: NotRead | undefined
  /** The field that no two rows of a file may share. */
  readonly once:
    | { readonly field: string; readonly code: string; keyOf(row: R): string | undefined }
    | undefined
  /** By which columns a sentence names what a row is of; the first that says something, or all of them. */
  readonly named: { readonly by: readonly string[]; readonly all: boolean }
}
