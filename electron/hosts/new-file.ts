import { mkdir, stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { isThere, refuseReserved, refuseTaken, writeDurably } from '#db/files/durable-file.ts'
import { fromDisk } from '#db/files/from-disk.ts'
import { onDisk, writeRefusal } from '#db/files/storage-refusal.ts'

/**
 * Refuses a name that cannot become a new file: one that is taken or that no system can open, or in a folder that is
 * not there. Asked before long work begins, so that nothing is done whose result has no place.
 */
export async function refuseUnusable(file: string): Promise<void> {
  refuseReserved(basename(file))
  await onDisk(file)(stat(dirname(file)))
  if (await isThere(file)) refuseTaken(file)
}

/** Makes the folder that new files go into, when the one above it is there: a stick that is not plugged in is not made. */
export async function openFolder(folder: string): Promise<void> {
  if (!(await isThere(folder))) await onDisk(folder)(mkdir(folder))
}

/**
 * Writes a new file whole or not at all. A file of that name with the same content is left as it is; one with another
 * content is never replaced. Refusals call it `shown`.
 */
export async function writeNewFile(
  file: string,
  content: Blob,
  signal: AbortSignal,
  shown = file,
): Promise<void> {
  try {
    await writeDurably(file, content.stream(), { present: 'keep', shown, signal, readBack: fromDisk })
  } catch (error) {
    // What is handed over lies on a disk itself.
    throw writeRefusal(error, shown)
  }
}
