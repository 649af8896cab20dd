import type { Text } from '#db/shared/text.ts'
import { kindOf, officeKinds } from './kinds.ts'
import { org } from './org.ts'
import { person } from './person.ts'
import { post } from './post.ts'
import type { AnyKind } from './record.ts'

/** A roster that can be taken in and written: by which word it is asked for, and what it is called. */
export type RosterName = {
  readonly as: string
  /** The kind of record that a row is, first of all. */
  readonly kind: string
  /** What stands above the table. */
  readonly title: string
  /** What such a roster is called in a sentence. */
  readonly words: Text
  /** What its rows are. */
  readonly of: Text
}

/** Rosters of more than one kind of record: a member is a person, his home and his standing. */
const composed: readonly AnyKind[] = [org, person, post]

/** The kinds of which a row of a roster is one record: nothing but their definition makes them a roster. */
export const rosterRecords: readonly AnyKind[] = officeKinds.filter(
  ({ name, series, first, noRoster }) =>
    series === undefined && !noRoster && first.length > 0 && !composed.some(kind => kind.name === name),
)

/** Every roster, in the order in which they build on each other. */
export const rosterNames: readonly RosterName[] = [...composed, ...rosterRecords].map(nameOf)

function nameOf({ name, words, roster }: AnyKind): RosterName {
  return {
    as: roster?.as ?? `${name}s`,
    kind: name,
    title: roster?.title ?? `${words.zh}登记表`,
    words: roster?.words ?? { zh: `${words.zh}登记表`, en: `table of ${manyOf(words.en)}` },
    of: roster?.of ?? { zh: words.zh, en: manyOf(words.en) },
  }
}

/** venue, body, unit without organization -> venues, bodies, units without organization. */
function manyOf(one: string): string {
  const [noun = '', rest = ''] = one.split(/(?= (?:of|to|without) )/)
  const many = noun.replace(/y$/, 'ie').replace(/s$/, 'se')
  return `${many}s${rest}`
}

/** What a roster is called; its word where this program does not know it. */
export function rosterWords(as: string): Text {
  return rosterNamed(as)?.words ?? { zh: as, en: as }
}

/** A roster by its word, or by the kind of record that it is of. */
export function rosterNamed(text: string): RosterName | undefined {
  return (
    rosterNames.find(({ as }) => as === text) ?? rosterNames.find(({ kind }) => kind === text && kindOf(text))
  )
}
