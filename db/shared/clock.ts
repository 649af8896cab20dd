import type { IsoDay } from './day.ts'
import { refuse } from './refusal.ts'

/** The PC's wall clock, passed in everywhere: for people to read, never to decide an order. */
export type Clock = { readonly now: () => Date }

export const systemClock: Clock = { now: () => new Date() }

const pad = (n: number) => String(n).padStart(2, '0')

/** The calendar day on the PC's wall, in its own time zone. */
export function today(clock: Clock): IsoDay {
  const now = clock.now()
  return `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}` as IsoDay
}

/** `20261128-220530`: day and time on the PC's wall, for the name of a file. */
export function wallStamp(clock: Clock): string {
  const now = clock.now()
  return `${today(clock).replaceAll('-', '')}-${[now.getHours(), now.getMinutes(), now.getSeconds()].map(pad).join('')}`
}

/**
 * Refuses a clock that no calendar of this program knows: a year before computers, or one of five digits. A clock that is
 * only wrong, that says 2009 say, decides nothing and is let be.
 */
export function refuseImpossibleClock(clock: Clock): void {
  const now = clock.now()
  const year = now.getFullYear()
  if (year >= 1970 && year <= 2199) return
  const shown = Number.isNaN(year) ? '?' : `${year}`
  refuse(
    'clock-impossible',
    `这台电脑的日期是 ${shown} 年，不可能是对的。请先校正电脑的日期和时间，再打开台账。`,
    `This PC says that it is the year ${shown}, which cannot be right. Set its date and time first, then open the registry again.`,
    { year: shown },
  )
}
