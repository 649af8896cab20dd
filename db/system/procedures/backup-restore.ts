import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Session } from '#db/session.ts'
import type { Report } from '#db/shared/long-work.ts'
import type { Text } from '#db/shared/text.ts'
import { copyRegistry, proveCopy } from '#db/sqlite/backup.ts'

const copying = { zh: '正在备份并核验', en: 'Copying and proving the copy' }
const restoring = { zh: '正在核验备份', en: 'Proving the backup' }

export type BackedUp = { readonly file: File; readonly sha256: string; readonly rows: number }

/** A proven copy of the registry while it is in use; also kept in `backups/`. Keys are never part of it. */
export async function backUp(session: Session, report: Report): Promise<BackedUp> {
  session.reader()
  const folder = join(session.folder, 'backups')
  await mkdir(folder, { recursive: true })
  const stamp = session.clock.now().toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15)
  const name = `lifeline-${stamp}.db`
  const partial = join(folder, `.${name}.partial`)
  try {
    await report(copying, 0, 1)
    const proven = await copyRegistry(session.readConnection(), partial, (done, total) =>
      report(copying, done, total),
    )
    const file = new File([new Uint8Array(await readFile(partial))], name)
    await rename(partial, join(folder, name))
    return { file, ...proven }
  } finally {
    await rm(partial, { force: true })
  }
}

export type Restored = { readonly sha256: string; readonly rows: number; readonly warnings: Text[] }

/**
 * Puts a backup in the registry's place, after it was proven; what was there before is kept in `backups/`. The copy
 * writes under a new writer, so nothing that both wrote can be taken for the same (journal.md, "A change").
 */
export async function restore(session: Session, file: File, report: Report): Promise<Restored> {
  const folder = join(session.folder, 'backups')
  await mkdir(folder, { recursive: true })
  const partial = join(folder, '.restore.partial')
  try {
    await writeFile(partial, new Uint8Array(await file.arrayBuffer()), { flush: true })
    await report(restoring, 0, 1)
    const proven = await proveCopy(partial, file.name)
    const warnings = await session.replaceRegistry(partial, file.name)
    await report(restoring, 1, 1)
    return { ...proven, warnings }
  } finally {
    await rm(partial, { force: true })
  }
}
