import { expect, test } from 'vitest'
import type { OfficeStep } from './offices/office-story.ts'
import { playStory, shrunk } from './play.ts'
import { runStories } from './run.ts'
import { long, short, storyOf } from './story.ts'
import { officeRules, rules, Tally } from './tally.ts'

/** `npm run fuzz` plays as many as one likes, of other seeds, longer ones and up to ten replicas. */
const runs = 1000

test('whatever is lost, doubled, late, restored, cloned or broken off: all hold the same, and every rule decides', async () => {
  const seeds = Array.from({ length: runs }, (_, i) => i)
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
