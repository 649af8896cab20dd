import { invariant } from '#db/shared/invariant.ts'

/** Random numbers that the same seeds always bring in the same order (mulberry32). Not for keys. */
export class Random {
  #state: number

  /** Every other list of seeds starts another sequence, however near the numbers are. */
  constructor(...seeds: readonly number[]) {
    let state = 0x9e3779b9
    for (const seed of seeds) state = mixed(state ^ Math.imul(seed | 0, 0x85ebca6b)) + 0x6d2b79f5
    this.#state = mixed(state)
  }

  /** At least 0 and less than 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let t = this.#state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }

  /** A whole number from `least` to `most`, both of them included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1))
  }

  chance(share: number): boolean {
    return this.next() < share
  }

  pick<T>(list: ArrayLike<T>): T {
    const item = list[Math.floor(this.next() * list.length)]
    invariant(item !== undefined, 'something is picked from a list that is not empty')
    return item
  }

  shuffled<T>(list: readonly T[]): T[] {
    const left = [...list]
    return Array.from(list, () => {
      const place = this.between(0, left.length - 1)
      const last = left.pop()
      invariant(last !== undefined, 'as many are drawn as there are')
      if (place === left.length) return last
      const drawn = left[place]
      invariant(drawn !== undefined, 'the place is in the list')
      left[place] = last
      return drawn
    })
  }
}

function mixed(n: number): number {
  let t = Math.imul(n ^ (n >>> 16), 0x7feb352d)
  t = Math.imul(t ^ (t >>> 15), 0x846ca68b)
  return t ^ (t >>> 16)
}

/** The item at a place of a list that begins again after its end. */
export function around<T>(list: readonly T[], place: number): T {
  const item = list[place % list.length]
  invariant(item !== undefined, 'the list is not empty')
  return item
}
