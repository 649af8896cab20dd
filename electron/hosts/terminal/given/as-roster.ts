import { z } from 'zod'
import { rosterNamed, rosterNames } from '#db/records/rosters.ts'
import { oneOf } from '../flag.ts'

const words = rosterNames.map(({ as }) => as)

/** The word of a roster, or of the kind of record that it is of. */
export const rosterInput = z.string().refine(text => rosterNamed(text) !== undefined)

/** `--as`: every roster that the definitions of records make. */
export const asFlag = {
  flags: '--as <ROSTER>',
  text: { zh: `哪种名册：${words.join('、')}`, en: `which roster: ${words.join(', ')}` },
  expects: oneOf(words),
  isNeeded: true,
}

/** What a file can be taken as: a roster, or a 组织调整表, which is of acts. */
export const reorganization = 'reorganization'
export const importInput = z
  .string()
  .refine(text => text === reorganization || rosterNamed(text) !== undefined)
const taken = [...words, reorganization]
export const importFlag = {
  ...asFlag,
  text: { zh: `当作哪种表：${taken.join('、')}`, en: `as what: ${taken.join(', ')}` },
  expects: oneOf(taken),
}

/** What a file can be written as: a roster, or the 整治台账, which is of cases and their steps. */
export const ledger = 'ledger'
export const exportInput = z
  .string()
  .refine(text => text === ledger || text === reorganization || rosterNamed(text) !== undefined)
const written = [...words, ledger, reorganization]
export const exportFlag = {
  ...asFlag,
  text: { zh: `写成哪种表：${written.join('、')}`, en: `as what: ${written.join(', ')}` },
  expects: oneOf(written),
}
