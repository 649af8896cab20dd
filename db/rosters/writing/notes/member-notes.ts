import {
  incomeWords,
  memberStatusWords,
  occupationWords,
  reportStatusWords,
} from '#db/records/words/member-words.ts'
import { sexWords } from '#db/records/words/person-words.ts'
import type { MemberField } from '../../kinds/member-form.ts'
import { forEachMore } from '../../kinds/more-fields.ts'
import { type FieldNotes, listed, note, noteOf } from './field-note.ts'
import { orgNamed, personNotes } from './person-notes.ts'

export const memberNotes: FieldNotes<MemberField> = {
  ...personNotes,
  memberNo: note(
    'Member number',
    '201444012345',
    '团员编号，12 位数字。',
    'The League’s number of 12 digits.',
  ),
  branch: orgNamed('Branch'),
  occupation: listed('Occupation', occupationWords),
  reportStatus: listed('Reporting-in', reportStatusWords),
  status: listed('Membership', memberStatusWords),
  feesPaidTo: note(
    'Fees paid to',
    '2018-12',
    '团费交到哪个月，如 2018-12。',
    'The month paid last, such as 2018-12.',
  ),
  sex: listed('Sex', sexWords),
  highestEducation: { ...personNotes.education, english: 'Highest education' },
  income: listed('Income', incomeWords),
  ...forEachMore((_, one) => noteOf(one)),
}
