import type { Case } from '#contract/cases.ts'
import { ruleOf } from '#db/records/course.ts'
import { rectificationCourse } from '#db/records/rectification-course.ts'
import { daysBetween, type IsoDay, isDay } from '#db/shared/day.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { withSubtree } from '../subtree.ts'
import { namesOf } from '../transfers/read-transfers.ts'
import { casesBelow, isUnderWay, type KnownCase } from './read-cases.ts'

export type CasesAsked = {
  readonly root: string
  readonly from: Viewpoint
  readonly state?: Case['state'] | undefined
  readonly lamp?: Case['lamp'] | undefined
  readonly limit: number
  readonly offset: number
}

/** Whose office looks, whether another one stands above it, and the day. */
export type Viewpoint = { readonly office: string; readonly hasParentOffice: boolean; readonly asOf: IsoDay }

/** A window of the cases below an organization, the one due first at the head, and how many there are of each state. */
export async function listCases(reader: Reader, { root, from, state, lamp, limit, offset }: CasesAsked) {
  const all = await casesBelow(reader, { root, asOf: from.asOf })
  const rows = all
    .filter(one => state === undefined || one.state === state)
    .map(one => ({ one, ...deadlineOf(one, from.asOf) }))
    .filter(one => lamp === undefined || one.lamp === lamp)
    .toSorted((a, b) => (a.daysLeft ?? Infinity) - (b.daysLeft ?? Infinity) || 0)
    .map(({ one }) => one)
  const counts: Partial<Record<Case['state'], number>> = {}
  for (const one of all) counts[one.state] = (counts[one.state] ?? 0) + 1
  return {
    total: rows.length,
    rows: await tellCases(reader, rows.slice(offset, offset + limit), from),
    counts,
  }
}

/** From so many days before the deadline a case has this lamp. */
const soon = { orange: 7, yellow: 30 } as const

/** How many days are left until the case is due, or somebody has to look back; null where nothing is due. */
export function deadlineOf(one: KnownCase, asOf: IsoDay): Pick<Case, 'daysLeft' | 'lamp'> {
  const next = isUnderWay(one) ? one.due : one.lookBack
  if (next === null || !isDay(next)) return { daysLeft: null, lamp: 'off' }
  const daysLeft = daysBetween(asOf, next)
  if (daysLeft < 0) return { daysLeft, lamp: 'red' }
  return { daysLeft, lamp: daysLeft <= soon.orange ? 'orange' : daysLeft <= soon.yellow ? 'yellow' : 'green' }
}

/** Cases as people read them, with what this registry's office may do about each. */
export async function tellCases(
  reader: Reader,
  rows: readonly KnownCase[],
  from: Viewpoint,
): Promise<Case[]> {
  const below = await withSubtree(reader, { root: from.office, asOf: from.asOf })
    .selectFrom('subtree')
    .select('org')
    .execute()
  const own = new Set(below.map(row => row.org))
  const names = await namesOf(
    reader,
    rows.map(row => row.org),
  )
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
      state,
      stateWords: rectificationCourse.states[state],
      opened: row.opened,
      due: row.due,
      ...deadlineOf(row, from.asOf),
      lookBack: row.lookBack,
      rules: [...row.rules],
      problems: [...row.problems],
      measures: [...row.measures],
      owner: row.owner,
      liaison: row.liaison,
      may: own.has(row.org) ? mayDo(row, from) : [],
      log: told.map(({ event, idle }) => ({
        id: event.id,
        day: event.day,
        action: event.action,
        words: ruleOf(rectificationCourse, event.action)?.words ?? { zh: event.action, en: event.action },
        actor: event.actor,
        note: event.note,
        files: [...event.files],
        idle,
      })),
    }
  })
}

function mayDo(row: KnownCase, { office, hasParentOffice, asOf }: Viewpoint): Case['may'] {
  const isOwn = row.submission?.office === office && hasParentOffice
  return actions.filter(action => {
    const { from, by, answers } = rectificationCourse.steps[action]
    if (!from.includes(row.state) || (by === 'above' && row.org === office)) return false
    if (action === 'look-back' && (row.lookBack === null || asOf < row.lookBack)) return false
    return answers === undefined || !isOwn
  })
}

const actions = [
  'note',
  'submit',
  'accept',
  'return',
  'merge',
  'dissolve',
  'look-back',
  'relapse',
  'correct',
] as const
