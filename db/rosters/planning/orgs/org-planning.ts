import type { IsoDay } from '#db/shared/day.ts'
import type { OrgRow } from '../../kinds/orgs.ts'
import type { TakenRow } from '../../parsed-row.ts'
import type { Problem } from '../../problem.ts'
import type { CodeBeside } from '../wider-place.ts'
import type { KnownOrg, OrgIndex, OrgState } from './org-index.ts'
import type { UnreadOrgs } from './unread-orgs.ts'

export type OrgLine = TakenRow<OrgRow>

export type OrgPlanning = {
  readonly rows: readonly OrgLine[]
  readonly index: OrgIndex
  readonly states: ReadonlyMap<string, OrgState>
  /** This registry's own organization, and whether another office stands above it. */
  readonly office: string
  readonly hasParentOffice: boolean
  readonly unread: UnreadOrgs
  /** What a column of codes says of the parent, beside the one that is read. */
  readonly parentCode: CodeBeside
  /** What new organizations hang under that say nothing of it: it is named above the table. */
  readonly aboveAll: KnownOrg | undefined
  readonly nameOf: (org: string) => string
  /** The day of the roster: from it hold places that the roster gives without a date. */
  readonly day: IsoDay
  readonly headerOf: (field: string) => string
}

/** A row on its way: what it means, and whether it is still taken. */
export type Entry = {
  readonly parsed: OrgLine
  readonly existing: KnownOrg | undefined
  readonly problems: Problem[]
  /** The organization as it will be, under the id it has or will get. */
  org: KnownOrg
  parent: KnownOrg | undefined
  refused: boolean
}

/** Where a problem of this row stands. */
export function placeOf(parsed: OrgLine, field: keyof OrgRow, headerOf: (field: string) => string) {
  const value = parsed.values[field]
  const shown = value === undefined ? '' : typeof value === 'object' ? value.day : String(value)
  return { row: parsed.row, sheet: parsed.sheet, column: headerOf(field), value: shown }
}
