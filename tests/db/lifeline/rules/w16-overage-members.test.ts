import { expect, test } from 'vitest'
import { defaultPack } from '#db/lifeline/packs/pack.ts'
import { overageMembers } from '#db/lifeline/rules/w16-overage-members.ts'
import { day, healthyBranch } from '../healthy.ts'

const people = ['张三', '李四', '王五', '赵六'].map((name, i) => ({
  person: `p${i}`,
  name,
  leaves: day(`2018-0${i + 1}-15`),
}))
const judge = (aged: number, held: number, kind: 'branch' | 'committee' = 'branch') =>
  overageMembers.judge(
    healthyBranch({ kind, members: { held, counted: held, aged: people.slice(0, aged) } }),
    defaultPack,
    day('2018-12-31'),
  )

test.each([
  [0, 10, undefined],
  [1, 11, 'yellow'],
  [1, 10, 'yellow'],
  [1, 9, 'orange'],
  [2, 20, 'yellow'],
  [2, 19, 'orange'],
  [3, 30, 'yellow'],
  [1, 1, 'orange'],
])('%i of %i: %s', (aged, held, severity) => {
  expect(judge(aged, held)?.severity).toBe(severity)
})

test('it has been so since the eldest turned 28', () => {
  expect(judge(3, 40)).toMatchObject({ since: '2018-01-15', measured: 3, threshold: 1, unit: 'members' })
})

test('it is worse on the birthday with which they are more than a tenth', () => {
  const judge = (held: number, turning: readonly string[]) =>
    overageMembers.judge(
      healthyBranch({
        members: { held, counted: held, aged: people.slice(0, 1), turning: turning.map(day) },
      }),
      defaultPack,
      day('2018-12-31'),
    )?.worsens
  const birthdays = ['2019-03-01', '2019-03-01', '2019-08-08']
  expect(judge(19, birthdays)).toEqual({ on: '2019-03-01', to: 'orange' })
  expect(judge(30, birthdays)).toEqual({ on: '2019-08-08', to: 'orange' })
  expect(judge(40, birthdays)).toBeNull()
  expect(judge(9, birthdays)).toBeNull()
})

test('the sentence names up to three of them, and counts them all', () => {
  expect(judge(2, 40)?.clears.zh).toBe('为张三、李四办理离团手续（共2人），或补录其团内职务。')
  expect(judge(4, 40)?.clears.zh).toBe('为张三、李四、王五等办理离团手续（共4人），或补录其团内职务。')
  expect(judge(4, 40)?.clears.en).toContain('张三, 李四, 王五 and 1 more')
})

test('people who belong to a committee itself are not judged here', () => {
  expect(judge(1, 10, 'committee')).toBeUndefined()
})
