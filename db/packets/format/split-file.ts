import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { type WrittenFile, writeDurably } from '#db/files/durable-file.ts'
import { readRefusal } from '#db/files/storage-refusal.ts'
import { refuse } from '#db/shared/refusal.ts'

const maxSlices = 999

type SliceName = { readonly whole: string; readonly index: number; readonly total: number }

/**
 * Cuts a sealed packet into slices that fit an e-mail, `name.llb.1of3`, beside each other in a folder. They are plain
 * slices of bytes: `cat name.llb.*of3 > name.llb` joins them as well.
 */
export async function splitFile(
  file: string,
  sliceBytes: number,
  folder: string,
): Promise<readonly WrittenFile[]> {
  const name = basename(file)
  const size = await sizeOf(file)
  const total = Math.max(1, Math.ceil(size / sliceBytes))
  if (total > maxSlices) {
    refuse(
      'split-too-small',
      `${name} 按这个大小要分成 ${total} 份，超过 ${maxSlices} 份。请选择更大的分份大小，或改用U盘。`,
      `${name} would be cut into ${total} parts, more than ${maxSlices}. Choose larger parts, or use a stick.`,
      { file: name, total },
    )
  }
  const slices: WrittenFile[] = []
  for (let index = 1; index <= total; index++) {
    const start = (index - 1) * sliceBytes
    const target = join(folder, sliceName({ whole: name, index, total }))
    slices.push(await writeDurably(target, bytesOf(file, { start, end: start + sliceBytes - 1 })))
  }
  return slices
}

/** Whether a file's name is that of one slice of a packet. */
export function isSlice(file: string): boolean {
  return parsedName(basename(file)) !== undefined
}

/** Joins the slice with its siblings beside it into a folder; what is missing or incomplete is named. */
export async function joinFile(slice: string, folder: string): Promise<WrittenFile> {
  const parsed = parsedName(basename(slice))
  if (parsed === undefined) {
    return refuse(
      'split-not-a-part',
      `${basename(slice)} 不是分份文件。分份文件的名字以“.llb.1of3”这样的字样结尾，请选择其中一份。`,
      `${basename(slice)} is not a part of a packet. Names of parts end like ".llb.1of3": choose one of those.`,
      { file: basename(slice) },
    )
  }
  const { whole, total } = parsed
  const names = Array.from({ length: total }, (_, n) => sliceName({ whole, index: n + 1, total }))
  await refuseMissing(names, dirname(slice), whole)
  const paths = names.map(name => join(dirname(slice), name))
  const sizes = await Promise.all(paths.map(sizeOf))
  const full = sizes[0] ?? 0
  const cut = names.find((_, n) => (n < total - 1 ? sizes[n] !== full : (sizes[n] ?? 0) > full))
  if (cut !== undefined) refuseCut(cut, whole)
  return writeDurably(join(folder, whole), joined(paths))
}

function sliceName({ whole, index, total }: SliceName): string {
  return `${whole}.${String(index).padStart(String(total).length, '0')}of${total}`
}

function parsedName(name: string): SliceName | undefined {
  const [, whole, index, total] = /^(.+\.llb)\.(\d{1,3})of(\d{1,3})$/.exec(name) ?? []
  if (whole === undefined) return undefined
  const parsed = { whole, index: Number(index), total: Number(total) }
  return parsed.index >= 1 && parsed.index <= parsed.total && sliceName(parsed) === name ? parsed : undefined
}

async function refuseMissing(names: readonly string[], folder: string, whole: string): Promise<void> {
  const present = new Set(
    await readdir(folder).catch(error => {
      throw readRefusal(error, folder)
    }),
  )
  const missing = names.filter(name => !present.has(name))
  if (missing.length === 0) return
  refuse(
    'split-part-missing',
    `合并 ${whole} 还缺 ${missing.length} 份：${missing.join('、')}。请把所有分份放进同一个文件夹，再试一次。`,
    `${whole} cannot be joined yet, ${missing.length} of its parts are missing: ${missing.join(', ')}. Put all parts into one folder and try again.`,
    { file: whole, missing },
  )
}

function refuseCut(slice: string, whole: string): never {
  refuse(
    'split-part-damaged',
    `合并 ${whole} 时发现 ${slice} 的大小不对，可能没有下载完整。请重新下载这一份，再试一次。`,
    `${whole} cannot be joined: the part ${slice} has the wrong size and may not have been downloaded whole. Download it again and try again.`,
    { file: whole, part: slice },
  )
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size
  } catch (error) {
    throw readRefusal(error, basename(file))
  }
}

async function* bytesOf(
  file: string,
  range: { start?: number; end?: number } = {},
): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(file, range)
  } catch (error) {
    throw readRefusal(error, basename(file))
  }
}

async function* joined(paths: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const path of paths) yield* bytesOf(path)
}
