import { z } from 'zod'
import { rosterNamed, rosterNames } from '#db/records/rosters.ts'
import { oneOf } from './flag.ts'

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
