import type { BurdenInput } from '#db/burden/burden-task.ts'
import type { Burden } from '#db/burden/weigh.ts'
import type { Filled, FillInput, LookedAt, LookInput } from '#db/forms/form-tasks.ts'
import type { Compared } from '#db/lifeline/annual/compare-task.ts'
import type { FreezeInput, Frozen } from '#db/lifeline/annual/freeze-task.ts'
import type { YearPaper, YearPapersInput, YearPapersWritten } from '#db/lifeline/annual/papers-task.ts'
import type { FrozenRow, RowsWanted } from '#db/lifeline/annual/rows-task.ts'
import type { YearStatus } from '#db/lifeline/annual/status-task.ts'
import type { ComparedYears, YearsInput } from '#db/lifeline/annual/years-task.ts'
import type { ElectionsAhead } from '#db/lifeline/elections/due-elections.ts'
import type { ElectionsAsked } from '#db/lifeline/elections/elections-task.ts'
import type { FeesFound, FeesInput } from '#db/lifeline/fees/fees-task.ts'
import type { Candidate, HonoursInput } from '#db/lifeline/honours/honours-task.ts'
import type { LargeFindings, LargeFindingsInput } from '#db/lifeline/large/large-findings.ts'
import type { LargeOverview, LargeOverviewInput } from '#db/lifeline/large/large-overview.ts'
import type { LargeProposals, LargeProposalsInput } from '#db/lifeline/large/large-proposals.ts'
import type { ReviewInput } from '#db/lifeline/large/large-review.ts'
import type { ReviewColumns } from '#db/lifeline/large/review-columns.ts'
import type { PackedReview } from '#db/lifeline/packed-review.ts'
import type { RehearsalInput, Rehearsed } from '#db/lifeline/packs/rehearse.ts'
import type { DutiesFound, DutiesInput } from '#db/lifeline/read-duties.ts'
import type { ScanInput, Scanned, ScannedFinding } from '#db/lifeline/scanning/scan-task.ts'
import type { Explained, WhyInput } from '#db/lifeline/scanning/why-task.ts'
import type { PendingChanges, PendingInput } from '#db/packets/status/pending-task.ts'
import type { OffersWanted } from '#db/packets/status/select-offers.ts'
import type { PapersInput } from '#db/papers/papers-task.ts'
import type { Faults, FaultsInput } from '#db/registry/faults/faults-task.ts'
import type { SheetInput, SheetRows } from '#db/registry/sheet/read-sheet.ts'
import type { Scope } from '#db/registry/subtree.ts'
import type { UndoLook, UndoLookInput } from '#db/registry/undo/look.ts'
import type { Activity } from '#db/reports/activity.ts'
import type { Answered, FigureInput, FiguresInput, Opened } from '#db/reports/answers.ts'
import type { Asking } from '#db/reports/ask.ts'
import type { Book, BookAsked } from '#db/reports/tasks/task-book.ts'
import type { LedgerInput, ReadLedger } from '#db/rosters/ledger/read-ledger.ts'
import type { PlanInput, Planned, PlanSummary } from '#db/rosters/planning/plan-task.ts'
import type { Recognised } from '#db/rosters/recognising/recognise.ts'
import type { RecogniseInput } from '#db/rosters/recognising/recognise-task.ts'
import type {
  ReadReorganization,
  ReorganizationInput,
} from '#db/rosters/reorganization/read-reorganization.ts'
import type { ExportInput, ExportSummary } from '#db/rosters/writing/export/export-task.ts'
import type { ListInput, ListWritten } from '#db/rosters/writing/list-task.ts'
import type { SampleFiles, SampleInput } from '#db/sample/sample-task.ts'
import type { Text } from '#db/shared/text.ts'
import type { ProveInput, ProvenCopy } from '#db/sqlite/backup.ts'
import type { StatisticsInput, StatisticsWritten } from '#db/summaries/statistics.ts'
import type { MadeSummary, SummaryInput } from '#db/summaries/summary-task.ts'
import type { Verified, VerifyInput } from '#db/system/verify-task.ts'

