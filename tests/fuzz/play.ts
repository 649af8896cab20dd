import { Databases } from './databases.ts'
import { Beginnings } from './offices/begin.ts'
import { type OfficeStory, officeStoryOf } from './offices/office-story.ts'
import { OfficeWorld } from './offices/office-world.ts'
import { type Size, type Story, storyOf } from './story.ts'
import type { Tally } from './tally.ts'
import { World } from './world.ts'

/** Stories of journals that hear of each other as it comes, and stories of offices that send each other packets. */
export type AnyStory = Story | OfficeStory

/** One in so many is about offices. */
const share = 12

export function anyStoryOf(seed: number, size: Size): AnyStory {
  return seed % share === 0 ? officeStoryOf(seed, size) : storyOf(seed, size)
}

export type Told = { readonly trace: string; readonly steps: number }

const databases = new Databases()
const beginnings = new Beginnings(databases)

/** Plays a story to its end; throws `Broken`, or whatever the program threw. Equal stories leave equal traces. */
export async function playStory(story: AnyStory, tally: Tally): Promise<Told> {
  if (story.kind === 'offices') return playOffices(story, tally)
  const world = new World(story, tally, databases)
  try {
    for (const step of story.steps) await world.step(step)
    return { trace: await world.end(), steps: story.steps.length }
  } finally {
    world.close()
  }
}

async function playOffices(story: OfficeStory, tally: Tally): Promise<Told> {
  const world = new OfficeWorld(story, tally, databases)
  try {
    await world.begin(beginnings)
    for (const step of story.steps) await world.step(step)
    const trace = await world.end()
    return { trace, steps: story.steps.length + world.carriedInTheEnd }
  } finally {
    world.close()
  }
}

/** The shortest story found that breaks as this one does: parts of it are left out as long as it still breaks. */
export async function shrunk<S extends AnyStory>(
  story: S,
  isBroken: (story: S) => Promise<boolean>,
): Promise<S> {
  let steps: readonly S['steps'][number][] = story.steps
  for (let size = Math.ceil(steps.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < steps.length; ) {
      const without = steps.toSpliced(at, size)
      if (await isBroken({ ...story, steps: without })) steps = without
      else at += size
    }
  }
  return { ...story, steps }
}
