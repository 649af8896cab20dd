import type { Course } from './course.ts'

/** How far a request has come. Codes are the same in answers, in the terminal and in words of the renderer. */
export type TaskRequestState = 'asked' | 'granted' | 'declined' | 'withdrawn'
export type TaskRequestAction = 'grant' | 'decline' | 'withdraw'

/**
 * 任务调整: who is set a task asks for another target or a later day, with his reason; whoever set it, or an office above
 * that, grants or declines. What was granted holds for him alone and is read over the task, which stays as it was.
 */
export const taskRequestCourse: Course<TaskRequestState, TaskRequestAction> = {
  begins: 'asked',
  states: {
    asked: { zh: '待答复', en: 'awaiting an answer' },
    granted: { zh: '已同意', en: 'granted' },
    declined: { zh: '未同意', en: 'declined' },
    withdrawn: { zh: '已撤回', en: 'withdrawn' },
  },
  locked: ['granted', 'declined', 'withdrawn'],
  steps: {
    grant: { words: { zh: '同意', en: 'granted' }, by: 'above', from: ['asked'], to: 'granted' },
    decline: { words: { zh: '不同意', en: 'declined' }, by: 'above', from: ['asked'], to: 'declined' },
    withdraw: { words: { zh: '撤回', en: 'withdrawn' }, by: 'home', from: ['asked'], to: 'withdrawn' },
  },
}
