import { expect, test } from 'vitest'
import { follow, isLocked, type StepEvent } from '#db/records/courses/course.ts'
import {
  type RectificationAction,
  type RectificationState,
  rectificationCourse,
} from '#db/records/courses/rectification-course.ts'
import { rectification } from '#db/records/lifeline/rectification.ts'
import { Reading } from '#db/records/reading.ts'
import type { IsoDay } from '#db/shared/day.ts'

let made = 0
const event = (action: string, more: Partial<StepEvent> = {}): StepEvent => {
  const id = `e${++made}`
  const rank = `${String(made).padStart(14, '0')}@w`
  return { id, action, day: '2018-03-01', rank, about: null, saw: [], ...more }
}

/** The steps by which a case comes to each state; a judgement names the request before it. */
const ways: Readonly<Record<RectificationState, readonly RectificationAction[]>> = {
  rectifying: [],
  submitted: ['submit'],
  returned: ['submit', 'return'],
  cleared: ['submit', 'accept'],
  merged: ['merge'],
  dissolved: ['dissolve'],
  relapsed: ['submit', 'accept', 'relapse'],
}

function walk(actions: readonly string[]): StepEvent[] {
  const events: StepEvent[] = []
  for (const action of actions) {
    const request = events.findLast(one => one.action === 'submit')
    const isJudgement = action === 'accept' || action === 'return'
    events.push(
      event(action, {
        saw: events.map(({ id }) => id),
        ...(isJudgement && request !== undefined && { about: request.id }),
      }),
    )
  }
  return events
}

/** The whole table once more: where each step leads from each state; what is not written here is not allowed. */
const table: Readonly<Record<RectificationState, Partial<Record<RectificationAction, RectificationState>>>> =
  {
    rectifying: { note: 'rectifying', submit: 'submitted', merge: 'merged', dissolve: 'dissolved' },
    returned: { note: 'returned', submit: 'submitted', merge: 'merged', dissolve: 'dissolved' },
    relapsed: { note: 'relapsed', submit: 'submitted', merge: 'merged', dissolve: 'dissolved' },
    submitted: { accept: 'cleared', return: 'returned', merge: 'merged', dissolve: 'dissolved' },
    cleared: { 'look-back': 'cleared', relapse: 'relapsed', correct: 'cleared' },
    merged: { correct: 'merged' },
    dissolved: { correct: 'dissolved' },
  }

test.each(Object.entries(ways))('from %s, each step leads where the table says or nowhere', (state, way) => {
  expect(follow(rectificationCourse, walk(way)).state).toBe(state)
  for (const action of Object.keys(rectificationCourse.steps)) {
    const events = walk([...way, action])
    const { state: after, idle } = follow(rectificationCourse, events)
    const row: Partial<Record<string, RectificationState>> = table[state as RectificationState]
    const leads = row[action]
    expect({ action, after, idle: idle.length }).toEqual({
      action,
      after: leads ?? state,
      idle: leads === undefined ? 1 : 0,
    })
  }
})

test('nothing is changed while it is judged and once it is over', () => {
  const locked = Object.entries(ways)
    .filter(([, way]) => isLocked(rectificationCourse, walk(way)))
    .map(([state]) => state)
  expect(locked).toEqual(['submitted', 'cleared', 'merged', 'dissolved'])
})

test('progress that was reported before its author heard of the request counts; one who had heard reports no more', () => {
  const submit = event('submit')
  expect(follow(rectificationCourse, [submit, event('note')]).taken).toHaveLength(2)
  expect(follow(rectificationCourse, [submit, event('note', { saw: [submit.id] })]).idle).toHaveLength(1)
})

test('a correction is answered once, by whoever names the request; it leads nowhere else', () => {
  const over = walk(['submit', 'accept', 'correct'])
  const about = over.at(-1)?.id ?? ''
  const [granted, declined] = [event('grant', { about }), event('decline', { about })]
  const followed = follow(rectificationCourse, [
    ...over,
    granted,
    declined,
    event('grant', { about: 'other' }),
  ])
  expect(followed.state).toBe('cleared')
  expect(followed.taken.at(-1)).toBe(granted)
  expect(followed.idle.map(({ why }) => why)).toEqual(['answers-another', 'answers-another'])
})

test('who may take a step', () => {
  const by = Object.fromEntries(
    Object.entries(rectificationCourse.steps).map(([name, one]) => [name, one.by]),
  )
  expect(by).toEqual({
    ...{ note: 'home', submit: 'home', correct: 'home' },
    ...{ accept: 'above', return: 'above', merge: 'above', dissolve: 'above' },
    ...{ 'look-back': 'above', relapse: 'above', grant: 'above', decline: 'above' },
  })
})

test('several problems in one cell are read back as they are written into a form', () => {
  const { problems, rules } = rectification.fields
  const at = new Reading('2018-12-31' as IsoDay)
  const read = problems.read('班子不健全；团员、干部不清\n不开会; ', at)
  expect(read).toEqual(['班子不健全', '团员、干部不清', '不开会'])
  expect(problems.read(String(problems.write?.(read ?? [])), at)).toEqual(read)
  expect(rules.read(String(rules.write?.(['W01', 'W06'])), at)).toEqual(['W01', 'W06'])
})
