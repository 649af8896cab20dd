import type { OrgActName } from '#contract/orgs.ts'
import type { Plan } from '#db/plans/plan.ts'
import { never } from '#db/shared/invariant.ts'
import type { Standpoint } from '../acts/known.ts'
import { Planning, type Typed } from '../acts/planning.ts'
import { pathsOf } from '../path.ts'
import { actForm } from './act-forms.ts'
import { planClosing, planMerge } from './dissolve.ts'
import { planOrgMove } from './move.ts'
import { planReopening } from './reopen.ts'
import { planKind, planRename } from './restyle.ts'
import { planSplit } from './split.ts'
import { takesAlong } from './takes-along.ts'

export type OrgActAsked = {
  readonly act: OrgActName
  readonly org: string
  readonly set: Typed
  readonly later?: 'keep' | 'replace' | undefined
}

/** The plan of one act on one organization, and the organizations whose members it may count otherwise. */
export type OrgActPlan = { readonly plan: Plan; readonly touched: readonly string[] }

/** What one act on an organization would do. */
export async function planOrgAct(
  standpoint: Standpoint,
  { act, org, set, later }: OrgActAsked,
): Promise<OrgActPlan> {
  const typed = { ...set, org, ...(later !== undefined && { later }) }
  const planning = new Planning(standpoint, actForm(act), typed)
  await planning.lookUp()
  const plan = await planOf(act, planning)
  const named = Object.values(planning.orgs)
  // What moves is lost by all that stood above it on the day, and counted by all that stand above it then.
  const isMoved = act === 'move' || act === 'merge' || act === 'close'
  const above = isMoved ? await aboveOn(planning, named) : []
  const touched = [...new Set([...named.map(({ id }) => id), ...above, plan.id])]
  return { plan: await withCompany(planning, act, plan), touched: touched.filter(id => id !== '') }
}

async function aboveOn(planning: Planning, orgs: readonly { readonly id: string }[]): Promise<string[]> {
  const ids = orgs.map(({ id }) => id)
  const paths = await pathsOf(planning.standpoint.reader, ids, planning.day('effective'))
  return [...paths.values()].flatMap(path => path.map(({ id }) => id).reverse())
}

/** The plan, telling also what the act takes along. */
async function withCompany(planning: Planning, act: OrgActName, plan: Plan): Promise<Plan> {
  const acted = planning.orgs['org']
  if (acted === undefined || plan.problems.length > 0) return plan
  const scope = { root: acted.id, asOf: planning.day('effective') }
  const along = await takesAlong(planning.standpoint.reader, act, scope)
  return along === undefined ? plan : { ...plan, sentences: [...plan.sentences, along] }
}

function planOf(act: OrgActName, planning: Planning): Promise<Plan> {
  switch (act) {
    case 'rename':
      return planRename(planning)
    case 'kind':
      return planKind(planning)
    case 'move':
      return planOrgMove(planning, 'effective')
    case 'merge':
      return planMerge(planning)
    case 'split':
      return planSplit(planning)
    case 'close':
      return planClosing(planning)
    case 'reopen':
      return planReopening(planning)
    default:
      return never(act)
  }
}
