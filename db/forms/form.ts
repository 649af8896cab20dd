import type { Box } from './boxes.ts'
import type { RowsPlace } from './marks.ts'
import type { Photo } from './photos/photo.ts'

/** What is written at a place: text, or a number with which people calculate. */
export type Value = string | number

/**
 * A blank within a text: ____, a gap, what follows a colon, or boxes to tick, behind which it then lies. `before` and `after`
 * are the words around it.
 */
export type Blank = {
  readonly from: number
  readonly to: number
  readonly before: string
  readonly after: string
  /** Of boxes: the box that a value ticks is the one of its word. */
  readonly boxes?: readonly Box[]
  /** The whole cell is for a photo. */
  readonly isPhoto?: boolean
}

/** One cell of a form as a person sees it. `at` is its place in marks (`s1!C4`); rows and columns count from 0. */
export type FormCell = {
  readonly at: string
  readonly row: number
  readonly column: number
  readonly rows: number
  readonly columns: number
  readonly text: string
  /** Whether the form calculates it itself: it stays as it is. */
  readonly isFormula: boolean
  readonly blanks: readonly Blank[]
}

/** A sheet, a table of a document, or its text and content controls, as a grid of cells. */
export type FormPart = {
  /** s1, t2; p: the text, c: the content controls. */
  readonly id: string
  readonly kind: 'sheet' | 'table' | 'text' | 'controls'
  readonly name: string
  readonly cells: readonly FormCell[]
  readonly height: number
  readonly width: number
}

/** Rows of a part that are filled one each: what each column of the form holds, and the rows to fill in. */
export type RowsToFill = RowsPlace & {
  readonly columns: ReadonlyMap<number, number>
  /** Of what the rows are: two such lists side by side are one, which goes on in the second. */
  readonly source?: string
  /** Rows among them that nobody sees: nothing is written there. */
  readonly hidden?: ReadonlySet<number>
  readonly rows: readonly (readonly (Value | undefined)[])[]
}

/** What is filled in: single places, and rows. */
export type Filling = {
  readonly values: ReadonlyMap<string, Value>
  readonly photos?: ReadonlyMap<string, Photo>
  readonly rows: readonly RowsToFill[]
}

/** What a reader of forms offers: its parts, and the same file filled. */
export type OpenedForm = {
  readonly parts: readonly FormPart[]
  /**
   * Makes so many of it in the same file, a page behind a page, of a workbook each of these sheets again; answers where a place
   * lies on each. Undefined where the form cannot stand there twice.
   */
  readonly repeated: (
    count: number,
    parts: ReadonlySet<string>,
  ) => ((at: string, page: number) => string) | undefined
  /** The filled file, and the places that could not be filled. */
  readonly fill: (filling: Filling) => {
    readonly bytes: Uint8Array<ArrayBuffer>
    readonly left: readonly string[]
  }
}

/** What is looked at: no form is larger, and no page shows more. */
export const mostShown = { rows: 400, columns: 60 } as const
