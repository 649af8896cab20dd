/** For how long a slice of work may keep the thread from answering, in milliseconds. */
export const slice = 25

/** Takes all steps of some work, and lets the thread answer others between slices; `between` tells how far it has come. */
export async function inSlices(steps: Iterable<unknown>, between?: () => Promise<void>): Promise<void> {
  let begun = performance.now()
  for (const _ of steps) {
    if (performance.now() - begun < slice) continue
    await new Promise(resolve => setImmediate(resolve))
    await between?.()
    begun = performance.now()
  }
}

/**
 * For work that goes through many things by itself: to be waited for after each. Lets the thread answer others once a
 * slice is over, and throws what `stopped` says then.
 */
export function paced(stopped?: () => void): () => Promise<void> {
  let begun = performance.now()
  return async () => {
    if (performance.now() - begun < slice) return
    await new Promise(resolve => setImmediate(resolve))
    stopped?.()
    begun = performance.now()
  }
}

/** Of many things so many at a time: one question to the database for each part. */
export function* inParts<T>(all: Iterable<T>, size: number): Generator<T[]> {
  let part: T[] = []
  for (const one of all) {
    part.push(one)
    if (part.length < size) continue
    yield part
    part = []
  }
  if (part.length > 0) yield part
}
