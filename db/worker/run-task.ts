import { Worker } from 'node:worker_threads'
import { Cancelled, type Report } from '#db/shared/long-work.ts'
import { Refusal } from '#db/shared/refusal.ts'
import type { TaskMessage, TaskName, TaskRequest, Tasks } from './protocol.ts'

export type RunOptions<N extends TaskName> = {
  readonly request: TaskRequest<N>
  readonly report: Report
  readonly onChunk?: (chunk: Tasks[N]['chunk']) => Promise<void>
}

/** Reading threads of one session. One is kept warm between tasks, since starting one takes longer than most tasks. */
export class ReadingThreads {
  #idle: Worker | undefined
  readonly #running = new Set<Worker>()

  /**
   * Runs a task. Chunks are taken in order, one at a time; when `report` or `onChunk` throws, the thread is ended at
   * once and the error goes on. A refusal inside the thread arrives here as the same refusal.
   */
  async run<N extends TaskName>(options: RunOptions<N>): Promise<Tasks[N]['result']> {
    const worker = this.#idle ?? new Worker(new URL('./worker.ts', import.meta.url))
    this.#idle = undefined
    this.#running.add(worker)
    stopListening(worker)
    worker.ref()
    let sound = false
    try {
      const result = await conversation(worker, options)
      sound = true
      return result
    } catch (error) {
      sound = error instanceof Refusal
      throw error
    } finally {
      this.#running.delete(worker)
      stopListening(worker)
      if (sound && this.#idle === undefined) this.#keep(worker)
      else await worker.terminate()
    }
  }

  /** A thread that dies while it waits is forgotten: the next task starts another. */
  #keep(worker: Worker): void {
    const forget = () => {
      if (this.#idle === worker) this.#idle = undefined
    }
    worker.on('exit', forget)
    worker.on('error', forget)
    worker.unref()
    this.#idle = worker
  }

  async close(): Promise<void> {
    const workers = [...this.#running, ...(this.#idle ? [this.#idle] : [])]
    this.#idle = undefined
    await Promise.all(workers.map(worker => worker.terminate()))
  }
}

/** By name: a worker's own listeners are those that start its port again for the next task. */
function stopListening(worker: Worker): void {
  for (const event of ['message', 'error', 'exit']) worker.removeAllListeners(event)
}

function conversation<N extends TaskName>(
  worker: Worker,
  { request, report, onChunk }: RunOptions<N>,
): Promise<Tasks[N]['result']> {
  return new Promise((resolve, reject) => {
    let chain = Promise.resolve()
    let isOver = false
    const fail = (error: unknown) => {
      isOver = true
      reject(error)
    }
    // Chunks come ahead of being taken: behind one that failed, those that are here already are not taken either.
    const inTurn = (step: () => Promise<void>) => {
      chain = chain.then(() => (isOver ? undefined : step())).catch(fail)
    }
    worker.on('message', (message: TaskMessage<Tasks[N]['chunk'], Tasks[N]['result']>) => {
      switch (message.type) {
        case 'progress':
          inTurn(() => report(message.what, message.done, message.total))
          return
        case 'chunk':
          inTurn(async () => {
            await onChunk?.(message.chunk)
            worker.postMessage({ type: 'taken' })
          })
          return
        case 'done':
          inTurn(async () => resolve(message.result))
          return
        case 'refused':
          inTurn(() => Promise.reject(new Refusal(message.code, message.text, message.details)))
          return
        case 'failed':
          inTurn(() => Promise.reject(Object.assign(new Error(message.message), { stack: message.stack })))
          return
      }
    })
    worker.on('error', fail)
    worker.on('exit', () => fail(new Cancelled()))
    worker.postMessage({ type: 'run', request })
  })
}