/** Every task by its name: what goes in, what it hands over on the way, what comes out. Plain data only. */
export type Tasks = {
  recognise: { input: RecogniseInput; chunk: never; result: Recognised }
  'plan-import': { input: PlanInput; chunk: Planned; result: PlanSummary }
  'read-reorganization': { input: ReorganizationInput; chunk: never; result: ReadReorganization }
  'read-ledger': { input: LedgerInput; chunk: never; result: ReadLedger }
  'export-roster': { input: ExportInput; chunk: Uint8Array<ArrayBuffer>; result: ExportSummary }
  'write-list': { input: ListInput; chunk: Uint8Array<ArrayBuffer>; result: ListWritten }
  scan: { input: ScanInput; chunk: readonly ScannedFinding[]; result: Scanned }
  review: { input: Scope; chunk: never; result: PackedReview }
  'large-review': { input: ReviewInput; chunk: never; result: ReviewColumns }
  'large-overview': { input: LargeOverviewInput; chunk: never; result: LargeOverview }
  'large-findings': { input: LargeFindingsInput; chunk: never; result: LargeFindings }
  'large-proposals': { input: LargeProposalsInput; chunk: never; result: LargeProposals }
  elections: { input: ElectionsAsked; chunk: never; result: ElectionsAhead }
  why: { input: WhyInput; chunk: never; result: readonly Explained[] }
  fees: { input: FeesInput; chunk: never; result: FeesFound }
  duties: { input: DutiesInput; chunk: never; result: DutiesFound }
  faults: { input: FaultsInput; chunk: never; result: Faults }
  'sheet-rows': { input: SheetInput; chunk: never; result: SheetRows }
  'undo-look': { input: UndoLookInput; chunk: never; result: UndoLook }
  rehearse: { input: RehearsalInput; chunk: never; result: Rehearsed }
  'freeze-year': { input: FreezeInput; chunk: never; result: Frozen }
  'year-status': { input: FreezeInput; chunk: never; result: YearStatus }
  'compare-year': { input: { readonly id: string }; chunk: never; result: Compared }
  'frozen-rows': {
    input: RowsWanted
    chunk: never
    result: { readonly total: number; readonly rows: readonly FrozenRow[] }
  }
  years: { input: YearsInput; chunk: never; result: ComparedYears }
  'year-papers': { input: YearPapersInput; chunk: YearPaper; result: YearPapersWritten }
  figures: { input: FiguresInput; chunk: never; result: readonly Answered[] }
  figure: { input: FigureInput; chunk: never; result: Opened }
  activity: { input: Asking; chunk: never; result: Activity }
  honours: { input: HonoursInput; chunk: never; result: readonly Candidate[] }
  'task-books': { input: BookAsked; chunk: never; result: readonly Book[] }
  'look-form': { input: LookInput; chunk: never; result: LookedAt }
  burden: { input: BurdenInput; chunk: never; result: Burden }
  'fill-form': { input: FillInput; chunk: Uint8Array; result: Filled }
  'write-statistics': { input: StatisticsInput; chunk: Uint8Array; result: StatisticsWritten }
  'make-summary': { input: SummaryInput; chunk: Uint8Array; result: MadeSummary }
  'write-sample': { input: SampleInput; chunk: never; result: SampleFiles }
  pending: { input: PendingInput; chunk: never; result: readonly PendingChanges[] }
  'write-papers': { input: PapersInput; chunk: Uint8Array; result: { readonly papers: number } }
  'select-offers': { input: OffersWanted; chunk: readonly number[]; result: null }
  'prove-copy': { input: ProveInput; chunk: never; result: ProvenCopy }
  checkpoint: { input: null; chunk: never; result: null }
  verify: { input: VerifyInput; chunk: never; result: Verified }
}
export type TaskName = keyof Tasks

/** A task with its input, and the registry's file that it may read. */
export type TaskRequest<N extends TaskName = TaskName> = {
  readonly [K in N]: { readonly task: K; readonly input: Tasks[K]['input']; readonly file: string }
}[N]

export type TaskMessage<C, R> =
  | { readonly type: 'progress'; readonly what: Text; readonly done: number; readonly total: number }
  | { readonly type: 'chunk'; readonly chunk: C }
  | { readonly type: 'done'; readonly result: R }
  | {
      readonly type: 'refused'
      readonly code: string
      readonly text: Text
      readonly details: Readonly<Record<string, unknown>>
    }
  | { readonly type: 'failed'; readonly message: string; readonly stack: string | undefined }

/** What the host says: a task to run; that the last chunk was taken, so that the thread goes on. */
export type HostMessage = { readonly type: 'run'; readonly request: TaskRequest } | { readonly type: 'taken' }
