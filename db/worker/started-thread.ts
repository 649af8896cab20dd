import { Worker, type WorkerOptions } from 'node:worker_threads'

/** What a thread says first: from then on it may be ended at any moment. */
export type Ready = { readonly type: 'ready' }

const begun = new WeakMap<Worker, Promise<void>>()

/** Starts a thread that says that it is ready once SQLite is loaded in it. */
export function startThread(file: URL, options: WorkerOptions = {}): Worker {
  const worker = new Worker(file, options)
  const { promise, resolve } = Promise.withResolvers<void>()
  for (const event of ['message', 'error', 'exit']) worker.once(event, () => resolve())
  begun.set(worker, promise)
  return worker
}

/**
 * Ends a thread, whatever it does. Not while SQLite is being loaded in it: an addon that is cut short as it registers
 * itself ends the whole process ("FATAL ERROR: napi_get_last_error_info").
 */
export async function endThread(worker: Worker): Promise<void> {
  await begun.get(worker)
  await worker.terminate()
}
