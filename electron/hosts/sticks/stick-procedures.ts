import { constants } from 'node:fs'
import { open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { implement, ORPCError } from '@orpc/server'
import { cutPacket, nameInOutbox } from '#contract/packets/packet-parts.ts'
import { type Drive, outboxId, type PacketFile, wireContract } from '#contract/port/wire.ts'
import { onDisk, readRefusal } from '#db/files/storage-refusal.ts'
import { Refusal, refuse } from '#db/shared/refusal.ts'
import { freeName, numbered, writeNewFile } from '../new-file.ts'
import { carriedKind, isForStick } from './carried-file.ts'
import { freeIn, refuseWithoutRoom } from './free-space.ts'
import { driveId, type ListDrives, type MountedDrive } from './mounted-drive.ts'

/** A packet is at most that large; what is larger on a stick is not read into memory. */
const largest = 512 * 1024 * 1024
/** So many files are listed, the newest first. */
const mostFiles = 200

type Options = {
  /** The registry's folder, in which `outbox/` lies. */
  readonly folder: string
  readonly listDrives: ListDrives
}

/** The host's side of carrying packets: which sticks are there, what lies on them, reading from and writing to them. */
export function stickProcedures({ folder, listDrives }: Options) {
  const os = implement(wireContract.host).use(async ({ next }) => {
    try {
      return await next()
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const { code, text, details } = error
      throw new ORPCError('REFUSED', { status: 422, message: text.en, data: { code, text, details } })
    }
  })
  const outbox: MountedDrive = { folder: join(folder, 'outbox'), name: outboxId, free: null }

  /** The drive is looked up anew: what was listed a minute ago may have been pulled out, or be another stick. */
  const stickOf = async (id: string): Promise<MountedDrive> => {
    const found = (await listDrives()).find(drive => driveId(drive) === id)
    return found ?? refuseGone()
  }

  return {
    drives: os.drives.handler(async () => (await listDrives()).map(shownDrive)),
    packetFiles: os.packetFiles.handler(async () => {
      const drives = [...(await listDrives()).map(drive => ({ id: driveId(drive), drive }))]
      const places = [...drives, { id: outboxId, drive: outbox }]
      const found = await Promise.all(places.map(({ id, drive }) => filesOn(id, drive, outbox.folder)))
      return found.flatMap(files => files.toSorted((a, b) => b.at.localeCompare(a.at)).slice(0, mostFiles))
    }),
    readFrom: os.readFrom.handler(async ({ input }) => {
      if (carriedKind(input.name) === undefined) refuseOther(input.name)
      const { drive, name } = input
      return readCarried(drive === outboxId ? outbox : await stickOf(drive), name)
    }),
    saveTo: os.saveTo.handler(async ({ input, signal }) => {
      const { file, most = Infinity } = input
      if (!isForStick(file.name)) refuseOther(file.name)
      const drive = await stickOf(input.drive)
      refuseWithoutRoom(drive.free, file.size, shownName(drive, file.name))
      const until = signal ?? new AbortController().signal
      const isCut = file.size > most
      const name = isCut ? await saveParts(drive, file, most, until) : await saveBeside(drive, file, until)
      const parts = isCut ? cutPacket(name, file.size, most).length : 1
      // What a stick had free is known anew: only now is it told whether the next packet will fit.
      return {
        drive: { ...shownDrive(drive), free: (await freeIn(drive.folder)) ?? drive.free },
        name,
        parts,
      }
    }),
  }
}

function shownDrive(drive: MountedDrive): Drive {
  return { id: driveId(drive), name: drive.name, free: drive.free }
}

/** What cannot be looked at counts as not there: a stick may be pulled out while it is listed. */
async function filesOn(id: string, { folder }: MountedDrive, outbox: string): Promise<readonly PacketFile[]> {
  const names = await readdir(folder).catch(() => [])
  const looked = names.map(async (name): Promise<readonly PacketFile[]> => {
    const kind = carriedKind(name)
    if (kind === undefined) return []
    const found = await stat(join(folder, name)).catch(() => undefined)
    if (!found?.isFile()) return []
    const path = join(folder, name)
    const isOurs = id === outboxId || (await beginsAs(path, join(outbox, nameInOutbox(name))))
    return [{ drive: id, name, kind, size: found.size, at: found.mtime.toISOString(), isOurs }]
  })
  return (await Promise.all(looked)).flat()
}

/** A request is shorter, and a sealed packet differs from every other one in its first hundred bytes. */
const beginning = 4096

/** Whether a file begins as the other one does; that one is looked at first, since mostly there is none. */
async function beginsAs(path: string, other: string): Promise<boolean> {
  const theirs = await beginningOf(other)
  const ours = theirs && (await beginningOf(path))
  if (theirs === undefined || ours === undefined) return false
  const length = Math.min(theirs.length, ours.length)
  return length > 0 && theirs.subarray(0, length).equals(ours.subarray(0, length))
}

async function beginningOf(path: string): Promise<Buffer | undefined> {
  try {
    await using handle = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0))
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(beginning), 0, beginning, 0)
    return buffer.subarray(0, bytesRead)
  } catch {
    return undefined
  }
}

