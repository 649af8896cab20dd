import type { z } from 'zod'
import type { registryContract } from '#contract/registry.ts'
import type { Structure } from '#contract/vocabulary.ts'
import { initRegistry } from '#db/packets/trust/init-registry.ts'
import { type Implementing, inTurn, longProcedure } from '#db/procedure.ts'
import { disclose, readDisclosures } from '#db/registry/disclosures.ts'
import { findOrg, orgOnDay, ownOrg } from '#db/registry/find-org.ts'
import { find } from '#db/registry/finding/find.ts'
import { readingOfOrg } from '#db/registry/finding/search-text.ts'
import { thingNamed } from '#db/registry/finding/thing-named.ts'
import { readHistory } from '#db/registry/history/history.ts'
import { readOrgDetail } from '#db/registry/org-detail.ts'

import type { Session } from '#db/session.ts'
import { today } from '#db/shared/clock.ts'
import { type IsoDay, isDay } from '#db/shared/day.ts'
import { registryFile } from '#db/sqlite/connection.ts'
import { undoChangeSet } from './undo-change-set.ts'

export function registryProcedures(os: Implementing, session: Session) {
  return {
    init: os.registry.init.handler(({ input }) => inTurn(session, () => initRegistry(session, input))),
    stats: os.registry.stats.handler(async ({ input }) => {
      const org = await orgOrOwn(session, input.org)
      const { asOf, structure } = daysOf(session, input)
      const stats = await session.browse('stats', { root: org.id, asOf, structure })
      const then = await orgOnDay(session.reader(), org, structure ?? asOf)
      return { asOf, org: { code: then.code, name: then.name }, ...stats }
    }),
    find: os.registry.find.handler(async ({ input }) => {
      const begun = performance.now()
      const found = await find(session.readConnection(), input.text, input.limit, today(session.clock))
      return {
        orgs: found.orgs.map(org => ({ ...org, path: [...org.path] })),
        people: [...found.people],
        first: found.first,
        ms: Math.round((performance.now() - begun) * 1000) / 1000,
      }
    }),
    readings: os.registry.readings.handler(({ input }) => input.texts.map(readingOfOrg)),
    orgShow: os.registry.orgShow.handler(({ input }) => {
      const { asOf, structure } = daysOf(session, input)
      const statsOf = (root: string) => session.browse('stats', { root, asOf, structure })
      return readOrgDetail(session.reader(), input.org, structure ?? asOf, statsOf)
    }),
    disclose: os.registry.disclose.handler(({ input }) =>
      inTurn(session, async () => {
        const at = session.clock.now().toISOString()
        return { value: await disclose(session.writing().db, session.reader(), { ...input, at }) }
      }),
    ),
    disclosures: os.registry.disclosures.handler(({ input }) =>
      readDisclosures(session.reader(), input.person, input.limit),
    ),
    history: os.registry.history.handler(async ({ input }) => {
      const reader = session.reader()
      const of = input.of === undefined ? undefined : await thingNamed(reader, input.of)
      return readHistory(reader, of, input.limit)
    }),
    undoLook: os.registry.undoLook.handler(async ({ input, signal }) => {
      const asked = { ...input, today: today(session.clock) }
      const { blockedBy, kept, notes } = await session.threads.run({
        request: { task: 'undo-look', input: asked, file: registryFile(session.folder) },
        report: async () => signal?.throwIfAborted(),
        stopped: signal,
      })
      return { blockedBy: [...blockedBy], kept: kept && [...kept], notes: [...notes] }
    }),
    undo: os.registry.undo.handler(
      longProcedure(session, (input: UndoInput, report) =>
        inTurn(session, () => undoChangeSet(session, input, report)),
      ),
    ),
  }
}

type UndoInput = z.output<(typeof registryContract.undo)['~orpc']['inputSchema'] & {}>

/** The organization meant, or this registry's own. */
export async function orgOrOwn(session: Session, ref: string | undefined) {
  if (ref !== undefined) return findOrg(session.reader(), ref)
  return ownOrg(session.reader(), session.office())
}

/** The day asked for, or today by the PC's clock. */
export function dayOf(session: Session, day: string | undefined): IsoDay {
  return day !== undefined && isDay(day) ? day : today(session.clock)
}

/** The day asked about, and today where the organizations are to be those of now. */
export function daysOf(
  session: Session,
  { asOf, structure }: { readonly asOf?: string | undefined; readonly structure?: Structure | undefined },
) {
  return {
    asOf: dayOf(session, asOf),
    ...(structure === 'now' && { structure: today(session.clock) }),
  }
}
