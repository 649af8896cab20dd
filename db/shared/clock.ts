import type { IsoDay } from './day.ts'

/** The PC's wall clock, passed in everywhere: for people to read, never to decide an order. */
export type Clock = { readonly now: () => Date }

export const systemClock: Clock = { now: () => new Date() }

/** The calendar day on the PC's wall, in its own time zone. */
export function today(clock: Clock): IsoDay {
  const now = clock.now()
  const pad = (n: number) => String(n).padStart(2, '0')
  return `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}` as IsoDay
}
