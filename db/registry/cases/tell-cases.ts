import { sql } from 'kysely'
import { type Case, caseActions } from '#contract/lifeline/cases.ts'
import { isLocked, ruleOf } from '#db/records/courses/course.ts'
import { rectificationCourse } from '#db/records/courses/rectification-course.ts'
import { editForm } from '#db/records/forms.ts'
import { ruleCalled } from '#db/records/words/rule-words.ts'
import { daysBetween, type IsoDay, isDay } from '#db/shared/day.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { TakenStep } from '../steps.ts'
import { thoseBelow } from '../subtree.ts'
import { namesOf } from '../transfers/read-transfers.ts'
import { endsWhatWaits } from './plan-case-step.ts'
import { casesBelow, casesOf, isUnderWay, type KnownCase } from './read-cases.ts'
import { streetsOf } from './streets.ts'

/** Which cases are wanted: below an organization, or its own alone. */
export type CasesWanted = {
  readonly root: string
  readonly from: Viewpoint
  readonly state?: Case['state'] | undefined
  readonly lamp?: Case['lamp'] | undefined
  readonly due?: 'overdue' | 'soon' | undefined
  readonly waiting?: boolean | undefined
  readonly own?: boolean | undefined
}

/** Whose office looks, whether another one stands above it, and the day. */
export type Viewpoint = { readonly office: string; readonly hasParentOffice: boolean; readonly asOf: IsoDay }

/** The cases wanted, the one due first at the head, and how many there are of each state and lamp. */
export async function wantedCases(reader: Reader, wanted: CasesWanted) {
  const { root, from, state, lamp, due, waiting, own } = wanted
  const below = await casesBelow(reader, { root, asOf: from.asOf })
  const kept = await ownOrgs(reader, from, below)
  const all = below
    .filter(one => own !== true || one.org === root)
    .map(one => ({
      one,
      ...deadlineOf(one, from.asOf),
      waits:
        kept.has(one.org) &&
        ((one.awaitsDue && isUnderWay(one)) || mayDo(one, from).some(action => forAbove.has(action))),
    }))
  const rows = all
    .filter(({ one }) => state === undefined || one.state === state)
    .filter(one => lamp === undefined || one.lamp === lamp)
    .filter(one => waiting !== true || one.waits)
    .filter(one => due === undefined || (isUnderWay(one.one) && dueOf(one.lamp) === due))
    .toSorted((a, b) => (a.daysLeft ?? Infinity) - (b.daysLeft ?? Infinity) || 0)
  const open = all.filter(({ one }) => isUnderWay(one))
  const counts: Partial<Record<Case['state'], number>> = {}
  const lamps: Partial<Record<Case['lamp'], number>> = {}
  for (const { one, lamp: its } of all) {
    counts[one.state] = (counts[one.state] ?? 0) + 1
    lamps[its] = (lamps[its] ?? 0) + 1
  }
  return {
    rows: rows.map(({ one }) => one),
    counts,
    lamps,
    overdue: open.filter(one => dueOf(one.lamp) === 'overdue').length,
    dueSoon: open.filter(one => dueOf(one.lamp) === 'soon').length,
    waiting: all.filter(one => one.waits).length,
  }
}

function dueOf(lamp: Case['lamp']): 'overdue' | 'soon' | undefined {
  if (lamp === 'red') return 'overdue'
  return lamp === 'orange' || lamp === 'yellow' ? 'soon' : undefined
}

/** A window of the cases wanted, told. */
export async function listCases(
  reader: Reader,
  { limit, offset, ...wanted }: CasesWanted & { readonly limit: number; readonly offset: number },
) {
  const { rows, ...counts } = await wantedCases(reader, wanted)
  return {
    total: rows.length,
    rows: await tellCases(reader, rows.slice(offset, offset + limit), wanted.from),
    ...counts,
  }
}

/** What waits for an office above: these steps are its alone. */
const forAbove: ReadonlySet<Case['may'][number]> = new Set(['accept', 'grant', 'look-back'])

/** From so many days before the deadline a case has this lamp. */
const soon = { orange: 7, yellow: 30 } as const

/** How many days are left until the case is due, or somebody has to look back; null where nothing is due. */
export function deadlineOf(one: KnownCase, asOf: IsoDay): Pick<Case, 'daysLeft' | 'lamp'> {
  const next = isUnderWay(one) ? (one.awaitsDue ? null : one.due) : one.lookBack
  if (next === null || !isDay(next)) return { daysLeft: null, lamp: 'off' }
  const daysLeft = daysBetween(asOf, next)
  if (daysLeft < 0) return { daysLeft, lamp: 'red' }
  return { daysLeft, lamp: daysLeft <= soon.orange ? 'orange' : daysLeft <= soon.yellow ? 'yellow' : 'green' }
}

/** The organizations of these cases that lie below the office. */
function ownOrgs(
  reader: Reader,
  { office, asOf }: Viewpoint,
  cases: readonly KnownCase[],
): Promise<ReadonlySet<string>> {
  return thoseBelow(
    reader,
    { root: office, asOf },
    cases.map(({ org }) => org),
  )
}

/** Of the same organization so many others under way are named beside a case: usually there is none, or one. */
const mostBeside = 10

