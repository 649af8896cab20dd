import type { Course } from './course.ts'

/** In transit; and how it ended. Codes are the same in answers, in the terminal and in words of the renderer. */
export type TransferState = 'in-transit' | 'accepted' | 'left' | 'refused' | 'cancelled'
export type TransferAction = 'relay' | 'accept' | 'leave' | 'refuse' | 'cancel'

/**
 * 组织关系转接 (domain.md 4.6). The office that a member leaves asks and may cancel; the one that he goes to accepts or
 * refuses; an office above both says where it goes if the asker could not. To the outside the home itself notes what
 * the other side answered. An acceptance *is* the new home, so nothing that its author had not seen undoes it.
 */
export const transferCourse: Course<TransferState, TransferAction> = {
  begins: 'in-transit',
  states: {
    'in-transit': { zh: '转接中', en: 'in transit' },
    accepted: { zh: '已接收', en: 'accepted' },
    left: { zh: '已转出', en: 'left' },
    refused: { zh: '已退回', en: 'refused' },
    cancelled: { zh: '已撤销', en: 'cancelled' },
  },
  steps: {
    relay: {
      words: { zh: '转交', en: 'passed on' },
      by: 'above',
      from: ['in-transit'],
      to: 'stays',
    },
    accept: {
      words: { zh: '接收', en: 'accepted' },
      by: 'other',
      from: ['in-transit'],
      to: 'accepted',
      unseen: ['cancelled', 'refused'],
    },
    leave: {
      words: { zh: '转出系统外', en: 'left the system' },
      by: 'home',
      from: ['in-transit'],
      to: 'left',
      unseen: ['cancelled'],
    },
    refuse: {
      words: { zh: '退回', en: 'refused' },
      by: 'other',
      from: ['in-transit'],
      to: 'refused',
    },
    cancel: {
      words: { zh: '撤销', en: 'cancelled' },
      by: 'home',
      from: ['in-transit'],
      to: 'cancelled',
    },
  },
}
