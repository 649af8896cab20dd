import { parentPort } from 'node:worker_threads'
import { invariant, never } from '#db/shared/invariant.ts'
import { Refusal } from '#db/shared/refusal.ts'
import {
  type Connection,
  checkpoint,
  loadSqlite,
  openLean,
  openMapped,
  openReadOnly,
  openWithTemporaryTables,
  reader,
} from '#db/sqlite/connection.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { TaskTools } from '#db/sqlite/task.ts'
import type { HostMessage, TaskMessage, TaskRequest } from './protocol.ts'
import type { Ready } from './started-thread.ts'

/** The thread's entry: runs one task after the other and says what came of each. */
const port = parentPort
invariant(port, 'this file is the entry of a worker thread')
const mostUnderway = 2
let lastReport = 0
/** Chunks handed over and not yet taken: while the host writes one, the next ones are made. */
let underway = 0
let resume: () => void = () => undefined

const say = (message: TaskMessage<unknown, unknown>) => port.postMessage(message)

/** What a task needs is loaded with the first of its kind: a thread that plans an import knows nothing of reviews. */
async function run(request: TaskRequest, tools: TaskTools<unknown>): Promise<unknown> {
  switch (request.task) {
    case 'recognise':
      return (await import('#db/rosters/recognising/recognise-task.ts')).recogniseTask(request.input, tools)
    case 'plan-import':
      return (await import('#db/rosters/planning/plan-task.ts')).planImport(request.input, tools)
    case 'read-reorganization':
      return (await import('#db/rosters/reorganization/read-reorganization.ts')).readReorganization(
        request.input,
        tools,
      )
    case 'read-ledger':
      return (await import('#db/rosters/ledger/read-ledger.ts')).readLedger(request.input, tools)
    case 'export-roster':
      return (await import('#db/rosters/writing/export/export-task.ts')).exportTask(request.input, tools)
    case 'write-list':
      return (await import('#db/rosters/writing/list-task.ts')).listTask(request.input, tools)
    case 'scan':
      return (await import('#db/lifeline/scanning/scan-task.ts')).scanTask(request.input, tools)
    case 'elections':
      return (await import('#db/lifeline/elections/elections-task.ts')).electionsTask(request.input, tools)
    case 'review':
      return (await import('#db/lifeline/packed-review.ts')).reviewTask(request.input, tools)
    case 'large-review':
      return (await import('#db/lifeline/large/large-review.ts')).largeReviewTask(request.input, tools)
    case 'large-overview':
      return (await import('#db/lifeline/large/large-overview.ts')).largeOverviewTask(request.input, tools)
    case 'large-findings':
      return (await import('#db/lifeline/large/large-findings.ts')).largeFindingsTask(request.input, tools)
    case 'large-proposals':
      return (await import('#db/lifeline/large/large-proposals.ts')).largeProposalsTask(request.input, tools)
    case 'why':
      return (await import('#db/lifeline/scanning/why-task.ts')).whyTask(request.input, tools)
    case 'fees':
      return (await import('#db/lifeline/fees/fees-task.ts')).feesTask(request.input, tools)
    case 'duties':
      return (await import('#db/lifeline/read-duties.ts')).dutiesTask(request.input, tools)
    case 'faults':
      return (await import('#db/registry/faults/faults-task.ts')).faultsTask(request.input, tools)
    case 'sheet-rows':
      return (await import('#db/registry/sheet/read-sheet.ts')).sheetTask(request.input, tools)
    case 'undo-look':
      return (await import('#db/registry/undo/look.ts')).undoLookTask(request.input, tools)
    case 'rehearse':
      return (await import('#db/lifeline/packs/rehearse.ts')).rehearseTask(request.input, tools)
    case 'freeze-year':
      return (await import('#db/lifeline/annual/freeze-task.ts')).freezeTask(request.input, tools)
    case 'year-status':
      return (await import('#db/lifeline/annual/status-task.ts')).statusTask(request.input, tools)
    case 'compare-year':
      return (await import('#db/lifeline/annual/compare-task.ts')).compareTask(request.input, tools)
    case 'frozen-rows':
      return (await import('#db/lifeline/annual/rows-task.ts')).frozenRowsTask(request.input, tools)
    case 'years':
      return (await import('#db/lifeline/annual/years-task.ts')).yearsTask(request.input, tools)
    case 'year-papers':
      return (await import('#db/lifeline/annual/papers-task.ts')).yearPapersTask(request.input, tools)
    case 'figures':
      return (await import('#db/reports/answers.ts')).figuresTask(request.input, tools)
    case 'figure':
      return (await import('#db/reports/answers.ts')).figureTask(request.input, tools)
    case 'activity':
      return (await import('#db/reports/activity.ts')).activityTask(request.input, tools)
    case 'honours':
      return (await import('#db/lifeline/honours/honours-task.ts')).honoursTask(request.input, tools)
    case 'task-books':
      return (await import('#db/reports/tasks/task-book.ts')).taskBooksTask(request.input, tools)
    case 'look-form':
      return (await import('#db/forms/form-tasks.ts')).lookTask(request.input, tools)
    case 'burden':
      return (await import('#db/burden/burden-task.ts')).burdenTask(request.input, tools)
    case 'fill-form':
      return (await import('#db/forms/form-tasks.ts')).fillTask(request.input, tools)
    case 'write-statistics':
      return (await import('#db/summaries/statistics.ts')).statisticsTask(request.input, tools)
    case 'make-summary':
      return (await import('#db/summaries/summary-task.ts')).summaryTask(request.input, tools)
    case 'write-sample':
      return (await import('#db/sample/sample-task.ts')).sampleTask(request.input, tools)
    case 'pending':
      return (await import('#db/packets/status/pending-task.ts')).pendingTask(request.input, tools)
    case 'write-papers':
      return (await import('#db/papers/papers-task.ts')).papersTask(request.input, tools)
    case 'select-offers':
      return (await import('#db/packets/status/select-offers.ts')).selectOffersTask(request.input, tools)
    case 'prove-copy':
      return (await import('#db/sqlite/backup.ts')).proveTask(request.input, tools)
    case 'checkpoint':
      checkpoint(request.file)
      return null
    case 'verify':
      return (await import('#db/system/verify-task.ts')).verifyTask(request.input, tools)
    default:
      return never(request)
  }
}

/** What these find goes into temporary tables: it may be as long as the journal. */
const laysDown: ReadonlySet<TaskRequest['task']> = new Set(['select-offers', 'verify'])

function opened({ task, file }: TaskRequest): Connection {
  // One holds rows of a file beside the writer, the others the numbers of a large registry.
  if (task === 'plan-import' || task === 'export-roster' || task.startsWith('large-')) return openLean(file)
  if (task === 'scan' || task === 'review' || task === 'elections') return openMapped(file)
  return laysDown.has(task) ? openWithTemporaryTables(file) : openReadOnly(file)
}

async function answer(request: TaskRequest): Promise<void> {
  let connection: Connection | undefined
  let queries: Reader | undefined
  const open = () => {
    connection ??= opened(request)
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

loadSqlite()
port.postMessage({ type: 'ready' } satisfies Ready)

port.on('message', (message: HostMessage) => {
  if (message.type === 'run') {
    underway = 0
    void answer(message.request)
  } else {
    underway--
    resume()
  }
})
