import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/fetch'
import type { ContractRouterClient } from '@orpc/contract'
import { expect, onTestFinished, test } from 'vitest'
import type { WireContract } from '#contract/port/wire.ts'
import { uuidV7 } from '#db/shared/new-id.ts'
import { openBrowserHost } from '#electron/hosts/browser.ts'
import { finish } from '#electron/hosts/call.ts'
import { openerOf } from '#electron/hosts/loopback/open-in-browser.ts'
import { serveLoopback, type WantedPort } from '#electron/hosts/loopback/serve-loopback.ts'
import { fetchingFiles } from '#renderer/host/fetching-files.ts'
import { tempFolder } from '#tests/fixtures/temp-folder.ts'
import { standInEngine, type Twists } from './stand-in-engine.ts'

type Client = ContractRouterClient<WireContract>

/** The host over the stand-in, really listening on 127.0.0.1, and a client of it. */
async function hosted(
  options: { readonly twists?: Twists; readonly bodyLimit?: number; readonly pageFolder?: string } = {},
) {
  const engine = standInEngine(options.twists)
  const bugs: { error: unknown; doing: string }[] = []
  const host = await openBrowserHost({
    router: engine.router,
    folder: await tempFolder(),
    port: 0,
    pageFolder: options.pageFolder ?? '/nowhere',
    newId: uuidV7(),
    reportBug: (error, doing) => {
      bugs.push({ error, doing })
      return `ref-${bugs.length}`
    },
    ...(options.bodyLimit !== undefined && { bodyLimit: options.bodyLimit }),
  })
  onTestFinished(() => host.close())
  const [origin, token] = host.address.split('/#token=') as [string, string]
  const client: Client = createORPCClient(
    new RPCLink({
      url: `${origin}/rpc`,
      headers: { authorization: `Bearer ${token}` },
      interceptors: [fetchingFiles(id => client.host.file({ id }))],
    }),
  )
  const call = (headers: Record<string, string>, path = '/rpc/registry/stats', method = 'POST') =>
    status({ port: host.port, path, method, headers, body: '{"json":{}}' })
  return { host, origin, token, client, engine, bugs, call }
}

type Ask = {
  readonly port: number
  readonly path: string
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly body?: string
}

/** A request as it stands, without what a well-behaved client would add or correct. */
function status({ port, path, method = 'GET', headers = {}, body = '' }: Ask): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port, path, method, headers, setHost: !headers['Host'] })
    request.on('response', response => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    request.on('error', reject)
    request.end(body)
  })
}

const json = { 'Content-Type': 'application/json' }

test('with the token a procedure is called over HTTP as in process', async () => {
  const { client } = await hosted()
  expect(await client.registry.stats({ asOf: '2018-12-31' })).toMatchObject({
    asOf: '2018-12-31',
    members: 30,
  })
})

test('without the token, or with another one, nobody is let in', async () => {
  const { call, token, engine } = await hosted()
  expect(await call(json)).toBe(401)
  expect(await call({ ...json, Authorization: `Bearer ${token}x` })).toBe(401)
  expect(await call({ ...json, Authorization: token })).toBe(401)
  expect(engine.asked).toEqual([])
  expect(await call({ ...json, Authorization: `Bearer ${token}` })).toBe(200)
})

test('another Host is a name that was made to point here, and is misdirected', async () => {
  const { call, token, host } = await hosted()
  const authorization = { ...json, Authorization: `Bearer ${token}` }
  for (const name of ['evil.example', `evil.example:${host.port}`, '127.0.0.1', `localhost:${host.port}`]) {
    expect(await call({ ...authorization, Host: name })).toBe(421)
    expect(await status({ port: host.port, path: '/', headers: { Host: name } })).toBe(421)
  }
})

