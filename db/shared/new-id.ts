import { randomBytes } from 'node:crypto'

/** Draws a new id. UUIDv7: ids made later sort later, so that indexes grow at their end. */
export type NewId = () => string

/** Random digits are drawn in blocks: an import draws hundreds of thousands of ids. */
const bytesOfBlock = 8192
const digitsOfId = 16

/**
 * UUIDv7 with a 12-bit counter inside the millisecond (RFC 9562, 6.2 method 1); `now` is given so that tests can
 * fix it.
 */
export function uuidV7(now: () => number = Date.now): NewId {
  let pool = ''
  let used = 0
  let last = 0
  let counter = 0
  let time = ''
  const moveTo = (millisecond: number) => {
    last = millisecond
    counter = 0
    const digits = last.toString(16).padStart(12, '0')
    time = `${digits.slice(0, 8)}-${digits.slice(8)}-7`
  }
  return () => {
    if (used + digitsOfId > pool.length) {
      pool = randomBytes(bytesOfBlock).toString('hex')
      used = 0
    }
    const wall = now()
    if (wall > last) moveTo(wall)
    else if (counter === 0xfff) moveTo(last + 1)
    else counter++
    // The variant takes the two highest bits.
    const variant = '89ab'[Number.parseInt(pool.charAt(used), 16) & 3]
    const [few, many] = [pool.slice(used + 1, used + 4), pool.slice(used + 4, used + digitsOfId)]
    used += digitsOfId
    return `${time}${(counter + 0x1000).toString(16).slice(1)}-${variant}${few}-${many}`
  }
}
