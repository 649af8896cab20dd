import type { Worker } from 'node:worker_threads'
import type { BrowseQuestions, BrowseTopic } from '#db/registry/looking/browser.ts'
import { Cancelled } from '#db/shared/long-work.ts'
import { Refusal } from '#db/shared/refusal.ts'
import type { BrowseReply } from './browse-protocol.ts'
import { endThread, type Ready, startThread } from './started-thread.ts'

type Waiting = { readonly resolve: (answer: never) => void; readonly reject: (error: unknown) => void }

/**
 * A thread that keeps a picture of a large registry and answers what screens ask of it. It is started with the first
 * question, holds no process open while nothing is asked, and is started anew when it has died.
 */
export class BrowsingThread {
  readonly #waiting = new Map<number, Waiting>()
  #worker: Worker | undefined
  #asked = 0

  get isRunning(): boolean {
    return this.#worker !== undefined
  }

  /** A refusal in the thread arrives here as the same refusal; when the thread ends meanwhile, `Cancelled`. */
  ask<T extends BrowseTopic>(
    file: string,
    topic: T,
    input: BrowseQuestions[T]['input'],
  ): Promise<BrowseQuestions[T]['answer']> {
    const worker = this.#worker ?? this.#start(file)
    const id = ++this.#asked
    worker.ref()
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      worker.postMessage({ id, topic, input })
    })
  }

  /** Ends the thread where nobody waits for it; the next question starts another. */
  async rest(): Promise<void> {
    if (this.#waiting.size === 0) await this.close()
  }

  async close(): Promise<void> {
    const worker = this.#worker
    if (worker === undefined) return
    this.#forget(worker, new Cancelled())
    await endThread(worker)
  }

  #start(file: string): Worker {
    const worker = startThread(new URL('./browse-worker.ts', import.meta.url), { workerData: { file } })
    worker.on('message', (reply: BrowseReply<never> | Ready) => {
      if (reply.type !== 'ready') this.#settle(reply)
      if (this.#waiting.size === 0) worker.unref()
    })
    worker.on('error', error => this.#forget(worker, error))
    worker.on('exit', () => this.#forget(worker, new Cancelled()))
    this.#worker = worker
    return worker
  }

  /** Whoever waits for this thread is told that no answer will come. */
  #forget(worker: Worker, error: unknown): void {
    if (this.#worker !== worker) return
    this.#worker = undefined
    for (const { reject } of this.#waiting.values()) reject(error)
    this.#waiting.clear()
  }

  /** What a topic answers is known where it is asked: both sides are typed by `BrowseQuestions`. */
  #settle(reply: BrowseReply<never>): void {
    const waiting = this.#waiting.get(reply.id)
    this.#waiting.delete(reply.id)
    switch (reply.type) {
      case 'answer':
        waiting?.resolve(reply.answer)
        return
      case 'refused':
        waiting?.reject(new Refusal(reply.code, reply.text, reply.details))
        return
      case 'failed':
        waiting?.reject(Object.assign(new Error(reply.message), { stack: reply.stack }))
        return
    }
  }
}
