import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { Cancelled } from '#db/shared/long-work.ts'
import { refuse } from '#db/shared/refusal.ts'
import { fileRefusal } from './file-refusal.ts'

/**
 * Refuses a name that cannot become a new file: one that is taken, or in a folder that is not there. Asked before
 * long work begins, so that nothing is done whose result has no place.
 */
export async function refuseTaken(file: string): Promise<void> {
  const folder = dirname(file)
  await stat(folder).catch(error => {
    throw fileRefusal(error, folder)
  })
  if (await exists(file)) refuseOverwriting(file)
}

/** Makes the folder that new files go into, when the one above it is there: a stick that is not plugged in is not made. */
export async function openFolder(folder: string): Promise<void> {
  if (await exists(folder)) return
  await mkdir(folder).catch(error => {
    throw fileRefusal(error, folder)
  })
}

/**
 * Writes a new file whole or not at all: temporary name, flush, read back, rename. A file of that name with the same
 * content is left as it is; one with another content is never replaced. Refusals call it `shown`.
 */
export async function writeNewFile(
  file: string,
  content: Blob,
  signal: AbortSignal,
  shown = file,
): Promise<void> {
  const partial = join(dirname(file), `.${basename(file)}.partial`)
  try {
    const written = await writePartial(partial, content, signal)
    if ((await hashOf(partial)) !== written) refuseUnequal(shown)
    if (await exists(file)) {
      if ((await hashOf(file)) !== written) refuseOverwriting(shown)
      await rm(partial)
      return
    }
    await rename(partial, file)
    await flushFolder(dirname(file))
  } catch (error) {
    // A pulled stick fails here once more; the first failure is the one to tell.
    await rm(partial, { force: true }).catch(() => undefined)
    throw fileRefusal(error, shown)
  }
}

async function writePartial(partial: string, content: Blob, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  const handle = await open(partial, 'w')
  try {
    for await (const chunk of content.stream()) {
      if (signal.aborted) throw new Cancelled()
      hash.update(chunk)
      await handle.writeFile(chunk)
    }
    await handle.sync()
  } finally {
    await handle.close()
  }
  return hash.digest('hex')
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file)) hash.update(chunk)
  return hash.digest('hex')
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  )
}

/** Makes the new name last through a power cut. Windows and some network drives offer no such flush. */
async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } catch (error) {
    const isUnknownHere =
      error instanceof Error && 'code' in error && (error.code === 'EINVAL' || error.code === 'ENOTSUP')
    if (!isUnknownHere) throw error
  } finally {
    await handle.close()
  }
}

function refuseOverwriting(file: string): never {
  refuse(
    'file-exists',
    `${file} 已经存在，没有覆盖。请换一个名称，或先把它移走，再做一次。`,
    `${file} exists already and was not replaced. Give another name, or move it away first, then try again.`,
    { file },
  )
}

function refuseUnequal(file: string): never {
  refuse(
    'disk-failed',
    `${file} 写入后读回的内容不一致，已删除。这个U盘可能已损坏，请换一个，再做一次。`,
    `${file} did not read back as it was written and has been deleted. The stick may be failing: take another and try again.`,
    { file },
  )
}
