import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { BodyLimitPlugin, RPCHandler } from '@orpc/server/node'
import type { NewId } from '#db/shared/new-id.ts'
import { sayingWhenToAskAgain } from './busy.ts'
import type { ReportBug } from './call.ts'
import { rpcPath } from './loopback/admission.ts'
import { Desk, tellBusy } from './loopback/desk.ts'
import { bearingWhoLeaves } from './loopback/files-answered.ts'
import { formOnDisk, isForm } from './loopback/form-on-disk.ts'
import { serveLoopback } from './loopback/serve-loopback.ts'
import type { EngineRouter } from './open-engine.ts'
import type { ListDrives } from './sticks/mounted-drive.ts'
import { sweepUploads } from './uploads.ts'
import { wireOf } from './wire.ts'

type Options = {
  readonly router: EngineRouter
  /** The registry's folder. */
  readonly folder: string
  /** 0 for any free one; undefined for the usual one, or any free one where another program has that. */
  readonly port: number | undefined
  /** The built page; need not be there. */
  readonly pageFolder: string
  readonly newId: NewId
  readonly reportBug: ReportBug
  /** The largest body of a call, in bytes: a spreadsheet, a packet or a backup comes this way, onto the disk. */
  readonly bodyLimit?: number
  /** For how long a connection may say nothing before its call is there, in milliseconds. */
  readonly patience?: number
  /** Which sticks are there; this PC's own unless a test says otherwise. */
  readonly listDrives?: ListDrives
}

export type BrowserHost = {
  /** What to open: the page's address with the token in its fragment, which is sent to nobody. */
  readonly address: string
  readonly port: number
  /** Takes no more calls, ends those under way, and waits until they have left nothing behind. */
  readonly close: () => Promise<void>
}

const megabyte = 1024 * 1024
/** What is no file is read into memory. */
const longestText = 16 * megabyte

/** The same at every start: a browser keeps the language, the name and what is being typed by address and port. */
const usualPort = 28_720

/** Puts the engine's router and the built page on http://127.0.0.1, for whoever knows the token. */
export async function openBrowserHost(options: Options): Promise<BrowserHost> {
  const { port, pageFolder, reportBug, folder, bodyLimit = 64 * 1024 * megabyte, patience } = options
  await sweepUploads(folder)
  const wire = wireOf(options)
  const { clientInterceptors } = wire
  const rootInterceptors = [sayingWhenToAskAgain, bearingWhoLeaves]
  const textLimit = Math.min(bodyLimit, longestText)
  const texts = new RPCHandler(wire.router, {
    plugins: [new BodyLimitPlugin({ maxBodySize: textLimit })],
    clientInterceptors,
    rootInterceptors,
  })
  const forms = new RPCHandler(wire.router, { clientInterceptors, rootInterceptors })
  const desk = new Desk()
  const token = randomBytes(32).toString('base64url')
  const loopback = await serveLoopback({
    port: port ?? { preferred: usualPort },
    token,
    bodyLimit,
    pageFolder,
    ...(patience !== undefined && { patience }),
    answerCall: async (request, response) => {
      // What comes as a form goes onto the disk, everything else is held in memory.
      const leave = desk.take(isForm(request) ? 0 : lengthOf(request, textLimit))
      if (leave === undefined) return tellBusy(request, response, desk.underWay, textLimit)
      const upload = isForm(request) ? formOnDisk(request, folder, bodyLimit) : undefined
      try {
        const { matched } = await (upload === undefined
          ? texts.handle(request, response, { prefix: rpcPath })
          : forms.handle(Object.assign(request, { body: upload.form }), response, { prefix: rpcPath }))
        if (!matched) response.writeHead(404).end()
      } finally {
        leave()
        await upload?.discard()
      }
    },
    onBug: error => reportBug(error, 'loopback'),
  })
  return {
    address: `${loopback.origin}/#token=${token}`,
    port: loopback.port,
    close: async () => {
      await loopback.close()
      await wire.ended()
    },
  }
}

/** How long a text says it is; as long as it may be where it does not say. */
function lengthOf(request: IncomingMessage, most: number): number {
  const said = request.headers['content-length']
  return said === undefined ? most : Math.min(Number(said), most)
}
