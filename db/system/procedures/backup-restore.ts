import { openAsBlob } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { BackupHolds } from '#contract/system.ts'
import { filesFolder, filesOnDisk, isWhole, pathOfFile, refuseFull } from '#db/attachments/file-store.ts'
import { countFiles, namedAmong } from '#db/attachments/named-files.ts'
import { flushFile, moveOver, partialOf, writeDurably } from '#db/files/durable-file.ts'
import { makePrivateFolder } from '#db/files/private-folder.ts'
import { sentenceOf } from '#db/registry/history/sentence.ts'
import type { Session } from '#db/session.ts'
import { wallStamp } from '#db/shared/clock.ts'
import type { Report } from '#db/shared/long-work.ts'
import type { Text } from '#db/shared/text.ts'
import { copyRegistry, type ProvenCopy, refuseNoDatabase } from '#db/sqlite/backup.ts'
import { type Connection, openReadOnly, prepareOnce, registryFile } from '#db/sqlite/connection.ts'
import { putFilesInto, takeFilesOut } from '#db/sqlite/files-in-backup.ts'

const copying = { zh: '正在备份并检查', en: 'Backing up and verifying' }
const copyingFiles = { zh: '正在备份附件', en: 'Backing up the attached files' }
const reading = { zh: '正在读入备份', en: 'Reading the backup' }
const restoringFiles = { zh: '正在放回附件', en: 'Putting the attached files back' }
const restoring = { zh: '正在检查备份', en: 'Verifying the backup' }

export type BackedUp = { readonly file: File; readonly sha256: string; readonly rows: number }

/**
 * A proven copy of the registry while it is in use, with the files that its records name; also kept in `backups/`. Keys are
 * never part of it.
 */
export async function backUp(session: Session, report: Report): Promise<BackedUp> {
  session.reader()
  const folder = join(session.folder, 'backups')
  await makePrivateFolder(folder)
  const name = `lifeline-${wallStamp(session.clock)}.db`
  const partial = partialOf(join(folder, name))
  try {
    await report(copying, 0, 1)
    const { size } = await stat(registryFile(session.folder))
    await refuseFull(folder, name, size + countFiles(session.readConnection()).bytes)
    const proven = await copyRegistry(
      session.readConnection(),
      partial,
      (done, total) => report(copying, done, total),
      {
        stopped: report.stopped,
        fill: copy => putFiles(session, copy, report),
        prove: copy => proved(session, copy, name, report),
      },
    )
    await flushFile(partial)
    const kept = join(folder, name)
    await moveOver(partial, kept)
    // It stays on the disk: whoever takes it over reads it piece by piece.
    return { file: new File([await openAsBlob(kept)], name), ...proven }
  } finally {
    await removeCopy(partial)
  }
}

async function putFiles(session: Session, copy: string, report: Report): Promise<void> {
  const lying = await filesOnDisk(session.folder)
  const named = namedAmong(session.readConnection(), lying)
  const files = lying
    .filter(sha256 => named.has(sha256))
    .map(sha256 => ({ sha256, path: pathOfFile(session.folder, sha256) }))
  await putFilesInto(copy, files, done => report(copyingFiles, done, files.length))
}

/** Proves a copy where it keeps nobody from being answered. */
function proved(session: Session, copy: string, name: string, report: Report): Promise<ProvenCopy> {
  const input = { copy, name }
  return session.threads.run({
    request: { task: 'prove-copy', input, file: registryFile(session.folder) },
    report,
  })
}

/** A file's bytes as they are drawn; told how far they have come, and stopped when nobody waits for them. */
async function* counted(file: File, report: Report): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const chunk of file.stream()) {
    await report(reading, bytes, file.size)
    bytes += chunk.length
    yield chunk
  }
  await report(restoring, file.size, file.size)
}

/** Removes a copy that is not kept, with what SQLite put beside it. */
async function removeCopy(file: string): Promise<void> {
  for (const ending of ['', '-wal', '-shm', '-journal']) await rm(`${file}${ending}`, { force: true })
}

export type Restored = ProvenCopy & { readonly warnings: Text[]; readonly holds: BackupHolds }

type Asked = { readonly file: File; readonly dryRun: boolean; readonly newKeys: boolean }

/**
 * Puts a backup in the registry's place, after it was proven; what was there before is kept in `backups/`. The copy
 * writes under a new writer, so nothing that both wrote can be taken for the same (journal.md, "A change"). With `dryRun`
 * it is told what would come of that.
 */
export async function restore(
  session: Session,
  { file, dryRun, newKeys }: Asked,
  report: Report,
): Promise<Restored> {
  await refuseNoDatabase(file)
  const folder = join(session.folder, 'backups')
  await makePrivateFolder(folder)
  const partial = partialOf(join(folder, 'restored.db'))
  // What one left that was ended here would be taken for a part of this one.
  await removeCopy(partial)
  try {
    await writeDurably(partial, counted(file, report), { mode: 'private', shown: join(folder, file.name) })
    const proven = await proved(session, partial, file.name, report)
    await session.refuseForeign(partial, file.name, newKeys)
    const holds = await heldBy(session, partial)
    if (dryRun) return { ...proven, warnings: [], holds }
    await takeFilesOut(partial, async (sha256, content) => {
      if (!(await isWhole(session.folder, sha256))) {
        await makePrivateFolder(filesFolder(session.folder))
        await writeDurably(pathOfFile(session.folder, sha256), content, { mode: 'private' })
      }
      await report(restoringFiles, 0, 0)
    })
    await report(restoring, 1, 1)
    // From here on it is not stopped any more: whoever tries is told that it was restored.
    const warnings = await session.replaceRegistry(partial, file.name, newKeys)
    return { ...proven, warnings, holds }
  } finally {
    await removeCopy(partial)
  }
}

/** Whose a backup is, what was done last before it was made, and how much of what was done here is not in it. */
async function heldBy(session: Session, copy: string): Promise<BackupHolds> {
  const backup = openReadOnly(copy)
  try {
    const office = prepareOnce<[], string>(
      backup,
      "SELECT org.name FROM meta JOIN org ON org.id = meta.value WHERE meta.key = 'office'",
    )
    const last = prepareOnce<[], { readonly at: string; readonly label: string }>(
      backup,
      'SELECT at, label FROM change_set ORDER BY no DESC LIMIT 1',
    ).get()
    const known = new Set(workOf(backup))
    const here = session.exists() ? workOf(session.readConnection()) : []
    return {
      org: office.pluck().get() ?? null,
      last: last === undefined ? null : { at: last.at, sentence: sentenceOf(labelIn(last.label)) },
      missing: here.filter(one => !known.has(one)).length,
    }
  } finally {
    backup.close()
  }
}

/** Registries of one past have the same work under the same numbers; later work of each has moments of its own. */
function workOf(connection: Connection): readonly string[] {
  return prepareOnce<[]>(connection, "SELECT no || ' ' || at FROM change_set").pluck().all() as string[]
}

const labelSchema = z.looseObject({ what: z.string() })

function labelIn(json: string): Readonly<Record<string, unknown>> {
  return labelSchema.safeParse(JSON.parse(json)).data ?? {}
}
