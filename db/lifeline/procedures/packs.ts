import { judgedPack, listPacks } from '#db/lifeline/packs/list-packs.ts'
import { packInForce, publishedById } from '#db/lifeline/packs/pack-in-force.ts'
import { runPackTests } from '#db/lifeline/packs/pack-tests.ts'
import { planPublication } from '#db/lifeline/packs/plan-publication.ts'
import { revisePack } from '#db/lifeline/packs/revise-pack.ts'
import { heldOn, readRulePack } from '#db/lifeline/packs/rule-pack.ts'
import { allRules } from '#db/lifeline/rules/all-rules.ts'
import { carryOut } from '#db/plans/carry-out.ts'
import { type Implementing, inTurn } from '#db/procedure.ts'
import { standpointOf } from '#db/registry/procedures/records.ts'
import { dayOf, orgOrOwn } from '#db/registry/procedures/registry.ts'
import type { Session } from '#db/session.ts'
import type { IsoDay } from '#db/shared/day.ts'
import { refuse } from '#db/shared/refusal.ts'
import { registryFile } from '#db/sqlite/connection.ts'

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
  const packOf = (asOf: IsoDay, id: string | undefined) =>
    id === undefined ? packInForce(session.reader(), asOf) : publishedById(session.reader(), id, asOf)
  return {
    inForce: os.rulePacks.inForce.handler(async ({ input }) => {
      const asOf = dayOf(session, input.asOf)
      const reader = session.reader()
      const { pack, published, issuer } = await packOf(asOf, input.id)
      const { name, year, version, since, thresholds } = published
      const { hasParentOffice } = await standpointOf(session, reader, {})
      const { tests, failing } = judgedPack(published, asOf)
      return {
        asOf,
        ...{ id: pack.id, name, year, version, since, issuer },
        off: [...pack.off],
        unknown: [...pack.unknown],
        rules: allRules.map(rule => ({
          rule: rule.id,
          words: rule.name,
          basis: rule.basis,
          counts: !pack.off.includes(rule.id),
          atMost: pack.atMost[rule.id] ?? null,
        })),
        tests,
        failing: [...failing],
        cases: runPackTests(published).map(({ name: called, test, says }) => ({
          name: called,
          test: test ?? null,
          says: says ?? null,
        })),
        mayPublish: !hasParentOffice,
        thresholds: Object.entries(thresholds).flatMap(([threshold, list]) => {
          const now = heldOn(list, asOf)
          return list.map(dated => ({
            name: threshold,
            ...dated,
            holds: dated === now,
            isStale: dated === now && pack.stale.includes(threshold),
          }))
        }),
      }
    }),
    list: os.rulePacks.list.handler(async ({ input }) => {
      const asOf = dayOf(session, input.asOf)
      const rows = await listPacks(session.reader(), asOf)
      return {
        asOf,
        rows: rows.map(row => ({ ...row, unknown: [...row.unknown], failing: [...row.failing] })),
      }
    }),
    save: os.rulePacks.save.handler(async ({ input }) => {
      const { published } = await packOf(dayOf(session, input.asOf), input.id)
      return { file: new File([`${JSON.stringify(published, null, 2)}\n`], input.name) }
    }),
    revise: os.rulePacks.revise.handler(async ({ input }) => {
      const asOf = dayOf(session, input.asOf)
      const begun =
        input.file === undefined
          ? (await packOf(asOf, undefined)).published
          : readRulePack(await textOf(input.file))
      const next = revisePack(begun, input.changes, dayOf(session, undefined))
      const { tests, failing } = judgedPack(next, asOf)
      const file = new File([`${JSON.stringify(next, null, 2)}\n`], input.name)
      return { file, tests, failing: [...failing] }
    }),
    rehearse: os.rulePacks.rehearse.handler(async ({ input, signal }) => {
      const { id } = await orgOrOwn(session, input.org)
      const asOf = dayOf(session, input.asOf)
      const body = await textOf(input.file)
      const pack = readRulePack(body)
      const { unknown, tests, failing } = judgedPack(pack, asOf)
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
        tests,
        failing: [...failing],
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
