import type { z } from 'zod'
import type { findingsFilterSchema } from '#contract/lifeline/lifeline.ts'
import type { OrgNode, Place } from '#contract/looking.ts'
import { type ElectionsAhead, electionsAhead } from '#db/lifeline/elections/due-elections.ts'
import { electionLetter } from '#db/lifeline/elections/election-letter.ts'
import { wantedFindings } from '#db/lifeline/findings-list.ts'
import { overviewOf } from '#db/lifeline/overview.ts'
import { unpackReview } from '#db/lifeline/packed-review.ts'
import { packFor } from '#db/lifeline/packs/pack-in-force.ts'
import { type Review, review, unitsUnder } from '#db/lifeline/review.ts'
import type { Implementing } from '#db/procedure.ts'
import { casesOf, isUnderWay } from '#db/registry/cases/read-cases.ts'
import { dayOf, orgOrOwn } from '#db/registry/procedures/registry.ts'
import { refuseNoWordFile, writtenFile } from '#db/registry/procedures/word-file.ts'
import { isSmall, type Scope } from '#db/registry/subtree.ts'
import { namesOf } from '#db/registry/transfers/read-transfers.ts'
import type { Session } from '#db/session.ts'
import type { IsoDay } from '#db/shared/day.ts'
import { refuse } from '#db/shared/refusal.ts'
import { registryFile } from '#db/sqlite/connection.ts'
import { KeptAnswers } from '#db/sqlite/kept.ts'
import { caseProcedures } from './cases.ts'
import { type Scanned, sinceEarlier } from './earlier-scan.ts'
import { LargeReviews } from './large.ts'
import { type OwnFindings, rulingProcedures } from './rulings.ts'
import { runScan } from './run-scan.ts'

/** Today, the day that was chosen, and one of an organization that lies elsewhere. */
const reviewsKept = 3

/** No more organizations than this are reviewed sooner than a thread would begin. */
const fewOrgs = 30

/** So many elections of a registry too large to be reviewed are listed, the first due first; all are counted. */
const mostElections = 10_000

/** A page each: nobody prints more at once, and Word opens no more in a moment. */
const mostLetters = 3000

type FindingsAsked = z.output<typeof findingsFilterSchema> & {
  readonly offset: number
  readonly limit: number
}
type Asked = { readonly org?: string | undefined; readonly asOf?: string | undefined }

