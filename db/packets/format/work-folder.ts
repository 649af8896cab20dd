import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { join, win32 } from 'node:path'
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

/**
 * Removes the packets that lie in an inbox and that nothing was noted of, as where the PC was ended right after one was put
 * there; `needed`: the files of all others. For the holder of the registry's lock alone: nobody else puts any there. Whoever
 * sent it sends it again, for it was never said to be here. Files of any other name are somebody's own.
 */
export async function sweepInbox(inbox: string, needed: () => readonly string[]): Promise<void> {
  const lying = await readdir(inbox)
  const packets = lying.filter(name => /^[0-9a-f]{64}\.llb$/.test(name))
  if (packets.length === 0) return
  // The folder may have come from another system since.
  const kept = new Set(needed().map(file => win32.basename(file)))
  for (const name of packets) if (!kept.has(name)) await rm(join(inbox, name), { force: true })
}
