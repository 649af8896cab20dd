import { addressOf } from '../../kit/address/address.ts'
import type { Words } from '../../text/zh-CN.ts'

/** What is not known yet is undefined: of a large registry some answers come seconds after the others. */
export type Waits = {
  readonly asOf: string
  readonly until: string
  readonly soon: string
  readonly overdue: number | undefined
  readonly dueSoon: number | undefined
  readonly notReported: number
  /** To leave, and who may stay because they hold a post. */
  readonly past28: number
  readonly past28InPost: number
  readonly reaching28: number
  /** Offices for which something waits that is in no packet yet. */
  readonly waiting: number | undefined
  readonly givenBack: number | undefined
  readonly conflicts: number | undefined
  /** Transfers that wait for this office. */
  readonly transfers: number | undefined
  /** Cases past their deadline, due within 30 days, and those that this office has to judge, answer or look back on. */
  readonly casesOverdue: number | undefined
  readonly casesSoon: number | undefined
  readonly casesWaiting: number | undefined
  /** Tasks of this office past their day and within 30 days of it, and those of others in its own book past their day. */
  readonly tasksOverdue: number | undefined
  readonly tasksSoon: number | undefined
  readonly tasksBelow: number | undefined
  readonly tasksAsked: number | undefined
  /** Organizations that the rules propose and nobody decided about, or that lapsed. */
  readonly proposals: number | undefined
  /** Of those that were confirmed the ones whose case nobody has opened yet. */
  readonly unopened: number | undefined
}

type Line = {
  readonly label: string
  readonly n: number | undefined
  readonly unit: string
  readonly verb: string
  readonly href: string
  /** Late, and not only to come. */
  readonly isLate: boolean
}

/** Every kind of thing that may wait, in the order in which it presses. */
export function dueLines({ home, transfers, cases, tasks }: Words, waits: Waits): readonly Line[] {
  const { asOf, until, soon } = waits
  const normal = { status: 'normal', sort: 'birth' }
  const line = (
    label: string,
    n: number | undefined,
    unit: (n: number) => string,
    verb: string,
    href: string,
    isLate = false,
  ): Line => ({
    label,
    n,
    unit: unit(n ?? 0),
    verb,
    href,
    isLate,
  })
  return [
    line(
      home.electionsOverdue,
      waits.overdue,
      home.orgsUnit,
      home.register,
      addressOf('/lifeline/elections', { part: 'overdue' }),
      true,
    ),
    line(
      home.givenBack,
      waits.givenBack,
      home.timesUnit,
      home.correct,
      addressOf('/packets', { tab: 'returned' }),
      true,
    ),
    line(
      home.conflicts,
      waits.conflicts,
      home.placesUnit,
      home.decide,
      addressOf('/packets', { tab: 'conflicts' }),
      true,
    ),
    line(
      cases.due.overdue,
      waits.casesOverdue,
      cases.unit,
      cases.handle,
      addressOf('/cases', { due: 'overdue' }),
      true,
    ),
    line(
      cases.due.waiting,
      waits.casesWaiting,
      cases.unit,
      cases.handle,
      addressOf('/cases', { waiting: 'yes' }),
    ),
    line(
      transfers.waiting,
      waits.transfers,
      transfers.unit,
      transfers.handle,
      addressOf('/transfers', { part: 'mine' }),
    ),
    line(
      tasks.homeAsked,
      waits.tasksAsked,
      tasks.askedUnit,
      tasks.answer,
      addressOf('/tasks', { asked: 'yes' }),
    ),
    line(
      tasks.homeOverdue,
      waits.tasksOverdue,
      tasks.unit,
      home.see,
      addressOf('/tasks', { lamp: 'overdue' }),
      true,
    ),
    line(
      home.past28(waits.past28InPost),
      waits.past28,
      home.peopleUnit,
      home.letGo,
      addressOf('/people/overage', {}),
      true,
    ),
    line(
      home.reaching28(until),
      waits.reaching28,
      home.peopleUnit,
      home.see,
      addressOf('/people', { agedAfter: asOf, agedBy: until, ...normal }),
    ),
    line(
      home.elections(soon),
      waits.dueSoon,
      home.orgsUnit,
      home.remind,
      addressOf('/lifeline/elections', { part: 'soon' }),
    ),
    line(tasks.homeSoon, waits.tasksSoon, tasks.unit, home.see, addressOf('/tasks', { lamp: 'soon' })),
    line(
      tasks.homeBelow,
      waits.tasksBelow,
      tasks.unit,
      home.see,
      addressOf('/tasks', { lamp: 'overdue', of: 'below' }),
    ),
    line(cases.due.soon, waits.casesSoon, cases.unit, cases.handle, addressOf('/cases', { due: 'soon' })),
    line(
      cases.proposals.due,
      waits.proposals,
      cases.proposals.unit,
      cases.proposals.decide,
      '/lifeline/proposals',
    ),
    line(
      cases.proposals.unopened,
      waits.unopened,
      cases.proposals.unit,
      cases.proposals.open,
      addressOf('/lifeline/proposals', { part: 'unopened' }),
    ),
    line(
      home.notReported,
      waits.notReported,
      home.peopleUnit,
      home.see,
      addressOf('/people', { report: 'open' }),
    ),
    line(home.unsent, waits.waiting, home.officesUnit, home.pack, '/packets'),
  ]
}

/** A backup is due every so many days. */
const days = 7

/** Whether the newest backup (an instant, or null for none) is more than a week older than the day. */
export function isOld(backup: string | null, asOf: string): boolean {
  if (backup === null) return true
  return Date.parse(asOf) - Date.parse(backup.slice(0, 10)) > days * 86_400_000
}

/** The same day of the year before; 29 February becomes the 28th. */
export function yearBefore(day: string): string {
  const year = Number(day.slice(0, 4)) - 1
  const rest = day.slice(5)
  return `${String(year).padStart(4, '0')}-${rest === '02-29' ? '02-28' : rest}`
}
