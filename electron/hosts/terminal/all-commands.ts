import type { Command } from './command.ts'
import { caseCommands } from './commands/lifeline/case.ts'
import { honourCommands } from './commands/lifeline/honour.ts'
import { letters } from './commands/lifeline/letters.ts'
import { reportCommands } from './commands/lifeline/report.ts'
import { reviewCommands } from './commands/lifeline/review.ts'
import { ruleCommands } from './commands/lifeline/rules.ts'
import { rulingCommands } from './commands/lifeline/rulings.ts'
import { scan } from './commands/lifeline/scan.ts'
import { taskCommands } from './commands/lifeline/task.ts'
import { bundleApply } from './commands/packets/bundle-apply.ts'
import { bundleAside, bundleAsidePutAway, bundleAsideTake } from './commands/packets/bundle-aside.ts'
import { bundleExport } from './commands/packets/bundle-export.ts'
import { bundleHeld, bundleHeldReturn, bundleHeldTake } from './commands/packets/bundle-held.ts'
import { bundleInbox } from './commands/packets/bundle-inbox.ts'
import { bundleInspect } from './commands/packets/bundle-inspect.ts'
import { bundleLog } from './commands/packets/bundle-log.ts'
import { bundleReturned } from './commands/packets/bundle-returned.ts'
import { bundleUndo } from './commands/packets/bundle-undo.ts'
import { conflicts } from './commands/packets/conflicts.ts'
import { conflictsResolve } from './commands/packets/conflicts-resolve.ts'
import { conflictsLooks, conflictsSettle } from './commands/packets/conflicts-settle.ts'
import { peers } from './commands/packets/peers.ts'
import { reporting } from './commands/packets/reporting.ts'
import { changes } from './commands/registry/changes.ts'
import { coverage } from './commands/registry/coverage.ts'
import { feeCommands } from './commands/registry/fees.ts'
import { find } from './commands/registry/find.ts'
import { history } from './commands/registry/history.ts'
import { init } from './commands/registry/init.ts'
import { orgActs } from './commands/registry/org-acts.ts'
import { orgShow } from './commands/registry/org-show.ts'
import { overageCommands } from './commands/registry/overage.ts'
import { personActs } from './commands/registry/person-acts.ts'
import { recordCommands } from './commands/registry/record.ts'
import { fileCommands } from './commands/registry/record-files.ts'
import { recordState } from './commands/registry/record-state.ts'
import { stats } from './commands/registry/stats.ts'
import { transferCommands } from './commands/registry/transfer.ts'
import { trashCommands } from './commands/registry/trash.ts'
import { undo } from './commands/registry/undo.ts'
import { activityCommands } from './commands/reports/activity.ts'
import { formCommands } from './commands/reports/form.ts'
import { formAtOnceCommands } from './commands/reports/form-at-once.ts'
import { summaryCommands } from './commands/reports/summary.ts'
import { exportRoster } from './commands/rosters/export.ts'
import { importRoster } from './commands/rosters/import.ts'
import { backup } from './commands/system/backup.ts'
import { restore } from './commands/system/restore.ts'
import { serve } from './commands/system/serve.ts'
import { verify } from './commands/system/verify.ts'
import { enrolAccept } from './commands/trust/enrol-accept.ts'
import { enrolApprove } from './commands/trust/enrol-approve.ts'
import { enrolInspect } from './commands/trust/enrol-inspect.ts'
import { enrolLeave, enrolRequest } from './commands/trust/enrol-request.ts'
import { enrolRevoke } from './commands/trust/enrol-revoke.ts'
import { enrolOwnKeys, enrolTrusted, recoveryOpen, recoverySave } from './commands/trust/recovery.ts'

/** Every command, in the order in which help lists them. */
export const allCommands: readonly Command[] = [
  init,
  importRoster,
  exportRoster,
  stats,
  find,
  orgShow,
  ...orgActs,
  ...personActs,
  ...transferCommands,
  ...recordCommands,
  ...fileCommands,
  recordState,
  changes,
  history,
  undo,
  coverage,
  ...trashCommands,
  ...feeCommands,
  ...overageCommands,
  scan,
  letters,
  ...rulingCommands,
  ...caseCommands,
  ...reviewCommands,
  ...reportCommands,
  ...taskCommands,
  ...summaryCommands,
  ...formAtOnceCommands,
  ...activityCommands,
  ...formCommands,
  ...honourCommands,
  ...ruleCommands,
  enrolRequest,
  enrolInspect,
  enrolApprove,
  enrolAccept,
  enrolRevoke,
  enrolLeave,
  enrolTrusted,
  enrolOwnKeys,
  recoverySave,
  recoveryOpen,
  bundleExport,
  bundleInspect,
  bundleApply,
  bundleInbox,
  bundleUndo,
  bundleReturned,
  bundleAside,
  bundleAsideTake,
  bundleAsidePutAway,
  bundleHeld,
  bundleHeldTake,
  bundleHeldReturn,
  bundleLog,
  peers,
  reporting,
  conflicts,
  conflictsResolve,
  conflictsSettle,
  conflictsLooks,
  verify,
  backup,
  restore,
  serve,
]
