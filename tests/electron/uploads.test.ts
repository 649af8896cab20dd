import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/fetch'
import type { ContractRouterClient } from '@orpc/contract'
import { expect, onTestFinished, test } from 'vitest'
import type { WireContract } from '#contract/port/wire.ts'
import { openEngine } from '#db/engine.ts'
import { systemClock } from '#db/shared/clock.ts'
import { uuidV7 } from '#db/shared/new-id.ts'
import { openBrowserHost } from '#electron/hosts/browser.ts'
import { notWritten } from '#electron/hosts/uploads.ts'
import { tempFolder } from '#tests/fixtures/temp-folder.ts'

const entry = fileURLToPath(new URL('../../dist/node/terminal.mjs', import.meta.url))

type Client = ContractRouterClient<WireContract>

/** The program in the browser's way over a folder, and a page of it. */
async function served(
  options: { readonly bodyLimit?: number; readonly patience?: number; readonly pageFolder?: string } = {},
) {
  const folder = await tempFolder()
  const newId = uuidV7()
  const bugs: unknown[] = []
  const engine = await openEngine({
    folder,
    clock: systemClock,
    newId,
    access: 'write',
    log: (_level, message, details) => bugs.push(message, details),
  })
  const host = await openBrowserHost({
    router: engine.router,
    folder,
    port: 0,
    pageFolder: '/nowhere',
    newId,
    reportBug: error => {
      bugs.push(error)
      return 'ref'
    },
    ...options,
  })
  onTestFinished(async () => {
    await host.close()
    await engine.close()
  })
  const [origin, token] = host.address.split('/#token=')
  const client: Client = createORPCClient(
    new RPCLink({ url: `${origin}/rpc`, headers: { authorization: `Bearer ${token}` } }),
  )
  return { folder, host, client, token, bugs }
}

async function refusalIn(events: Promise<AsyncIterable<unknown>>): Promise<unknown> {
  try {
    for await (const _ of await events);
    return 'not refused'
  } catch (error) {
    return error
  }
}

test('a backup larger than memory would hold comes in by the disk, and nothing of it stays behind', async () => {
  const folder = await tempFolder()
  const env = { ...process.env, BROWSER: 'none', LANG: 'zh_CN.UTF-8' }
  const program = (...words: readonly string[]) =>
    spawn(process.execPath, [entry, '--data', folder, ...words], { env, stdio: ['ignore', 'pipe', 'ignore'] })
  await once(program('init', '--name', '龙华区', '--tier', 'district'), 'exit')
  const child = program('serve', '--port', '0')
  const exit = once(child, 'exit')
  onTestFinished(async () => {
    child.kill('SIGTERM')
    await exit
  })
  const [line] = await once(createInterface(child.stdout), 'line')
  const { port, hash } = new URL(String(line))
  const most = async () =>
    Number(/^VmHWM:\s*(\d+) kB$/m.exec(await readFile(`/proc/${child.pid}/status`, 'utf8'))?.[1]) * 1024
  const before = await most()
  const size = 400 * 1024 * 1024
  const answer = await restored(Number(port), hash.slice('#token='.length), size)
  expect(answer).toContain('backup-damaged')
  expect((await most()) - before).toBeLessThan(250 * 1024 * 1024)
  await expect.poll(() => readdirSync(join(folder, 'uploads'))).toEqual([])
  expect(readdirSync(join(folder, 'backups'))).toEqual([])
})

/** Sends a backup of so many bytes as a page does, and answers what the program says of it. */
async function restored(port: number, token: string, size: number): Promise<string> {
  const part = (name: string, more = '') => `--x\r\nContent-Disposition: form-data; name="${name}"${more}\r\n`
  const data = JSON.stringify({ json: { file: {} }, meta: [], maps: [['file']] })
  const head = `${part('data')}\r\n${data}\r\n${part('0', '; filename="backup.db"')}Content-Type: application/octet-stream\r\n\r\n`
  const tail = '\r\n--x--\r\n'
  const request = httpRequest({
    host: '127.0.0.1',
    port,
    path: '/rpc/system/restore',
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'multipart/form-data; boundary=x',
      'content-length': Buffer.byteLength(head) + size + tail.length,
    },
  })
  const answered = once(request, 'response')
  async function* body() {
    yield Buffer.from(head)
    // It begins as a database does: what does not is refused before it is copied.
    const piece = Buffer.alloc(1024 * 1024)
    piece.write('SQLite format 3\0')
    for (let sent = 0; sent < size; sent += piece.length) yield piece
    yield Buffer.from(tail)
  }
  await pipeline(body(), request)
  const [response] = await answered
  return text(response)
}

