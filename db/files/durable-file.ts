import { createReadStream } from 'node:fs'
import * as disk from 'node:fs/promises'
import { type FileHandle, open, readdir, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { isReservedName } from '#contract/packets/file-name.ts'
import { Cancelled } from '#db/shared/long-work.ts'
import { refuse } from '#db/shared/refusal.ts'
import { type Measure, measured, measureOf } from './measured.ts'
import { errorCode, onDisk } from './storage-refusal.ts'

/** A file that lies on its disk, with what was read back from there. */
export type WrittenFile = Measure & { readonly file: string }

export type Bytes = AsyncIterable<Uint8Array> | Iterable<Uint8Array>

export type WritingOptions = {
  /** `private`: for its user's eyes only, whatever the umask: all that lies in a registry's folder. */
  readonly mode?: 'private' | 'usual'
  /** What becomes of a file of that name: it is replaced, or it is kept, and another content refused. */
  readonly present?: 'replace' | 'keep'
  /** What a person calls the file. */
  readonly shown?: string
  readonly signal?: AbortSignal | undefined
  /** How it is read back; as any reader would if nothing is said. */
  readonly readBack?: (file: string) => AsyncIterable<Uint8Array>
}

/**
 * Writes a file whole or not at all: temporary name, flush, read back and compare, rename. A failure of the disk is
 * a Refusal, a failure of `content` is thrown as it is; neither leaves anything behind.
 */
export async function writeDurably(
  file: string,
  content: Bytes,
  {
    mode = 'usual',
    present = 'replace',
    shown = file,
    signal,
    readBack = createReadStream,
  }: WritingOptions = {},
): Promise<WrittenFile> {
  refuseReserved(basename(file))
  const partial = partialOf(file)
  const told = onDisk(shown)
  try {
    const written = await writePartial(partial, content, mode, told, signal)
    const found = await told(measureOf(untilStopped(readBack(partial), signal)))
    if (found.sha256 !== written.sha256) refuseUnequal(shown)
    if (present === 'keep' && (await isThere(file))) {
      const there = await told(measureOf(untilStopped(createReadStream(file), signal)))
      if (there.sha256 !== written.sha256) refuseTaken(shown)
      await told(rm(partial))
    } else {
      refuseStopped(signal)
      await told(moveOver(partial, file))
    }
    return { file, ...found }
  } catch (error) {
    // A pulled stick fails here once more; the first failure is the one to tell.
    await rm(partial, { force: true }).catch(() => undefined)
    throw error
  }
}

/** The name of a file that is still being written. A crash leaves it behind; the next write replaces it. */
export function partialOf(file: string): string {
  return join(dirname(file), `.${basename(file)}.partial`)
}

/** Removes what a program that was ended left half written in a folder; for the holder of the registry's lock alone. */
export async function sweepPartials(folder: string): Promise<void> {
  const names = await readdir(folder).catch((): string[] => [])
  // SQLite puts files of its own beside a copy that it writes.
  const left = names.filter(name => /^\..*\.partial(-wal|-shm|-journal)?$/.test(name))
  for (const name of left) await rm(join(folder, name), { force: true })
}

async function writePartial(
  partial: string,
  content: Bytes,
  mode: 'private' | 'usual',
  told: ReturnType<typeof onDisk>,
  signal: AbortSignal | undefined,
): Promise<Measure> {
  await told(rm(partial, { force: true }))
  const handle = await told(open(partial, 'wx', mode === 'private' ? 0o600 : 0o666))
  try {
    const { content: counted, measure } = measured(drawn(content))
    let unflushed = 0
    for await (const chunk of untilStopped(counted, signal)) {
      await told(handle.writeFile(chunk))
      unflushed += chunk.length
      if (unflushed < mostUnflushed) continue
      await told(handle.datasync())
      unflushed = 0
    }
    refuseStopped(signal)
    await told(handle.sync())
    refuseStopped(signal)
    return measure()
  } finally {
    await told(handle.close())
  }
}

/**
 * A system keeps what is written to a slow stick in memory, hundreds of megabytes of it, and no flush can be stopped: it is
 * flushed as it grows, so that the last flush is a short one.
 */
const mostUnflushed = 8 * 1024 * 1024

function refuseStopped(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new Cancelled()
}

async function* untilStopped(
  content: AsyncIterable<Uint8Array>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of content) {
    refuseStopped(signal)
    yield chunk
  }
}

async function* drawn(content: Bytes): AsyncGenerator<Uint8Array> {
  yield* content
}

/**
 * Gives a file that lies on its disk another name, over whatever has that name, and makes it last. What a virus scanner
 * or another program holds for a moment is tried again, for a second in all.
 */
export async function moveOver(
  from: string,
  to: string,
  rename: (from: string, to: string) => Promise<void> = disk.rename,
): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await rename(from, to)
      break
    } catch (error) {
      if (!['EPERM', 'EACCES', 'EBUSY'].includes(errorCode(error) ?? '') || tries === 20) throw error
      await setTimeout(50)
    }
  }
  await flushFolder(dirname(to))
}

/** Makes what another program, SQLite say, has written there last through a power cut. */
export async function flushFile(file: string): Promise<void> {
  const handle = await open(file, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
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

export async function isThere(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  )
}

export function refuseTaken(file: string): never {
  refuse(
    'file-exists',
    `${file} 已经存在，没有覆盖。请换一个名称，或先把它移走，再做一次。`,
    `${file} exists already and was not replaced. Give another name, or move it away first, then try again.`,
    { file },
  )
}

/** Refuses a name that Windows could not open: a device's, or one that ends in a dot or a space. */
export function refuseReserved(name: string): void {
  if (!isReservedName(name)) return
  refuse(
    'file-name-reserved',
    `“${name}”在 Windows 上不能作文件名。请换一个名称，再做一次。`,
    `"${name}" cannot be a file's name on Windows. Give it another name and try again.`,
    { name },
  )
}

function refuseUnequal(file: string): never {
  refuse(
    'read-back-differs',
    `${file} 写入后读回的内容不一致，已删除。这个U盘可能已损坏，或者容量是假的，请换一个，再做一次。`,
    `${file} did not read back as it was written and has been deleted. The stick may be failing, or smaller than it says: take another and try again.`,
    { file },
  )
}