/** Cases as people read them, with what this registry's office may do about each. */
export async function tellCases(
  reader: Reader,
  rows: readonly KnownCase[],
  from: Viewpoint,
): Promise<Case[]> {
  if (rows.length === 0) return []
  const own = await ownOrgs(reader, from, rows)
  const ids = rows.map(row => row.org)
  const names = await namesOf(reader, ids)
  const streets = await streetsOf(reader, ids, from.asOf)
  const closed = await closedOf(reader, ids, from.asOf)
  const open = Map.groupBy((await casesOf(reader, ids, from.asOf)).filter(isUnderWay), ({ org }) => org)
  return rows.map(row => {
    const { steps, state } = row
    const told = [
      ...steps.taken.map(event => ({ event, idle: null })),
      ...steps.idle.map(({ event, why }) => ({ event, idle: why })),
    ].toSorted((a, b) => (a.event.rank < b.event.rank ? -1 : 1))
    const named = names.get(row.org)
    return {
      id: row.id,
      org: named?.code ?? row.org,
      orgId: row.org,
      orgName: named?.name ?? '',
      orgClosed: closed.get(row.org) ?? null,
      street: streets.get(row.org) ?? null,
      state,
      stateWords: rectificationCourse.states[state],
      opened: row.opened,
      due: row.due,
      ...deadlineOf(row, from.asOf),
      lookBack: row.lookBack,
      awaitsDue: row.awaitsDue && isUnderWay(row),
      rules: [...row.rules],
      ruleWords: {
        zh: row.rules.map(id => ruleCalled(id, 'zh')).join('、'),
        en: row.rules.map(id => ruleCalled(id, 'en')).join(', '),
      },
      problems: [...row.problems],
      points: pointsOf(row),
      measures: [...row.measures],
      owner: row.owner,
      liaison: row.liaison,
      beside: (isUnderWay(row) ? (open.get(row.org) ?? []) : [])
        .slice(0, mostBeside + 1)
        .filter(({ id }) => id !== row.id)
        .slice(0, mostBeside)
        .map(({ id, opened, owner }) => ({ id, opened, owner })),
      may: own.has(row.org) ? mayDo(row, from) : [],
      isLocked: isLocked(rectificationCourse, steps.taken),
      corrections: correctionsOf(row),
      log: told.map(({ event, idle }) => ({
        id: event.id,
        day: event.day,
        action: event.action,
        words: ruleOf(rectificationCourse, event.action)?.words ?? { zh: event.action, en: event.action },
        actor: event.actor,
        note: event.note,
        points: pairsOf(event).map(([point, remark]) => ({
          point: event.action === 'correct' ? fieldWords(point).zh : point,
          remark,
        })),
        files: [...event.files],
        idle,
      })),
    }
  })
}

/** The days on which organizations were closed, of those that are. */
async function closedOf(
  reader: Reader,
  ids: readonly string[],
  asOf: IsoDay,
): Promise<ReadonlyMap<string, string | null>> {
  const rows = await reader
    .selectFrom('org')
    .where(sql<boolean>`id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`)
    .where('closed', '<=', asOf)
    .select(['id', 'closed'])
    .execute()
  return new Map(rows.map(({ id, closed }) => [id, closed]))
}

/** How each problem was judged last. Who returned without saying which judged none of them; what relapsed is judged anew. */
function pointsOf({ problems, steps }: KnownCase): Case['points'] {
  const last = steps.taken.findLast(step => ['accept', 'return', 'relapse'].includes(step.action))
  const judged = last?.action === 'relapse' ? undefined : last
  const returned = new Map(judged?.action === 'return' ? pairsOf(judged) : [])
  return problems.map(problem => {
    const reason = returned.get(problem)
    if (reason !== undefined) return { problem, is: 'returned', reason }
    const isJudged = judged?.action === 'accept' || returned.size > 0
    return { problem, is: isJudged ? 'accepted' : 'open', reason: null }
  })
}

function pairsOf({ points, remarks }: TakenStep): (readonly [string, string])[] {
  return points.map((point, at) => [point, remarks[at] ?? ''] as const)
}

function correctionsOf({ steps: { taken } }: KnownCase): Case['corrections'] {
  return taken
    .filter(step => step.action === 'correct')
    .map(step => {
      const answer = taken.find(one => one.about === step.id)
      return {
        id: step.id,
        day: step.day,
        actor: step.actor,
        reason: step.note,
        set: pairsOf(step).map(([field, value]) => ({ field, words: fieldWords(field), value })),
        answer:
          answer === undefined
            ? null
            : {
                isGranted: answer.action === 'grant',
                day: answer.day,
                actor: answer.actor,
                note: answer.note,
              },
      }
    })
}

function fieldWords(field: string) {
  return editForm('rectification')?.fields[field]?.words ?? { zh: field, en: field }
}

function mayDo(row: KnownCase, { office, hasParentOffice, asOf }: Viewpoint): Case['may'] {
  return caseActions.filter(action => {
    const { from, by, answers } = rectificationCourse.steps[action]
    if (!from.includes(row.state) || (by === 'above' && row.org === office)) return false
    if (action === 'look-back' && (row.lookBack === null || asOf < row.lookBack)) return false
    if (action === 'correct') return row.asked === undefined
    if (endsWhatWaits(action, row) && row.submission?.office === office && hasParentOffice) return false
    if (answers === undefined) return true
    const answered = answers === 'correct' ? row.asked : row.submission
    return answered !== undefined && !(answered.office === office && hasParentOffice)
  })
}
