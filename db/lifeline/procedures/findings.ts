import type { OrgNode, Place } from '#contract/looking.ts'
import { type ElectionsAhead, electionsAhead } from '#db/lifeline/elections/due-elections.ts'
import { electionLetter } from '#db/lifeline/elections/election-letter.ts'
import { wantedFindings } from '#db/lifeline/findings-list.ts'
import { overviewOf } from '#db/lifeline/overview.ts'
import { packFor } from '#db/lifeline/packs/pack-in-force.ts'
import { type Review, review, unitsUnder } from '#db/lifeline/review.ts'
import type { Implementing } from '#db/procedure.ts'
import { dayOf, orgOrOwn } from '#db/registry/procedures/registry.ts'
import { refuseNoWordFile, writtenFile } from '#db/registry/procedures/word-file.ts'
import { isSmall, type Scope } from '#db/registry/subtree.ts'
import { namesOf } from '#db/registry/transfers/read-transfers.ts'
import type { Session } from '#db/session.ts'
import { refuse } from '#db/shared/refusal.ts'
import { registryFile } from '#db/sqlite/connection.ts'
import { KeptAnswers } from '#db/sqlite/kept.ts'
import { type Scanned, sinceEarlier } from './earlier-scan.ts'
import { rulingProcedures } from './rulings.ts'

/** Today, the day that was chosen, and one of an organization that lies elsewhere. */
const reviewsKept = 3

/** No more organizations than this are reviewed sooner than a thread would begin. */
const fewOrgs = 30

/** What is found among more organizations than this is handed over for so long that the window would stand still. */
const mostOrgs = 200_000

/** So many elections of a registry too large to be reviewed are listed, the first due first; all are counted. */
const mostElections = 10_000

/** A page each: nobody prints more at once, and Word opens no more in a moment. */
const mostLetters = 3000

function refuseTooMany(): never {
  refuse(
    'too-many-to-review',
    `这里的组织超过 ${mostOrgs} 个，一次排查不完。请先在组织树里选定一个街道或社区，分别排查。`,
    `There are more than ${mostOrgs} organizations here, too many for one screen. Choose a street or a community in the tree, and review one after the other.`,
    { most: mostOrgs },
  )
}

type Asked = { readonly org?: string | undefined; readonly asOf?: string | undefined }

