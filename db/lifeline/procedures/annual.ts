import type { YearUnit } from '#contract/lifeline/annual.ts'
import { dayOfYear } from '#db/lifeline/annual/day-of-year.ts'
import type { Frozen } from '#db/lifeline/annual/freeze-task.ts'
import {
  isApproved,
  type KnownYear,
  thatCounts,
  yearNamed,
  yearsOf,
} from '#db/lifeline/annual/known-years.ts'
import { type Missing, missingOf } from '#db/lifeline/annual/missing.ts'
import {
  planApproval,
  planFreeze,
  planTakingBack,
  type YearAt,
  yearStates,
} from '#db/lifeline/annual/plan-year.ts'
import type { YearStatus } from '#db/lifeline/annual/status-task.ts'
import { isReviewed } from '#db/lifeline/annual/unit-of.ts'
import { carryOut } from '#db/plans/carry-out.ts'
import { type Implementing, inTurn, longProcedure } from '#db/procedure.ts'
import { ruleOf } from '#db/records/courses/course.ts'
import { yearCourse } from '#db/records/courses/year-course.ts'
import { lookUpOrg, type Standpoint } from '#db/registry/acts/known.ts'
import { acting, standpointOf } from '#db/registry/procedures/records.ts'
import { orgOrOwn } from '#db/registry/procedures/registry.ts'
import { withSubtree } from '#db/registry/subtree.ts'
import type { Session } from '#db/session.ts'
import { today } from '#db/shared/clock.ts'
import type { IsoDay } from '#db/shared/day.ts'
import type { Report } from '#db/shared/long-work.ts'
import { refuse } from '#db/shared/refusal.ts'
import type { Text } from '#db/shared/text.ts'
import { registryFile } from '#db/sqlite/connection.ts'
import { KeptAnswers } from '#db/sqlite/kept.ts'

type Asked = { readonly org?: string | undefined; readonly year: number; readonly day?: string | undefined }
type Act = Asked & { readonly by: string; readonly dryRun: boolean }

const statusesKept = 3
const freezing: Text = { zh: '正在汇总全年情况', en: 'Gathering the year' }
const writing: Text = { zh: '正在封存', en: 'Freezing' }
const open: Text = { zh: '未封存', en: 'not frozen' }

