import type { Step } from '#tests/fixtures/histories.ts'
import { drawing, weighed } from '../story.ts'

/** What may happen among offices, beside what people write. */
const happenings = [
  ...['meet', 'meet', 'meet', 'send', 'send', 'arrive', 'arrive', 'arrive', 'arrive-again', 'lose', 'cut'],
  ...['move-office', 'move-branch', 'move-person', 'revoke', 'hand-over', 'enrol', 'let-in'],
  ...['restore', 'keep', 'clone', 'undo-packet', 'forge'],
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

export function officeStoryOf(
  seed: number,
  { replicas: most, steps: [least, mostSteps] }: { replicas: number; steps: readonly [number, number] },
): OfficeStory {
  const draw = drawing(seed ^ 0x5f3759df)
  const pcs = Math.min(6, 3 + draw(Math.max(1, most - 2)))
  const done = ['person', 'edit', ...weighed(draw, deeds)] as const
  const happens = ['send', 'arrive', ...weighed(draw, happenings)] as const
  const share = 1 + draw(3)
  const steps = Array.from({ length: least + draw(mostSteps - least) }, (): OfficeStep => {
    const numbers = { who: draw(12), a: draw(draw(2) === 0 ? 4 : 40), b: draw(40) }
    if (draw(share + 1) > 0) return { happens: happens[draw(happens.length)] ?? 'send', ...numbers }
    return { deed: done[draw(done.length)] ?? 'person', ...numbers }
  })
  return { kind: 'offices', seed, pcs, most: Math.max(most, pcs), steps }
}

/** The deeds that the journal's own stories know, as they know them. */
export function asStep({ deed, who, a, b }: Done): Step | undefined {
  return deed === 'overreach' ? undefined : { kind: deed, who, a, b }
}