test('a foreign page is refused, the own one is not', async () => {
  const { call, token, origin } = await hosted()
  const authorization = { ...json, Authorization: `Bearer ${token}` }
  for (const foreign of [
    'http://evil.example',
    'null',
    'http://127.0.0.1:1',
    origin.replace('http', 'https'),
  ]) {
    expect(await call({ ...authorization, Origin: foreign })).toBe(403)
  }
  expect(await call({ ...authorization, Origin: origin })).toBe(200)
})

test('procedures are only called by POST', async () => {
  const { call, token } = await hosted()
  for (const method of ['GET', 'PUT', 'DELETE', 'OPTIONS']) {
    expect(await call({ Authorization: `Bearer ${token}` }, '/rpc/registry/stats', method)).toBe(405)
  }
  expect(await call({}, '/', 'POST')).toBe(405)
})

test('what is no procedure is not found', async () => {
  const { call, token } = await hosted()
  expect(await call({ ...json, Authorization: `Bearer ${token}` }, '/rpc/registry/nothing')).toBe(404)
})

test('a body that is announced as too large is not read', async () => {
  const { token, host, client } = await hosted({ bodyLimit: 1000 })
  const sent = `POST /rpc/registry/stats HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nAuthorization: Bearer ${token}\r\n`
  const answer = await rawAnswer(
    host.port,
    `${sent}Content-Type: application/json\r\nContent-Length: 1001\r\n\r\n`,
  )
  expect(answer).toMatch(/^HTTP\/1.1 413 /)
  expect(answer).toMatch(/Connection: close/i)
  const file = new File(['x'.repeat(2000)], 'x.llr')
  await expect(client.packets.enrolInspect({ file })).rejects.toMatchObject({ code: 'PAYLOAD_TOO_LARGE' })
})

test('a body that grows too large on the way is broken off', async () => {
  const { token, host, engine } = await hosted({ bodyLimit: 1000 })
  const head = `POST /rpc/registry/find HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nAuthorization: Bearer ${token}\r\n`
  const chunk = `${(600).toString(16)}\r\n${'x'.repeat(600)}\r\n`
  const sent = `${head}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${chunk}${chunk}`
  expect(await rawAnswer(host.port, sent)).toMatch(/^HTTP\/1.1 413 /)
  expect(engine.asked).toEqual([])
})

/** What comes back for bytes as they stand, until the host closes. */
function rawAnswer(port: number, sent: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(sent))
    let answer = ''
    socket.setEncoding('utf8')
    socket.on('data', text => {
      answer += text
    })
    socket.on('end', () => resolve(answer))
    socket.on('error', reject)
  })
}

