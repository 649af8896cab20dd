import type { IncomingMessage, ServerResponse } from 'node:http'
import { askAgainIn, busy } from '../busy.ts'

/** So many calls are answered at once: a page asks six at a time, and long work stays open until it is done. */
const mostCalls = 128
/** A text of so many bytes counts as one call more, so that all that are held at once have their bound, too. */
const bytesOfCall = 256 * 1024

/** Which calls are being answered, and whether there is room for one more. */
export class Desk {
  #underWay = 0
  #taken = 0

  get underWay(): number {
    return this.#underWay
  }

  /** Takes a call with a text of so many bytes, until what is answered is called; undefined where there is no room. */
  take(bytes: number): (() => void) | undefined {
    const weight = 1 + Math.floor(bytes / bytesOfCall)
    if (this.#taken + weight > mostCalls) return undefined
    this.#underWay += 1
    this.#taken += weight
    return () => {
      this.#underWay -= 1
      this.#taken -= weight
    }
  }
}

/** Answers a call for which there is no room as every call is answered that is refused. What it brings is not kept. */
export async function tellBusy(
  request: IncomingMessage,
  response: ServerResponse,
  underWay: number,
  limit: number,
): Promise<void> {
  let read = 0
  // An answer beside a text that is still being sent is lost with the connection.
  for await (const chunk of request) {
    read += (chunk as Buffer).length
    if (read > limit) break
  }
  const body = JSON.stringify({ json: busy(underWay).toJSON(), meta: [] })
  response.writeHead(503, { 'Content-Type': 'application/json', 'Retry-After': String(askAgainIn) }).end(body)
}
