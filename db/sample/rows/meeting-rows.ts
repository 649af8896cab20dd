import { addDays, addMonths, dayOf, type IsoDay } from '#db/shared/day.ts'
import { invariant } from '#db/shared/invariant.ts'
import { dayAt, dayNumber } from '../day-number.ts'
import type { DistrictPlan } from '../plan-district.ts'
import type { PlannedOrg } from '../planned-org.ts'
import { Random } from '../random.ts'

/** A meeting as a row of its roster. */
export type MeetingRow = {
  readonly org: string
  readonly type: string
  readonly day: IsoDay
  readonly topic: string
  readonly expected: number
  readonly attended: number
  readonly place: string
}

type Quarter = { readonly number: number; readonly from: number; readonly to: number }

const places = ['会议室', '党群服务中心', '青年之家', '活动室']
const lessons = ['学习团的十八大精神', '习近平新时代中国特色社会主义思想', '团章团史', '青年大学习']
const others: readonly (readonly [string, string])[] = [
  ['主题团日', '“五四”主题团日'],
  ['志愿服务', '文明交通志愿服务'],
  ['志愿服务', '社区清洁志愿服务'],
  ['组织生活会', '年度组织生活会'],
  ['教育评议', '年度团员教育评议'],
]

/**
 * About 6,000 meetings in the four quarters up to the day, for a district of the usual size: a sound branch has its
 * 支部大会 every quarter and a 团课 nearly every quarter, a weak one seldom meets.
 */
export function* meetingRows({ orgs, today }: DistrictPlan, seed: number): Generator<MeetingRow, undefined> {
  const quarters = quartersUpTo(today)
  for (const org of orgs) {
    if (org.kind !== 'branch') continue
    const random = new Random(seed, 11, org.index)
    const weak = isWeak(org)
    const missed = weak ? undefined : random.between(0, 5)
    for (const [place, quarter] of quarters.entries()) {
      const from = Math.max(quarter.from, org.term.founded)
      if (from > quarter.to) continue
      const meet = (type: string, topic: string) => meetingOf(org, type, topic, from, quarter.to, random)
      const label = `第${quarter.number}季度`
      if (!weak || random.chance(0.2)) yield meet('支部大会', `${label}支部大会`)
      if (weak || place === missed) continue
      yield meet('团课', `${label}团课:${random.pick(lessons)}`)
      if (!random.chance(0.06)) continue
      const [type, topic] = random.pick(others)
      yield meet(type, `${label}${topic}`)
    }
  }
  return undefined
}

function isWeak({ size, plight }: PlannedOrg): boolean {
  return size.counted < 3 || plight.cadres !== undefined || plight.secretary === 'red'
}

function meetingOf(
  org: PlannedOrg,
  type: string,
  topic: string,
  from: number,
  to: number,
  random: Random,
): MeetingRow {
  const expected = org.size.roll
  const attended = expected - random.between(0, Math.floor(expected * 0.4))
  const day = dayAt(random.between(from, to))
  return { org: org.name, type, day, topic, expected, attended, place: random.pick(places) }
}

/** The quarter that the day lies in, cut off there, and the three before it; the oldest first. */
function quartersUpTo(today: number): readonly Quarter[] {
  const day = dayAt(today)
  const month = Number(day.slice(5, 7))
  const first = dayOf(Number(day.slice(0, 4)), month - ((month - 1) % 3), 1)
  invariant(first, 'a quarter begins on a day of the calendar')
  return [-9, -6, -3, 0].map(months => quarterFrom(addMonths(first, months), today))
}

function quarterFrom(first: IsoDay, today: number): Quarter {
  const last = dayNumber(addDays(addMonths(first, 3), -1))
  return {
    number: Math.ceil(Number(first.slice(5, 7)) / 3),
    from: dayNumber(first),
    to: Math.min(last, today),
  }
}
