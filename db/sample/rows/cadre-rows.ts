import type { NumberedCadre } from '#db/rosters/kinds/cadres.ts'
import { firstOfMonth } from '#db/shared/day.ts'
import { dayAt } from '../day-number.ts'
import type { People } from '../people/people.ts'
import type { DistrictPlan } from '../plan-district.ts'

/** The posts of a district, one row each, in the order of its organizations; left ones too. */
export function* cadreRows({ postPlan }: DistrictPlan, people: People): Generator<NumberedCadre, undefined> {
  for (const { org, title, person, nature, since, until } of postPlan.posts) {
    const { sex: _, ...known } = people.person(person, org.setting)
    const first = dayAt(since)
    yield {
      ...known,
      idType: 'resident',
      org: org.name,
      title,
      nature,
      since:
        since % 12 === 0 && until === undefined
          ? { day: firstOfMonth(first), precision: 'month' }
          : { day: first, precision: 'day' },
      until: until === undefined ? undefined : { day: dayAt(until), precision: 'day' },
      email: undefined,
      workplace: undefined,
      more: {},
    }
  }
  return undefined
}
