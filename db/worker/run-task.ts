import type { Worker } from 'node:worker_threads'
import { Cancelled, type Report } from '#db/shared/long-work.ts'
import { Refusal } from '#db/shared/refusal.ts'
import type { TaskMessage, TaskName, TaskRequest, Tasks } from './protocol.ts'
import { endThread, type Ready, startThread } from './started-thread.ts'

export type RunOptions<N extends TaskName> = {
  readonly request: TaskRequest<N>
  readonly report: Report
  /** Ends the task at once, wherever it is; that of `report` unless another one is given. */
  readonly stopped?: AbortSignal | undefined
  readonly onChunk?: (chunk: Tasks[N]['chunk']) => Promise<void>
  /** Memory of the input that the thread takes over instead of a copy; whoever hands it over has it no longer. */
  readonly handOver?: readonly ArrayBuffer[]
}

/** So many threads read at a time. Each has a page cache of its own, and an office PC has two or four cores. */
const mostThreads = 3

/**
 * Tasks that read or write a whole file or the whole journal: each may take half of the memory that the program may have,
 * so one of them runs at a time. Beside it stays room for what a page asks.
 */
const large: ReadonlySet<TaskName> = new Set<TaskName>([
  'verify',
  'prove-copy',
  'select-offers',
  'plan-import',
  'read-reorganization',
  'read-ledger',
  'export-roster',
  'write-list',
  'write-papers',
  'write-sample',
  'write-statistics',
  'make-summary',
  'fill-form',
  'freeze-year',
  'year-papers',
])

/** A thread whose heap has grown to more megabytes than this gives them back only by ending. */
const mostIdleHeap = 40

const waitingWords = { zh: '正在排队', en: 'Waiting for its turn' }

type Waiting = { readonly task: TaskName; readonly begin: () => void; readonly giveUp: () => void }

/**
 * Reading threads of one session: a few, and what is asked beyond that waits in order. One is kept warm between tasks,
 * since starting one takes longer than most tasks; but none beside a large one, which needs its memory, and none that
 * still holds much of what it worked on.
 */
export class ReadingThreads {
  #idle: readonly Worker[] = []
  readonly #running = new Map<object, TaskName>()
  readonly #workers = new Set<Worker>()
  /** Threads that were told to end: they get no further task. */
  readonly #ending = new WeakSet<Worker>()
  /** What stops an idle thread from being listened to. */
  readonly #forgetting = new WeakMap<Worker, () => void>()
  #waiting: readonly Waiting[] = []

  /**
   * Runs a task. Chunks are taken in order, one at a time; when `report` or `onChunk` throws, or the work is stopped, the
   * thread is ended at once and the error goes on. A refusal inside the thread arrives here as the same refusal.
   */
  async run<N extends TaskName>(options: RunOptions<N>): Promise<Tasks[N]['result']> {
    const { request, report, stopped = report.stopped } = options
    const place = {}
    await this.#turn(place, request.task, report, stopped)
    try {
      return await this.#inThread({ ...options, stopped })
    } finally {
      this.#running.delete(place)
      this.#beginNext()
    }
  }

