import type { Course } from './course.ts'

/** How far a case has come. Codes are the same in answers, in the terminal and in words of the renderer. */
export type RectificationState =
  | 'rectifying'
  | 'submitted'
  | 'returned'
  | 'cleared'
  | 'merged'
  | 'dissolved'
  | 'relapsed'
export type RectificationAction =
  | 'note'
  | 'submit'
  | 'accept'
  | 'return'
  | 'merge'
  | 'dissolve'
  | 'look-back'
  | 'relapse'
  | 'correct'
  | 'grant'
  | 'decline'

const underWay = ['rectifying', 'returned', 'relapsed'] as const
const over = ['cleared', 'merged', 'dissolved'] as const

/**
 * 整治 (domain.md 3.6): whoever keeps the branch reports how it goes each month and asks for 销号; an office above judges
 * that request, naming the one that it read, and looks back after it was granted. What was said while somebody judges,
 * and afterwards, is changed by nobody: a correction is asked for with its reason, and an office above answers. What it
 * grants is read over what was said, which stays as it was.
 */
export const rectificationCourse: Course<RectificationState, RectificationAction> = {
  begins: 'rectifying',
  states: {
    rectifying: { zh: '整改中', en: 'being put right' },
    submitted: { zh: '待验收', en: 'awaiting acceptance' },
    returned: { zh: '退回整改', en: 'returned' },
    cleared: { zh: '已销号', en: 'cleared' },
    merged: { zh: '已合并', en: 'merged' },
    dissolved: { zh: '已撤销', en: 'dissolved' },
    relapsed: { zh: '返潮', en: 'relapsed' },
  },
  locked: ['submitted', ...over],
  steps: {
    note: {
      words: { zh: '进展', en: 'progress' },
      by: 'home',
      from: underWay,
      to: 'stays',
      // What was reported before one heard of a step by somebody else is a report all the same.
      unseen: ['submitted', ...over],
    },
    submit: {
      words: { zh: '申请销号', en: 'clearing requested' },
      by: 'home',
      from: underWay,
      to: 'submitted',
    },
    accept: {
      words: { zh: '验收合格、销号', en: 'cleared' },
      by: 'above',
      from: ['submitted'],
      to: 'cleared',
      answers: 'submit',
    },
    return: {
      words: { zh: '验收退回', en: 'returned' },
      by: 'above',
      from: ['submitted'],
      to: 'returned',
      answers: 'submit',
    },
    merge: {
      words: { zh: '合并', en: 'merged' },
      by: 'above',
      from: [...underWay, 'submitted'],
      to: 'merged',
      settles: 'submit',
    },
    dissolve: {
      words: { zh: '撤销', en: 'dissolved' },
      by: 'above',
      from: [...underWay, 'submitted'],
      to: 'dissolved',
      settles: 'submit',
    },
    'look-back': {
      words: { zh: '回头看', en: 'looked back' },
      by: 'above',
      from: ['cleared'],
      to: 'stays',
    },
    relapse: {
      words: { zh: '返潮、重新整改', en: 'relapsed' },
      by: 'above',
      from: ['cleared'],
      to: 'relapsed',
    },
    correct: {
      words: { zh: '申请更正', en: 'correction asked for' },
      by: 'home',
      from: over,
      to: 'stays',
    },
    grant: {
      words: { zh: '同意更正', en: 'correction granted' },
      by: 'above',
      from: over,
      to: 'stays',
      answers: 'correct',
    },
    decline: {
      words: { zh: '不予更正', en: 'correction declined' },
      by: 'above',
      from: over,
      to: 'stays',
      answers: 'correct',
    },
  },
}
