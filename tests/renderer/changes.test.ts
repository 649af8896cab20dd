import { expect, test } from 'vitest'
import type { Changed, Changes } from '#contract/orgs.ts'
import {
  changeLines,
  inTime,
  takenAlong,
  usualSpans,
  writtenSpan,
} from '#renderer/features/registry/changes/change-lines.ts'

const line = (id: string, day: string): Changed => ({
  entity: 'person',
  id,
  name: id,
  day,
  members: null,
  sentence: { zh: '', en: '' },
})

const changes: Changes = {
  org: { code: null, name: '团区委' },
  from: '2017-12-31',
  to: '2018-12-31',
  before: 1,
  after: 2,
  totals: { came: 2, went: 1, moved: 0, founded: 0, renamed: 0, closed: 0 },
  came: [line('a', '2018-02-01'), line('a', '2018-03-01')],
  went: [line('a', '2018-02-15')],
  moved: [],
  founded: [],
  renamed: [],
  closed: [],
}

test('the lists of what changed are one, each line with a key of its own, or one of them alone', () => {
  const all = changeLines(changes, undefined)
  expect(all.map(({ group, day }) => [group, day])).toEqual([
    ['came', '2018-02-01'],
    ['came', '2018-03-01'],
    ['went', '2018-02-15'],
  ])
  expect(new Set(all.map(({ key }) => key)).size).toBe(3)
  // What a renamed branch has is not nought: nobody came or went with it.
  expect([null, 0, 7].map(members => takenAlong({ members }))).toEqual([null, null, 7])
  expect(changeLines(changes, 'went').map(({ day }) => day)).toEqual(['2018-02-15'])
})

test('a year reaches from the end of the one before; days the wrong way round are turned, nonsense is this year', () => {
  expect(usualSpans('2018-12-31').map(({ key, from, to }) => [key, from, to])).toEqual([
    ['thisYear', '2017-12-31', '2018-12-31'],
    ['lastYear', '2016-12-31', '2017-12-31'],
    ['quarter', '2018-09-30', '2018-12-31'],
  ])
  // Whoever writes the second day first finds it where it was written.
  const written = writtenSpan('2018-06-01', '2018-01-01', '2018-12-31')
  expect(written).toEqual({ from: '2018-06-01', to: '2018-01-01' })
  expect(inTime(written)).toEqual({ from: '2018-01-01', to: '2018-06-01' })
  expect(writtenSpan('gestern', undefined, '2018-12-31')).toEqual({ from: '2017-12-31', to: '2018-12-31' })
})
