import { spawnSync } from 'node:child_process'
import { chmod, mkdir, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { expect, onTestFinished, test } from 'vitest'
import { joinParts } from '#contract/packets/packet-parts.ts'
import { roomFor } from '#contract/packets/room.ts'
import { outboxId } from '#contract/port/wire.ts'
import { freeIn, tellRoom } from '#electron/hosts/sticks/free-space.ts'
import { driveId } from '#electron/hosts/sticks/mounted-drive.ts'
import { stickProcedures } from '#electron/hosts/sticks/stick-procedures.ts'
import { tempFolder } from '#tests/fixtures/temp-folder.ts'

/** A registry's folder with an outbox, and a stick that can be pulled out. */
async function desk() {
  const folder = await tempFolder()
  const stick = { folder: await tempFolder(), name: 'KINGSTON (E:)', free: 1_000_000 }
  await mkdir(join(folder, 'outbox'))
  let plugged = [stick]
  const client = createRouterClient(stickProcedures({ folder, listDrives: async () => plugged }))
  return {
    folder,
    stick,
    id: driveId(stick),
    client,
    pull: () => {
      plugged = []
    },
  }
}

const packet = (content: string, name = '六联_坪山_000007_20191231.llb') => new File([content], name)

test('a packet is cut for the mail under a size, beside parts of another one of its name, and joined again', async () => {
  const { client, stick, id } = await desk()
  const content = Array.from({ length: 2500 }, (_, i) => String(i % 10)).join('')
  const saved = await client.saveTo({ drive: id, file: packet(content), most: 1000 })
  expect(saved).toMatchObject({ name: packet('').name, parts: 3 })
  const beside = await client.saveTo({ drive: id, file: packet(`${content}x`), most: 1000 })
  expect(beside).toMatchObject({ name: '六联_坪山_000007_20191231 (2).llb', parts: 3 })
  const names = await readdir(stick.folder)
  const files = await Promise.all(
    names.map(async name => new File([new Uint8Array(await readFile(join(stick.folder, name)))], name)),
  )
  expect(files.every(({ size }) => size <= 1000)).toBe(true)
  const { whole, lacking } = joinParts(files.toReversed())
  expect(lacking).toEqual([])
  const texts = await Promise.all(whole.map(({ parts }) => new File([...parts], 'whole').text()))
  expect(texts.toSorted()).toEqual([content, `${content}x`])
  // What fits into one part stays whole.
  expect(await client.saveTo({ drive: id, file: packet('small'), most: 1000 })).toMatchObject({ parts: 1 })
})

test('the district’s recovery file is put on a stick, where nobody is offered it as a packet, and not read from there', async () => {
  const { client, stick, id } = await desk()
  const name = '密钥恢复文件_青山区_2018-12-31.age'
  expect(await client.saveTo({ drive: id, file: packet('sealed', name) })).toMatchObject({ name, parts: 1 })
  expect(await readFile(join(stick.folder, name), 'utf8')).toBe('sealed')
  expect(await client.packetFiles()).toEqual([])
  await expect(client.readFrom({ drive: id, name })).rejects.toMatchObject({
    data: { code: 'file-not-carried' },
  })
})

test('the drives that are there are told with what still fits, and without a path', async () => {
  const { client, stick, id } = await desk()
  const drives = await client.drives()
  expect(drives).toEqual([{ id, name: 'KINGSTON (E:)', free: 1_000_000 }])
  expect(JSON.stringify(drives)).not.toContain(stick.folder)
})

test('packets and requests on sticks and in the outbox are listed, newest first, and nothing else', async () => {
  const { client, stick, folder, id } = await desk()
  const lying = ['a_b_000001_20190101.llb', 'a_b_000002_20190102.llb', '入网申请-六联社区.json']
  for (const [i, name] of lying.entries()) {
    await writeFile(join(stick.folder, name), 'x'.repeat(i + 1))
    await utimes(join(stick.folder, name), 1_500_000_000 + i, 1_500_000_000 + i)
  }
  for (const other of ['团员名册.xlsx', '.hidden.llb', '.a.llb.partial', 'package.json', 'llb'])
    await writeFile(join(stick.folder, other), '')
  await mkdir(join(stick.folder, 'folder.llb'))
  await writeFile(join(folder, 'outbox', 'mine.llb'), 'mine')
  const files = await client.packetFiles()
  expect(files.map(({ drive, name, kind, size }) => [drive, name, kind, size])).toEqual([
    [id, lying[2], 'request', 3],
    [id, lying[1], 'packet', 2],
    [id, lying[0], 'packet', 1],
    [outboxId, 'mine.llb', 'packet', 4],
  ])
  expect(files[0]?.at).toBe('2017-07-14T02:40:02.000Z')
})

test('what this PC wrote is known on a stick by how it begins: another PC of its office gives its files the same names', async () => {
  const { client, stick, folder, id } = await desk()
  const [request, cut] = ['入网申请-六联社区.json', 'a_b_000001_20190101.llb']
  const lie = (place: string, name: string, text: string) => writeFile(join(place, name), text)
  const isOurs = async () =>
    Object.fromEntries(
      (await client.packetFiles()).flatMap(file => (file.drive === id ? [[file.name, file.isOurs]] : [])),
    )
  await lie(join(folder, 'outbox'), request, 'key of one PC')
  await lie(join(folder, 'outbox'), cut, 'sealed by us')
  await lie(stick.folder, request, 'key of one PC')
  await lie(stick.folder, `${cut}.1of2`, 'sealed')
  expect(await isOurs()).toEqual({ [request]: true, [`${cut}.1of2`]: true })
  // Saved beside one of the other PC it has a number, and is ours all the same.
  await lie(stick.folder, '入网申请-六联社区 (2).json', 'key of one PC')
  expect(await isOurs()).toMatchObject({ '入网申请-六联社区 (2).json': true })
  await rm(join(stick.folder, '入网申请-六联社区 (2).json'))
  await lie(stick.folder, request, 'key of two PC')
  await lie(stick.folder, `${cut}.1of2`, 'locked')
  expect(await isOurs()).toEqual({ [request]: false, [`${cut}.1of2`]: false })
})

test('a packet saved on a stick is read from there byte by byte as it was', async () => {
  const { client, stick, id } = await desk()
  const saved = await client.saveTo({ drive: id, file: packet('sealed') })
  expect(saved).toMatchObject({ name: packet('').name, drive: { id, name: 'KINGSTON (E:)' } })
  expect(await readdir(stick.folder)).toEqual([packet('').name])
  const read = await client.readFrom({ drive: id, name: saved.name })
  expect([read.name, await read.text()]).toEqual([saved.name, 'sealed'])
})

test('the same packet again is no second file; another one of its name stands beside it', async () => {
  const { client, stick, id } = await desk()
  await client.saveTo({ drive: id, file: packet('first') })
  expect((await client.saveTo({ drive: id, file: packet('first') })).name).toBe(packet('').name)
  const beside = await client.saveTo({ drive: id, file: packet('other') })
  expect(beside.name).toBe('六联_坪山_000007_20191231 (2).llb')
  expect(await readFile(join(stick.folder, packet('').name), 'utf8')).toBe('first')
  expect(await readdir(stick.folder)).toHaveLength(2)
})

test('what was written stays in the outbox and can be read from there again', async () => {
  const { client, folder } = await desk()
  await writeFile(join(folder, 'outbox', 'mine.llb'), 'mine')
  expect(await (await client.readFrom({ drive: outboxId, name: 'mine.llb' })).text()).toBe('mine')
})

test.each([
  '../registry.llb',
  'a/b.llb',
  'a\\b.llb',
  'C:x.llb',
  '..',
  '',
  'keys.json',
  '.x.llb',
  'a\0.llb',
  'x.exe',
])('the name %j leads to no file, neither to read nor to write', async name => {
  const { client, folder, stick, id } = await desk()
  await writeFile(join(folder, 'registry.llb'), 'secret')
  const refused = { code: 'REFUSED', data: { code: 'file-not-carried' } }
  await expect(client.readFrom({ drive: outboxId, name })).rejects.toMatchObject(refused)
  await expect(client.readFrom({ drive: id, name })).rejects.toMatchObject(refused)
  await expect(client.saveTo({ drive: id, file: new File(['x'], name) })).rejects.toMatchObject(refused)
  expect(await readdir(stick.folder)).toEqual([])
})

test.skipIf(process.platform === 'win32')('a link on a stick leads nowhere', async () => {
  const { client, folder, stick, id } = await desk()
  await writeFile(join(folder, 'keys.json'), 'secret')
  await symlink(join(folder, 'keys.json'), join(stick.folder, 'x.llb'))
  await expect(client.readFrom({ drive: id, name: 'x.llb' })).rejects.toMatchObject({ code: 'REFUSED' })
})

test('a stick that was pulled out is told, to read and to write', async () => {
  const { client, id, pull } = await desk()
  await client.saveTo({ drive: id, file: packet('x') })
  pull()
  const gone = { data: { code: 'drive-gone' } }
  await expect(client.saveTo({ drive: id, file: packet('x') })).rejects.toMatchObject(gone)
  await expect(client.readFrom({ drive: id, name: packet('').name })).rejects.toMatchObject(gone)
  expect(await client.packetFiles()).toEqual([])
})

test('a stick that goes while it is written to is told by its name and not by a path', async () => {
  const { client, stick, id } = await desk()
  await rm(stick.folder, { recursive: true })
  const failed = await client.saveTo({ drive: id, file: packet('x') }).catch(error => error)
  expect(failed).toMatchObject({ data: { code: 'folder-gone' } })
  expect(failed.data.text.zh).toContain('KINGSTON (E:) / 六联_坪山_000007_20191231.llb')
  expect(JSON.stringify(failed.data)).not.toContain(stick.folder)
})

test('a packet that is not there any more is told', async () => {
  const { client, id } = await desk()
  await expect(client.readFrom({ drive: id, name: 'x.llb' })).rejects.toMatchObject({
    data: { code: 'file-missing' },
  })
})

test('a stick with its write protection on is told', async ctx => {
  const { client, stick, id } = await desk()
  if (process.getuid?.() === 0) return ctx.skip('root writes everywhere: the write protection is not tried')
  await chmod(stick.folder, 0o500)
  await expect(client.saveTo({ drive: id, file: packet('x') })).rejects.toMatchObject({
    data: { code: 'folder-read-only' },
  })
})

test('a packet that does not fit is told with both sizes before anything is written, and what is left afterwards', async () => {
  const { client, stick, id } = await desk()
  stick.free = 199_000
  await expect(client.saveTo({ drive: id, file: packet('x'.repeat(200_000)) })).rejects.toMatchObject({
    data: { code: 'disk-full', text: { zh: expect.stringContaining('需要 200 KB，这里只剩 199 KB') } },
  })
  expect(await readdir(stick.folder)).toEqual([])
  stick.free = 200_000
  const saved = await client.saveTo({ drive: id, file: packet('x'.repeat(200_000)) })
  // The disk's own room, which others take from and give back meanwhile.
  expect(Math.abs((saved.drive.free ?? 0) - ((await freeIn(stick.folder)) ?? 0))).toBeLessThan(2 ** 30)
})

test('a stick as good as full is warned of before and after it is written to', () => {
  const mb = 1024 * 1024
  expect(roomFor(10 * mb, 11 * mb)).toBe('too-little')
  expect(roomFor(70 * mb, 10 * mb)).toBe('nearly-full')
  expect(roomFor(90 * mb, 10 * mb)).toBe('enough')
  expect(roomFor(null, 10 * mb)).toBe('enough')
  expect(tellRoom(10 * mb, roomFor(10 * mb, 0)).map(({ en }) => en)).toEqual([
    expect.stringContaining('nearly full: only 10.5 MB left'),
  ])
  expect(tellRoom(90 * mb, roomFor(90 * mb, 0))).toEqual([])
})

test('a stick that is full is told, and nothing half is left on it', async ctx => {
  const { client, stick, id } = await desk()
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', stick.folder])
  if (mounted.status !== 0) return ctx.skip('no file system may be mounted here: the full stick is not tried')
  onTestFinished(() => void spawnSync('umount', [stick.folder]))
  const large = packet('x'.repeat(200_000))
  await expect(client.saveTo({ drive: id, file: large })).rejects.toMatchObject({
    data: { code: 'disk-full' },
  })
  expect(await readdir(stick.folder)).toEqual([])
  expect((await client.saveTo({ drive: id, file: packet('small') })).name).toBe(large.name)
})

test.skipIf(process.platform === 'win32')('a mount that was made read-only is told', async ctx => {
  const { client, stick, id } = await desk()
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'ro', 'tmpfs', stick.folder])
  if (mounted.status !== 0)
    return ctx.skip('no file system may be mounted here: the read-only stick is not tried')
  onTestFinished(() => void spawnSync('umount', [stick.folder]))
  await expect(client.saveTo({ drive: id, file: packet('x') })).rejects.toMatchObject({
    data: { code: 'folder-read-only' },
  })
})
