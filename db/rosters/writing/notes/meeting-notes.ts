import { meetingTypeWords } from '#db/records/words/meeting-words.ts'
import type { MeetingField } from '../../kinds/meeting-form.ts'
import { type FieldNotes, listed, note } from './field-note.ts'
import { orgNamed } from './person-notes.ts'

export const meetingNotes: FieldNotes<MeetingField> = {
  org: orgNamed('Organization'),
  type: listed('Kind of meeting', meetingTypeWords),
  day: note('Day', '2018-03-01', '召开的日期，如 2018-03-01。', 'The day it was held, such as 2018-03-01.'),
  topic: note('Topic', '学习新团章', '主题或议题。', 'What it was about.'),
  expected: note('Expected', '12', '应到人数，填数字。', 'How many should have come, a number.'),
  attended: note('Attended', '10', '实到人数，填数字。', 'How many came, a number.'),
  place: note('Place', '东坪社区党群服务中心', '在哪里开的。', 'Where it was held.'),
}