/** Reads a file that lies there itself: a link could lead out of the stick. Windows has no such flag and no such links. */
async function readCarried(drive: MountedDrive, name: string): Promise<File> {
  const shown = shownName(drive, name)
  try {
    await using handle = await open(
      join(drive.folder, name),
      constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0),
    )
    const { size, mtimeMs } = await handle.stat()
    if (size > largest) refuseLarge(shown)
    return new File([new Uint8Array(await handle.readFile())], name, { lastModified: mtimeMs })
  } catch (error) {
    throw readRefusal(error, shown)
  }
}

/** Saves under its own name, or with a number where another packet has that name already. Answers the name. */
async function saveBeside(drive: MountedDrive, file: File, signal: AbortSignal): Promise<string> {
  for (let n = 1; ; n++) {
    const name = numbered(file.name, n)
    try {
      await writeNewFile(join(drive.folder, name), file, signal, shownName(drive, name))
      return name
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'file-exists' || n === 99) throw error
    }
  }
}

/** Saves it in parts, under a name of which no part lies there yet: parts of two packets would not be told apart. */
async function saveParts(
  drive: MountedDrive,
  file: File,
  most: number,
  signal: AbortSignal,
): Promise<string> {
  const partsOf = (name: string) => cutPacket(name, file.size, most)
  const name = await onDisk(shownName(drive, file.name))(
    freeName(drive.folder, file.name, one => partsOf(one).map(part => part.name)),
  )
  const written: string[] = []
  try {
    for (const part of partsOf(name)) {
      const path = join(drive.folder, part.name)
      await writeNewFile(path, file.slice(part.from, part.to), signal, shownName(drive, part.name))
      written.push(path)
    }
  } catch (error) {
    // Some parts alone are of no use to anybody, and the next try would have to go beside them.
    await Promise.all(written.map(path => rm(path, { force: true }).catch(() => undefined)))
    throw error
  }
  return name
}

/** As both languages write it: the sentence around it has its own punctuation. */
function shownName(drive: MountedDrive, name: string): string {
  return drive.name === outboxId ? name : `${drive.name} / ${name}`
}

function refuseOther(name: string): never {
  refuse(
    'file-not-carried',
    `“${name}”不是数据包或申请文件。这里只读写 .llb 数据包和入网申请。`,
    `"${name}" is no packet and no request. Only .llb packets and requests to join are read and written here.`,
    { name },
  )
}

function refuseGone(): never {
  refuse(
    'drive-gone',
    '这个U盘已经拔出，或者换了一个。请插好U盘，刷新列表后再选一次。',
    'That stick was pulled out, or another one is in its place. Plug it in, refresh the list and choose again.',
  )
}

function refuseLarge(shown: string): never {
  refuse(
    'packet-too-large',
    `${shown} 超过 512 MB，不像是数据包。请核对文件。`,
    `${shown} is larger than 512 MB and can hardly be a packet. Check that it is the right file.`,
  )
}
