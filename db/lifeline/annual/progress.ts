import { ruleOf } from '#db/records/courses/course.ts'
import { rectificationCourse } from '#db/records/courses/rectification-course.ts'
import type { KnownCase } from '#db/registry/cases/read-cases.ts'
import { addMonths, firstOfMonth, type IsoDay, isDay } from '#db/shared/day.ts'

/** How the work goes, month by month: cases opened and ended in it, and those under way when it was over. */
export type Progress = {
  readonly month: string
  readonly opened: number
  readonly ended: number
  readonly underWay: number
}

const over: readonly string[] = ['cleared', 'merged', 'dissolved']

/** From the month of one day to that of another; one that relapsed is opened again. */
export function progressOf(cases: readonly KnownCase[], from: IsoDay, to: IsoDay): readonly Progress[] {
  const events = cases
    .flatMap(one => turnsOf(one).map(({ day, by }) => ({ month: day.slice(0, 7), by })))
    .toSorted((a, b) => (a.month < b.month ? -1 : a.month > b.month ? 1 : 0))
  const months: Progress[] = []
  const first = firstOfMonth(from)
  let underWay = events.filter(({ month }) => month < first.slice(0, 7)).reduce((sum, { by }) => sum + by, 0)
  const byMonth = Map.groupBy(events, ({ month }) => month)
  for (let at = first; at <= to; at = addMonths(at, 1)) {
    const month = at.slice(0, 7)
    const turned = byMonth.get(month) ?? []
    const opened = turned.filter(({ by }) => by > 0).length
    const ended = turned.length - opened
    underWay += opened - ended
    months.push({ month, opened, ended, underWay })
  }
  return months
}

/** When a case came under way (+1) and when it was over (-1). */
function turnsOf({ opened, steps }: KnownCase): { readonly day: string; readonly by: 1 | -1 }[] {
  const turns: { day: string; by: 1 | -1 }[] = isDay(opened) ? [{ day: opened, by: 1 }] : []
  let isOver = false
  for (const { action, day } of steps.taken) {
    const to = ruleOf(rectificationCourse, action)?.to
    if (to === undefined || to === 'stays') continue
    const ends = over.includes(to)
    if (ends !== isOver) turns.push({ day, by: ends ? -1 : 1 })
    isOver = ends
  }
  return turns
}
