import type { Marks } from '#db/records/ledger/blank-form.ts'
import { markOf, readPlaces } from '../marks.ts'
import type { Photo } from '../photos/photo.ts'

/** Somebody whom a form is about, with the photo that is attached to him. */
export type WhoIsAsked = { readonly id: string; readonly name: string; readonly photo?: Photo | undefined }

/** How often a form stands in the filled file, and where a place of it lies on each page; page 0 is the form itself. */
export type Pages = { readonly count: number; readonly at: (at: string, page: number) => string }

export const onePage: Pages = { count: 1, at: at => at }

/** For how many people a form has room; 0 where it is about nobody. */
export function roomIn(marks: Marks): number {
  const numbers = [...readPlaces(marks).single.values()].map(said => {
    const mark = markOf(said)
    return mark?.is === 'person' ? mark.number : 0
  })
  return Math.max(0, ...numbers)
}

/** The parts of a form that are about somebody. */
export function partsOfPeople(marks: Marks): ReadonlySet<string> {
  return new Set(
    [...readPlaces(marks).single].flatMap(([at, said]) =>
      markOf(said)?.is === 'person' ? [at.split('!')[0] ?? ''] : [],
    ),
  )
}
