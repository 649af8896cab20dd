import type { Text } from '#db/shared/text.ts'
import type { RosterFields, RosterKind } from '../../roster-kinds.ts'
import { cadreNotes } from './cadre-notes.ts'
import type { FieldNotes } from './field-note.ts'
import { meetingNotes } from './meeting-notes.ts'
import { memberNotes } from './member-notes.ts'
import { orgNotes } from './org-notes.ts'

/** How every column of every roster is filled in. */
export const rosterNotes: { readonly [K in RosterKind]: FieldNotes<RosterFields[K]> } = {
  orgs: orgNotes,
  members: memberNotes,
  cadres: cadreNotes,
  meetings: meetingNotes,
}

/** What each kind of roster is called in a sentence. */
export const rosterTitles: { readonly [K in RosterKind]: Text } = {
  orgs: { zh: '组织名册', en: 'a roster of organizations' },
  members: { zh: '团员名册', en: 'a roster of members' },
  cadres: { zh: '团干部名册', en: 'a roster of cadres' },
  meetings: { zh: '活动记录', en: 'a record of meetings' },
}
