import { expect, onTestFinished, test } from 'vitest'
import { Databases } from './databases.ts'
import { Beginnings } from './offices/begin.ts'
import type { OfficeStep } from './offices/office-story.ts'
import { Offices } from './offices/offices.ts'
import { foreignIn } from './offices/oracle.ts'
import { playStory, shrunk } from './play.ts'
import { runStories } from './run.ts'
import { long, short, storyOf } from './story.ts'
import { officeRules, rules, Tally } from './tally.ts'

/** `npm run fuzz` plays as many as one likes, of other seeds, longer ones and up to ten replicas. */
const runs = 320
/** Among the stories from here on every rule decides. */
const firstSeed = 2000

test('whatever is lost, doubled, late, restored, cloned or broken off: all hold the same, and every rule decides', async () => {
  const seeds = Array.from({ length: runs }, (_, i) => firstSeed + i)
  const { stories, tally, failure } = await runStories(seeds, seed => (seed % 40 === 0 ? long : short))
  expect(failure).toBeUndefined()
  expect(stories).toBe(runs)
  expect(tally.never([...rules, ...officeRules])).toEqual([])
}, 600_000)

test('two PCs that were both restored do not wait for each other for ever', async () => {
  const steps: OfficeStep[] = [
    { happens: 'keep', who: 0, a: 0, b: 0 },
    { deed: 'edit', who: 0, a: 1, b: 13 },
    { happens: 'meet', who: 0, a: 0, b: 0 },
    { happens: 'keep', who: 1, a: 1, b: 0 },
    { happens: 'restore', who: 0, a: 2, b: 0 },
    { deed: 'edit', who: 0, a: 0, b: 18 },
    { happens: 'keep', who: 1, a: 2, b: 0 },
    { happens: 'meet', who: 0, a: 1, b: 0 },
    { happens: 'restore', who: 0, a: 2, b: 0 },
  ]
  const { trace } = await playStory({ kind: 'offices', seed: 1, pcs: 2, most: 2, steps }, new Tally())
  expect(trace).toMatch(/^[0-9a-f]{64}$/)
})

