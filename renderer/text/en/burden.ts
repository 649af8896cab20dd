import { numbered } from '../written.ts'
import type { BurdenWords } from '../zh/burden.ts'

export const burdenEn: BurdenWords = {
  title: 'Burden of forms',
  reading: 'Reading what each form asks for',
  note: (forms, hand, registry) =>
    `${numbered(forms, 'form is', 'forms are')} in use; filling each once means ${numbered(hand, 'thing')} by hand, ${registry} from the registry`,
  back: 'Blank forms',
  todo: 'How to make it less',
  idle: n =>
    n === '1'
      ? '1 form was not filled within three months, or not for a year: ask whoever wants it, and end it if nobody uses it.'
      : `${n} forms were not filled within three months, or not for a year: ask whoever wants them, and end those that nobody uses.`,
  unnamed: n =>
    `Nobody has said who uses ${numbered(n, 'form')}: note it with the pencil in its row, and end those for which nobody can name a user.`,
  noUser: 'without a known user',
  covered: n =>
    `${numbered(n, 'form asks', 'forms ask')} only for what another one asks for, too: ask that one of the two be dropped.`,
  known: n =>
    n === '1'
      ? 'One thing is typed though the registry holds it: mark it once on the form, and it fills itself.'
      : `${n} things are typed though the registry holds them: mark them once on the form, and they fill themselves.`,
  twice: n =>
    n === '1'
      ? 'One thing is typed in two forms or more: write it down in work records, and let a figure count it.'
      : `${n} things are typed in two forms or more: write them down in work records, and let a figure count them.`,
  nothing: 'No form lies idle, and nothing is typed twice.',
  noForms:
    'There are no blank forms yet. Add those that offices above sent; then this page says what is asked for how often, what is typed needlessly, and which form nobody uses.',
  addForms: 'Add blank forms',
  lists: {
    forms: 'Forms in use',
    idle: 'Forms that could be dropped or merged',
    repeated: 'Asked for more than once',
    typed: 'Typed needlessly',
  },
  tiles: {
    forms: 'those that have ended do not count',
    idle: 'not filled, or covered by another',
    repeated: 'by forms, task books, the summary, the tables',
    typed: 'held by the registry, or typed in several forms',
  },
  form: 'Form',
  usedBy: 'Used by',
  nobody: 'not known',
  times: 'Times a year',
  registry: 'Registry',
  hand: 'By hand',
  unread: 'unreadable',
  last: 'Last filled',
  never: 'never',
  offices: 'Offices that filled it in the last year',
  reasons: 'Why it could be dropped',
  why: {
    'never-filled': 'not filled in three months',
    silent: 'not filled for a year',
    'no-user': 'no known user',
    covered: name => `all of it is in "${name}"`,
  },
  ended: 'ended',
  showEnded: 'including those that have ended',
  asksFor: name => `Forms that ask for "${name}"`,
  thing: 'What',
  times2: 'Asked',
  where: 'Where it is asked for',
  byHand: 'Typed in',
  whatToDo: 'What to do',
  mark: held => `Mark it once on the form as "${held}"`,
  drop: held => `Take this field out; use ${held}`,
  record: 'Write it down in work records and make it a figure',
  none: 'There is nothing of this kind.',
  noneOfForms: 'There are no such forms.',
}
