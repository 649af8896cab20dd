import { constants, createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { errorCode } from './storage-refusal.ts'

/**
 * The flag that opens a file past all that the system remembers of it, where there is one. Windows has one
 * (FILE_FLAG_NO_BUFFERING) that Node passes on and has no name for.
 */
export function directFlag(platform: string): number | undefined {
  return platform === 'win32' ? 0x02000000 : constants.O_DIRECT
}

/** As much of an open file as is asked of it here. */
export type OpenedFile = Pick<FileHandle, 'read' | 'stat' | 'close'>

export type System = {
  readonly platform: string
  readonly open: (file: string, flags: number) => Promise<OpenedFile>
}

const thisSystem: System = { platform: process.platform, open }

const chunk = 1024 * 1024

/**
 * The bytes of a file as its disk has them. Whatever was written a moment ago an ordinary reader is answered from memory,
 * and a counterfeit stick, which says yes to everything and keeps a part of it, would pass. Where a disk or a system has no
 * such way, they are read through a fresh handle as any program would.
 */
export async function* fromDisk(
  file: string,
  { platform, open }: System = thisSystem,
): AsyncGenerator<Uint8Array> {
  const direct = directFlag(platform)
  const handle = direct === undefined ? undefined : await open(file, direct).catch(() => undefined)
  if (handle === undefined) return yield* createReadStream(file)
  try {
    const { size } = await handle.stat()
    const buffer = await aligned(handle)
    if (buffer === undefined) return yield* createReadStream(file)
    // Only whole blocks may be asked for, so nothing is asked for behind the end: it may lie inside a block.
    for (let at = 0; at < size; ) {
      const { bytesRead } = await handle.read(buffer, 0, chunk, at)
      if (bytesRead === 0) return
      yield buffer.subarray(0, bytesRead)
      at += bytesRead
    }
  } finally {
    await handle.close()
  }
}

/** Such a reader wants memory that begins where a block could; nobody says where ours does, so it is tried. */
async function aligned(handle: OpenedFile): Promise<Uint8Array | undefined> {
  const block = 4096
  const memory = new ArrayBuffer(chunk + block)
  for (let offset = 0; offset < block; offset += 8) {
    const buffer = new Uint8Array(memory, offset, chunk)
    try {
      await handle.read(buffer, 0, chunk, 0)
      return buffer
    } catch (error) {
      if (errorCode(error) !== 'EINVAL') throw error
    }
  }
  return undefined
}
