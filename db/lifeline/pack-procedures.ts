import { carryOut } from '#db/plans/carry-out.ts'
import { type Implementing, inTurn } from '#db/procedure.ts'
import { standpointOf } from '#db/registry/procedures/records.ts'
import { dayOf, orgOrOwn } from '#db/registry/procedures/registry.ts'
import type { Session } from '#db/session.ts'
import { refuse } from '#db/shared/refusal.ts'
import { registryFile } from '#db/sqlite/connection.ts'
import { packInForce } from './packs/pack-in-force.ts'
import { planPublication } from './packs/plan-publication.ts'
import { packOn, readRulePack } from './packs/rule-pack.ts'

const longestFile = 2_000_000

async function textOf(file: File): Promise<string> {
  if (file.size <= longestFile) return file.text()
  refuse(
    'pack-unreadable',
    `“${file.name}”太大，不是规则包。`,
    `${file.name} is too large to be a rule pack.`,
    { file: file.name },
  )
}

/** Rule packs: looking at the one in force, trying another one, publishing it. */
export function rulePackProcedures(os: Implementing, session: Session) {
  return {
    inForce: os.rulePacks.inForce.handler(async ({ input }) => {
      const asOf = dayOf(session, input.asOf)
      const { pack, published, issuer } = await packInForce(session.reader(), asOf)
      const { name, year, version, since, thresholds } = published
      return {
        asOf,
        ...{ id: pack.id, name, year, version, since, issuer },
        off: [...pack.off],
        unknown: [...pack.unknown],
        thresholds: Object.entries(thresholds).flatMap(([threshold, list]) =>
          list.map(dated => ({ name: threshold, ...dated, isStale: pack.stale.includes(threshold) })),
        ),
      }
    }),
    save: os.rulePacks.save.handler(async ({ input }) => {
      const { published } = await packInForce(session.reader(), dayOf(session, input.asOf))
      return { file: new File([`${JSON.stringify(published, null, 2)}\n`], input.name) }
    }),
    rehearse: os.rulePacks.rehearse.handler(async ({ input, signal }) => {
      const { id } = await orgOrOwn(session, input.org)
      const asOf = dayOf(session, input.asOf)
      const body = await textOf(input.file)
      const { unknown } = packOn(readRulePack(body), 'rehearsed', asOf)
      const done = await session.threads.run({
        request: { task: 'rehearse', input: { root: id, asOf, body }, file: registryFile(session.folder) },
        report: async () => signal?.throwIfAborted(),
        stopped: signal,
      })
      const { newlyFlagged, cleared, newlySuggested, released, rules, ...counts } = done
      return {
        asOf,
        ...counts,
        newlyFlagged: [...newlyFlagged],
        cleared: [...cleared],
        newlySuggested: [...newlySuggested],
        released: [...released],
        rules: [...rules],
        unknown: [...unknown],
      }
    }),
    publish: os.rulePacks.publish.handler(async ({ input }) => {
      const body = await textOf(input.file)
      return inTurn(session, async () => {
        const { journal } = session.writing()
        const standpoint = await standpointOf(session, session.reader(), {})
        const plan = await planPublication(standpoint, body)
        const { by, dryRun } = input
        const done = await carryOut(journal, plan, { by, dryRun, newId: session.newId })
        return { ...done, sentences: [...done.sentences], warnings: [...done.warnings] }
      })
    }),
  }
}
