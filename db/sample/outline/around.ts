import { invariant } from '#db/shared/invariant.ts'

/** The item at a place of a list that begins again after its end. */
export function around<T>(list: readonly T[], place: number): T {
  const item = list[place % list.length]
  invariant(item !== undefined, 'the list is not empty')
  return item
}
