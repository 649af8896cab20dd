import type { Put } from '#db/journal/change.ts'

/** How much is known by number at a time: `last` are the versions that wrote something last. */
export type Numbered = Readonly<Record<'origins' | 'names' | 'writers' | 'ids' | 'last', number>>

/** What that takes of a reader's memory, in ids. */
function sizeOf({ origins, names, writers, ids, last }: Numbered): number {
  return 5 * origins + names + writers + ids + last / 4
}

const mostNumbered = 300_000

/** Whether the numbers have to begin anew. Far below what is refused, since one change may bring many. */
export function isFull(known: Numbered): boolean {
  return sizeOf(known) > mostNumbered / 2
}

/** Whether more is known by number than in any packet that an office wrote. */
export function isTooMuch(known: Numbered): boolean {
  return sizeOf(known) > mostNumbered
}

/** How many things or names there may be: no number is as high. */
export const highestNumber = mostNumbered

/** How long a change is as text of its own, about: what is named by number can be much. */
export function lengthOf({ thing, hangsOn, body: { set, base } }: Put): number {
  let length = 100 + thing.length
  for (const id of hangsOn) length += id.length
  for (const register in set) {
    for (const field in set[register]) {
      const value = set[register]?.[field]
      length += 10 + (typeof value === 'string' ? value.length : 0)
    }
    length += 40 * (base?.[register]?.length ?? 0)
  }
  return length
}

/** A change takes no less, in columns or by itself, its part of what lies beside it included. */
export const leastLength = 75
