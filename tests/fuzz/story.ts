import type { kinds, Step } from '#tests/fixtures/histories.ts'

/** What may happen on the way, beside what people write. */
const happenings = [
  'whole',
  'half',
  'scope',
  'doubled',
  'shuffled',
  'late',
  'lost',
  'snapshot',
  'restore',
  'clone',
  'crash',
  'newer',
  'let-in',
  'let-in',
  'look',
  'step',
  'step',
] as const

type Happening = (typeof happenings)[number]

/** One step: somebody writes, or something happens to what travels, or to a PC. */
export type FuzzStep =
  | { readonly act: Step }
  | { readonly happens: Happening; readonly who: number; readonly a: number; readonly b: number }

/** What is wrong with a story: the first that was found. */
export class Broken extends Error {}

/** Everything that one seed decides. */
export type Story = {
  readonly kind: 'journals'
  readonly seed: number
  readonly replicas: number
  /** What the clocks on the walls say; nothing may depend on them. */
  readonly clocks: readonly string[]
  readonly steps: readonly FuzzStep[]
}

/** What people do, each once: how often each comes is drawn anew for each story. */
const deeds = [
  ...['org', 'person', 'meeting', 'post', 'membership', 'edit', 'remove', 'move', 'merge', 'giveBack'],
  ...['correct', 'revoke', 'admit', 'record', 'amend', 'strike'],
] as const satisfies readonly (typeof kinds)[number][]

/** What a clock says that is right. */
export const rightTime = '2018-12-31T09:00:00Z'

const years = ['2009-01-01T00:00:00Z', rightTime, '2099-12-31T23:59:59Z']

/** The one source of randomness (mulberry32): the same numbers for the same seed, everywhere. */
export function drawing(seed: number): (below: number) => number {
  let state = seed >>> 0
  return below => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

/** Each as often as this story's weights say; some never. */
export function weighed<T>(draw: (below: number) => number, all: readonly T[]): T[] {
  return all.flatMap(one => Array.from({ length: draw(5) === 0 ? 0 : 2 ** draw(4) }, () => one))
}

/** How many replicas a story has at most when it begins, and how many steps. */
export type Size = { readonly replicas: number; readonly steps: readonly [least: number, most: number] }

/** Long ones, as many as one likes are played by hand. */
export const long: Size = { replicas: 4, steps: [15, 60] }

/** A thousand of these take the suite no longer than a hundred long ones: what breaks, mostly breaks in a short one. */
export const short: Size = { replicas: 3, steps: [8, 22] }

/** A story of some size; its own weights say how often each thing happens, and some never do. */
export function storyOf(seed: number, { replicas: most, steps: [least, mostSteps] } = long): Story {
  const draw = drawing(seed)
  const replicas = 2 + draw(most - 1)
  const whatPeopleDo = ['org', 'person', ...weighed(draw, deeds)] as const
  const whatHappens = ['whole', ...weighed(draw, happenings)] as const
  const share = 2 + draw(4)
  const steps = Array.from({ length: least + draw(mostSteps - least) }, (_, i): FuzzStep => {
    // Half of what happens is about the same few: they meet in one record.
    const numbers = { who: draw(replicas + 3), a: draw(draw(2) === 0 ? 3 : 31), b: draw(31) }
    // Every story begins with somebody to write about, known to more than one.
    if (i < 4) return { act: { kind: i % 2 === 0 ? 'org' : 'person', ...numbers, who: 0 } }
    if (i === 4) return { happens: 'whole', who: 1, a: 0, b: 0 }
    if (draw(share) > 0) {
      return { act: { kind: whatPeopleDo[draw(whatPeopleDo.length)] ?? 'person', ...numbers } }
    }
    return { happens: whatHappens[draw(whatHappens.length)] ?? 'whole', ...numbers }
  })
  const clocks = Array.from({ length: replicas + 20 }, () => years[draw(years.length)] ?? '')
  return { kind: 'journals', seed, replicas, clocks, steps }
}
