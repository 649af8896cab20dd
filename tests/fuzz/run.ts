import { type AnyStory, anyStoryOf, playStory, shrunk } from './play.ts'
import type { Size } from './story.ts'
import { Tally } from './tally.ts'

export type Failure = { readonly seed: number; readonly message: string; readonly shortest: AnyStory }

export type Ran = {
  readonly stories: number
  readonly steps: number
  readonly tally: Tally
  readonly failure: Failure | undefined
}

/** How many stories of a run are played twice: equal seeds leave equal traces. */
const playedTwice = 20

/** Plays the stories of these seeds, one after the other, until one breaks or `isOver`; that one is made short. */
export async function runStories(
  seeds: Iterable<number>,
  sizeOf: (seed: number) => Size,
  isOver: () => boolean = () => false,
): Promise<Ran> {
  const tally = new Tally()
  let [stories, steps] = [0, 0]
  for (const seed of seeds) {
    if (isOver()) break
    const story = anyStoryOf(seed, sizeOf(seed))
    try {
      const own = new Tally()
      const { trace, steps: played } = await playStory(story, own)
      tally.join(own)
      stories++
      steps += played
      if (stories > playedTwice) continue
      const again = await playStory(story, new Tally())
      steps += again.steps
      if (again.trace !== trace) throw new Error('the same seed left another trace')
    } catch (error) {
      const failure = { seed, message: messageOf(error), shortest: await shrunk(story, breaks) }
      return { stories, steps, tally, failure }
    }
  }
  return { stories, steps, tally, failure: undefined }
}

async function breaks(story: AnyStory): Promise<boolean> {
  try {
    await playStory(story, new Tally())
    return false
  } catch {
    return true
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
