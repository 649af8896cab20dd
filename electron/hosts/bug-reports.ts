import { appendFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Log } from '#db/engine.ts'
import type { Clock } from '#db/shared/clock.ts'
import type { NewId } from '#db/shared/new-id.ts'
import type { ReportBug } from './call.ts'

export type Reports = { readonly log: Log; readonly reportBug: ReportBug }

type Options = {
  readonly folder: string
  readonly clock: Clock
  readonly newId: NewId
  /** For whoever reads along; a stack is in the lines of level `error` only. */
  readonly tell: (level: Parameters<Log>[0], line: string) => void
}

const bugFile = 'bugs.log'

/**
 * Where the engine's notes go, and where bugs are written down: told to whoever reads along, and bugs also kept in the
 * registry's folder, so that the reference on the screen leads to a stack later.
 */
export function bugReports({ folder, clock, newId, tell }: Options): Reports {
  const log: Log = (level, message, details) => {
    const line = `${clock.now().toISOString()} ${level} ${message}${stackOf(details)}\n`
    tell(level, line)
    if (level === 'error' && existsSync(folder)) appendFileSync(join(folder, bugFile), line)
  }
  const reportBug: ReportBug = (error, doing) => {
    const reference = newId().slice(-8)
    log('error', `bug ${reference} in ${doing}`, error)
    return reference
  }
  return { log, reportBug }
}

function stackOf(details: unknown): string {
  if (details === undefined) return ''
  if (!(details instanceof Error)) return `\n${JSON.stringify(details)}`
  return `\n${details.stack ?? details.message}${details.cause === undefined ? '' : stackOf(details.cause)}`
}
