import type { Step } from '#tests/fixtures/histories.ts'
import { drawing, weighed } from '../story.ts'

/** What may happen among offices, beside what people write. */
const happenings = [
  ...['meet', 'meet', 'meet', 'send', 'send', 'arrive', 'arrive', 'arrive', 'arrive-again', 'lose', 'cut'],
  ...['move-office', 'move-branch', 'move-person', 'revoke', 'hand-over', 'enrol', 'let-in'],
  ...['restore', 'keep', 'clone', 'undo-packet', 'forge', 'damage', 'damage', 'clock'],
] as const

type Happening = (typeof happenings)[number]

/** People write what the page lets them write; `overreach` is a program that asks nobody. */
const deeds = [
  ...['person', 'person', 'edit', 'edit', 'meeting', 'post', 'record', 'record', 'amend', 'strike'],
  ...['remove', 'giveBack', 'correct', 'merge', 'overreach'],
] as const

type Deed = (typeof deeds)[number]

type Numbers = { readonly who: number; readonly a: number; readonly b: number }
export type Done = Numbers & { readonly deed: Deed }
export type Happens = Numbers & { readonly happens: Happening }
export type OfficeStep = Done | Happens

/** A story of offices that hear of each other by packets alone. */
export type OfficeStory = {
  readonly kind: 'offices'
  readonly seed: number
  /** How many PCs there are when it begins. */
  readonly pcs: number
  /** How many there are at most. */
  readonly most: number
  readonly steps: readonly OfficeStep[]
}

/**
 * How stories begin that come to what chance alone seldom comes to, among the PCs that every story has: the district (0),
 * a street (1), its community (2). What follows each of them is drawn as in any other story.
 */
const beginnings: readonly (readonly OfficeStep[])[] = [
  // The street is restored after the community has heard that it has everything: the next packet waits.
  [
    { happens: 'keep', who: 1, a: 0, b: 0 },
    { deed: 'edit', who: 2, a: 0, b: 1 },
    { happens: 'meet', who: 2, a: 0, b: 0 },
    { happens: 'restore', who: 1, a: 0, b: 0 },
    { deed: 'edit', who: 2, a: 1, b: 2 },
    { happens: 'send', who: 2, a: 0, b: 0 },
    { happens: 'arrive', who: 1, a: 0, b: 0 },
  ],
  // It wrote something since, on which the community's next packet builds.
  [
    { happens: 'keep', who: 1, a: 0, b: 0 },
    { deed: 'edit', who: 1, a: 0, b: 1 },
    { happens: 'meet', who: 2, a: 0, b: 0 },
    { happens: 'restore', who: 1, a: 0, b: 0 },
    { deed: 'edit', who: 2, a: 1, b: 2 },
    { happens: 'send', who: 2, a: 0, b: 0 },
    { happens: 'arrive', who: 1, a: 0, b: 0 },
  ],
  // The district revokes the community's key before it hears by the street what that key wrote, and lets it in.
  [
    { happens: 'meet', who: 1, a: 0, b: 0 },
    { deed: 'edit', who: 2, a: 0, b: 1 },
    { happens: 'meet', who: 2, a: 0, b: 0 },
    { happens: 'revoke', who: 0, a: 1, b: 1 },
    { happens: 'meet', who: 1, a: 0, b: 0 },
    { happens: 'let-in', who: 0, a: 0, b: 0 },
  ],
  // The street goes on with what the community sent, and then wants to give it back.
  [
    ...[0, 1].map(a => ({ deed: 'edit', who: 2, a, b: 1 }) as const),
    { happens: 'meet', who: 2, a: 0, b: 0 },
    ...[0, 1, 2, 3].map(a => ({ deed: 'edit', who: 1, a, b: 3 }) as const),
    { happens: 'undo-packet', who: 1, a: 0, b: 0 },
  ],
  [{ happens: 'enrol', who: 0, a: 0, b: 0 }],
  [{ happens: 'hand-over', who: 1, a: 1, b: 0 }],
]

export function officeStoryOf(
  seed: number,
  { replicas: most, steps: [least, mostSteps] }: { replicas: number; steps: readonly [number, number] },
): OfficeStory {
  const draw = drawing(seed ^ 0x5f3759df)
  const pcs = Math.min(6, 3 + draw(Math.max(1, most - 2)))
  const done = ['person', 'edit', ...weighed(draw, deeds)] as const
  const happens = ['send', 'arrive', ...weighed(draw, happenings)] as const
  const share = 1 + draw(3)
  const begun = draw(2) === 0 ? [] : (beginnings[draw(beginnings.length)] ?? [])
  const drawn = Array.from({ length: least + draw(mostSteps - least) }, (): OfficeStep => {
    const numbers = { who: draw(12), a: draw(draw(2) === 0 ? 4 : 40), b: draw(40) }
    if (draw(share + 1) > 0) return { happens: happens[draw(happens.length)] ?? 'send', ...numbers }
    return { deed: done[draw(done.length)] ?? 'person', ...numbers }
  })
  return { kind: 'offices', seed, pcs, most: Math.max(most, pcs), steps: [...begun, ...drawn] }
}

/** The deeds that the journal's own stories know, as they know them. */
export function asStep({ deed, who, a, b }: Done): Step | undefined {
  return deed === 'overreach' ? undefined : { kind: deed, who, a, b }
}
