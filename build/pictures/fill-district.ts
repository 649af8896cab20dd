import type { ContractRouterClient } from '@orpc/contract'
import type { Contract } from '#contract/index.ts'
import { generateDistrict } from '#db/sample/generate-district.ts'
import { isDay } from '#db/shared/day.ts'
import { invariant } from '#db/shared/invariant.ts'

type Client = ContractRouterClient<Contract>
type WorkEvent<T> = { readonly type: 'progress' } | { readonly type: 'done'; readonly result: T }

/** Who works in the district's office. */
export const worker = '李晓'

const membersBelow = `姓名,身份证号,所在团支部,团籍状态
周立春,440399200104014009,BRANCH,正常
吴清明,44039920020402401X,BRANCH,正常
郑谷雨,440399200304034020,BRANCH,正常
`

/** The organizations of the sample that pictures and tests name; codes. */
export function knownOrgs(day: string) {
  invariant(isDay(day), 'the sample is of a day')
  const district = generateDistrict({ asOf: day })
  const orgs = [...district.orgs]
  const street = orgs.find(org => org.tier === 'street')
  const community = orgs.find(org => org.tier === 'community' && org.parent === street?.name)
  const branch = orgs.find(org => org.kind === 'branch' && org.tier === 'organ')
  const codes = [district.root.code, street?.code, community?.code, branch?.code]
  invariant(
    codes.every(code => code !== undefined),
    'the sample has organizations of every kind',
  )
  return {
    district: district.root.code ?? '',
    street: street?.code ?? '',
    branch: branch?.code ?? '',
    community: { code: community?.code ?? '', name: community?.name ?? '' },
  }
}

/**
 * Fills an office with the sample district: a community's office joins it and makes a packet for it, and a number is
 * looked at in full. Answers what the community hands over.
 */
export async function fillDistrict(
  district: Client,
  community: Client,
  orgs: ReturnType<typeof knownOrgs>,
): Promise<{ readonly request: File; readonly packet: File }> {
  await resultOf(district.system.trySample({ by: worker }))
  const [person] = (await district.looking.people({ limit: 1 })).rows
  invariant(person, 'the sample has people')
  await district.registry.disclose({ person: person.id, field: 'id', reason: '核对名册', by: worker })
  const request = (await community.packets.enrolRequest({ name: orgs.community.name })).file
  const approval = await resultOf(
    district.packets.enrolApprove({ file: request, org: orgs.community.code, by: worker }),
  )
  const by = '周明'
  await resultOf(community.packets.enrolAccept({ file: approval.file, by }))
  const own = (await community.looking.top({})).id
  const [branch] = await community.looking.children({ org: own })
  invariant(branch?.code, 'the community has a branch')
  const file = new File([membersBelow.replaceAll('BRANCH', branch.code)], '团员名册.csv')
  await resultOf(community.rosters.importFile({ file, as: 'members', by }))
  const packet = (await resultOf(community.packets.exportPacket({ to: orgs.district, by }))).file
  return { request, packet }
}

/** A roster of members of which two rows can be taken in and four cannot. */
export function rosterWithProblems(branch: string): File {
  const text = `姓名,身份证号,所在团支部,手机号码,入团年月,团籍状态,备注
欧阳晓宁,440399200203143017,${branch},13800001111,2019-05-04,正常,
赵一鸣,44030920010230123X,${branch},13800001112,2019-05-04,正常,
钱多多,440399200305203025,没有这个团支部,13800001113,2019-05-04,正常,
,440399200108013038,${branch},13800001114,2019-05-04,正常,
孙晓燕,44039920000109304X,${branch},13800001115,2031-02-30,正常,
李想,440399200411113058,${branch},138,2019-05-04,正常,
`
  return new File([text], '团员名册.csv')
}

async function resultOf<T>(started: Promise<AsyncIterable<WorkEvent<T>>>): Promise<T> {
  for await (const event of await started) if (event.type === 'done') return event.result
  throw new Error('long work ends with a result')
}