test.each<readonly [what: string, pcs: number, steps: OfficeStep[]]>([
  [
    'of two PCs with one key both hear that their office was moved, though the first of them says to know it',
    6,
    [
      { happens: 'clone', who: 2, a: 23, b: 7 },
      { happens: 'meet', who: 7, a: 0, b: 34 },
      { happens: 'enrol', who: 4, a: 17, b: 35 },
      { deed: 'record', who: 8, a: 16, b: 12 },
      { happens: 'move-office', who: 2, a: 3, b: 29 },
    ],
  ],
  [
    'what a restored office writes reaches the one under which it was moved since the backup',
    4,
    [
      { happens: 'meet', who: 1, a: 0, b: 0 },
      { happens: 'meet', who: 2, a: 0, b: 0 },
      { happens: 'keep', who: 2, a: 0, b: 0 },
      { happens: 'move-office', who: 2, a: 0, b: 1 },
      { happens: 'meet', who: 3, a: 0, b: 0 },
      { happens: 'meet', who: 2, a: 0, b: 0 },
      { happens: 'meet', who: 2, a: 0, b: 0 },
      { happens: 'restore', who: 2, a: 0, b: 0 },
      { deed: 'record', who: 0, a: 16, b: 12 },
      { deed: 'edit', who: 2, a: 1, b: 13 },
    ],
  ],
  [
    'of two PCs with one key both hear of the PC that took the place of a revoked one above them',
    3,
    [
      { happens: 'clone', who: 5, a: 17, b: 5 },
      { happens: 'meet', who: 0, a: 13, b: 35 },
      { happens: 'move-person', who: 10, a: 1, b: 0 },
      { happens: 'hand-over', who: 0, a: 30, b: 23 },
    ],
  ],
  [
    'two PCs with one key and another one beside them come to an end',
    4,
    [
      { happens: 'clone', who: 7, a: 2, b: 26 },
      { happens: 'enrol', who: 9, a: 1, b: 28 },
    ],
  ],
  [
    'what somebody forges into one of two PCs with one key is judged alike at all, after their office was moved',
    5,
    [
      { happens: 'clone', who: 9, a: 12, b: 3 },
      { happens: 'meet', who: 3, a: 15, b: 7 },
      { happens: 'move-office', who: 0, a: 2, b: 36 },
      { happens: 'forge', who: 5, a: 0, b: 16 },
    ],
  ],
  [
    'between two PCs of one office nothing is filtered, whatever somebody forged',
    6,
    [
      { deed: 'record', who: 4, a: 2, b: 1 },
      { happens: 'enrol', who: 4, a: 3, b: 20 },
      { happens: 'forge', who: 6, a: 22, b: 35 },
    ],
  ],
  [
    'a transfer names its person to the offices that it leads to',
    5,
    [
      { deed: 'person', who: 0, a: 33, b: 18 },
      { deed: 'record', who: 0, a: 13, b: 17 },
    ],
  ],
  [
    'what an office gave back of what was forged to it reaches the district',
    4,
    [
      { happens: 'hand-over', who: 1, a: 1, b: 0 },
      { happens: 'forge', who: 9, a: 3, b: 31 },
    ],
  ],
  [
    'that a branch was given back reaches the office that holds only a stay into it',
    6,
    [
      { deed: 'person', who: 6, a: 3, b: 25 },
      { deed: 'record', who: 6, a: 3, b: 13 },
      { deed: 'record', who: 6, a: 1, b: 14 },
      { happens: 'move-person', who: 2, a: 36, b: 11 },
      { deed: 'giveBack', who: 6, a: 24, b: 5 },
    ],
  ],
  [
    'a branch leaves for a street that its office never knew, whatever a stranger wrote into that street',
    6,
    [
      { deed: 'overreach', who: 8, a: 10, b: 30 },
      { happens: 'meet', who: 6, a: 8, b: 6 },
      { happens: 'move-office', who: 8, a: 3, b: 33 },
      { happens: 'move-office', who: 8, a: 17, b: 20 },
    ],
  ],
])('%s', async (_, pcs, steps) => {
  const { trace } = await playStory({ kind: 'offices', seed: 1, pcs, most: 10, steps }, new Tally())
  expect(trace).toMatch(/^[0-9a-f]{64}$/)
})

test('what a letter says of people elsewhere is found in its bytes', async () => {
  const databases = new Databases()
  const story = { kind: 'offices', seed: 1, pcs: 4, most: 4, steps: [] } as const
  const offices = new Offices(story, new Tally(), databases)
  onTestFinished(() => offices.close())
  for (const [n, contents] of (await new Beginnings(databases).of(4)).entries())
    offices.pcs.push(offices.open(n, contents))
  const [district, , , street] = offices.pcs
  if (district === undefined || street === undefined) throw new Error('four PCs were begun')
  await district.write(set => set.edit('person', 'person of C2-1', { phone: '2' }))
  const letter = await district.letterTo(street.keys.replica)
  expect(foreignIn(letter, district.changes(), 'S2')).toBeUndefined()
  expect(foreignIn(letter, district.changes(), 'S')).toBe('person of C2-1')
  expect(() => offices.write({ ...letter, to: offices.pcs[2]?.keys.replica ?? '' }, district)).toThrow('C of')
})

test('a seed tells the same story each time, and another one another', () => {
  expect(storyOf(7)).toEqual(storyOf(7))
  expect(storyOf(8)).not.toEqual(storyOf(7))
})

test('what breaks is made short: a story of which one step matters ends as that step', async () => {
  const isBroken = async ({ steps }: ReturnType<typeof storyOf>) =>
    steps.some(step => 'act' in step && step.act.kind === 'person')
  const { steps } = await shrunk(storyOf(3), isBroken)
  expect(steps).toHaveLength(1)
  const { trace } = await playStory({ ...storyOf(3), steps }, new Tally())
  expect(trace).toMatch(/^[0-9a-f]{64}$/)
})
