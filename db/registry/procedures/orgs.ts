import type { z } from 'zod'
import { type headcountSchema, orgActNames } from '#contract/orgs.ts'
import { carryOut } from '#db/plans/carry-out.ts'
import { isDraftId } from '#db/plans/plan.ts'
import { type Implementing, inTurn } from '#db/procedure.ts'
import { findOrg, orgOnDay } from '#db/registry/find-org.ts'
import { readLineage } from '#db/registry/history/lineage.ts'
import { planOrgAct } from '#db/registry/org-acts/act.ts'
import { actWords, ownFields } from '#db/registry/org-acts/act-forms.ts'
import { headcountsOf, membersUnder } from '#db/registry/org-acts/headcounts.ts'
import type { Session } from '#db/session.ts'
import { addDays, type IsoDay, isDay } from '#db/shared/day.ts'
import { invariant } from '#db/shared/invariant.ts'
import { refuse } from '#db/shared/refusal.ts'
import { reader } from '#db/sqlite/connection.ts'
import { fieldsOf, standpointOf } from './records.ts'
import { dayOf, orgOrOwn } from './registry.ts'

/** Organizations over time: what became of them, and what was decided. */
export function orgProcedures(os: Implementing, session: Session) {
  return {
    acts: os.orgs.acts.handler(() =>
      orgActNames.map(act => ({ act, words: actWords(act), fields: fieldsOf({ fields: ownFields(act) }) })),
    ),
    act: os.orgs.act.handler(({ input }) =>
      inTurn(session, async () => {
        const { journal, db } = session.writing()
        const standpoint = await standpointOf(session, session.reader(), input)
        const { plan, touched } = await planOrgAct(standpoint, input)
        const { by, dryRun } = input
        const on = standpoint.on ?? standpoint.today
        const known = touched.filter(id => !isDraftId(id))
        const before = await membersUnder(standpoint.reader, known, on)
        let headcounts: z.infer<typeof headcountSchema>[] = []
        const look = async (idOf: (name: string) => string) => {
          const within = reader(db)
          headcounts = await headcountsOf(within, before, await membersUnder(within, touched.map(idOf), on))
        }
        const done = await carryOut(journal, plan, { by, dryRun, newId: session.newId, look })
        return { ...done, sentences: [...done.sentences], warnings: [...done.warnings], headcounts }
      }),
    ),
    coverage: os.orgs.coverage.handler(async ({ input }) => {
      const { id: root } = await orgOrOwn(session, input.org)
      const asOf = dayOf(session, input.asOf)
      return { asOf, ...(await session.browse('coverage', { root, asOf })) }
    }),
    changes: os.orgs.changes.handler(async ({ input }) => {
      const { id: root } = await orgOrOwn(session, input.org)
      const [from, to] = [dayIn(input.from), dayIn(input.to)]
      if (to < from)
        refuse(
          'date-order',
          `结束日期 ${to} 早于开始日期 ${from}。请调换或改正。`,
          `The last day, ${to}, is before the first, ${from}. Swap or correct them.`,
          { from, to },
        )
      const { totals, lists } = await session.browse('changes', { root, from, asOf: to, limit: input.limit })
      const before = await session.browse('stats', { root, asOf: from })
      const after = await session.browse('stats', { root, asOf: to })
      const org = await orgOrOwn(session, input.org)
      const { code, name } = await orgOnDay(session.reader(), org, to)
      return {
        org: { code, name },
        from,
        to,
        before: before.members,
        after: after.members,
        totals: { ...totals },
        ...lists,
      }
    }),
    lineage: os.orgs.lineage.handler(async ({ input }) => {
      const { id } = await findOrg(session.reader(), input.org)
      return readLineage(session.reader(), id)
    }),
  }
}

function dayIn(text: string): IsoDay {
  invariant(isDay(text), 'the contract lets in days alone')
  // The day before the first one is looked at too, and the one after the last.
  return addDays(text, 0)
}
