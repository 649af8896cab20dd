import type { IsoDay } from '#db/shared/day.ts'
import type { RosterForm } from './field.ts'
import { type CadreField, cadreForm } from './kinds/cadre-form.ts'
import { type MeetingField, meetingForm } from './kinds/meeting-form.ts'
import { type MemberField, memberForm } from './kinds/member-form.ts'
import { type OrgField, orgForm } from './kinds/org-form.ts'
import { type CadreRow, parseCadre } from './kinds/parse-cadre.ts'
import { type MeetingRow, parseMeeting } from './kinds/parse-meeting.ts'
import { type MemberRow, parseMember, saysLeft } from './kinds/parse-member.ts'
import { type OrgRow, parseOrg } from './kinds/parse-org.ts'
import type { RosterLine } from './roster-line.ts'

/** What a roster can be taken as; the words of `--as`. */
export const rosterKinds = ['orgs', 'members', 'cadres', 'meetings'] as const
export type RosterKind = (typeof rosterKinds)[number]

/** The typed row of each kind of roster. */
export type RosterRows = {
  readonly orgs: OrgRow
  readonly members: MemberRow
  readonly cadres: CadreRow
  readonly meetings: MeetingRow
}

/** The columns that each kind of roster knows. */
export type RosterFields = {
  readonly orgs: OrgField
  readonly members: MemberField
  readonly cadres: CadreField
  readonly meetings: MeetingField
}

/** How one kind of roster is read. `once` names the field that no two rows of a file may share. */
export type RosterReading<K extends RosterKind> = {
  readonly form: RosterForm<RosterFields[K]>
  readonly parse: (line: RosterLine<RosterFields[K]>, today: IsoDay) => RosterRows[K] | undefined
  /** Whether a remark says that who the row is about has left. */
  readonly leftInRemark?: (text: string) => boolean
  readonly once:
    | { readonly field: RosterFields[K]; readonly code: string; readonly keyOf: KeyOf<K> }
    | undefined
}
type KeyOf<K extends RosterKind> = (row: RosterRows[K]) => string | undefined

/** A person may hold several posts, and a branch may meet twice a day: only members and organizations stand once. */
export const rosterReadings: { readonly [K in RosterKind]: RosterReading<K> } = {
  orgs: {
    form: orgForm,
    parse: parseOrg,
    once: { field: 'code', code: 'code-twice', keyOf: row => row.code },
  },
  members: {
    form: memberForm,
    parse: parseMember,
    leftInRemark: saysLeft,
    once: { field: 'idNumber', code: 'id-twice', keyOf: row => row.idNumber },
  },
  cadres: { form: cadreForm, parse: parseCadre, once: undefined },
  meetings: { form: meetingForm, parse: parseMeeting, once: undefined },
}
