import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Course, follow, type StepEvent } from '#db/records/courses/course.ts'
import { transferCourse } from '#db/records/courses/transfer-course.ts'

/** A matter that is handed in, and judged by the office above. */
const handedIn: Course<'open' | 'handed-in' | 'done', 'submit' | 'accept' | 'return' | 'note'> = {
  begins: 'open',
  states: {
    open: { zh: '办理中', en: 'open' },
    'handed-in': { zh: '已提交', en: 'handed in' },
    done: { zh: '已办结', en: 'done' },
  },
  steps: {
    submit: { words: { zh: '提交', en: 'submitted' }, by: 'home', from: ['open'], to: 'handed-in' },
    accept: {
      words: { zh: '通过', en: 'accepted' },
      by: 'above',
      from: ['handed-in'],
      to: 'done',
      answers: 'submit',
    },
    return: {
      words: { zh: '退回', en: 'returned' },
      by: 'above',
      from: ['handed-in'],
      to: 'open',
      answers: 'submit',
    },
    note: { words: { zh: '记录', en: 'noted' }, by: 'home', from: ['open', 'handed-in'], to: 'stays' },
  },
}

let made = 0
function event(action: string, more: Partial<StepEvent> = {}): StepEvent {
  const id = `e${++made}`
  return {
    id,
    action,
    day: '2018-03-01',
    rank: `${String(made).padStart(14, '0')}@w`,
    about: null,
    saw: [],
    ...more,
  }
}

test('allowed steps lead from state to state; what is not allowed has no effect and is told with its reason', () => {
  const submit = event('submit')
  const again = event('submit')
  const accept = event('accept', { about: submit.id })
  const strange = event('dance')
  const { state, by, taken, idle } = follow(handedIn, [strange, accept, again, submit])
  expect({ state, by: by?.id }).toEqual({ state: 'done', by: accept.id })
  expect(taken.map(one => one.id)).toEqual([submit.id, accept.id])
  expect(idle).toEqual([
    { event: again, why: 'not-from-here' },
    { event: strange, why: 'unknown-action' },
  ])
})

test('who accepts names the submission that he read: one that was handed in since is not accepted with it', () => {
  const first = event('submit')
  const back = event('return', { about: first.id })
  const second = event('submit')
  const late = event('accept', { about: first.id })
  expect(follow(handedIn, [first, back, second, late])).toMatchObject({
    state: 'handed-in',
    idle: [{ why: 'answers-another' }],
  })
})

test('a note leaves the state as it is', () => {
  expect(follow(handedIn, [event('submit'), event('note')]).state).toBe('handed-in')
})

test('an acceptance whose author had not seen the cancellation beats it; one who had seen it cannot accept any more', () => {
  const cancel = event('cancel')
  expect(follow(transferCourse, [cancel, event('accept')]).state).toBe('accepted')
  expect(follow(transferCourse, [cancel, event('accept', { saw: [cancel.id] })]).state).toBe('cancelled')
  const accept = event('accept')
  expect(follow(transferCourse, [accept, event('cancel')]).state).toBe('accepted')
})

test('the state is a function of the set of steps, not of their order or doubling', () => {
  const actions = fc.array(fc.constantFrom('relay', 'accept', 'refuse', 'cancel', 'leave', 'unheard of'), {
    maxLength: 8,
  })
  fc.assert(
    fc.property(actions, fc.infiniteStream(fc.nat()), (chosen, order) => {
      const events = chosen.map(action => event(action))
      const mixed = events
        .map(one => ({ one, at: order.next().value ?? 0 }))
        .sort((a, b) => a.at - b.at)
        .map(({ one }) => one)
      const plain = follow(transferCourse, events)
      expect(follow(transferCourse, mixed)).toEqual(plain)
      expect(plain.taken.length + plain.idle.length).toBe(events.length)
    }),
  )
})
