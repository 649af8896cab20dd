import { type Draft, draftIds, type Plan } from '#db/plans/plan.ts'
import { invariant } from '#db/shared/invariant.ts'
import { called } from '../acts/known.ts'
import { refuseSameName } from '../acts/plan-org.ts'
import type { Planning } from '../acts/planning.ts'
import { decisionSentence } from '../history/sentence.ts'
import { decisionDraft, decisionOf, refuseOwnOffice } from './asking.ts'

/** 恢复: what was closed goes on from a day. Whoever was in it has gone elsewhere and is not brought back by this. */
export async function planReopening(planning: Planning): Promise<Plan> {
  const { reader } = planning.standpoint
  const { org } = planning.orgs
  if (org === undefined) return planning.finish(nothing)
  refuseOwnOffice(planning, org)
  const { closed } = org
  if (closed === null)
    planning.tell('org', 'org-open', `“${called(org)}”没有撤销。`, `${called(org)} is not closed.`)
  const asked = planning.day('effective')
  // What is to be closed on a day yet to come was never closed.
  const on = closed !== null && asked < closed && planning.standpoint.on === undefined ? closed : asked
  planning.refuseFar('effective', on)
  if (closed !== null && on < closed)
    planning.tell(
      'effective',
      'date-order',
      `早于撤销日期 ${closed}。请填那以后的日期；如撤销登记有误，请在操作记录里撤销那一步。`,
      `this is before it was closed, ${closed}. Choose a later day; if closing it was a mistake, undo that step in the history.`,
    )
  const above =
    org.parent === null
      ? undefined
      : await reader.selectFrom('org').where('id', '=', org.parent).selectAll().executeTakeFirst()
  if (above !== undefined && above.closed !== null)
    planning.tell(
      'org',
      'parent-closed',
      `该组织的上级“${called(above)}”已于 ${above.closed} 撤销。请先恢复上级，或把它改设到别处。`,
      `${called(above)} above it was closed on ${above.closed}. Reopen that first, or move this one.`,
    )
  await refuseSameName(planning, org.id)
  return planning.finish(() => {
    const id = draftIds()()
    const drafts: Draft[] = [
      { act: 'edit', entity: 'org', id: org.id, fields: { closed: null } },
      decisionDraft(planning, { id, org: org.id, act: 'reopen', on, was: { was_closed: closed } }),
    ]
    const label = { what: 'org-act', act: 'reopen', title: called(org), on, ...decisionOf(planning) }
    return { id: org.id, drafts, label, sentences: [decisionSentence(label)] }
  })
}

function nothing(): never {
  invariant(false, 'what has problems is not carried out')
}
