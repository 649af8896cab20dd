import type { Connection } from '#db/sqlite/connection.ts'
import { sizeOnDisk } from './file-store.ts'
import { noteGone } from './named-files.ts'

/** Contents by their hashes: those that lie on the disk, and those that lay here once and are gone or damaged. */
export type Whereabouts = { readonly here: ReadonlySet<string>; readonly lost: ReadonlySet<string> }

/** A registry's folder and file; a guest writes nothing. */
export type Place = {
  readonly folder: string
  readonly read: Connection
  readonly write: Connection | undefined
}

/**
 * Looks on the disk for files that are about to be shown. What somebody took from the folder while the program runs is
 * noted at once: the next packet asks for it again.
 */
export async function whereaboutsOf(
  { folder, read, write }: Place,
  hashes: readonly string[],
): Promise<Whereabouts> {
  const noted = read
    .prepare<[string], { sha256: string; gone: 0 | 1 }>(
      `SELECT sha256, min(gone) AS gone FROM file_here
       WHERE sha256 IN (SELECT value FROM json_each(?)) GROUP BY sha256`,
    )
    .all(JSON.stringify(hashes))
  const here = new Set<string>()
  const lost = new Set<string>()
  for (const { sha256, gone } of noted) {
    if (gone === 0 && (await sizeOnDisk(folder, sha256)) !== undefined) here.add(sha256)
    else lost.add(sha256)
    if (gone === 0 && lost.has(sha256) && write !== undefined) noteGone(write, sha256)
  }
  return { here, lost }
}
