import type { Proposal } from '#contract/lifeline/rulings.ts'
import { packFor } from '#db/lifeline/packs/pack-in-force.ts'
import { type Review, unitsUnder } from '#db/lifeline/review.ts'
import type { Finding } from '#db/lifeline/rule.ts'
import { byUrgency, type Compared, compared } from '#db/lifeline/rulings/proposals.ts'
import { rulingsBelow, rulingsOf } from '#db/lifeline/rulings/read-rulings.ts'
import type { Plan } from '#db/plans/plan.ts'
import type { Implementing } from '#db/procedure.ts'
import { rectificationCourse } from '#db/records/courses/rectification-course.ts'
import { addForm } from '#db/records/forms.ts'
import { Planning } from '#db/registry/acts/planning.ts'
import { planRuling, type SaidByRules } from '#db/registry/cases/plan-ruling.ts'
import { asOneAct } from '#db/registry/cases/plan-rulings.ts'
import { casesBelow } from '#db/registry/cases/read-cases.ts'
import { streetsOf } from '#db/registry/cases/streets.ts'
import { acting, standpointOf } from '#db/registry/procedures/records.ts'
import { dayOf, orgOrOwn } from '#db/registry/procedures/registry.ts'
import { type Scope, thoseBelow } from '#db/registry/subtree.ts'
import { namesOf } from '#db/registry/transfers/read-transfers.ts'
import type { Session } from '#db/session.ts'
import type { IsoDay } from '#db/shared/day.ts'
import { invariant } from '#db/shared/invariant.ts'
import type { LargeReviews } from './large.ts'

type ProposalsAsked = {
  readonly state?: Proposal['state'] | undefined
  readonly marked?: boolean | undefined
  readonly unopened?: boolean | undefined
  readonly own?: boolean | undefined
  readonly limit: number
  readonly offset: number
}

/** What the rules say of an organization and all below it on a day, kept between questions. */
export type Reviewed = (input: {
  readonly org?: string | undefined
  readonly asOf?: string | undefined
}) => Promise<{ readonly root: string; readonly asOf: IsoDay; readonly review: Review }>

/** What the rules find in an organization itself on a day. */
export type OwnFindings = (asked: Parameters<Reviewed>[0]) => Promise<readonly Finding[]>

type Reviews = {
  readonly reviewed: Reviewed
  readonly ownFindings: OwnFindings
  /** What is asked about where it is too large to be reviewed in one piece, and reviews of such. */
  readonly largeScope: (input: Parameters<Reviewed>[0]) => Promise<Scope | undefined>
  readonly large: LargeReviews
}

/** 认定: what the rules propose, and what people decide about it. */
export function rulingProcedures(
  os: Implementing,
  session: Session,
  { reviewed, ownFindings, largeScope, large }: Reviews,
) {
  return {
    proposals: os.rulings.proposals.handler(async ({ input }) => {
      const scope = await largeScope(input)
      if (scope !== undefined) return largeProposals(scope, input)
      const { root, asOf, review } = await reviewed(input)
      const reader = session.reader()
      const below = { root, asOf }
      const units = unitsUnder(review, root)
      const rulings = await rulingsBelow(reader, below)
      const cases = Map.groupBy(await casesBelow(reader, below), one => one.org)
      const findings = Map.groupBy(review.findings, one => one.orgId)
      const all = review.orgs
        .filter(({ id }) => units.has(id) && (input.own !== true || id === root))
        .flatMap(({ id, isSuggested }): Compared[] => {
          const one = compared(
            {
              orgId: id,
              isSuggested,
              findings: findings.get(id) ?? [],
              rulings: rulings.get(id) ?? [],
              cases: cases.get(id) ?? [],
            },
            asOf,
          )
          return one === undefined ? [] : [one]
        })
      const wanted = all
        .filter(one => input.state === undefined || one.state === input.state)
        .filter(one => input.marked !== true || one.mark !== null)
        .filter(one => input.unopened !== true || one.isUnopened)
        .toSorted(byUrgency)
      const count = (state: Proposal['state']) => all.filter(one => one.state === state).length
      return {
        asOf,
        total: wanted.length,
        rows: await told(wanted.slice(input.offset, input.offset + input.limit), asOf),
        counts: {
          open: count('open'),
          lapsed: count('lapsed'),
          confirmed: count('confirmed'),
          'set-aside': count('set-aside'),
        },
        marked: all.filter(one => one.mark !== null).length,
        unopened: all.filter(one => one.isUnopened).length,
      }
    }),
    of: os.rulings.of.handler(async ({ input }) =>
      rulingsOf(session.reader(), (await orgOrOwn(session, input.org)).id),
    ),
    decide: os.rulings.decide.handler(async ({ input }) => {
      const { org, alike, outcome, reason, signer, expires, on } = input
      const asOf = dayOf(session, on)
      const { id: pack } = await packFor(session.reader(), asOf)
      const found = new Map<string, SaidByRules>()
      for (const one of [org, ...alike]) {
        const own = (await ownFindings({ org: one, asOf })).filter(({ severity }) => severity !== 'info')
        const rules = [...new Set(own.map(({ rule }) => rule))]
        found.set(one, { rules, said: own.map(({ rule, why }) => `${rule} ${why.zh}`), pack })
      }
      return acting(session, input, async standpoint => {
        const form = addForm('ruling')
        invariant(form, 'rulings are made by a form')
        const plans: Plan[] = []
        for (const [one, said] of found) {
          const planning = new Planning(standpoint, form, {
            ...{ org: one, outcome, reason, signer, decided: asOf },
            ...(expires !== '' && { expires }),
          })
          await planning.lookUp()
          plans.push(planRuling(planning, said))
        }
        return asOneAct(plans)
      })
    }),
  }

  async function largeProposals(scope: Scope, input: ProposalsAsked) {
    const { state, offset, limit } = input
    const wanted = {
      ...{ state, offset, limit },
      isMarked: input.marked === true,
      isUnopened: input.unopened === true,
      isOwn: input.own === true,
    }
    const { rows, counts, ...found } = await large.proposals(scope, wanted)
    return { asOf: scope.asOf, ...found, counts: { ...counts }, rows: await told(rows, scope.asOf) }
  }

  async function told(rows: readonly Compared[], asOf: IsoDay): Promise<Proposal[]> {
    if (rows.length === 0) return []
    const reader = session.reader()
    const ids = rows.map(row => row.orgId)
    const names = await namesOf(reader, ids)
    const streets = await streetsOf(reader, ids, asOf)
    const { office, hasParentOffice } = await standpointOf(session, reader, {})
    const own = await thoseBelow(reader, { root: office, asOf }, ids)
    return rows.map(({ orgId, isSuggested, findings, state, mark, newRules, ruling, lastCase }) => ({
      orgId,
      org: names.get(orgId)?.code ?? orgId,
      orgName: names.get(orgId)?.name ?? '',
      street: streets.get(orgId) ?? null,
      ...{ isSuggested, state, mark },
      newRules: [...newRules],
      findings: findings.map(({ rule, severity, why }) => ({ rule, severity, why })),
      ruling: ruling ?? null,
      case:
        lastCase === undefined
          ? null
          : {
              id: lastCase.id,
              state: lastCase.state,
              stateWords: rectificationCourse.states[lastCase.state],
            },
      isOurs: own.has(orgId) && !(orgId === office && hasParentOffice),
    }))
  }
}
