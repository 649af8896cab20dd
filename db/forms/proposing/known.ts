import type { OfType } from '#db/reports/type-figures.ts'
import type { RosterKind } from '#db/rosters/roster-kind.ts'

export type FigureName = {
  readonly key: string
  readonly name: string
  readonly unit?: string | undefined
  /** What of which type of work it counts. */
  readonly ofType?: OfType | undefined
}

/** A roster by its columns: what of it a form's heads are held against. */
export type KnownRoster = Pick<RosterKind, 'as' | 'form'> & {
  /** Three of these have to be asked for: its other columns stand in any table. */
  readonly telling?: readonly string[]
}

/** What is known here that a form may ask for. */
export type Known = {
  readonly rosters: readonly KnownRoster[]
  readonly figures: readonly FigureName[]
  /** The offices directly below, whose names may stand before the rows of a table. */
  readonly units: readonly { readonly code: string | null; readonly name: string; readonly full: string }[]
  readonly year: number
}
