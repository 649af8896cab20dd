import { addYears } from '#db/shared/day.ts'
import { invariant } from '#db/shared/invariant.ts'
import { dayAt, dayNumber } from '../day-number.ts'
import type { Setting } from '../outline/outline.ts'
import type { PlannedOrg } from '../planned-org.ts'
import type { Random } from '../random.ts'
import type { PostPlan } from './posts.ts'

/** When everybody was born, as day numbers by person, and the three digits that tell apart who was born on one day. */
export type Births = { readonly days: Int32Array; readonly serials: Uint16Array }

/** The first and the last birth day, as day numbers. */
type Band = readonly [number, number]

/** Draws birth dates that fit people's lives: nobody turns 28 in the League but who should, nobody is younger than 14. */
export function drawBirths(
  orgs: readonly PlannedOrg[],
  { people, elders }: PostPlan,
  members: number,
  today: number,
  random: Random,
): Births {
  const bands = bandsOn(today)
  const days = new Int32Array(people)
  for (const org of orgs) {
    const { size, firstMember, oddity } = org
    const usual = bands[ageGroups[org.setting]]
    const oldest = size.roll - size.aged - (oddity?.status === 'aged-out-pending' ? 1 : 0)
    for (let place = 0; place < size.roll; place++) {
      const person = firstMember + place
      const [from, to] = place >= oldest || elders.has(person) ? bands.past28 : usual
      days[person] = random.between(from, to)
    }
  }
  const [from, to] = bands.party
  for (let person = members; person < people; person++) days[person] = random.between(from, to)
  return { days, serials: serialsOf(days, random) }
}

type AgeGroup = 'past28' | 'party' | 'graduate' | 'young' | 'senior' | 'junior'

const ageGroups: Readonly<Record<Setting, AgeGroup>> = {
  office: 'graduate',
  'primary-staff': 'graduate',
  'junior-staff': 'graduate',
  'senior-staff': 'graduate',
  'junior-pupils': 'junior',
  'senior-pupils': 'senior',
  hospital: 'graduate',
  community: 'young',
  enterprise: 'young',
  society: 'young',
}

/** A few days are kept clear of the 28th birthday, so that no leap year matters. */
function bandsOn(today: number): Readonly<Record<AgeGroup, Band>> {
  const ago = (years: number) => dayNumber(addYears(dayAt(today), -years))
  return {
    past28: [ago(31), ago(28) - 3],
    party: [ago(42), ago(25)],
    graduate: [ago(28) + 3, ago(22)],
    young: [ago(28) + 3, ago(18)],
    senior: [ago(18), ago(16) + 60],
    junior: [ago(16) + 61, ago(15) + 200],
  }
}

/** Whoever was born on one day gets different digits; with which of them the day begins depends on the seed. */
function serialsOf(days: Int32Array, random: Random): Uint16Array {
  const next = new Map<number, { readonly first: number; met: number }>()
  return Uint16Array.from(days, day => {
    const known = next.get(day) ?? { first: random.between(0, 999), met: 0 }
    next.set(day, known)
    invariant(known.met < 1000, 'an ID number has room for 1000 people born on one day')
    return (known.first + known.met++ * 617) % 1000
  })
}
