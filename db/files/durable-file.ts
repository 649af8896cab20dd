import { createReadStream } from 'node:fs'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { refuse } from '#db/shared/refusal.ts'
import { type Measure, measured, measureOf } from './measured.ts'
import { errorCode, onDisk } from './storage-refusal.ts'

/** A file that lies on its disk, with what was read back from there. */
export type WrittenFile = Measure & { readonly file: string }

/** A file that is still being written. A crash leaves it behind; it may be deleted, and the next write replaces it. */
const partialEnding = '.partial'

/**
 * Writes a file whole or not at all: temporary name, flush, read back and compare, rename. A failure of the disk is
 * a Refusal, a failure of `content` is thrown as it is; neither leaves anything behind.
 */
export async function writeDurably(
  file: string,
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  mode = 0o666,
): Promise<WrittenFile> {
  const partial = `${file}${partialEnding}`
  const told = onDisk(file)
  try {
    const written = await writePartial(partial, content, mode, told)
    const found = await told(measureOf(createReadStream(partial)))
    if (found.sha256 !== written.sha256) refuseUnequal(file)
    await told(renameOver(partial, file))
    await told(flushFolder(dirname(file)))
    return { file, ...found }
  } catch (error) {
    // A pulled stick fails here once more; the first failure is the one to tell.
    await rm(partial, { force: true }).catch(() => undefined)
    throw error
  }
}

async function writePartial(
  partial: string,
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  mode: number,
  told: ReturnType<typeof onDisk>,
): Promise<Measure> {
  await told(rm(partial, { force: true }))
  const handle = await told(open(partial, 'wx', mode))
  try {
    const { content: counted, measure } = measured(drawn(content))
    for await (const chunk of counted) await told(handle.writeFile(chunk))
    await told(handle.sync())
    return measure()
  } finally {
    await told(handle.close())
  }
}

async function* drawn(content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* content
}

/** Virus scanners on Windows hold a new file for a moment, and a held file cannot be renamed. */
async function renameOver(partial: string, file: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await rename(partial, file)
    } catch (error) {
      const isHeld = ['EPERM', 'EACCES', 'EBUSY'].includes(errorCode(error) ?? '')
      if (process.platform !== 'win32' || !isHeld || tries === 20) throw error
      await setTimeout(50)
    }
  }
}

/** Makes the new name last through a power cut. Windows and some network drives offer no such flush. */
async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  let handle: FileHandle | undefined
  try {
    handle = await open(folder, 'r')
    await handle.sync()
  } catch (error) {
    if (errorCode(error) !== 'EINVAL' && errorCode(error) !== 'ENOTSUP') throw error
  } finally {
    await handle?.close()
  }
}

function refuseUnequal(file: string): never {
  refuse(
    'write-failed',
    `${file} 写入后读回的内容不一致，已删除。这个U盘可能已损坏，请换一个，再做一次。`,
    `${file} did not read back as it was written and has been deleted. The stick may be failing: take another and try again.`,
    { file },
  )
}
