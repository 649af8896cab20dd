import { createReadStream } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pipeline } from 'node:stream/promises'
import { invariant } from '#db/shared/invariant.ts'
import { Refusal } from '#db/shared/refusal.ts'
import { admit, type House } from './admission.ts'
import { Guests } from './guests.ts'
import { pageFile } from './page-file.ts'
import { keptHeaders, securityHeaders } from './security-headers.ts'
import { unbuiltPage } from './unbuilt-page.ts'

/** Answers a call that has been let in. */
export type AnswerCall = (request: IncomingMessage, response: ServerResponse) => Promise<void>

/** A port that must be had (0: any free one), or one that is taken where it is free, else any. */
export type WantedPort = number | { readonly preferred: number }

type Options = {
  readonly port: WantedPort
  readonly token: string
  readonly bodyLimit: number
  /** The built page; need not be there. */
  readonly pageFolder: string
  readonly answerCall: AnswerCall
  /** For how long a connection may say nothing before its call is there, in milliseconds. */
  readonly patience?: number
  readonly onBug: (error: unknown) => void
}

export type Loopback = {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string
  readonly port: number
  /** Takes no more calls and cuts every connection. */
  readonly close: () => Promise<void>
}

const loopbackAddress = '127.0.0.1'
const usualPatience = 30_000
/** For how long a connection stays open for the next question of the page, in milliseconds. */
const usualKeepAlive = 5000

/** Listens on this PC only. Every answer carries the security headers; who is not let in is told a bare status. */
export async function serveLoopback(options: Options): Promise<Loopback> {
  let house: House = { host: '', token: options.token, bodyLimit: options.bodyLimit }
  const { patience = usualPatience } = options
  const limits = { headersTimeout: patience, requestTimeout: 0, connectionsCheckingInterval: patience / 2 }
  const lastAnswers = new WeakMap<object, ServerResponse>()
  const guests = new Guests()
  const server = createServer(limits, (request, response) => {
    // No browser asks again before it was answered; who does would have any number of files opened at once.
    guests.asks(request.socket)
    const isAnswered = lastAnswers.get(request.socket)?.writableFinished ?? true
    lastAnswers.set(request.socket, response)
    if (!isAnswered) {
      request.socket.destroy()
      return
    }
    for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value)
    answer(request, response, house, options, guests).catch(error => {
      // A visitor who goes away in the middle is no bug.
      if (!response.destroyed && !request.socket.destroyed) options.onBug(error)
      response.destroy()
    })
  })
  // Whoever asks for a page and then neither reads it nor says anything more is let go of.
  server.timeout = patience
  server.keepAliveTimeout = Math.min(patience, usualKeepAlive)
  server.on('connection', socket => guests.comes(socket))
  const port = await listeningOn(server, options.port)
  house = { ...house, host: `${loopbackAddress}:${port}` }
  return {
    origin: `http://${house.host}`,
    port,
    close: async () => {
      const closed = new Promise(resolve => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  house: House,
  { pageFolder, answerCall }: Options,
  guests: Guests,
): Promise<void> {
  const path = (request.url ?? '/').split(/[?#]/)[0] ?? '/'
  const { host, origin, authorization } = request.headers
  const visit = { host, origin, authorization, path, method: request.method ?? '' }
  const verdict = admit({ ...visit, contentLength: request.headers['content-length'] }, house)
  switch (verdict.kind) {
    case 'call':
      guests.isKnown(request.socket)
      // Of more than a few none is kept open: whoever comes with so many asks once each.
      if (!guests.hasRoom) response.setHeader('Connection', 'close')
      // Once it is here it is we who take our time: a command waits for its turn as long as it takes.
      request.once('end', () => {
        if (!response.writableFinished) request.socket.setTimeout(0)
      })
      return answerCall(request, response)
    case 'page':
      return answerPage(pageFolder, path, request.method === 'HEAD', response)
    case 'refused':
      // What was sent along is not read.
      response.writeHead(verdict.status, { Connection: 'close' }).end()
      return
  }
}

async function answerPage(
  folder: string,
  path: string,
  isHeadOnly: boolean,
  response: ServerResponse,
): Promise<void> {
  const found = await pageFile(folder, path)
  // Who is gone by now is sent nothing: a file that was opened for him would stay open.
  if (response.destroyed) return
  if (found !== undefined) {
    const kept = found.neverChanges && keptHeaders
    response.writeHead(200, { 'Content-Type': found.type, 'Content-Length': found.size, ...kept })
    if (isHeadOnly) response.end()
    else await pipeline(createReadStream(found.file), response)
    return
  }
  const isBuilt = (await pageFile(folder, '/')) !== undefined
  if (path !== '/' || isBuilt) {
    response.writeHead(404).end()
    return
  }
  response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(isHeadOnly ? '' : unbuiltPage)
}

async function listeningOn(server: ReturnType<typeof createServer>, wanted: WantedPort): Promise<number> {
  if (typeof wanted === 'number') return listening(server, wanted)
  try {
    return await listening(server, wanted.preferred)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return listening(server, 0)
  }
}

function listening(server: ReturnType<typeof createServer>, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const failed = (error: unknown) => reject(portRefusal(error, port))
    server.once('error', failed)
    server.listen(port, loopbackAddress, () => {
      server.off('error', failed)
      resolve(portOf(server.address()))
    })
  })
}

function portOf(address: AddressInfo | string | null): number {
  invariant(typeof address === 'object' && address !== null, 'a server that listens has a port')
  return address.port
}

function portRefusal(error: unknown, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code !== 'EADDRINUSE' && code !== 'EACCES') return error
  return new Refusal(
    'port-taken',
    {
      zh: `端口 ${port} 不能用：已被别的程序占用或不允许使用。请换一个，或不写 --port。`,
      en: `Port ${port} cannot be used: another program has it or it is not allowed. Give another one, or leave --port out.`,
    },
    { port },
  )
}
