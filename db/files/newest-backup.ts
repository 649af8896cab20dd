import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** `lifeline-20261124-0915…`: written only after the copy was proven, in UTC. */
const backupName = /^lifeline-(\d{4})(\d{2})(\d{2})-(\d{2})(\d{2})(\d{2})?.*\.db$/

export type KeptBackup = { readonly name: string; readonly at: string }

/** The newest backup in `backups/` of a registry's folder, by the time in its name. */
export function newestBackup(folder: string): KeptBackup | undefined {
  const backups = join(folder, 'backups')
  const names = existsSync(backups) ? readdirSync(backups) : []
  const name = names
    .filter(file => backupName.test(file))
    .sort()
    .at(-1)
  const [, year, month, day, hour, minute, second = '00'] = backupName.exec(name ?? '') ?? []
  if (name === undefined) return undefined
  return { name, at: `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z` }
}