  get counts(): { readonly running: number; readonly waiting: number } {
    return { running: this.#running.size, waiting: this.#waiting.length }
  }

  /** Threads that wait for a task. */
  get idle(): number {
    return this.#idle.length
  }

  async close(): Promise<void> {
    const workers = [...this.#workers]
    this.#idle = []
    for (const { giveUp } of this.#waiting) giveUp()
    await Promise.all(workers.map(worker => this.#end(worker)))
  }

  /** Waits until there is a thread for this task; nobody who came later is served before it, unless by another lane. */
  async #turn(
    place: object,
    task: TaskName,
    report: Report,
    stopped: AbortSignal | undefined,
  ): Promise<void> {
    if (stopped?.aborted) throw new Cancelled()
    if (this.#mayBegin(task)) {
      this.#running.set(place, task)
      return
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    promise.catch(() => undefined)
    const giveUp = () => {
      this.#waiting = this.#waiting.filter(other => other !== waiting)
      reject(new Cancelled())
    }
    const waiting: Waiting = {
      task,
      begin: () => {
        this.#running.set(place, task)
        resolve()
      },
      giveUp,
    }
    this.#waiting = [...this.#waiting, waiting]
    stopped?.addEventListener('abort', giveUp, { once: true })
    try {
      await report(waitingWords, 0, 0)
      await promise
    } catch (error) {
      giveUp()
      this.#running.delete(place)
      this.#beginNext()
      throw error
    } finally {
      stopped?.removeEventListener('abort', giveUp)
    }
  }

  #isLargeRunning(): boolean {
    return [...this.#running.values()].some(running => large.has(running))
  }

  #mayBegin(task: TaskName): boolean {
    if (this.#running.size >= mostThreads) return false
    return !large.has(task) || !this.#isLargeRunning()
  }

  #beginNext(): void {
    for (const waiting of this.#waiting) {
      if (!this.#mayBegin(waiting.task)) continue
      this.#waiting = this.#waiting.filter(other => other !== waiting)
      waiting.begin()
    }
  }

  async #inThread<N extends TaskName>(options: RunOptions<N>): Promise<Tasks[N]['result']> {
    const [worker = this.#start(), ...others] = this.#idle
    const isLarge = large.has(options.request.task)
    this.#idle = isLarge ? [] : others
    if (isLarge) for (const other of others) void this.#end(other)
    this.#forgetting.get(worker)?.()
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
      const isWanted = this.#idle.length === 0 && (isLarge || !this.#isLargeRunning())
      if (sound && !this.#ending.has(worker) && (isWanted || this.#waiting.length > 0)) this.#keep(worker)
      // Not waited for: a statement of SQLite's own is ended by nobody, and whoever stopped the work does not wait.
      else void this.#end(worker)
    }
  }

  async #end(worker: Worker): Promise<void> {
    this.#ending.add(worker)
    await endThread(worker)
    this.#workers.delete(worker)
  }

  #start(): Worker {
    const worker = startThread(new URL('./worker.ts', import.meta.url))
    this.#workers.add(worker)
    return worker
  }

  /** A thread that dies while it waits is forgotten: the next task starts another. */
  #keep(worker: Worker): void {
    const forget = () => {
      this.#workers.delete(worker)
      this.#idle = this.#idle.filter(other => other !== worker)
    }
    worker.on('exit', forget)
    worker.on('error', forget)
    this.#forgetting.set(worker, () => {
      worker.off('exit', forget)
      worker.off('error', forget)
    })
    worker.unref()
    this.#idle = [...this.#idle, worker]
    void this.#endIfGrown(worker)
  }

  async #endIfGrown(worker: Worker): Promise<void> {
    // A thread that has ended meanwhile has no heap.
    const heap = await worker.getHeapStatistics().catch(() => undefined)
    if (heap === undefined || heap.total_heap_size <= mostIdleHeap * 2 ** 20) return
    // It may have begun the next task.
    if (!this.#idle.includes(worker)) return
    this.#idle = this.#idle.filter(other => other !== worker)
    await this.#end(worker)
  }
}

function conversation<N extends TaskName>(
  worker: Worker,
  { request, report, onChunk, stopped, handOver = [] }: RunOptions<N>,
): Promise<Tasks[N]['result']> {
  const { promise, resolve, reject } = Promise.withResolvers<Tasks[N]['result']>()
  let chain = Promise.resolve()
  let isOver = false
  const fail = (error: unknown) => {
    isOver = true
    reject(error)
  }
  const stop = () => fail(new Cancelled())
  // Chunks come ahead of being taken: behind one that failed, those that are here already are not taken either.
  const inTurn = (step: () => Promise<void>) => {
    chain = chain.then(() => (isOver ? undefined : step())).catch(fail)
  }
  const hear = (message: TaskMessage<Tasks[N]['chunk'], Tasks[N]['result']> | Ready) => {
    switch (message.type) {
      case 'ready':
        return
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
  }
  worker.on('message', hear)
  worker.on('error', fail)
  worker.on('exit', stop)
  stopped?.addEventListener('abort', stop, { once: true })
  worker.postMessage({ type: 'run', request }, handOver)
  return promise.finally(() => {
    stopped?.removeEventListener('abort', stop)
    // Its own listeners alone: whoever ends the thread waits for its exit, too.
    worker.off('message', hear)
    worker.off('error', fail)
    worker.off('exit', stop)
  })
}
