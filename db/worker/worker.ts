import { parentPort } from 'node:worker_threads'
import { reviewTask } from '#db/lifeline/review.ts'
import { scanTask } from '#db/lifeline/scan-task.ts'
import { whyTask } from '#db/lifeline/why-task.ts'
import { pendingTask } from '#db/packets/status/pending-task.ts'
import { papersTask } from '#db/papers/papers-task.ts'
import { planImport } from '#db/rosters/planning/plan-task.ts'
import { recogniseTask } from '#db/rosters/recognising/recognise-task.ts'
import { exportTask } from '#db/rosters/writing/export/export-task.ts'
import { listTask } from '#db/rosters/writing/list-task.ts'
import { sampleTask } from '#db/sample/sample-task.ts'
import { invariant, never } from '#db/shared/invariant.ts'
import { Refusal } from '#db/shared/refusal.ts'
import { type Connection, openReadOnly, reader } from '#db/sqlite/connection.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { TaskTools } from '#db/sqlite/task.ts'
import { proveTask } from '#db/system/prove-task.ts'
import { verifyTask } from '#db/system/verify-task.ts'
import type { HostMessage, TaskMessage, TaskRequest } from './protocol.ts'

/** The thread's entry: runs one task after the other and says what came of each. */
const port = parentPort
invariant(port, 'this file is the entry of a worker thread')
const mostUnderway = 2
let lastReport = 0
/** Chunks handed over and not yet taken: while the host writes one, the next ones are made. */
let underway = 0
let resume: () => void = () => undefined

const say = (message: TaskMessage<unknown, unknown>) => port.postMessage(message)

async function run(request: TaskRequest, tools: TaskTools<unknown>): Promise<unknown> {
  switch (request.task) {
    case 'recognise':
      return recogniseTask(request.input, tools)
    case 'plan-import':
      return planImport(request.input, tools)
    case 'export-roster':
      return exportTask(request.input, tools)
    case 'write-list':
      return listTask(request.input, tools)
    case 'scan':
      return scanTask(request.input, tools)
    case 'review':
      return reviewTask(request.input, tools)
    case 'why':
      return whyTask(request.input, tools)
    case 'write-sample':
      return sampleTask(request.input, tools)
    case 'pending':
      return pendingTask(request.input, tools)
    case 'write-papers':
      return papersTask(request.input, tools)
    case 'prove-copy':
      return proveTask(request.input, tools)
    case 'verify':
      return verifyTask(request.input, tools)
    default:
      return never(request)
  }
}

async function answer(request: TaskRequest): Promise<void> {
  let connection: Connection | undefined
  let queries: Reader | undefined
  const open = () => {
    connection ??= openReadOnly(request.file)
    return connection
  }
  const tools: TaskTools<unknown> = {
    connection: open,
    reader: () => {
      queries ??= reader(open())
      return queries
    },
    report: async (what, done, total) => {
      const now = performance.now()
      if (now - lastReport < 40 && done !== total) return
      lastReport = now
      say({ type: 'progress', what, done, total })
    },
    emit: async chunk => {
      underway++
      say({ type: 'chunk', chunk })
      if (underway >= mostUnderway) {
        await new Promise<void>(resolve => {
          resume = resolve
        })
      }
    },
  }
  try {
    say({ type: 'done', result: await run(request, tools) })
  } catch (error) {
    if (error instanceof Refusal) {
      say({ type: 'refused', code: error.code, text: error.text, details: error.details })
    } else {
      const failure = error instanceof Error ? error : new Error(String(error))
      say({ type: 'failed', message: failure.message, stack: failure.stack })
    }
  } finally {
    connection?.close()
  }
}

port.on('message', (message: HostMessage) => {
  if (message.type === 'run') {
    underway = 0
    void answer(message.request)
  } else {
    underway--
    resume()
  }
})