test('a file that grows too large on the way is broken off, and nothing of it stays behind', async () => {
  const { folder, client, bugs } = await served({ bodyLimit: 100_000 })
  async function* endless() {
    for (let i = 0; i < 1000; i++) yield new Uint8Array(10_000)
  }
  const whole = await Array.fromAsync(endless())
  const refused = await refusalIn(client.system.restore({ file: new File(whole, 'x.db') }))
  expect(refused).toMatchObject({ code: 'PAYLOAD_TOO_LARGE' })
  const left = () => (existsSync(join(folder, 'uploads')) ? readdirSync(join(folder, 'uploads')) : [])
  await expect.poll(left).toEqual([])
  expect(bugs).toEqual([])
})

test('a file’s name and bytes come through as they are', async () => {
  const { client } = await served()
  await client.registry.init({ name: '龙华区', tier: 'district' })
  const events = await client.rosters.importFile({
    file: new File(['姓名,组织\r\n'], '名 册"1".csv'),
    as: 'orgs',
    dryRun: true,
  })
  const said = await refusalIn(Promise.resolve(events))
  expect(JSON.stringify(said)).toContain('名 册')
})

/** How long a connection is left open that says this and nothing more; undefined when it outlives the wait. */
async function closedAfter(port: number, said: string, wait: number): Promise<boolean> {
  const socket: Socket = connect(port, '127.0.0.1')
  socket.on('error', () => undefined)
  socket.write(said)
  const { promise, resolve } = Promise.withResolvers<boolean>()
  socket.on('close', () => resolve(true))
  socket.resume()
  const patience = setTimeout(() => resolve(false), wait)
  const closed = await promise
  clearTimeout(patience)
  socket.destroy()
  return closed
}

test('a connection that says nothing, or not all that it announced, is ended', async () => {
  const { host, token } = await served({ patience: 200 })
  const head = `POST /rpc/registry/stats HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nAuthorization: Bearer ${token}\r\n`
  const form = 'Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 1000\r\n\r\n--x\r\n'
  for (const said of [
    '',
    head,
    `${head}Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{`,
    head + form,
  ]) {
    expect([said.length, await closedAfter(host.port, said, 8000)]).toEqual([said.length, true])
  }
})

test('a connection to which a page was served is ended when it says nothing more', async () => {
  const { host } = await served({ patience: 200 })
  const get = `GET / HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\n\r\n`
  expect(await closedAfter(host.port, get, 8000)).toBe(true)
})

test('whoever asks again before there was an answer is let go of at once', async () => {
  const pageFolder = await tempFolder()
  await writeFile(join(pageFolder, 'index.html'), Buffer.alloc(8_000_000, 32))
  const { host } = await served({ pageFolder })
  const openFiles = () => (process.platform === 'linux' ? readdirSync('/proc/self/fd').length : 0)
  const before = openFiles()
  const get = `GET / HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\n\r\n`
  // Far less than the usual patience of half a minute.
  for (let n = 0; n < 10; n++) expect(await closedAfter(host.port, get.repeat(50), 8000)).toBe(true)
  await expect.poll(openFiles).toBeLessThan(before + 5)
})

test('whoever asks for a page and reads nothing of it is let go of', async () => {
  const pageFolder = await tempFolder()
  await writeFile(join(pageFolder, 'index.html'), Buffer.alloc(64_000_000, 32))
  const { host } = await served({ patience: 200, pageFolder })
  const socket = connect(host.port, '127.0.0.1')
  socket.on('error', () => undefined)
  socket.pause()
  socket.write(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\n\r\n`)
  // Each of these is ended by the same patience.
  for (let n = 0; n < 5; n++) expect(await closedAfter(host.port, '', 8000)).toBe(true)
  let read = 0
  socket.on('data', piece => {
    read += piece.length
  })
  socket.resume()
  await once(socket, 'close')
  expect(read).toBeLessThan(64_000_000)
})

test('a backup of several gigabytes is not turned away by its size', async () => {
  const { host, token } = await served({ patience: 200 })
  const head = `POST /rpc/system/restore HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nAuthorization: Bearer ${token}\r\n`
  const socket = connect(host.port, '127.0.0.1')
  socket.write(
    `${head}Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 6000000000\r\n\r\n--x\r\n`,
  )
  expect(await text(socket)).not.toContain('413')
})

test.each(['ENOSPC', 'EDQUOT'])(
  'that the disk is full under a file on its way in (%s) is told of the disk, not of a folder',
  code => {
    const error = Object.assign(new Error('write'), { code, syscall: 'write' })
    expect(notWritten(error)).toMatchObject({
      code: 'REFUSED',
      data: { code: 'disk-full', text: { zh: '磁盘已满，什么都没有写入。请腾出空间后再试一次。' } },
    })
  },
)
