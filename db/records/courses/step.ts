import { record, together } from '../record.ts'
import { day } from '../types/day.ts'
import { files } from '../types/files.ts'
import { list } from '../types/list.ts'
import { ref } from '../types/ref.ts'
import { code, text } from '../types/text.ts'
import { courses } from './courses.ts'

/** What is done is a code, which several courses share: approving a year and a request is one word. */
const actionWords = new Map(
  Object.values(courses).flatMap(({ steps }) =>
    Object.entries(steps).map(([action, { words }]) => [action, words] as const),
  ),
)

/**
 * 办理步骤: one thing that was done about a matter that goes through several hands, a transfer or a case. What state
 * the matter is in is worked out from its steps (`course.ts`) and stored nowhere. `org` is where the matter lies,
 * `other` the other end where there are two: a step goes to both.
 */
export const step = record('step', {
  words: { zh: '办理步骤', en: 'step' },
  fields: together('all', {
    subject: code('事项', 'matter', { required: true, most: 200 }),
    of: code('事项种类', 'kind of matter', { required: true, most: 100 }),
    action: code('办理', 'action', { required: true, most: 100 }),
    org: ref('org', '所属组织', 'organization', { required: true, fixed: true }),
    other: ref('org', '对方组织', 'other organization', { fixed: true }),
    day: day('日期', 'day', { required: true }),
    actor: text('经办人', 'by', { most: 100 }),
    note: text('说明', 'note', { most: 1000 }),
    files: files('佐证材料', 'evidence'),
    /** The step or record that it answers: an acceptance names the submission that it judged. */
    about: code('所答复的', 'answers', { hidden: true, most: 200 }),
    saw: list(code('', '', { most: 200 }), '所见', 'saw', { hidden: true }),
    /** What it says point by point: of a return the problems that are not solved; of a correction the fields. */
    points: list(text('', '', { most: 500 }), '逐条事项', 'points', { hidden: true }),
    /** To each of these points the reason, or the value that it ought to have. */
    remarks: list(text('', '', { most: 10_000 }), '逐条说明', 'remarks', { hidden: true }),
  }),
  title: s => `${s.day ?? ''} ${s.action ?? ''}`.trim(),
  titleIn: (title, lang) =>
    title
      .split(' ')
      .map(part => actionWords.get(part)?.[lang] ?? part)
      .join(' '),
  first: [],
  lies: 'org',
  once: true,
})
