import { attachmentProcedures } from '#db/attachments/procedures.ts'
import { burdenProcedures } from '#db/burden/procedures.ts'
import { formProcedures } from '#db/forms/procedures/forms.ts'
import { annualProcedures } from '#db/lifeline/procedures/annual.ts'
import { annualPaperProcedures } from '#db/lifeline/procedures/annual-papers.ts'
import { dutyProcedures, feeProcedures } from '#db/lifeline/procedures/fees.ts'
import { lifelineProcedures } from '#db/lifeline/procedures/findings.ts'
import { glanceProcedures } from '#db/lifeline/procedures/glance.ts'
import { honourProcedures } from '#db/lifeline/procedures/honours.ts'
import { rulePackProcedures } from '#db/lifeline/procedures/packs.ts'
import { exchangeProcedures } from '#db/packets/procedures/exchange.ts'
import { packetProcedures } from '#db/packets/procedures/packets.ts'
import { implementing } from '#db/procedure.ts'
import { faultProcedures } from '#db/registry/procedures/faults.ts'
import { lookingProcedures } from '#db/registry/procedures/looking.ts'
import { orgProcedures } from '#db/registry/procedures/orgs.ts'
import { recordProcedures } from '#db/registry/procedures/records.ts'
import { registryProcedures } from '#db/registry/procedures/registry.ts'
import { sheetProcedures } from '#db/registry/procedures/sheet.ts'
import { transferProcedures } from '#db/registry/procedures/transfers.ts'
import { trashProcedures } from '#db/registry/procedures/trash.ts'
import { activityProcedures, reportProcedures } from '#db/reports/procedures.ts'
import { taskProcedures } from '#db/reports/task-procedures.ts'
import { listProcedures } from '#db/rosters/procedures/lists.ts'
import { rosterProcedures } from '#db/rosters/procedures/rosters.ts'
import { ledgerProcedures } from '#db/rosters/procedures/take-ledger.ts'
import { Session, type SessionOptions } from '#db/session.ts'
import { statisticsProcedures, summaryProcedures } from '#db/summaries/procedures.ts'
import { systemProcedures } from '#db/system/procedures/system.ts'

export type { Log } from '#db/session.ts'
export type EngineOptions = SessionOptions

/** Opens a registry's folder. Refuses one that another process holds, or that a newer program wrote. */
export async function openEngine(options: EngineOptions) {
  const session = await Session.open(options)
  const os = implementing(session)
  const { cases, ...lifeline } = lifelineProcedures(os, session)
  const router = os.router({
    registry: registryProcedures(os, session),
    records: recordProcedures(os, session),
    orgs: orgProcedures(os, session),
    looking: lookingProcedures(os, session),
    sheet: sheetProcedures(os, session),
    fees: feeProcedures(os, session),
    duties: dutyProcedures(os, session),
    trash: trashProcedures(os, session),
    rosters: rosterProcedures(os, session),
    lists: listProcedures(os, session),
    glance: glanceProcedures(os, session),
    ...lifeline,
    rulePacks: rulePackProcedures(os, session),
    faults: faultProcedures(os, session),
    packets: packetProcedures(os, session),
    exchange: exchangeProcedures(os, session),
    transfers: transferProcedures(os, session),
    cases: { ...cases, ...ledgerProcedures(os, session) },
    annual: { ...annualProcedures(os, session), ...annualPaperProcedures(os, session) },
    attachments: attachmentProcedures(os, session),
    reports: reportProcedures(os, session),
    activity: activityProcedures(os, session),
    tasks: taskProcedures(os, session),
    forms: formProcedures(os, session),
    burden: burdenProcedures(os, session),
    honours: honourProcedures(os, session),
    summaries: summaryProcedures(os, session),
    statistics: statisticsProcedures(os, session),
    system: systemProcedures(os, session),
  })
  if (options.isForPages === true) session.browsing.readAhead('now')
  return { router, close: () => session.close() }
}

/** Everything the program can do, over one opened folder; hosts put its router on a wire. */
export type Engine = Awaited<ReturnType<typeof openEngine>>
