import { type Clock, today } from '#db/shared/clock.ts'
import type { IsoDay } from '#db/shared/day.ts'
import type { Connection } from '#db/sqlite/connection.ts'

export type ClockState = {
  readonly today: IsoDay
  readonly lastWork: string | null
  readonly isBehind: boolean
  readonly isAhead: boolean
}

const trusted = 'clock_trusted'

/** No registry lies untouched for so many years and is then gone on with: it is rather the date that was set wrong. */
const longest = 10

/**
 * Whether the PC's date can be right: what was noted here yesterday cannot be noted on a later day than today, and hardly
 * decades ago. Days are compared, not minutes: what is due depends on the day only. `connection` is undefined where there is no registry yet.
 */
export function clockState(clock: Clock, connection: Connection | undefined): ClockState {
  const lastWork =
    connection?.prepare<[], { at: string | null }>('SELECT max(at) AS at FROM change_set').get()?.at ?? null
  const said = connection
    ?.prepare<[string], { value: string }>('SELECT value FROM meta WHERE key = ?')
    .get(trusted)?.value
  const isAsked = lastWork !== null && !(said !== undefined && lastWork <= said)
  const isBehind = isAsked && isLater(lastWork, clock)
  const years = isAsked ? clock.now().getFullYear() - new Date(lastWork).getFullYear() : 0
  return { today: today(clock), lastWork, isBehind, isAhead: years > longest }
}

/** Notes that the date is right: nothing noted up to then is asked about again. */
export function trustClock(db: Connection, lastWork: string): void {
  db.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)').run(trusted, lastWork)
}

function isLater(at: string, clock: Clock): boolean {
  return today({ now: () => new Date(at) }) > today(clock)
}
