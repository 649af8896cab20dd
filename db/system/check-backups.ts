import { dirname, join } from 'node:path'
import { newestBackup } from '#db/files/newest-backup.ts'
import { Refusal } from '#db/shared/refusal.ts'
import { proveCopy } from '#db/sqlite/backup.ts'
import type { Check } from './check.ts'

/** The newest backup beside the registry can still be restored. That there is none is said and is no fault. */
export async function checkBackups(registry: string): Promise<Check> {
  const folder = dirname(registry)
  const newest = newestBackup(folder)?.name
  if (newest === undefined) {
    return {
      name: 'backups',
      ok: true,
      detail: { zh: '还没有备份。请备份一次', en: 'No backup yet. Make one' },
    }
  }
  try {
    await proveCopy(join(folder, 'backups', newest))
    return {
      name: 'backups',
      ok: true,
      detail: { zh: `最近的备份完好：${newest}`, en: `The newest backup is sound: ${newest}` },
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { name: 'backups', ok: false, detail: error.text }
  }
}
