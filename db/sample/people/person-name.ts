import type { Sex } from '#db/records/types/gb-11643.ts'
import type { Random } from '../random.ts'
import {
  compoundSurnames,
  givenBoth,
  givenFemale,
  givenMale,
  nations,
  rareCharacters,
  surnames,
  uyghurFathers,
  uyghurGiven,
} from './person-words.ts'

/** The name of somebody who does not exist; a few have rare characters, two-character surnames or a middle dot. */
export function inventName(sex: Sex, random: Random): { readonly name: string; readonly nation: string } {
  if (random.chance(0.004)) {
    return { name: `${random.pick(uyghurGiven)}·${random.pick(uyghurFathers)}`, nation: '维吾尔族' }
  }
  const surname = random.chance(0.012) ? random.pick(compoundSurnames) : random.pick(surnames)
  const own = sex === 'male' ? givenMale : givenFemale
  const last = random.chance(0.006) ? random.pick(rareCharacters) : random.pick(own)
  const given = random.chance(0.2) ? last : random.pick(random.chance(0.6) ? givenBoth : own) + last
  return { name: surname + given, nation: random.pick(nations) }
}
