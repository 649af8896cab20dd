import { writeFile } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type AnswerCall, serveLoopback } from '#electron/hosts/loopback/serve-loopback.ts'
import { tempFolder } from '#tests/fixtures/temp-folder.ts'

const token = 'the-token'

async function served(answerCall: AnswerCall, pageFolder = '/nowhere') {
  const host = await serveLoopback({
    ...{ port: 0, token, bodyLimit: 1000, pageFolder, answerCall },
    onBug: error => {
      throw error
    },
  })
  onTestFinished(() => host.close())
  return host
}

/** Connections that say nothing, or what they are given to say; some at a time, as the system has a short queue of them. */
async function knock(port: number, count: number, says = ''): Promise<readonly Socket[]> {
  const sockets: Socket[] = []
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
  })
  while (sockets.length < count) {
    const some = Array.from({ length: Math.min(100, count - sockets.length) }, () => {
      const { promise, resolve } = Promise.withResolvers<Socket>()
      const socket = connect(port, '127.0.0.1', () => resolve(socket))
      socket.on('error', () => resolve(socket))
      if (says !== '') socket.write(says)
      return promise
    })
    sockets.push(...(await Promise.all(some)))
  }
  return sockets
}

function asked(port: number, path: string, headers: Record<string, string> = {}, body = ['{}']) {
  return new Promise<number>((resolve, reject) => {
    const method = path === '/' ? 'GET' : 'POST'
    const request = httpRequest({ host: '127.0.0.1', port, path, method, headers, agent: false })
    request.on('response', response => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    request.on('error', reject)
    if (method === 'GET') request.end()
    else send(request, body)
  })
}

function send(request: { write: (text: string) => unknown; end: () => unknown }, pieces: readonly string[]) {
  const [piece, ...others] = pieces
  if (piece === undefined) return void request.end()
  request.write(piece)
  setImmediate(() => send(request, others))
}

const withToken = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
const answering: AnswerCall = async (request, response) => {
  request.resume()
  request.once('end', () => response.writeHead(200).end())
}

test('a thousand connections that say nothing keep nobody out', async () => {
  const { port } = await served(answering)
  await knock(port, 1000)
  expect(await asked(port, '/')).toBe(200)
  expect(await asked(port, '/rpc/registry/stats', withToken)).toBe(200)
})

test('nor do those that stop in the middle of their question, or ask for the page and stay', async () => {
  const { port } = await served(answering)
  await knock(port, 400, 'GET / HTTP/1.1\r\nHost: 127')
  await knock(port, 400, `GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`)
  expect(await asked(port, '/')).toBe(200)
  expect(await asked(port, '/rpc/registry/stats', withToken)).toBe(200)
})

test('nor do those that ask for the page and read nothing of it', async () => {
  const pageFolder = await tempFolder()
  await writeFile(join(pageFolder, 'index.html'), Buffer.alloc(16_000_000, 32))
  const { port } = await served(answering, pageFolder)
  const sockets = await knock(port, 400)
  for (const socket of sockets) {
    socket.pause()
    socket.write(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`)
  }
  await knock(port, 256, `GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`)
  expect(await asked(port, '/')).toBe(200)
})

test('whoever has shown the token is left alone, however slowly it goes on', async () => {
  const arrived = Promise.withResolvers<void>()
  const may = Promise.withResolvers<void>()
  const { port } = await served(async (request, response) => {
    arrived.resolve()
    request.resume()
    await may.promise
    response.writeHead(200).end()
  })
  const slow = asked(port, '/rpc/registry/stats', withToken, ['{', ' ', ' ', '}'])
  await arrived.promise
  await knock(port, 1000)
  may.resolve()
  expect(await slow).toBe(200)
})

test('whoever has the token gets an answer to each call, however many come at once', async () => {
  const may = Promise.withResolvers<void>()
  const { port } = await served(async (request, response) => {
    request.resume()
    await may.promise
    response.writeHead(200).end()
  })
  const all = Array.from({ length: 900 }, () => asked(port, '/rpc/registry/stats', withToken))
  await knock(port, 300, `GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`)
  may.resolve()
  expect(new Set(await Promise.all(all))).toEqual(new Set([200]))
})
