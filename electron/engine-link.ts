import { type MessagePortMain, utilityProcess } from 'electron'
import { Refusal } from '#db/shared/refusal.ts'
import { type EngineWord, fromEngineSchema, type ToEngine } from './engine-messages.ts'

/** As `npm run cli` and the browser's way are started (build/node-flags.ts): to let go of memory early. */
const engineFlags = ['--no-memory-protection-keys', '--max-semi-space-size=2', '--heap-growing-percent=15']

type Options = {
  /** The built engine-process. */
  readonly entry: string
  readonly folder: string
  /** It ended, once it had opened the folder, and nobody had told it to. */
  readonly onCrash: (exitCode: number) => void
  /** How long it may take to end by itself, in milliseconds. */
  readonly patience: number
  /** What somebody decided, where the folder could not be opened as it is. */
  readonly word?: EngineWord
}

/** The engine in a process of its own, so that nothing it does can hold the window up. */
export type EngineLink = {
  readonly hand: (port: MessagePortMain) => void
  /** Waits until the work under way has left nothing behind; ends the process when it takes too long. */
  readonly close: () => Promise<void>
}

/** The engine met a bug of its own while it opened the folder; `reference` leads to the stack. */
export class EngineFailed extends Error {
  readonly reference: string | undefined
  constructor(reference?: string) {
    super(`the engine could not be started, reference ${reference}`)
    this.name = 'EngineFailed'
    this.reference = reference
  }
}

/** Starts the engine over a folder. Throws the engine's own Refusal, or `EngineFailed`. */
export async function startEngine(options: Options): Promise<EngineLink> {
  const { entry, folder, onCrash, patience, word } = options
  const child = utilityProcess.fork(entry, word === undefined ? [folder] : [folder, word], {
    serviceName: 'Lifeline Registry engine',
    // What Electron is given here are switches of Chromium's: V8's own go in one of them.
    execArgv: [`--js-flags=${engineFlags.join(' ')}`],
  })
  const say = (message: ToEngine, ports: MessagePortMain[] = []) => child.postMessage(message, ports)
  let isClosing = false
  let isOpen = false
  const ended = Promise.withResolvers<void>()
  const opened = Promise.withResolvers<void>()
  child.once('exit', code => {
    ended.resolve()
    opened.reject(new EngineFailed())
    if (isOpen && !isClosing) onCrash(code)
  })
  const close = async (): Promise<void> => {
    isClosing = true
    say({ type: 'close' })
    const impatient = setTimeout(() => child.kill(), patience)
    await ended.promise
    clearTimeout(impatient)
  }
  child.once('message', (data: unknown) => {
    const message = fromEngineSchema.parse(data)
    if (message.type === 'opened') opened.resolve()
    else if (message.type === 'failed') opened.reject(new EngineFailed(message.reference))
    else opened.reject(new Refusal(message.code, message.text, message.details))
  })
  try {
    await opened.promise
  } catch (error) {
    if (!(error instanceof EngineFailed && error.reference === undefined)) await close()
    throw error
  }
  isOpen = true
  return { hand: port => say({ type: 'port' }, [port]), close }
}
