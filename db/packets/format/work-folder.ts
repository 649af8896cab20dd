import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { writeRefusal } from '#db/files/storage-refusal.ts'

const prefix = '.opening-'

/** A new folder, for its user's eyes only, in which an opened packet lies in plain text until it is closed. */
export async function makeWorkFolder(parent: string): Promise<string> {
  try {
    return await mkdtemp(join(parent, prefix))
  } catch (error) {
    throw writeRefusal(error, join(parent, prefix))
  }
}

/** Removes a work folder. Windows frees a file a moment after it was closed, hence the retries. */
export async function removeWorkFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
}

/** Removes what a crash left behind of opened packets; only the holder of the registry's lock may call it. */
export async function sweepWorkFolders(parent: string): Promise<void> {
  const names = await readdir(parent)
  for (const name of names) if (name.startsWith(prefix)) await removeWorkFolder(join(parent, name))
}
