import { rosterNamed, rosterRecords } from '#db/records/rosters.ts'
import { refuse } from '#db/shared/refusal.ts'
import type { Text } from '#db/shared/text.ts'
import { type CadreRow, cadres } from './kinds/cadres.ts'
import { type MemberRow, members } from './kinds/members.ts'
import { recordRoster } from './kinds/of-one-record.ts'
import { type OrgRow, orgs } from './kinds/orgs.ts'
import type { RosterKind, Row } from './roster-kind.ts'

/** The typed rows of the rosters that are of more than one kind of record. */
export type RosterRows = { readonly orgs: OrgRow; readonly members: MemberRow; readonly cadres: CadreRow }
export type RowOf<K extends string> = K extends keyof RosterRows ? RosterRows[K] : Row

export const composedRosters = { orgs, members, cadres } as const

/** Every kind of roster, in the order in which they build on each other. */
export const rosterKinds: readonly RosterKind[] = [orgs, members, cadres, ...rosterRecords.map(recordRoster)]
const byWord = new Map(rosterKinds.map(kind => [kind.as, kind]))

/** The roster of a word of `--as`, or of a kind of record. Refuses a word that names none. */
export function rosterOf<K extends keyof RosterRows>(as: K): RosterKind<RosterRows[K]>
export function rosterOf(as: string): RosterKind
export function rosterOf(as: string): RosterKind {
  const kind = byWord.get(rosterNamed(as)?.as ?? as)
  if (kind === undefined) {
    const known = [...byWord.keys()]
    refuse(
      'roster-unknown',
      `没有“${as}”这种名册。可以是：${known.join('、')}。`,
      `There is no roster "${as}". It can be: ${known.join(', ')}.`,
      { as, known },
    )
  }
  return kind
}

/** The columns of a roster in both languages. */
export function labelsOf({ form, notes }: RosterKind): Readonly<Record<string, Text>> {
  return Object.fromEntries(
    form.fields.map(({ field, header }) => [field, { zh: header, en: notes[field]?.english ?? field }]),
  )
}
