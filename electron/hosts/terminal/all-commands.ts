import type { Command } from './command.ts'
import { backup } from './commands/backup.ts'
import { bundleApply } from './commands/bundle-apply.ts'
import { bundleAside, bundleAsideTake } from './commands/bundle-aside.ts'
import { bundleExport } from './commands/bundle-export.ts'
import { bundleInbox } from './commands/bundle-inbox.ts'
import { bundleInspect } from './commands/bundle-inspect.ts'
import { bundleUndo } from './commands/bundle-undo.ts'
import { caseCommands } from './commands/case.ts'
import { changes } from './commands/changes.ts'
import { conflicts } from './commands/conflicts.ts'
import { conflictsResolve } from './commands/conflicts-resolve.ts'
import { conflictsLooks, conflictsSettle } from './commands/conflicts-settle.ts'
import { enrolAccept } from './commands/enrol-accept.ts'
import { enrolApprove } from './commands/enrol-approve.ts'
import { enrolInspect } from './commands/enrol-inspect.ts'
import { enrolRequest } from './commands/enrol-request.ts'
import { enrolRevoke } from './commands/enrol-revoke.ts'
import { exportRoster } from './commands/export.ts'
import { feeCommands } from './commands/fees.ts'
import { find } from './commands/find.ts'
import { history } from './commands/history.ts'
import { importRoster } from './commands/import.ts'
import { init } from './commands/init.ts'
import { letters } from './commands/letters.ts'
import { orgActs } from './commands/org-acts.ts'
import { orgShow } from './commands/org-show.ts'
import { peers } from './commands/peers.ts'
import { personActs } from './commands/person-acts.ts'
import { recordCommands } from './commands/record.ts'
import { fileCommands } from './commands/record-files.ts'
import { recordState } from './commands/record-state.ts'
import { enrolTrusted, recoveryOpen, recoverySave } from './commands/recovery.ts'
import { reportCommands } from './commands/report.ts'
import { reporting } from './commands/reporting.ts'
import { restore } from './commands/restore.ts'
import { reviewCommands } from './commands/review.ts'
import { ruleCommands } from './commands/rules.ts'
import { rulingCommands } from './commands/rulings.ts'
import { scan } from './commands/scan.ts'
import { serve } from './commands/serve.ts'
import { stats } from './commands/stats.ts'
import { transferCommands } from './commands/transfer.ts'
import { trashCommands } from './commands/trash.ts'
import { undo } from './commands/undo.ts'
import { verify } from './commands/verify.ts'

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
  ...trashCommands,
  ...feeCommands,
  scan,
  letters,
  ...rulingCommands,
  ...caseCommands,
  ...reviewCommands,
  ...reportCommands,
  ...ruleCommands,
  enrolRequest,
  enrolInspect,
  enrolApprove,
  enrolAccept,
  enrolRevoke,
  enrolTrusted,
  recoverySave,
  recoveryOpen,
  bundleExport,
  bundleInspect,
  bundleApply,
  bundleInbox,
  bundleUndo,
  bundleAside,
  bundleAsideTake,
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
