import type { Tier } from '#contract/vocabulary.ts'

/** From the smallest unit to the largest: the full name of a smaller one begins with those above it. */
const endings: readonly (readonly [RegExp, Tier])[] = [
  [/园区|公司|商会|协会|商圈/, 'two-new'],
  [/社区|居委会|村/, 'community'],
  [/街道|镇|乡/, 'street'],
  [/机关/, 'organ'],
  [/[区县市](委员会|团委)$|团[区县市]委$/, 'district'],
]

/** The tier that an organization's own full name tells, by which the form begins; `street` where it tells none. */
export function tierOfName(name: string): Tier {
  return endings.find(([ending]) => ending.test(name.trim()))?.[1] ?? 'street'
}
