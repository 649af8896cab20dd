import { parentPort, workerData } from 'node:worker_threads'
import { z } from 'zod'
import { Browser } from '#db/registry/looking/browser.ts'
import { invariant } from '#db/shared/invariant.ts'
import { Refusal } from '#db/shared/refusal.ts'
import { openReadOnly } from '#db/sqlite/connection.ts'
import type { BrowseReply, BrowseRequest } from './browse-protocol.ts'
import type { Ready } from './started-thread.ts'

/** The thread's entry: one registry's file, looked through as long as the thread lives. */
const port = parentPort
invariant(port, 'this file is the entry of a worker thread')
const { file } = z.object({ file: z.string() }).parse(workerData)
const browser = new Browser(openReadOnly(file))
port.postMessage({ type: 'ready' } satisfies Ready)

function replyTo({ id, topic, input }: BrowseRequest): BrowseReply<unknown> {
  try {
    return { id, type: 'answer', answer: browser.ask(topic, input) }
  } catch (error) {
    if (error instanceof Refusal) {
      return { id, type: 'refused', code: error.code, text: error.text, details: error.details }
    }
    const failure = error instanceof Error ? error : new Error(String(error))
    return { id, type: 'failed', message: failure.message, stack: failure.stack }
  }
}

port.on('message', (request: BrowseRequest) => port.postMessage(replyTo(request)))
