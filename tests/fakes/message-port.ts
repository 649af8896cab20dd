import { EventEmitter } from 'node:events'
import type { MessagePortMain as Real } from 'electron'

/** A value as it arrives on the other side. Electron's ports carry no Blob, and neither do these. */
export function cloned(value: unknown): unknown {
  refuseBlobs(value)
  return structuredClone(value)
}

function refuseBlobs(value: unknown): void {
  if (value instanceof Blob) throw new DOMException('An object could not be cloned.', 'DataCloneError')
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return
  for (const field of Object.values(value)) refuseBlobs(field)
}

/** One end of a channel: keeps what comes until it is started, and tells when the other end is gone. */
export class MessagePortMain extends EventEmitter implements Pick<Real, 'postMessage' | 'start' | 'close'> {
  peer: MessagePortMain | undefined
  #isStarted = false
  #isClosed = false
  readonly #kept: unknown[] = []

  postMessage(message: unknown): void {
    const data = cloned(message)
    if (!this.#isClosed) setImmediate(() => this.peer?.arrive(data))
  }

  arrive(data: unknown): void {
    if (this.#isClosed) return
    if (this.#isStarted) this.emit('message', { data, ports: [] })
    else this.#kept.push(data)
  }

  start(): void {
    this.#isStarted = true
    for (const data of this.#kept.splice(0)) this.arrive(data)
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    setImmediate(() => {
      this.emit('close')
      this.peer?.close()
    })
  }
}

export class MessageChannelMain {
  readonly port1 = new MessagePortMain()
  readonly port2 = new MessagePortMain()
  constructor() {
    this.port1.peer = this.port2
    this.port2.peer = this.port1
  }
}