test('every answer forbids the page everything but itself', async () => {
  const { origin } = await hosted()
  for (const path of ['/', '/nothing.js', '/rpc/registry/stats']) {
    const { headers } = await fetch(`${origin}${path}`)
    const policy = headers.get('content-security-policy')
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'")
    expect(policy).toContain("frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
    expect(headers.get('access-control-allow-origin')).toBeNull()
  }
})

test('while the page is not built, the address says in both languages what it is and what to do', async () => {
  const { origin, token } = await hosted()
  const answer = await fetch(`${origin}/`)
  const text = await answer.text()
  expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(text).toContain('这是命脉台账在这台电脑上的地址')
  expect(text).toContain('This is the address of Lifeline Registry')
  expect(text).toContain('npm start')
  expect(text).not.toContain(token)
  expect(text).not.toContain('<script')
})

async function builtPage(): Promise<string> {
  const folder = await tempFolder()
  await writeFile(join(folder, 'secret.txt'), 'secret')
  await mkdir(join(folder, 'renderer/assets'), { recursive: true })
  await writeFile(join(folder, 'renderer/index.html'), '<!doctype html><title>page</title>')
  await writeFile(join(folder, 'renderer/assets/main.js'), 'run()')
  await symlink(join(folder, 'secret.txt'), join(folder, 'renderer/link.txt'))
  return join(folder, 'renderer')
}

test('the built page is served with the right types, and its own addresses give index.html', async () => {
  const { origin } = await hosted({ pageFolder: await builtPage() })
  const script = await fetch(`${origin}/assets/main.js`)
  expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  expect(await script.text()).toBe('run()')
  for (const path of ['/', '/orgs/440309', '/orgs?x=1']) {
    const page = await fetch(`${origin}${path}`)
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(await page.text()).toContain('<title>page</title>')
  }
  const head = await fetch(`${origin}/assets/main.js`, { method: 'HEAD' })
  expect(head.status).toBe(200)
  expect(await head.text()).toBe('')
  expect((await fetch(`${origin}/assets/other.js`)).status).toBe(404)
})

test('the browser keeps the scripts of the page, whose names tell their content, and nothing else', async () => {
  const { origin, token } = await hosted({ pageFolder: await builtPage() })
  const kept = async (path: string, options?: RequestInit) =>
    (await fetch(`${origin}${path}`, options)).headers.get('cache-control')
  expect(await kept('/assets/main.js')).toBe('private, max-age=31536000, immutable')
  const call = { method: 'POST', headers: { authorization: `Bearer ${token}` }, body: '{"json":{}}' }
  for (const [path, options] of [
    ['/'],
    ['/index.html'],
    ['/assets'],
    ['/assets/orgs'],
    ['/assets/other.js'],
    ['/rpc/registry/stats', call],
  ] as const)
    expect([path, await kept(path, options)]).toEqual([path, 'no-store'])
})

test.each([
  '/../secret.txt',
  '/assets/../../secret.txt',
  '/..%2fsecret.txt',
  '/%2e%2e/secret.txt',
  '/..\\secret.txt',
  '/%5c..%5csecret.txt',
  '/link.txt',
  '//etc/passwd.txt',
  '/assets/main.js%00.txt',
  '/%ff.txt',
])('no address leads out of the page’s folder: %s', async path => {
  const { host } = await hosted({ pageFolder: await builtPage() })
  expect(await status({ port: host.port, path })).toBe(404)
})

test('a file goes up, progress comes back, and the file of the last event comes down whole', async () => {
  const { client, engine } = await hosted()
  const seen: string[] = []
  const roster = new File([`姓名\n${'张伟\n'.repeat(50_000)}`], '团员名册.csv')
  const taken = await finish(client.rosters.importFile({ file: roster, as: 'members', wantRefused: true }), {
    signal: new AbortController().signal,
    onProgress: progress => seen.push(progress.what.zh),
  })
  expect(taken).toMatchObject({ file: '团员名册.csv', read: 50_001, rejected: 25 })
  expect(taken.refused?.name).toBe('refused.xlsx')
  expect(await taken.refused?.text()).toBe('refused rows')
  expect(seen).toContain('处理')
  expect(engine.asked[0]?.path).toBe('rosters.importFile')
})

test('a file answered without a stream comes down with its name', async () => {
  const { client } = await hosted()
  const { file } = await client.packets.enrolRequest({ name: '白石龙' })
  expect(file.name).toBe('request.llr')
  expect(await file.text()).toBe('request')
})

test('a file is handed over once', async () => {
  const { client, origin, token } = await hosted()
  const bare: Client = createORPCClient(
    new RPCLink({ url: `${origin}/rpc`, headers: { authorization: `Bearer ${token}` } }),
  )
  const events: unknown[] = []
  for await (const event of await bare.system.backup()) events.push(event)
  const id = /"handed-file":"([^"]+)"/.exec(JSON.stringify(events))?.[1] ?? ''
  expect(await (await client.host.file({ id })).text()).toBe('copy')
  await expect(client.host.file({ id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('whoever leaves before a file comes down ends nothing but his own call', async () => {
  const thrown: unknown[] = []
  const note = (error: unknown) => void thrown.push(error)
  process.on('unhandledRejection', note)
  onTestFinished(() => void process.off('unhandledRejection', note))
  const asked = Promise.withResolvers<void>()
  const left = Promise.withResolvers<void>()
  const whileFileIsMade = async () => {
    asked.resolve()
    await left.promise
  }
  const { client, origin, token, host } = await hosted({ twists: { whileFileIsMade } })
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const request = httpRequest(`${origin}/rpc/packets/enrolRequest`, { method: 'POST', headers })
  request.on('error', () => undefined)
  request.end(JSON.stringify({ json: { name: '白石龙' } }))
  await asked.promise
  const gone = new Promise(resolve => request.on('close', resolve))
  request.destroy()
  await gone
  // The host sees on another connection that it is there, and by then that this one is gone.
  await client.registry.stats({})
  left.resolve()
  expect(await (await client.packets.enrolRequest({ name: '白石龙' })).file.text()).toBe('request')
  await host.close()
  expect(thrown).toEqual([])
})

test('what is refused arrives with its code, sentence and details', async () => {
  const { client, bugs } = await hosted()
  await expect(client.registry.stats({ org: '没有' })).rejects.toMatchObject({
    code: 'REFUSED',
    defined: true,
    data: { code: 'org-unknown', text: { zh: '没有叫“没有”的组织。' }, details: { org: '没有' } },
  })
  expect(bugs).toEqual([])
})

const bug = async () => {
  throw new TypeError('x is not a function')
}

test('a bug arrives as a reference, and its message stays here', async () => {
  const { client, bugs } = await hosted({ twists: { stats: bug, verify: bug } })
  const stats = client.registry.stats({})
  await expect(stats).rejects.toMatchObject({ code: 'INTERNAL_SERVER_ERROR', data: { reference: 'ref-1' } })
  await expect(stats).rejects.not.toThrow(/not a function/)
  const watch = { signal: new AbortController().signal, onProgress: () => undefined }
  await expect(finish(client.system.verify(), watch)).rejects.toMatchObject({
    code: 'INTERNAL_SERVER_ERROR',
    data: { reference: 'ref-2' },
  })
  expect(bugs).toMatchObject([
    { doing: 'registry.stats', error: { message: 'x is not a function' } },
    { doing: 'system.verify', error: { message: 'x is not a function' } },
  ])
})

test('a reader that goes away cancels the work it waited for', async () => {
  const ended = Promise.withResolvers<void>()
  const { client, bugs } = await hosted({
    twists: {
      verify: async report => {
        try {
          for (let n = 1; ; n++) await report({ zh: '检查', en: 'checking' }, n, 0)
        } finally {
          ended.resolve()
        }
      },
    },
  })
  const stop = new AbortController()
  const verified = finish(client.system.verify(undefined, { signal: stop.signal }), {
    signal: stop.signal,
    onProgress: () => stop.abort(),
  })
  await expect(verified).rejects.toThrow('cancelled')
  await ended.promise
  expect(bugs).toEqual([])
})

/** Work that is under way until it is let go on. */
function slowWork() {
  const { promise, resolve } = Promise.withResolvers<void>()
  const begun = { count: 0 }
  const verify = async () => {
    begun.count += 1
    await promise
    throw new Error('let go of')
  }
  return { verify, begun, letGo: resolve }
}

test('of a flood of long work some is done, and the rest told in a sentence when to ask again', async () => {
  const { verify, begun, letGo } = slowWork()
  const { origin, token, client } = await hosted({ twists: { verify } })
  const ask = () =>
    fetch(`${origin}/rpc/system/verify`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: '{}',
    })
  const answers = await Promise.all(Array.from({ length: 300 }, ask))
  const statuses = answers.map(({ status }) => status)
  expect(new Set(statuses)).toEqual(new Set([200, 503]))
  expect(begun.count).toBe(statuses.filter(status => status === 200).length)
  for (const answer of answers.filter(({ status }) => status === 503)) {
    expect(answer.headers.get('retry-after')).toBe('5')
    expect(await answer.json()).toMatchObject({ json: { code: 'REFUSED', data: { code: 'busy' } } })
  }
  // What takes long keeps no short question out, and a client reads the refusal as any other.
  expect(await client.registry.stats({})).toMatchObject({ members: 30 })
  await expect(client.system.verify()).rejects.toMatchObject({
    code: 'REFUSED',
    data: { code: 'busy', text: { zh: expect.stringContaining('再试一次') } },
  })
  letGo()
  await Promise.all(answers.map(answer => (answer.bodyUsed ? undefined : answer.text())))
  const again = await ask()
  expect(again.status).toBe(200)
  await again.text()
})

test('of a flood of questions each is answered, or told in a sentence when to ask again', async () => {
  const may = Promise.withResolvers<void>()
  const stats = async () => {
    await may.promise
    throw new Error('let go of')
  }
  const { origin, token } = await hosted({ twists: { stats } })
  const body = JSON.stringify({ json: { org: 'x'.repeat(3_000_000) } })
  const ask = (sent: string) =>
    fetch(`${origin}/rpc/registry/stats`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: sent,
    })
  const all = [
    ...Array.from({ length: 60 }, () => ask(body)),
    ...Array.from({ length: 300 }, () => ask('{"json":{}}')),
  ]
  const counted = all.map(async answer => {
    const { status, headers } = await answer
    if (status === 503) may.resolve()
    return `${status} ${headers.get('retry-after')}`
  })
  expect(new Set(await Promise.all(counted))).toEqual(new Set(['500 null', '503 5']))
})

test('closing ends the work under way and waits until it has left nothing behind', async () => {
  let ended = false
  const begun = Promise.withResolvers<void>()
  const { client, host } = await hosted({
    twists: {
      verify: async report => {
        try {
          for (let n = 1; ; n++) {
            await report({ zh: '检查', en: 'checking' }, n, 0)
            begun.resolve()
          }
        } finally {
          ended = true
        }
      },
    },
  })
  const watch = { signal: new AbortController().signal, onProgress: () => undefined }
  const verified = finish(client.system.verify(), watch).catch(error => error)
  await begun.promise
  await host.close()
  expect(ended).toBe(true)
  expect(await verified).toBeInstanceOf(Error)
})

test('a port that another program has is refused with a sentence', async () => {
  const { host } = await hosted()
  const again = openBrowserHost({
    folder: await tempFolder(),
    router: standInEngine().router,
    port: host.port,
    pageFolder: '/nowhere',
    newId: uuidV7(),
    reportBug: () => '',
  })
  await expect(again).rejects.toMatchObject({ code: 'port-taken', details: { port: host.port } })
})

test('the system’s own opener opens the address, unless BROWSER is none', () => {
  expect(openerOf('/data/open.html', 'linux', {})).toEqual({
    program: 'xdg-open',
    words: ['/data/open.html'],
  })
  expect(openerOf('/data/open.html', 'darwin', {})?.program).toBe('open')
  expect(openerOf('/data/open.html', 'win32', { SystemRoot: 'D:\\Windows' })?.program).toBe(
    'D:\\Windows\\System32\\rundll32.exe',
  )
  expect(openerOf('/data/open.html', 'linux', { BROWSER: 'none' })).toBeUndefined()
})

test('the usual port is taken where it is free, and any other where a program has it', async () => {
  const serve = (port: WantedPort) =>
    serveLoopback({
      port,
      token: 'token',
      bodyLimit: 1,
      pageFolder: '/nowhere',
      answerCall: async () => undefined,
      onBug: error => {
        throw error
      },
    })
  const first = await serve(0)
  const preferred = first.port
  const beside = await serve({ preferred })
  onTestFinished(() => beside.close())
  expect(beside.port).not.toBe(preferred)
  await first.close()
  const again = await serve({ preferred })
  onTestFinished(() => again.close())
  expect(again.port).toBe(preferred)
})
