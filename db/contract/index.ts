import { attachmentsContract } from './attachments.ts'
import { faultsContract } from './faults.ts'
import { annualContract } from './lifeline/annual.ts'
import { casesContract } from './lifeline/cases.ts'
import { dutiesContract } from './lifeline/duties.ts'
import { feesContract } from './lifeline/fees.ts'
import { glanceContract } from './lifeline/glance.ts'
import { honoursContract } from './lifeline/honours.ts'
import { lifelineContract } from './lifeline/lifeline.ts'
import { rulePackContract } from './lifeline/packs.ts'
import { rulingsContract } from './lifeline/rulings.ts'
import { listsContract } from './lists.ts'
import { lookingContract } from './looking.ts'
import { orgsContract } from './orgs.ts'
import { exchangeContract } from './packets/exchange.ts'
import { packetsContract } from './packets/packets.ts'
import { recordsContract } from './records.ts'
import { registryContract } from './registry.ts'
import { activityContract, statisticsContract } from './reports/activity.ts'
import { burdenContract } from './reports/burden.ts'
import { formsContract } from './reports/forms.ts'
import { summariesContract } from './reports/summaries.ts'
import { reportsContract } from './reports.ts'
import { rostersContract } from './rosters.ts'
import { sheetContract } from './sheet.ts'
import { systemContract } from './system.ts'
import { tasksContract } from './tasks.ts'
import { transfersContract } from './transfers.ts'
import { trashContract } from './trash.ts'

/** Everything that the engine can be asked for, by feature. Hosts and the page import this and nothing else of db/. */
export const contract = {
  registry: registryContract,
  records: recordsContract,
  orgs: orgsContract,
  looking: lookingContract,
  sheet: sheetContract,
  fees: feesContract,
  duties: dutiesContract,
  trash: trashContract,
  glance: glanceContract,
  rosters: rostersContract,
  lists: listsContract,
  lifeline: lifelineContract,
  rulePacks: rulePackContract,
  packets: packetsContract,
  exchange: exchangeContract,
  transfers: transfersContract,
  cases: casesContract,
  rulings: rulingsContract,
  faults: faultsContract,
  annual: annualContract,
  attachments: attachmentsContract,
  reports: reportsContract,
  activity: activityContract,
  statistics: statisticsContract,
  tasks: tasksContract,
  forms: formsContract,
  burden: burdenContract,
  honours: honoursContract,
  summaries: summariesContract,
  system: systemContract,
}
export type Contract = typeof contract
