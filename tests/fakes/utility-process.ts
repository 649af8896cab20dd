import { type ChildProcess, fork } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { ForkOptions, UtilityProcess as Real } from 'electron'
import { cloned, type MessagePortMain } from './message-port.ts'
import { portBridge } from './port-bridge.ts'

const parentPort = new URL('./parent-port.ts', import.meta.url).href

/** Chromium takes switches of its own alone, and hands V8 what stands in this one. */
function v8FlagsIn(switches: readonly string[]): readonly string[] {
  const start = '--js-flags='
  return switches.flatMap(one => {
    if (!one.startsWith(start)) throw new Error(`${one} is no switch of Chromium's that the program uses`)
    return one.slice(start.length).split(' ')
  })
}

/** Really another process: Node's, with a `process.parentPort`. */
class UtilityProcess extends EventEmitter implements Pick<Real, 'kill' | 'pid'> {
  readonly #child: ChildProcess
  readonly #bridge

  constructor(entry: string, args: readonly string[], switches: readonly string[]) {
    super()
    this.#child = fork(entry, args, {
      execArgv: [...v8FlagsIn(switches), '--import', parentPort],
      serialization: 'advanced',
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
    })
    this.#bridge = portBridge(crossing => {
      if (this.#child.connected) this.#child.send(crossing)
    })
    this.#child.on('message', crossing => {
      const message = this.#bridge.take(crossing as never)
      if (message !== undefined) this.emit('message', message.data)
    })
    this.#child.once('spawn', () => this.emit('spawn'))
    this.#child.once('exit', (code, signal) => {
      this.#bridge.closeAll()
      this.emit('exit', code ?? (signal === null ? 0 : 1))
    })
  }

  get pid(): number | undefined {
    return this.#child.exitCode === null && this.#child.signalCode === null ? this.#child.pid : undefined
  }

  postMessage(message: unknown, transfer: readonly MessagePortMain[] = []): void {
    this.#bridge.post(cloned(message), transfer)
  }

  kill(): boolean {
    return this.#child.kill('SIGKILL')
  }
}

const running = new Set<UtilityProcess>()

export const utilityProcess = {
  fork: (entry: string, args: readonly string[] = [], options: ForkOptions = {}): UtilityProcess => {
    const child = new UtilityProcess(entry, args, options.execArgv ?? [])
    running.add(child)
    child.once('exit', () => running.delete(child))
    return child
  },
}

/** The processes that run now. */
export const runningProcesses = (): readonly UtilityProcess[] => [...running]
