import { randomBytes } from 'node:crypto'

/** Draws a new id. UUIDv7: ids made later sort later, so that indexes grow at their end. */
export type NewId = () => string

const hex = Array.from({ length: 256 }, (_, n) => n.toString(16).padStart(2, '0'))

/**
 * UUIDv7 with a 12-bit counter inside the millisecond (RFC 9562, 6.2 method 1); `now` is given so that tests can
 * fix it. Random bytes are drawn in blocks: an import draws hundreds of thousands of ids.
 */
export function uuidV7(now: () => number = Date.now): NewId {
  let pool = randomBytes(8192)
  let used = 0
  let last = 0
  let counter = 0
  return () => {
    if (used + 8 > pool.length) {
      pool = randomBytes(8192)
      used = 0
    }
    const wall = now()
    if (wall > last) {
      last = wall
      counter = 0
    } else {
      counter++
      if (counter > 0xfff) {
        last++
        counter = 0
      }
    }
    const b = (i: number) => hex[pool[used + i] ?? 0] ?? '00'
    const time = last.toString(16).padStart(12, '0')
    const id = `${time.slice(0, 8)}-${time.slice(8)}-7${counter.toString(16).padStart(3, '0')}-${hex[((pool[used] ?? 0) & 0x3f) | 0x80]}${b(1)}-${b(2)}${b(3)}${b(4)}${b(5)}${b(6)}${b(7)}`
    used += 8
    return id
  }
}
