import type { PacketResult } from '#contract/packets.ts'
import type { Text } from '#db/shared/text.ts'
import type { Sheet } from './headcount.ts'

export type Applying = {
  readonly by: string
  /** Only tells what would happen. */
  readonly preview: boolean
  /** Said yes a second time where many people would leave. */
  readonly again: boolean
}

/** A result of which nothing is known yet. */
export const nothing = {
  from: null,
  number: null,
  added: 0,
  changed: 0,
  removed: 0,
  conflicts: 0,
  returned: [],
  alsoApplied: [],
  warnings: [],
  sentences: [],
  changeSet: null,
}

/** What comes to light while a packet is taken in. */
export type Outcome = {
  returned: PacketResult['returned']
  warnings: Text[]
  sentences: Text[]
  conflicts: number
  many: boolean
}

export function newOutcome(): Outcome {
  return { returned: [], warnings: [], sentences: [], conflicts: 0, many: false }
}

/** The share of the people in scope whose leaving asks a second time, and from how many people on. */
const manyLeave = { share: 0.05, from: 20 }

/** Tells the headcount sheet, and whether so many people leave that it is asked a second time. */
export function tellHeads(outcome: Outcome, { perOrg, before, left }: Sheet): void {
  for (const { name, before: was, in: come, out, after } of perOrg.slice(0, 60)) {
    outcome.sentences.push({
      zh: `${name}：原有 ${was} 人，转入 ${come}，转出 ${out}，现有 ${after} 人`,
      en: `${name}: ${was} before, ${come} in, ${out} out, ${after} now`,
    })
  }
  if (before >= manyLeave.from && left > before * manyLeave.share) {
    outcome.many = true
    outcome.warnings.push({
      zh: `${before} 人中有 ${left} 人离开本单位`,
      en: `${left} of ${before} people leave your organization`,
    })
  }
}
