import type { MemberRow } from '#db/rosters/kinds/members.ts'
import { addMonths } from '#db/shared/day.ts'
import { dayAt } from '../day-number.ts'
import type { Setting } from '../outline/outline.ts'
import { type MemberState, uncountedState, usual } from '../people/member-state.ts'
import type { People } from '../people/people.ts'
import type { DistrictPlan } from '../plan-district.ts'
import type { PlannedOrg } from '../planned-org.ts'
import { Random } from '../random.ts'

const occupations: Readonly<Record<Setting, readonly string[]>> = {
  office: ['机关事业单位职工'],
  'primary-staff': ['机关事业单位职工'],
  'junior-staff': ['公办中学教职工'],
  'senior-staff': ['公办中学教职工'],
  'junior-pupils': ['学生'],
  'senior-pupils': ['学生'],
  hospital: ['机关事业单位职工'],
  community: ['自由职业者', '社会组织员工', '非公企业职工', '其他'],
  enterprise: ['非公企业职工'],
  society: ['社会组织员工'],
}
const months = 12

/** The members of a district, branch by branch. Made while they are taken: nobody is kept. */
export function* memberRows(
  plan: DistrictPlan,
  people: People,
  seed: number,
): Generator<MemberRow, undefined> {
  const paidTo = Array.from({ length: months }, (_, ago) => addMonths(dayAt(plan.today), -ago).slice(0, 7))
  for (const org of plan.orgs) {
    for (let place = 0; place < org.size.roll; place++) {
      const number = org.firstMember + place
      const random = new Random(seed, 10, number)
      const person = people.person(number, org.setting)
      const { status, report } = stateOf(org, place)
      yield {
        ...person,
        idType: 'resident',
        memberNo: memberNo(person.joined.day, number, random),
        branch: org.name,
        highestEducation: undefined,
        occupation: random.pick(occupations[org.setting]),
        email: undefined,
        workplace: org.unit,
        income: undefined,
        reportedOn: undefined,
        approvedOn: undefined,
        reportStatus: report,
        status,
        feesPaidTo: paidTo[monthsBehind(random)],
        more: {},
      }
    }
  }
  return undefined
}

/** Most have paid; some are a month or two late, one in two hundred longer. */
function monthsBehind(random: Random): number {
  if (random.chance(0.95)) return 0
  return random.chance(0.9) ? random.between(1, 2) : random.between(3, months - 1)
}

function stateOf({ size, oddity }: PlannedOrg, place: number): MemberState {
  if (place >= size.counted) return uncountedState(place)
  return place === size.roll - 1 && oddity !== undefined ? oddity : usual
}

/** 发展团员编号: asked for since 2017: the year, 44 for Guangdong, six digits. */
function memberNo(joined: string, number: number, random: Random): string | undefined {
  const year = joined.slice(0, 4)
  if (year < '2017' || random.chance(0.02)) return undefined
  return `${year}44${String(number % 1_000_000).padStart(6, '0')}`
}
