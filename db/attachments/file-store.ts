import { createReadStream } from 'node:fs'
import { readdir, rm, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { bounded } from '#db/files/bounded.ts'
import { moveOver, writeDurably } from '#db/files/durable-file.ts'
import { measureOf } from '#db/files/measured.ts'
import { makePrivateFolder } from '#db/files/private-folder.ts'
import { errorCode, onDisk } from '#db/files/storage-refusal.ts'
import { type FileType, fileLimits, fileTypes, shownSize } from '#db/records/types/files.ts'
import { Refusal, refuse } from '#db/shared/refusal.ts'
import { type SecondHash, secondHashed } from './held.ts'
import { typeOfFile } from './type-of-file.ts'

/** Attached files lie in this folder of a registry, each under its content's hash, for its user's eyes only. */
export function filesFolder(registry: string): string {
  return join(registry, 'files')
}

/** Where the content of this hash lies, or would lie. */
export function pathOfFile(registry: string, sha256: string): string {
  return join(filesFolder(registry), sha256)
}

/** A file that was received whole and is not yet one of the registry's. */
export type Received = {
  readonly sha256: string
  readonly bytes: number
  readonly type: FileType
  readonly second: SecondHash
  readonly path: string
}

export type Receiving = {
  /** What a person calls it. */
  readonly name: string
  /** How large it is said to be; its folder has to have room for it. */
  readonly bytes: number
  readonly content: AsyncIterable<Uint8Array>
  readonly newId: () => string
  readonly signal?: AbortSignal | undefined
}

const arriving = '.new-'

/**
 * Takes a file in as it comes, never whole in memory, under a name of its own until it is kept or dropped. Refuses what
 * is empty, too large or of no type that may be attached, and a disk that is full; nothing is left behind then.
 */
export async function receiveFile(registry: string, file: Receiving): Promise<Received> {
  const { name, content, newId, signal } = file
  const folder = filesFolder(registry)
  await onDisk(name)(makePrivateFolder(folder))
  if (file.bytes > fileLimits.bytes) throw tooLarge(name)
  await refuseFull(folder, name, file.bytes)
  const path = join(folder, `${arriving}${newId()}`)
  const options = { mode: 'private', shown: name, ...(signal && { signal }) } as const
  const hashed = secondHashed(bounded(content, fileLimits.bytes, () => tooLarge(name)))
  const { sha256, bytes } = await writeDurably(path, hashed.content, options)
  const type = bytes === 0 ? undefined : await typeOfFile(path)
  if (type !== undefined) return { sha256, bytes, type, second: hashed.second(), path }
  await rm(path, { force: true })
  refuseType(name, bytes)
}

/** Makes a received file one of the registry's; one of the same content is replaced, should it be damaged. */
export async function keepFile(registry: string, { path, sha256 }: Received): Promise<void> {
  await onDisk(sha256)(moveOver(path, pathOfFile(registry, sha256)))
}

export async function dropFile({ path }: Received): Promise<void> {
  await rm(path, { force: true })
}

/** The hashes of all files that lie there, without those that are still arriving. */
export async function filesOnDisk(registry: string): Promise<string[]> {
  const names = await readdir(filesFolder(registry)).catch(noFolder)
  return names.filter(name => /^[0-9a-f]{64}$/.test(name))
}

/** Removes what a crash left of files that were arriving; only the holder of the registry's lock may call it. */
export async function sweepArriving(registry: string): Promise<void> {
  const folder = filesFolder(registry)
  for (const name of await readdir(folder).catch(noFolder)) {
    if (name.startsWith(arriving) || name.startsWith(`.${arriving}`)) await rm(join(folder, name))
  }
}

/** Whether the file lies there as its name says; reads it whole. */
export async function isWhole(registry: string, sha256: string): Promise<boolean> {
  try {
    return (await measureOf(createReadStream(pathOfFile(registry, sha256)))).sha256 === sha256
  } catch (error) {
    if (errorCode(error) === undefined) throw error
    return false
  }
}

/** The second hash of a file that lies there. */
export async function secondHashOf(registry: string, sha256: string): Promise<SecondHash> {
  const { content, second } = secondHashed(createReadStream(pathOfFile(registry, sha256)))
  for await (const _ of content);
  return second()
}

export async function sizeOnDisk(registry: string, sha256: string): Promise<number | undefined> {
  return stat(pathOfFile(registry, sha256)).then(
    found => found.size,
    () => undefined,
  )
}

/** So much stays free for the registry itself. */
const spared = 128 * 1024 * 1024

/** The bytes that files may still take on the disk of this folder; undefined where it does not say. */
export async function roomIn(folder: string): Promise<number | undefined> {
  const found = await statfs(folder).catch(() => undefined)
  return found === undefined ? undefined : Math.max(0, found.bavail * found.bsize - spared)
}

/** Refuses to begin what would not fit: half a file helps nobody, and a full disk stops the registry too. */
export async function refuseFull(folder: string, name: string, bytes: number): Promise<void> {
  const room = await roomIn(folder)
  if (room === undefined || room >= bytes) return
  refuse(
    'disk-full',
    `“${name}”有 ${shownSize(bytes)}，磁盘剩余空间不够，没有写入。请腾出空间后再试一次。`,
    `"${name}" takes ${shownSize(bytes)} and the disk has no room for it; nothing was written. Make room and try again.`,
    { file: name, bytes, room },
  )
}

function tooLarge(name: string): Refusal {
  const most = shownSize(fileLimits.bytes)
  return new Refusal(
    'file-too-large',
    {
      zh: `“${name}”超过 ${most}，没有添加。请压缩，或扫描成清晰度低一些的文件后再添加。`,
      en: `"${name}" is larger than ${most} and was not attached. Make it smaller, or scan it at a lower resolution, and try again.`,
    },
    { file: name },
  )
}

function refuseType(name: string, bytes: number): never {
  if (bytes === 0)
    refuse(
      'file-empty',
      `“${name}”是空文件，没有添加。请打开它看看，再选一次。`,
      `"${name}" is empty and was not attached. Open it to see, and choose again.`,
      { file: name },
    )
  const known = Object.values(fileTypes)
    .map(({ endings }) => endings[0])
    .join('、')
  refuse(
    'file-type-unknown',
    `“${name}”不是可以添加的文件，没有添加。可以添加：${known}。文件是什么由内容决定，改名没有用。`,
    `"${name}" is not a kind of file that can be attached. Allowed are: ${known.replaceAll('、', ', ')}. Its content tells what it is, so another name does not help.`,
    { file: name },
  )
}

function noFolder(error: unknown): string[] {
  if (errorCode(error) === 'ENOENT') return []
  throw error
}
