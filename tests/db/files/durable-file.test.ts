import { createReadStream } from 'node:fs'
import { chmod, mkdir, open, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { isReservedName, openableName } from '#contract/packets/file-name.ts'
import { moveOver, writeDurably } from '#db/files/durable-file.ts'
import { fromDisk } from '#db/files/from-disk.ts'
import { folderOnDisk, tempFolder } from '#tests/fixtures/temp-folder.ts'

const bytes = (text: string) => [Buffer.from(text)]

/** A rename that a virus scanner stands in the way of so many times. */
function heldFor(times: number, code: string) {
  let tries = 0
  const rename_ = async (from: string, to: string) => {
    if (++tries <= times) throw Object.assign(new Error(code), { code, syscall: 'rename' })
    await rename(from, to)
  }
  return { rename: rename_, tries: () => tries }
}

test.each(['EPERM', 'EACCES', 'EBUSY'])(
  'a rename that is refused for a moment by %s is tried again',
  async code => {
    const folder = await tempFolder()
    await writeFile(join(folder, 'a'), 'new')
    await writeFile(join(folder, 'b'), 'old')
    const held = heldFor(3, code)
    await moveOver(join(folder, 'a'), join(folder, 'b'), held.rename)
    expect(held.tries()).toBe(4)
    expect(await readdir(folder)).toEqual(['b'])
    expect(await readFile(join(folder, 'b'), 'utf8')).toBe('new')
  },
)

test('any other failure of a rename is told at once', async () => {
  const folder = await tempFolder()
  const held = heldFor(3, 'ENOSPC')
  await expect(moveOver(join(folder, 'a'), join(folder, 'b'), held.rename)).rejects.toMatchObject({
    code: 'ENOSPC',
  })
  expect(held.tries()).toBe(1)
})

test('a private file is for its user’s eyes only, whatever the umask and whatever lay there', async () => {
  const folder = await tempFolder()
  const file = join(folder, 'x')
  await writeFile(file, 'old')
  await chmod(file, 0o644)
  const before = process.umask(0)
  try {
    await writeDurably(file, bytes('new'), { mode: 'private' })
    await writeDurably(join(folder, 'y'), bytes('new'))
  } finally {
    process.umask(before)
  }
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect((await stat(join(folder, 'y'))).mode & 0o777).toBe(0o666)
})

test.each(['with its last byte', 'while it is read back'])(
  'a file whose writing is stopped %s is not there, and what lay there stays',
  async when => {
    const folder = await tempFolder()
    const file = join(folder, 'x')
    await writeFile(file, 'old')
    const stop = new AbortController()
    async function* until(stopping: boolean, content: AsyncIterable<Uint8Array>) {
      yield* content
      if (stopping) stop.abort()
    }
    const inTheEnd = when === 'with its last byte'
    async function* content() {
      // Nothing to read back that would look at the stop once more.
    }
    const writing = writeDurably(file, until(inTheEnd, content()), {
      signal: stop.signal,
      readBack: path => until(!inTheEnd, createReadStream(path)),
    })
    await expect(writing).rejects.toMatchObject({ name: 'Cancelled' })
    expect(await readdir(folder)).toEqual(['x'])
    expect(await readFile(file, 'utf8')).toBe('old')
  },
)

test('what is written to a slow disk is flushed as it grows, so that a stop is never far', async () => {
  const file = join(await tempFolder(), 'x')
  const flushed: string[] = []
  const probe = await open(file, 'w')
  const prototype: { datasync(): Promise<void>; sync(): Promise<void> } = Object.getPrototypeOf(probe)
  await probe.close()
  for (const name of ['datasync', 'sync'] as const) {
    const own = prototype[name]
    vi.spyOn(prototype, name).mockImplementation(function (this: unknown) {
      flushed.push(name)
      return own.call(this)
    })
  }
  onTestFinished(() => void vi.restoreAllMocks())
  const piece = Buffer.alloc(1024 * 1024)
  await writeDurably(
    file,
    Array.from({ length: 20 }, () => piece),
  )
  expect(flushed.slice(0, 3)).toEqual(['datasync', 'datasync', 'sync'])
})

test('a file that is kept is not replaced by another one, and stays as it is under the same one', async () => {
  const folder = await tempFolder()
  const file = join(folder, 'x')
  await writeDurably(file, bytes('one'), { present: 'keep' })
  await writeDurably(file, bytes('one'), { present: 'keep' })
  await expect(writeDurably(file, bytes('two'), { present: 'keep' })).rejects.toMatchObject({
    code: 'file-exists',
  })
  expect(await readFile(file, 'utf8')).toBe('one')
  expect(await readdir(folder)).toEqual(['x'])
})

test('a folder in the place of the file is told in a sentence, and nothing is left beside it', async () => {
  const folder = await tempFolder()
  await mkdir(join(folder, 'x'))
  await expect(writeDurably(join(folder, 'x'), bytes('one'))).rejects.toMatchObject({ code: 'write-failed' })
  expect(await readdir(folder)).toEqual(['x'])
})

test('what Windows keeps for its devices, or cuts the end of, is no file’s name', async () => {
  const folder = await tempFolder()
  const reserved = ['CON', 'nul', 'aux.xlsx', 'Com1.llb', 'LPT¹.csv', 'prn .db', 'x.', 'x ', 'conin$']
  for (const name of reserved) {
    expect([name, isReservedName(name)]).toEqual([name, true])
    expect([name, isReservedName(openableName(name))]).toEqual([name, false])
    await expect(writeDurably(join(folder, name), bytes('x'))).rejects.toMatchObject({
      code: 'file-name-reserved',
    })
  }
  for (const name of ['console.csv', 'com.csv', '团员.xlsx', 'com10', '.x']) {
    expect([name, isReservedName(name), openableName(name)]).toEqual([name, false, name])
  }
  expect(await readdir(folder)).toEqual([])
})

test('a stick that says yes and keeps something else is found out, and nothing is left on it', async () => {
  const folder = await folderOnDisk()
  const file = join(folder, 'x')
  // A counterfeit one keeps the first part of what it is given, and answers nothing for the rest.
  async function* halfOf(partial: string) {
    const whole = await readFile(partial)
    yield whole.subarray(0, 4)
    yield Buffer.alloc(whole.length - 4)
  }
  await expect(writeDurably(file, bytes('eight by'), { readBack: halfOf })).rejects.toMatchObject({
    code: 'read-back-differs',
    message: expect.stringContaining('smaller than it says'),
  })
  expect(await readdir(folder)).toEqual([])
  expect((await writeDurably(file, bytes('eight by'), { readBack: fromDisk })).bytes).toBe(8)
})

test('what lies on a disk is read from there whole, wherever its end falls', async () => {
  const folder = await folderOnDisk()
  const file = join(folder, 'x')
  for (const size of [0, 1, 511, 512, 4096, 1024 * 1024, 1024 * 1024 + 123, 2 * 1024 * 1024 + 512]) {
    const content = Buffer.from(Uint8Array.from({ length: size }, (_, i) => i % 251))
    await writeFile(file, content)
    const read: Buffer[] = []
    for await (const piece of fromDisk(file)) read.push(Buffer.from(piece))
    expect([size, Buffer.concat(read).equals(content)]).toEqual([size, true])
  }
  const missing = async () => {
    for await (const _ of fromDisk(join(folder, 'y')));
  }
  await expect(missing()).rejects.toMatchObject({ code: 'ENOENT' })
})

/**
 * A disk as Windows reads it past its memory: whole blocks, into memory that begins where a block could, and no question
 * about what lies inside a block. What it holds is `found`, whatever was written.
 */
function windowsDisk(found: Uint8Array, block: number, opened: number[]) {
  const invalid = () => Object.assign(new Error('invalid argument'), { code: 'EINVAL', syscall: 'read' })
  return {
    platform: 'win32',
    open: async (file: string, flags: number) => {
      opened.push(flags)
      const handle = await open(file)
      const read = async (buffer: Uint8Array, at: number, length: number, from: number) => {
        // Where a block could begin nobody knows; here it is 136 bytes behind where the memory begins.
        if ([buffer.byteOffset - 136, length, from].some(n => n % block !== 0)) throw invalid()
        const bytesRead = Math.max(0, Math.min(length, found.length - from))
        buffer.set(found.subarray(from, from + bytesRead), at)
        return { bytesRead, buffer }
      }
      return { read, stat: async () => ({ size: found.length }), close: () => handle.close() } as never
    },
  }
}

test.each([512, 4096])(
  'what Windows wrote it reads back past its own memory, from a stick with blocks of %i bytes',
  async block => {
    const folder = await folderOnDisk()
    const file = join(folder, 'x')
    for (const size of [0, 1, 512, 4096, 4096 + 512, 1024 * 1024, 1024 * 1024 + 512, 2 * 1024 * 1024 + 123]) {
      const content = Buffer.from(Uint8Array.from({ length: size }, (_, i) => i % 251))
      const opened: number[] = []
      const readBack = (partial: string) => fromDisk(partial, windowsDisk(content, block, opened))
      expect((await writeDurably(file, [content], { readBack })).bytes).toBe(size)
      // FILE_FLAG_NO_BUFFERING, by which the file was opened once.
      expect(opened).toEqual([0x02000000])
      const lying = Buffer.from(content)
      if (size === 0) continue
      lying[size - 1] = 255
      const lied = (partial: string) => fromDisk(partial, windowsDisk(lying, block, opened))
      await expect(writeDurably(join(folder, 'y'), [content], { readBack: lied })).rejects.toMatchObject({
        code: 'read-back-differs',
      })
    }
    expect(await readdir(folder)).toEqual(['x'])
  },
)

test('a disk that Windows cannot read past its memory is read as any program would', async () => {
  const folder = await folderOnDisk()
  const file = join(folder, 'x')
  await writeFile(file, 'eight by')
  for (const opening of [
    async () => Promise.reject(Object.assign(new Error('no such way'), { code: 'EINVAL' })),
    windowsDisk(Buffer.from('never so'), 1 << 30, []).open,
  ]) {
    const read: Buffer[] = []
    for await (const piece of fromDisk(file, { platform: 'win32', open: opening }))
      read.push(Buffer.from(piece))
    expect(Buffer.concat(read).toString()).toBe('eight by')
  }
})
