import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** `lifeline-20261124-0915…`: written only after the copy was proven, by the time on the PC's wall. */
const backupName = /^lifeline-(\d{4})(\d{2})(\d{2})-(\d{2})(\d{2})(\d{2})?.*\.db$/

export type KeptBackup = { readonly name: string; readonly at: string }

/** The newest backup in `backups/` of a registry's folder, by the time in its name. */
export function newestBackup(folder: string): KeptBackup | undefined {
  const backups = join(folder, 'backups')
  const names = existsSync(backups) ? readdirSync(backups) : []
  return names
    .sort()
    .flatMap((name): KeptBackup[] => {
      const [, year, month, day, hour, minute, second = '00'] = backupName.exec(name) ?? []
      const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}`)
      // Anybody can write a time that no clock shows into a name.
      return Number.isNaN(at.getTime()) ? [] : [{ name, at: at.toISOString() }]
    })
    .at(-1)
}