/** 年度评审: how far a year has come, freezing and approving it, and looking at what was frozen. */
export function annualProcedures(os: Implementing, session: Session) {
  const statuses = new KeptAnswers<YearStatus>(() => session.readConnection(), statusesKept)
  const file = () => registryFile(session.folder)
  const statusOf = (root: string, year: number, day: IsoDay) => {
    const input = { root, year, day, today: today(session.clock) }
    return statuses.ask(JSON.stringify(input), () =>
      session.threads.run({
        request: { task: 'year-status', input, file: file() },
        report: async () => undefined,
      }),
    )
  }

  /** The streets and systems directly below an organization on the day, each with the frozen year that counts. */
  const unitsOf = async (root: string, year: number, asOf: IsoDay): Promise<YearAt['units']> => {
    const rows = await withSubtree(session.reader(), { root, asOf })
      .selectFrom('subtree')
      .innerJoin('placement', join =>
        join.onRef('placement.org', '=', 'subtree.org').on('placement.parent', '=', root),
      )
      .innerJoin('org', 'org.id', 'subtree.org')
      .where('placement.starts', '<=', asOf)
      .where(eb => eb.or([eb('placement.until', 'is', null), eb('placement.until', '>', asOf)]))
      .where(eb => eb.or([eb('org.closed', 'is', null), eb('org.closed', '>', asOf)]))
      .where('org.kind', '!=', 'branch')
      .select(['org.id', 'org.name', 'org.tier'])
      .orderBy('org.code')
      .execute()
    const units = rows.filter(({ tier }) => isReviewed(tier))
    const ids = units.map(({ id }) => id)
    const counts = thatCounts(await yearsOf(session.reader(), ids, year))
    return units.map(({ id, name }) => ({ id, name, known: counts.get(id) }))
  }

  /** What an act on a year is about. Refuses an organization of elsewhere, and a year that has not begun. */
  const yearAt = async (standpoint: Standpoint, { org: ref, year, day, by }: Act): Promise<YearAt> => {
    const { id } = await orgOrOwn(session, ref)
    const looked = await lookUpOrg(standpoint, id)
    const org = looked.kind === 'found' ? looked.found : undefined
    if (org === undefined || !org.own) {
      refuse(
        'org-not-yours',
        `“${org?.name ?? ref ?? ''}”不在本单位之下，不能由本单位办理。`,
        `"${org?.name ?? ref ?? ''}" does not lie below your office, so this is not yours to do.`,
        { org: id },
      )
    }
    const [own] = await yearsOf(standpoint.reader, [id], year)
    const asOf = dayOfYear(year, standpoint.today, day)
    return { org, year, day: asOf, own, units: await unitsOf(id, year, asOf), by }
  }

  const frozenNow = async ({ org, year, day }: YearAt, report: Report): Promise<Frozen> => {
    await report(freezing, 0, 0)
    const input = { root: org.id, year, day, today: today(session.clock) }
    const frozen = await session.threads.run({
      request: { task: 'freeze-year', input, file: file() },
      report,
      stopped: report.stopped,
    })
    await report(writing, 0, frozen.parts.length)
    return frozen
  }

  const freeze = (input: Act, report: Report, what: 'freeze' | 'approve') =>
    inTurn(session, async () => {
      const { journal } = session.writing()
      const standpoint = await standpointOf(session, session.reader(), {})
      const at = await yearAt(standpoint, input)
      const frozen = await frozenNow(at, report)
      // The same that the page lists: what is not done here, and the streets that have not approved theirs.
      const missing = [...frozen.missing, ...unapproved(at)]
      const plan =
        what === 'freeze'
          ? planFreeze(at, frozen, missing.length)
          : planApproval(standpoint, at, frozen, missing)
      const { by, dryRun } = input
      const done = await carryOut(journal, plan, { by, dryRun, newId: session.newId })
      return {
        ...done,
        sentences: [...done.sentences],
        warnings: [...done.warnings],
        ...{ hash: frozen.hash, year: at.year, day: at.day },
      }
    })

  return {
    status: os.annual.status.handler(async ({ input: { org: ref, year } }) => {
      const standpoint = await standpointOf(session, session.reader(), {})
      const { id } = await orgOrOwn(session, ref)
      const day = dayOfYear(year, standpoint.today)
      const [status, units] = await Promise.all([statusOf(id, year, day), unitsOf(id, year, day)])
      const [own] = await yearsOf(session.reader(), [id], year)
      const known = new Map(units.map(unit => [unit.id, unit.known]))
      const left = units.filter(unit => !isApproved(unit.known)).length
      const told = await Promise.all(
        status.units.map(async (unit): Promise<YearUnit> => {
          const isOwn = unit.id === id
          const counts = isOwn ? own : known.get(unit.id)
          const looked = await lookUpOrg(standpoint, unit.id)
          const place = looked.kind === 'found' ? looked.found : undefined
          const mayAct = place?.own === true
          const { id: org, code, name, branches } = unit
          // Of a unit that has not approved its year that is the first thing that is missing.
          const waits = known.has(unit.id) && !isApproved(known.get(unit.id)) ? 1 : 0
          const missing = isOwn ? status.missing.length + left : unit.missing + waits
          return {
            ...{ org, code, name, branches, isOwn, missing },
            state: counts?.state ?? 'open',
            stateWords: counts === undefined ? open : yearStates[counts.state],
            frozen: counts === undefined ? null : lineOf(counts),
            may: mayAct && place !== undefined ? mayDo(counts, isReviewed(place.tier)) : [],
          }
        }),
      )
      return { year, day, units: told }
    }),
    missing: os.annual.missing.handler(async ({ input }) => {
      const { org: ref, year, unit, offset, limit } = input
      const { id } = await orgOrOwn(session, ref)
      const day = dayOfYear(year, today(session.clock))
      const [status, units] = await Promise.all([statusOf(id, year, day), unitsOf(id, year, day)])
      const waiting = unapproved({ units, year }).map(one => ({ ...one, unit: one.org }))
      const all = [...waiting, ...status.missing].filter(one => unit === undefined || one.unit === unit)
      return { day, total: all.length, rows: all.slice(offset, offset + limit) }
    }),
    freeze: os.annual.freeze.handler(
      longProcedure(session, (input: Act, report) => freeze(input, report, 'freeze')),
    ),
    approve: os.annual.approve.handler(
      longProcedure(session, (input: Act, report) => freeze(input, report, 'approve')),
    ),
    takeBack: os.annual.takeBack.handler(({ input }) =>
      acting(session, input, async standpoint =>
        planTakingBack(standpoint, await yearAt(standpoint, input), input.reason),
      ),
    ),
    list: os.annual.list.handler(async ({ input }) => {
      const { id } = await orgOrOwn(session, input.org)
      const years = await yearsOf(session.reader(), [id])
      const counting = new Set(
        [...Map.groupBy(years, ({ year }) => year).values()].flatMap(([first]) => first?.id ?? []),
      )
      return {
        rows: years
          .toSorted(
            (a, b) =>
              b.year - a.year ||
              Number(counting.has(b.id)) - Number(counting.has(a.id)) ||
              b.change - a.change,
          )
          .map(one => ({
            ...lineOf(one),
            ...{ year: one.year, state: one.state, stateWords: yearStates[one.state] },
            counts: counting.has(one.id),
          })),
      }
    }),
    show: os.annual.show.handler(async ({ input, signal }) => {
      const known = await asked(session, input)
      const compared = await session.threads.run({
        request: { task: 'compare-year', input: { id: known.id }, file: file() },
        report: async () => signal?.throwIfAborted(),
        stopped: signal,
      })
      const { office, pack, today: hash } = compared
      return {
        ...lineOf(known),
        ...{ org: known.org, year: known.year, pack: known.pack, state: known.state },
        code: office?.code ?? null,
        orgName: office?.name ?? '',
        packName: pack?.name ?? null,
        stateWords: yearStates[known.state],
        log: known.steps.taken.map(step => ({
          ...{ day: step.day, action: step.action, actor: step.actor, note: step.note },
          words: ruleOf(yearCourse, step.action)?.words ?? { zh: step.action, en: step.action },
        })),
        damage: compared.damage,
        findings: compared.findings,
        figures: compared.figures.map(one => ({ ...one })),
        unjudged: [...compared.unjudged],
        today: {
          hash,
          same: hash === known.hash,
          different: compared.different,
          differences: compared.differences.map(one => ({
            ...one,
            findings: [...one.findings],
            cases: [...one.cases],
            fields: [...one.fields],
          })),
          because: [...compared.because],
        },
      }
    }),
    rows: os.annual.rows.handler(async ({ input, signal }) => {
      await yearNamed(session.reader(), input.id)
      const found = await session.threads.run({
        request: { task: 'frozen-rows', input, file: file() },
        report: async () => signal?.throwIfAborted(),
        stopped: signal,
      })
      return {
        total: found.total,
        rows: found.rows.map(row => ({ ...row, findings: [...row.findings], cases: [...row.cases] })),
      }
    }),
  }
}