export function lifelineProcedures(os: Implementing, session: Session) {
  const reviews = new KeptAnswers<Review>(() => session.readConnection(), reviewsKept)
  const largeElections = new KeptAnswers<ElectionsAhead>(() => session.readConnection(), reviewsKept)
  const nameOf = (scope: Scope) => JSON.stringify([scope.asOf, scope.root])
  const reviewInThread = (scope: Scope) =>
    reviews.ask(nameOf(scope), async () =>
      unpackReview(
        await session.threads.run({
          request: { task: 'review', input: scope, file: registryFile(session.folder) },
          report: async () => undefined,
        }),
      ),
    )
  const large = new LargeReviews(session)
  /** What is asked about where it is too large to be reviewed in one piece. */
  const largeScope = async (input: Asked): Promise<Scope | undefined> => {
    const { id: root } = await orgOrOwn(session, input.org)
    const scope = { root, asOf: dayOf(session, input.asOf) }
    return (await large.isTooMany(scope)) ? scope : undefined
  }
  // Home and the lifeline page ask for it first, and it takes longest of all that they show.
  session.browsing.alsoAhead(
    async asOf => {
      const all = { root: session.office(), asOf }
      if (!(await large.isTooMany(all))) await reviewInThread(all)
    },
    () => reviews.forgetAll(),
  )
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
    if (await large.isTooMany(all)) return { ...own, review: await reviewInThread(own) }
    const whole = await reviewInThread(all)
    const isIn = whole.orgs.some(({ id }) => id === org.id)
    return { ...own, review: isIn ? whole : await reviewInThread(own) }
  }
  /** Elections by themselves, where there are too many organizations for a review. */
  const electionsOfMany = async (input: Asked): Promise<ElectionsAhead | undefined> => {
    const own = await largeScope(input)
    if (own === undefined) return undefined
    return largeElections.ask(nameOf(own), () =>
      session.threads.run({
        request: {
          task: 'elections',
          input: { ...own, isAll: own.root === session.office(), limit: mostElections },
          file: registryFile(session.folder),
        },
        report: async () => undefined,
      }),
    )
  }
  const electionsUnder = async (input: Asked): Promise<ElectionsAhead> => {
    const many = await electionsOfMany(input)
    if (many !== undefined) return many
    const { root, asOf, review } = await reviewed(input)
    const units = unitsUnder(review, root)
    return electionsAhead(
      review.elections.filter(({ id }) => units.has(id)),
      asOf,
    )
  }
  const ownFindings: OwnFindings = async asked => {
    const scope = await largeScope(asked)
    if (scope !== undefined)
      return session.threads.run({
        request: { task: 'why', input: scope, file: registryFile(session.folder) },
        report: async () => undefined,
      })
    const { root, review } = await reviewed(asked)
    return review.findings.filter(finding => finding.orgId === root)
  }
  const rulings = rulingProcedures(os, session, { reviewed, ownFindings, largeScope, large })
  const cases = caseProcedures(os, session, ownFindings)
  const childrenOf = async (scope: Scope) => session.browse('children', scope)

  const lifeline = {
    elections: os.lifeline.elections.handler(async ({ input }) => {
      const { rows, byMonth, ...ahead } = await electionsUnder(input)
      return { ...ahead, byMonth: [...byMonth], rows: rows.slice(0, input.limit) }
    }),
    electionLetters: os.lifeline.electionLetters.handler(async ({ input, signal }) => {
      refuseNoWordFile(input.name)
      const named = input.ids === undefined ? undefined : new Set(input.ids)
      const { rows, soon, asOf } = await electionsUnder(input)
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
          `One file holds at most ${mostLetters} letters, and there are ${wanted.length}. Choose an organization below, or a part of the time.`,
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
      const { root, asOf, children, units, unjudged, ...counts } = await overviewed(input)
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
        unjudged: [...unjudged],
        severities: { ...counts.severities },
        asOf,
        units: [
          ...(node === undefined ? [] : [rowOf(node, true)]),
          ...children.map(child => rowOf(child, false)),
        ],
      }
    }),
    findings: os.lifeline.findings.handler(async ({ input }) => {
      const { asOf, children, total, rows } = await listed(input)
      const open = await openCases(
        rows.map(({ orgId }) => orgId),
        asOf,
      )
      return {
        asOf,
        total,
        rows: rows.map(({ under, evidenceOf: _, ...finding }) => {
          const child = children.get(under)
          return {
            ...finding,
            under: child === undefined ? null : placeOf(child),
            openCase: open.get(finding.orgId) ?? null,
          }
        }),
      }
    }),
    scan: os.lifeline.scan.handler(async ({ input, signal }) => {
      const org = await orgOrOwn(session, input.org)
      const asOf = dayOf(session, input.asOf)
      const { rules, evidence, pack } = input
      const question = { root: org.id, asOf, evidence, ...(rules && { rules }), ...(pack && { pack }) }
      const result = await runScan(session, question, signal)
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
      }
    }),
    sinceEarlier: os.lifeline.sinceEarlier.handler(async ({ input }) => {
      // More is found there than is ever held against an earlier scan.
      if ((await largeScope(input)) !== undefined) return null
      const { root, asOf, review } = await reviewed(input)
      const units = unitsUnder(review, root)
      const findings = review.findings.filter(({ orgId }) => units.has(orgId))
      const { id: pack } = await packFor(session.reader(), asOf)
      return toldEarlier({ root, asOf, pack, findings, isKept: input.keep })
    }),
  }
  return { lifeline, rulings, cases }

  async function overviewed(input: Asked) {
    const scope = await largeScope(input)
    if (scope !== undefined) {
      const children = await childrenOf(scope)
      const ids = children.map(({ id }) => id)
      return { ...scope, children, ...(await large.overview(scope, ids)) }
    }
    const { root, asOf, review } = await reviewed(input)
    const children = await childrenOf({ root, asOf })
    const { unjudged } = review
    return {
      root,
      asOf,
      children,
      unjudged,
      ...overviewOf(review, root, new Set(children.map(({ id }) => id))),
    }
  }

  async function listed(input: FindingsAsked) {
    const { rule, severity, suggested, text, sort, down, offset, limit } = input
    const scope = await largeScope(input)
    const { root, asOf, review } =
      scope === undefined ? await reviewed(input) : { ...scope, review: undefined }
    const children = new Map((await childrenOf({ root, asOf })).map(child => [child.id, child]))
    const own = input.own ? [...children.keys()] : undefined
    const wanted = { root, rule, severity, suggested, text, sort, down }
    if (review === undefined) {
      const found = await large.findings({ root, asOf }, { ...wanted, own }, { offset, limit })
      return { asOf, children, ...found }
    }
    const found = wantedFindings(review, { ...wanted, own: own && new Set(own) })
    return { asOf, children, total: found.length, rows: found.slice(offset, offset + limit) }
  }

  /** By whom, and until when, each of these organizations is being put right; those without a case are left out. */
  async function openCases(orgs: readonly string[], asOf: IsoDay) {
    const cases = await casesOf(session.reader(), [...new Set(orgs)], asOf)
    const open = cases.filter(one => one.opened <= asOf && isUnderWay(one))
    return new Map(open.toReversed().map(({ org, id, due, owner }) => [org, { id, due, owner }]))
  }

  async function toldEarlier(scanned: Scanned) {
    const earlier = await sinceEarlier(session, scanned, async pack => {
      const input = { root: scanned.root, asOf: scanned.asOf, evidence: false, pack }
      return (await runScan(session, input)).findings
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
