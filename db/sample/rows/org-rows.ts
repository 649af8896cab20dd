import type { Dated } from '#db/records/types/office-date.ts'
import type { OrgRow } from '#db/rosters/kinds/orgs.ts'
import { dayAt } from '../day-number.ts'
import type { Setting } from '../outline/outline.ts'
import type { DistrictPlan } from '../plan-district.ts'
import { Random } from '../random.ts'
import { inventCreditCode } from './credit-code.ts'

const industries: Readonly<Record<Setting, string>> = {
  office: '党政机关',
  'primary-staff': '小学',
  'junior-staff': '初中',
  'senior-staff': '普通高中',
  'junior-pupils': '初中',
  'senior-pupils': '普通高中',
  hospital: '事业单位(不含公立学校)',
  community: '城市社区',
  enterprise: '非公企业',
  society: '新社会组织(不含民办学校)',
}

/** The organizations of a district, parents first. No telephone number of Shenzhen begins with 0. */
export function* orgRows({ orgs }: DistrictPlan, seed: number): Generator<OrgRow, undefined> {
  for (const org of orgs) {
    const { founded, elected, years } = org.term
    yield {
      code: org.code,
      name: org.name,
      shortName: org.shortName,
      kind: org.kind,
      tier: org.tier,
      parent: org.parent === undefined ? undefined : orgs[org.parent]?.name,
      industry: industries[org.setting],
      branchType: org.branchType,
      founded: onDay(founded),
      elected: elected === undefined ? undefined : onDay(elected),
      termYears: years,
      phone: `0755-0${new Random(seed, 9, org.index).between(1_000_000, 9_999_999)}`,
      creditCode: org.setting === 'enterprise' ? inventCreditCode(org.index) : undefined,
      email: undefined,
    }
  }
  return undefined
}

function onDay(day: number): Dated {
  return { day: dayAt(day), precision: 'day' }
}
