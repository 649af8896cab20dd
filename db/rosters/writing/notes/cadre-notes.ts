import { postNatureWords, titleWords } from '#db/records/words/cadre-words.ts'
import type { CadreField } from '../../kinds/cadre-form.ts'
import { dated, type FieldNotes, listed } from './field-note.ts'
import { orgNamed, personNotes } from './person-notes.ts'

export const cadreNotes: FieldNotes<CadreField> = {
  ...personNotes,
  org: orgNamed('Organization'),
  title: listed('Post', titleWords),
  nature: listed('Nature of the post', postNatureWords),
  since: dated('In post since', '2017-03-15'),
  until: dated('Left the post', '2018-06-01', '在任的不填。', 'Blank while in post.'),
}
