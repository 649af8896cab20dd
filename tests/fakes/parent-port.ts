import { EventEmitter } from 'node:events'
import { cloned } from './message-port.ts'
import { portBridge } from './port-bridge.ts'

/** Loaded before the entry of a forked process: gives it Electron's `process.parentPort`, and a fixed day if one is set. */
const bridge = portBridge(crossing => process.send?.(crossing))

class ParentPort extends EventEmitter {
  postMessage(message: unknown): void {
    bridge.post(cloned(message))
  }
}

const port = new ParentPort()
process.on('message', crossing => {
  const message = bridge.take(crossing as never)
  if (message !== undefined) port.emit('message', message)
})
process.on('disconnect', () => process.exit(1))
Object.defineProperty(process, 'parentPort', { value: port })

const now = process.env['LIFELINE_TEST_NOW']
if (now !== undefined) {
  const RealDate = Date
  globalThis.Date = class extends RealDate {
    constructor(...args: [] | [number | string]) {
      super(...((args.length === 0 ? [now] : args) as [string]))
    }
    static override now(): number {
      return RealDate.parse(now)
    }
  } as DateConstructor
}
