import { sql } from 'kysely'
import { titleToldOf } from '#db/records/kinds.ts'
import type { EvidenceReader } from './evidence.ts'
import { firstRows, placeBy, totalBy } from './first-rows.ts'

/** The meetings and activities of the branch up to the day, the newest first. */
export const meetingEvidence: EvidenceReader = async (reader, orgs, { asOf, most }) => {
  const numbered = reader
    .selectFrom('meeting')
    .where('meeting.org', 'in', orgs)
    .where('meeting.held_on', '<=', asOf)
    .select([
      'meeting.org',
      'meeting.id',
      'meeting.type',
      'meeting.held_on',
      'meeting.topic',
      totalBy('meeting.org').as('total'),
      placeBy('meeting.org', sql`meeting.held_on DESC, meeting.id DESC`).as('place'),
    ])
  const rows = await firstRows(reader, numbered, most)
  return rows.map(({ org, id, type, held_on, topic, total }) => {
    const { zh, en } = titleToldOf('meeting', `${held_on} ${type}`)
    const text = {
      zh: topic === null ? zh : `${zh}：${topic}`,
      en: topic === null ? en : `${en}: ${topic}`,
    }
    return { org, total, entity: 'meeting', id, text }
  })
}