type Which = {
  readonly org?: string | undefined
  readonly year?: number | undefined
  readonly id?: string | undefined
}

/** The frozen year that is asked for. Refuses `year-unknown`, and `year-not-frozen` where there is none yet. */
async function asked(session: Session, { org: ref, year, id }: Which): Promise<KnownYear> {
  if (id !== undefined) return yearNamed(session.reader(), id)
  const org = await orgOrOwn(session, ref)
  const years = await yearsOf(session.reader(), [org.id], year)
  const newest = Math.max(...years.map(one => one.year))
  const found = years.find(one => one.year === (year ?? newest))
  if (found !== undefined) return found
  refuse(
    'year-not-frozen',
    `“${org.name}”${year === undefined ? '' : ` ${year} 年度`}还没有封存的年度评审。请先在年度评审里封存。`,
    `No annual review${year === undefined ? '' : ` of ${year}`} of ${org.name} is frozen yet. Freeze it first.`,
    { org: org.id, year: year ?? null },
  )
}

function lineOf({ id, day, hash, at, actor }: KnownYear) {
  return { id, day, hash, at, actor }
}

function mayDo(known: KnownYear | undefined, approves: boolean): YearUnit['may'] {
  if (known?.state === 'confirmed') return []
  if (known?.state === 'approved') return ['take-back']
  return approves ? ['freeze', 'approve'] : ['freeze']
}

/** The streets and systems that have not approved the year: the office above does so after them. */
function unapproved({ units, year }: Pick<YearAt, 'units' | 'year'>): Missing[] {
  return units
    .filter(({ known }) => !isApproved(known))
    .map(({ id, name }) =>
      missingOf({ id, code: null, name }, 'unit', {
        zh: `还没有审定 ${year} 年度评审。`,
        en: `Has not approved the year ${year} yet.`,
      }),
    )
}
