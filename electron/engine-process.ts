import { openAsBlob } from 'node:fs'
import { join } from 'node:path'
import type {} from 'electron'
import { openEngine } from '#db/engine.ts'
import { newestBackup } from '#db/files/newest-backup.ts'
import { systemClock } from '#db/shared/clock.ts'
import { invariant } from '#db/shared/invariant.ts'
import { uuidV7 } from '#db/shared/new-id.ts'
import { Refusal } from '#db/shared/refusal.ts'
import { type FromEngine, newestBackupWord, newKeysWord, toEngineSchema } from './engine-messages.ts'
import { bugReports } from './hosts/bug-reports.ts'
import { clientInProcess, finish } from './hosts/call.ts'
import { noteHolder, sayingWho } from './hosts/holder.ts'
import { openPortHost, type PortHost } from './hosts/message-port.ts'
import type { OpenedEngine } from './hosts/open-engine.ts'

/** The entry of the engine's own process: opens the folder given, and answers at every port that it is handed. */
const [, , folder, word] = process.argv
invariant(folder, 'the engine is started with its folder')
const parent = process.parentPort
const say = (message: FromEngine) => parent.postMessage(message)

const newId = uuidV7()
const { log, reportBug } = bugReports({
  folder,
  clock: systemClock,
  newId,
  tell: (level, line) => {
    if (level === 'error') process.stderr.write(line)
  },
})
process.on('uncaughtException', error => {
  // What has come to pass is unknown; a new process reads what the file says.
  reportBug(error, "the engine's process")
  process.exit(1)
})

let engine: OpenedEngine | undefined
let host: PortHost | undefined
let forget: () => void = () => undefined

async function open(path: string): Promise<void> {
  try {
    engine = await openEngine({
      folder: path,
      clock: systemClock,
      newId,
      log,
      access: 'write',
      isForPages: true,
      lostKeys: word === newKeysWord,
      setsDamagedAside: word === newestBackupWord,
    })
    if (word === newestBackupWord) await restoreNewest(engine, path)
    host = await openPortHost({ router: engine.router, folder: path, newId, reportBug })
    forget = noteHolder(path, {
      way: 'window',
      process: process.pid,
      since: systemClock.now().toISOString(),
      address: null,
    })
    say({ type: 'opened' })
  } catch (thrown) {
    const error = sayingWho(thrown, path)
    if (error instanceof Refusal) {
      const { code, text, details } = error
      say({ type: 'refused', code, text, details })
    } else {
      say({ type: 'failed', reference: reportBug(error, 'opening the folder') })
    }
  }
}

/** The folder's newest backup becomes its registry; refuses one that is not sound. */
async function restoreNewest({ router }: OpenedEngine, path: string): Promise<void> {
  const newest = newestBackup(path)
  invariant(newest, 'there was a backup when somebody was asked')
  const backup = await openAsBlob(join(path, 'backups', newest.name))
  const { system } = clientInProcess(router, reportBug)
  const watch = { signal: new AbortController().signal, onProgress: () => undefined }
  await finish(system.restore({ file: new File([backup], newest.name) }), watch)
}

async function close(): Promise<void> {
  await opening
  await host?.close()
  forget()
  await engine?.close()
  process.exit(0)
}

const opening = open(folder)
parent.on('message', ({ data, ports: [port] }) => {
  const message = toEngineSchema.parse(data)
  if (message.type === 'close') void close()
  else if (port !== undefined) host?.serve(port)
})