export function lifelineProcedures(os: Implementing, session: Session) {
  const reviews = new KeptAnswers<Review>(() => session.readConnection(), reviewsKept)
  const largeElections = new KeptAnswers<ElectionsAhead>(() => session.readConnection(), reviewsKept)
  const nameOf = (scope: Scope) => JSON.stringify([scope.asOf, scope.root])
  const reviewInThread = (scope: Scope) =>
    reviews.ask(nameOf(scope), () =>
      session.threads.run({
        request: { task: 'review', input: scope, file: registryFile(session.folder) },
        report: async () => undefined,
      }),
    )
  // Home and the lifeline page ask for it first, and it takes longest of all that they show.
  /** Going down a tree of so many takes longer than a screen may wait: most registries are known to be smaller at once. */
  const isTooMany = async (scope: Scope) => {
    const last = await session
      .reader()
      .selectFrom('org')
      .select('no')
      .orderBy('no', 'desc')
      .limit(1)
      .execute()
    if ((last[0]?.no ?? 0) <= mostOrgs) return false
    return scope.root === session.office() || !(await isSmall(session.reader(), scope, mostOrgs))
  }
  session.browsing.alsoAhead(async asOf => {
    const all = { root: session.office(), asOf }
    if (!(await isTooMany(all))) await reviewInThread(all)
  })
  /**
   * One review of the whole registry serves every organization in it; only what lies elsewhere has its own. A branch that was
   * just corrected does not wait for it: it is reviewed by itself.
   */
  const reviewed = async (input: Asked) => {
    const org = await orgOrOwn(session, input.org)
    const asOf = dayOf(session, input.asOf)
    const own = { root: org.id, asOf }
    const all = { root: session.office(), asOf }
    if (org.id !== all.root && !reviews.has(nameOf(all)) && (await isSmall(session.reader(), own, fewOrgs))) {
      return { ...own, review: await review(session.reader(), own) }
    }
    if (await isTooMany(all)) {
      if (await isTooMany(own)) refuseTooMany()
      return { ...own, review: await reviewInThread(own) }
    }
    const whole = await reviewInThread(all)
    const isIn = whole.orgs.some(({ id }) => id === org.id)
    return { ...own, review: isIn ? whole : await reviewInThread(own) }
  }
  /** Elections by themselves, where there are too many organizations for a review. */
  const electionsOfMany = async (input: Asked): Promise<ElectionsAhead | undefined> => {
    const { id: root } = await orgOrOwn(session, input.org)
    const own = { root, asOf: dayOf(session, input.asOf) }
    if (!(await isTooMany(own))) return undefined
    return largeElections.ask(nameOf(own), () =>
      session.threads.run({
        request: {
          task: 'elections',
          input: { ...own, isAll: root === session.office(), limit: mostElections },
          file: registryFile(session.folder),
        },
        report: async () => undefined,
      }),
    )
  }
  const rulings = rulingProcedures(os, session, reviewed)
  const childrenOf = async (scope: Scope) => session.browse('children', scope)

  const lifeline = {
    elections: os.lifeline.elections.handler(async ({ input }) => {
      const many = await electionsOfMany(input)
      if (many !== undefined)
        return { ...many, byMonth: [...many.byMonth], rows: many.rows.slice(0, input.limit) }
      const { root, asOf, review } = await reviewed(input)
      const units = unitsUnder(review, root)
      const { rows, byMonth, ...ahead } = electionsAhead(
        review.elections.filter(({ id }) => units.has(id)),
        asOf,
      )
      return { ...ahead, byMonth: [...byMonth], rows: rows.slice(0, input.limit) }
    }),
    electionLetters: os.lifeline.electionLetters.handler(async ({ input, signal }) => {
      refuseNoWordFile(input.name)
      const { root, asOf, review } = await reviewed(input)
      const units = unitsUnder(review, root)
      const named = input.ids === undefined ? undefined : new Set(input.ids)
      const { rows, soon } = electionsAhead(
        review.elections.filter(({ id }) => units.has(id)),
        asOf,
      )
      const wanted = rows.filter(({ id, due }) => (named === undefined ? due <= soon : named.has(id)))
      if (wanted.length === 0) {
        refuse(
          'no-letters',
          '没有组织已经届满或者半年内届满，不用写提醒函。',
          'No election is overdue or due within half a year, so there is no letter to write.',
        )
      }
      if (wanted.length > mostLetters) {
        refuse(
          'too-many-letters',
          `一个文件最多写 ${mostLetters} 封，这里有 ${wanted.length} 封。请先选定一个下级组织，或者只看一段时间。`,
          `One file holds ${mostLetters} letters, and here are ${wanted.length}. Choose an organization below, or a part of the time.`,
          { letters: wanted.length },
        )
      }
      const office = await orgOrOwn(session, undefined)
      const papers = wanted.map(election => electionLetter(election, office.name, asOf))
      const report = async () => signal?.throwIfAborted()
      const file = await writtenFile(session, { papers, writer: office.name }, input.name, report)
      return { file, letters: papers.length }
    }),
    overview: os.lifeline.overview.handler(async ({ input }) => {
      const { root, asOf, review } = await reviewed(input)
      const children = await childrenOf({ root, asOf })
      const { units, ...counts } = overviewOf(review, root, new Set(children.map(({ id }) => id)))
      const byId = new Map(units.map(unit => [unit.id, unit]))
      const own = byId.get(root)
      const node = own?.cells.length ? await session.browse('node', { root, asOf }) : undefined
      const nothing = { branches: 0, flaggedBranches: 0, flagged: 0, cells: [] }
      const rowOf = (org: OrgNode, isOwn: boolean) => {
        const { cells, branches, flaggedBranches, flagged } = byId.get(org.id) ?? nothing
        const known = { branches, flaggedBranches, flagged, cells: [...cells] }
        return { org: placeOf(org), isOwn, children: isOwn ? 0 : org.children, ...known }
      }
      return {
        ...counts,
        unjudged: [...review.unjudged],
        severities: { ...counts.severities },
        asOf,
        units: [
          ...(node === undefined ? [] : [rowOf(node, true)]),
          ...children.map(child => rowOf(child, false)),
        ],
      }
    }),
    findings: os.lifeline.findings.handler(async ({ input }) => {
      const { root, asOf, review } = await reviewed(input)
      const children = new Map((await childrenOf({ root, asOf })).map(child => [child.id, child]))
      const { rule, severity, suggested, text, sort, down, offset, limit } = input
      const own = input.own ? new Set(children.keys()) : undefined
      const found = wantedFindings(review, { root, rule, severity, suggested, own, text, sort, down })
      return {
        asOf,
        total: found.length,
        rows: found.slice(offset, offset + limit).map(({ under, evidenceOf: _, ...finding }) => {
          const child = children.get(under)
          return { ...finding, under: child === undefined ? null : placeOf(child) }
        }),
      }
    }),
    scan: os.lifeline.scan.handler(async ({ input, signal }) => {
      const org = await orgOrOwn(session, input.org)
      const asOf = dayOf(session, input.asOf)
      const { rules, evidence, pack } = input
      const question = { root: org.id, asOf, evidence, ...(rules && { rules }), ...(pack && { pack }) }
      const result = await session.threads.run({
        request: { task: 'scan', input: question, file: registryFile(session.folder) },
        report: async () => signal?.throwIfAborted(),
        stopped: signal,
      })
      const isWhole = rules === undefined && pack === undefined
      const scanned = { root: org.id, asOf, pack: result.pack, findings: result.findings, isKept: input.keep }
      return {
        ...result,
        earlier: isWhole ? await toldEarlier(scanned) : null,
        ms: Math.round(result.ms * 10) / 10,
        suggested: [...result.suggested],
        unjudged: [...result.unjudged],
        stale: [...result.stale],
        unknown: [...result.unknown],
        findings: result.findings.map(finding => ({ ...finding, evidence: [...finding.evidence] })),
      }
    }),
    sinceEarlier: os.lifeline.sinceEarlier.handler(async ({ input }) => {
      const { root, asOf, review } = await reviewed(input)
      const units = unitsUnder(review, root)
      const findings = review.findings.filter(({ orgId }) => units.has(orgId))
      const { id: pack } = await packFor(session.reader(), asOf)
      return toldEarlier({ root, asOf, pack, findings, isKept: input.keep })
    }),
  }
  return { lifeline, rulings }

  async function toldEarlier(scanned: Scanned) {
    const earlier = await sinceEarlier(session, scanned, async pack => {
      const input = { root: scanned.root, asOf: scanned.asOf, evidence: false, pack }
      const request = { task: 'scan', input, file: registryFile(session.folder) } as const
      return (await session.threads.run({ request, report: async () => undefined })).findings
    })
    if (earlier === null) return null
    const names = await namesOf(
      session.reader(),
      earlier.differs.map(({ orgId }) => orgId),
    )
    return {
      ...earlier,
      differs: earlier.differs.map(one => ({
        ...one,
        org: names.get(one.orgId)?.code ?? one.orgId,
        orgName: names.get(one.orgId)?.name ?? one.orgId,
      })),
      because: [...earlier.because],
    }
  }
}

function placeOf({ id, code, name, shortName }: OrgNode): Place {
  return { id, code, name, shortName }
}
