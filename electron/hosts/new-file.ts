import { mkdir, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
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

/**
 * Makes the folder that new files go into, when the one above it is there: a stick that is not plugged in is not made. Refuses
 * one into which nothing can be written, before anything is done whose result would have no place.
 */
export async function openFolder(folder: string): Promise<void> {
  if (!(await isThere(folder))) await onDisk(folder)(mkdir(folder))
  const trial = join(folder, `.lifeline-${process.pid}`)
  await onDisk(folder)(writeFile(trial, '').then(() => rm(trial, { force: true })))
}

/** The same name with a number, for a file beside another one of that name: `a.llb` -> `a (2).llb`. */
export function numbered(name: string, n: number): string {
  const dot = name.lastIndexOf('.')
  return n === 1 ? name : `${name.slice(0, dot)} (${n})${name.slice(dot)}`
}

/**
 * The first of `name`, `name (2)`, … under which nothing lies in the folder; `filesOf` says which files one of them
 * would be, where it is more than one.
 */
export async function freeName(
  folder: string,
  name: string,
  filesOf: (name: string) => readonly string[] = one => [one],
): Promise<string> {
  for (let n = 1; n < 100; n++) {
    const taken = await Promise.all(filesOf(numbered(name, n)).map(file => isThere(join(folder, file))))
    if (!taken.includes(true)) return numbered(name, n)
  }
  refuseTaken(join(folder, name))
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
