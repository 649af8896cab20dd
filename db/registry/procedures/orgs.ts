import type { Implementing } from '#db/procedure.ts'
import { findOrg, orgOnDay } from '#db/registry/find-org.ts'
import { readLineage } from '#db/registry/lineage.ts'
import type { Session } from '#db/session.ts'
import { addDays, type IsoDay, isDay } from '#db/shared/day.ts'
import { invariant } from '#db/shared/invariant.ts'
import { refuse } from '#db/shared/refusal.ts'
import { orgOrOwn } from './registry.ts'

/** Organizations over time: what became of them, and what was decided. */
export function orgProcedures(os: Implementing, session: Session) {
  return {
    changes: os.orgs.changes.handler(async ({ input }) => {
      const { id: root } = await orgOrOwn(session, input.org)
      const [from, to] = [dayIn(input.from), dayIn(input.to)]
      if (to < from)
        refuse(
          'date-order',
          `结束日期 ${to} 早于开始日期 ${from}。请调换或改正。`,
          `The last day, ${to}, is before the first, ${from}. Exchange or correct them.`,
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
