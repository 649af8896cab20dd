/** Below that a stick is as good as full: the next packet may not fit. */
const nearlyFull = 64 * 1024 * 1024

export type Room = 'enough' | 'nearly-full' | 'too-little'

/** How a disk with so many free bytes takes a file of this size; what does not say what is free is tried. */
export function roomFor(free: number | null, bytes: number): Room {
  if (free === null) return 'enough'
  if (free < bytes) return 'too-little'
  return free - bytes < nearlyFull ? 'nearly-full' : 'enough'
}
