/** So many rows come at once. */
export const page = 100

/** The pages of a list that hold the rows in sight and half a page on either side. */
export function pagesInSight(from: number, to: number, total: number): number[] {
  const last = Math.max(Math.ceil(total / page) - 1, 0)
  const begin = Math.min(Math.max(Math.floor((from - page / 2) / page), 0), last)
  const end = Math.min(Math.floor((Math.max(to - 1, from) + page / 2) / page), last)
  return Array.from({ length: end - begin + 1 }, (_, i) => begin + i)
}
