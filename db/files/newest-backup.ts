import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** `lifeline-20261124-0915…`: written only after the copy was proven, by the time on the PC's wall. */
const backupName = /^lifeline-(\d{4})(\d{2})(\d{2})-(\d{2})(\d{2})(\d{2})?.*\.db$/

export type KeptBackup = { readonly name: string; readonly at: string }

/** The newest backup in `backups/` of a registry's folder, by the time in its name. */
export function newestBackup(folder: string): KeptBackup | undefined {
  const backups = join(folder, 'backups')
  const names = existsSync(backups) ? readdirSync(backups) : []
  const kept = names.flatMap((name): KeptBackup[] => {
    const at = timeIn(name)
    return at === undefined ? [] : [{ name, at: at.toISOString() }]
  })
  return kept.sort((a, b) => (a.at === b.at ? (a.name < b.name ? -1 : 1) : a.at < b.at ? -1 : 1)).at(-1)
}

/** The time on the wall that a name tells; none where no clock shows it. */
function timeIn(name: string): Date | undefined {
  const parts = backupName.exec(name)
  if (parts === null) return undefined
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
    .slice(1)
    .map(part => Number(part ?? 0))
  const at = new Date(year, month - 1, day, hour, minute, second)
  return at.getMonth() === month - 1 && at.getDate() === day && hour < 24 && minute < 60 ? at : undefined
}
