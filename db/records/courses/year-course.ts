import type { Course } from './course.ts'

/** How far the review of a year has come. Codes are the same in answers, in the terminal and in words of the renderer. */
export type YearState = 'sealed' | 'approved' | 'confirmed' | 'reopened'
export type YearAction = 'approve' | 'take-back' | 'confirm' | 'release'

/**
 * 年度评审 (domain.md 3.3): an office approves its own year; the office above confirms those of its streets with the
 * approval of its own. What was confirmed is taken back by nobody but from above: the district takes its year back,
 * which releases the streets', and then a street may take back its own.
 */
export const yearCourse: Course<YearState, YearAction> = {
  begins: 'sealed',
  states: {
    sealed: { zh: '已封存', en: 'frozen' },
    approved: { zh: '已审定', en: 'approved' },
    confirmed: { zh: '上级已审定', en: 'confirmed from above' },
    reopened: { zh: '已撤回', en: 'taken back' },
  },
  locked: ['approved', 'confirmed'],
  steps: {
    approve: {
      words: { zh: '审定', en: 'approved' },
      by: 'home',
      from: ['sealed', 'reopened'],
      to: 'approved',
    },
    'take-back': {
      words: { zh: '撤回审定', en: 'approval taken back' },
      by: 'home',
      from: ['approved'],
      to: 'reopened',
    },
    confirm: {
      words: { zh: '上级审定', en: 'confirmed' },
      by: 'above',
      from: ['approved'],
      to: 'confirmed',
      // Taken back below while the district, not knowing, had approved: the district's word stands, as it read it.
      unseen: ['reopened'],
    },
    release: {
      words: { zh: '上级退回重审', en: 'released for review' },
      by: 'above',
      from: ['confirmed'],
      to: 'approved',
    },
  },
}
