import { record, together } from '../record.ts'
import { day } from '../types/day.ts'
import type { At, Plain, Type } from '../types/field.ts'
import { list, points } from '../types/list.ts'
import { ref } from '../types/ref.ts'
import { code, text } from '../types/text.ts'
import { ruleCalled, ruleMeant, rulesToldIn } from '../words/rule-words.ts'

/** A rule by which it was found weak: kept by its id, read and shown by its name. */
const foundBy: Type<string, Plain> = {
  ...code('', '', { most: 40, reads: ruleMeant }),
  show: ruleCalled,
}

/**
 * 整治台账 (domain.md 3.6, 3.7): one weak organization that is put right, from the day on which it was found weak. What
 * is wrong, what is done about it, who answers for it and until when ("四明确") stand here; how far it has come is
 * worked out from its steps (`rectification-course.ts`).
 */
export const rectification = record('rectification', {
  words: { zh: '整治', en: 'case' },
  fields: {
    ...together('place', {
      org: ref('org', '团组织', 'organization', { required: true, fixed: true }),
      opened: day('认定日期', 'confirmed on', { required: true, fixed: true, future: 'refused' }),
    }),
    rules: list(foundBy, '认定情形', 'rules'),
    problems: points(text('', '', { most: 500 }), '主要问题', 'problems', { required: true }),
    measures: points(text('', '', { most: 500 }), '整改措施', 'measures', { required: true }),
    owner: text('责任人', 'responsible', { required: true }),
    /** Name and post of who looks after it from above. */
    liaison: text('挂点联系人', 'liaison', { required: true }),
    due: day('整改时限', 'due', { required: true }),
  },
  checks: [dueAfterItBegins],
  title: c => `${c.opened ?? ''} ${(c.rules ?? []).map(id => ruleCalled(id, 'zh')).join('、')}`.trim(),
  titleIn: rulesToldIn,
  first: ['org', 'opened', 'rules', 'problems', 'measures', 'owner', 'liaison', 'due'],
  lies: 'org',
  noRoster: true,
})

type Days = { readonly opened?: string | null | undefined; readonly due?: string | null | undefined }
function dueAfterItBegins({ opened, due }: Days, at: (field: 'due') => At): undefined {
  if (opened == null || due == null || opened <= due) return
  at('due').tell(
    'refused',
    'date-order',
    `整改时限早于认定日期 ${opened}。请改正其中一个。`,
    `this is before the day on which it was found weak, ${opened}. Correct one of the two.`,
  )
}

/** 回头看: so many months after 销号 somebody looks whether it has lasted. */
export const monthsToLookBack = 3
