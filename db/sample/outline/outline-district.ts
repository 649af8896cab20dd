import { around } from '../random.ts'
import { longhuaCommunities } from './longhua-communities.ts'
import { Outline, type OutlineOrg } from './outline.ts'
import {
  addCommunityBranches,
  addEnterprises,
  addOrganBranches,
  addStreetBranches,
  type Organs,
} from './outline-branches.ts'

/**
 * The organizations of a district like Longhua at the end of 2018: 954 of them, 883 of which are 团支部 (its report for
 * 2018; the other tiers in the proportions of its rosters). `times` multiplies everything below the streets: its
 * communities, parks, schools and companies are then numbered on. `year` is that of the last graduates.
 */
export function outlineDistrict(times: number, year: number): readonly OutlineOrg[] {
  const outline = new Outline()
  const district = outline.add({
    stem: '',
    shortStem: '龙华区',
    kind: 'leading',
    tier: 'district',
    setting: 'office',
    unit: '龙华区',
  })
  const organs = addOrgans(outline, district)
  const streets = addStreets(outline, district)
  const communities = addCommunities(outline, streets, 50 * times)
  const parks = addParks(outline, streets, times)
  for (let round = 0; round < times; round++) {
    addOrganBranches(outline, organs, round, year)
    addStreetBranches(outline, streets, round)
  }
  addCommunityBranches(outline, communities)
  addEnterprises(outline, communities, parks, times)
  return outline.orgs
}

function addOrgans(outline: Outline, parent: OutlineOrg): Organs {
  const offices = outline.add({
    stem: '直属机关',
    shortStem: '龙华区直属机关',
    kind: 'work-committee',
    tier: 'organ',
    setting: 'office',
    unit: '龙华区直属机关',
    parent,
  })
  const bureau = (name: string) =>
    outline.add({
      stem: name,
      shortStem: `龙华区${name}`,
      kind: 'committee',
      tier: 'organ',
      setting: 'office',
      unit: `龙华区${name}`,
      parent: offices,
    })
  const schools = bureau('教育局')
  const hospital = outline.add({
    stem: '中心医院',
    shortStem: '龙华区中心医院',
    kind: 'general-branch',
    tier: 'organ',
    setting: 'hospital',
    unit: '龙华区中心医院',
    parent: bureau('卫生健康局'),
  })
  return { offices, schools, hospital }
}

function addStreets(outline: Outline, parent: OutlineOrg): readonly OutlineOrg[] {
  return [...longhuaCommunities.keys()].map(street =>
    outline.add({
      stem: street,
      kind: 'work-committee',
      tier: 'street',
      setting: 'office',
      unit: `${street}办事处`,
      parent,
    }),
  )
}

/** 16 of 50 communities have a 团委, the others a 团总支. */
function addCommunities(
  outline: Outline,
  streets: readonly OutlineOrg[],
  count: number,
): readonly OutlineOrg[] {
  const named = communityNames()
  return Array.from({ length: count }, (_, number) => {
    const { name, street } = around(named, number)
    const round = Math.floor(number / named.length)
    const stem = `${name}${round === 0 ? '' : round + 1}社区`
    return outline.add({
      stem: `${around([...longhuaCommunities.keys()], street)}${stem}`,
      shortStem: stem,
      kind: (number % 50) % 3 === 1 && number % 50 < 48 ? 'committee' : 'general-branch',
      tier: 'community',
      setting: 'community',
      unit: stem,
      parent: around(streets, street),
    })
  })
}

/** All communities, first 50 of them that lie evenly spread over the streets, then the others. */
function communityNames(): readonly { readonly name: string; readonly street: number }[] {
  const all = [...longhuaCommunities.values()].flatMap((names, street) =>
    names.map(name => ({ name, street })),
  )
  const share = 50 / all.length
  const isFirst = (_: unknown, i: number) => Math.floor((i + 1) * share + 1e-9) > Math.floor(i * share + 1e-9)
  return [...all.filter(isFirst), ...all.filter((item, i) => !isFirst(item, i))]
}

const parkNames =
  '云岭科创园 禾田产业园 青桥智造园 鹭溪软件园 枫坪电子城 石榴坡物流园 望桥文创园 丹荔生物园 梅涧检测园'.split(
    ' ',
  )
/** In the first six parks there are branches (their committees were founded in 2018, says the report), in the last three none yet; one of these has an empty 团总支 besides. */
const settledParks = 6

function addParks(outline: Outline, streets: readonly OutlineOrg[], times: number): readonly OutlineOrg[] {
  const settled: OutlineOrg[] = []
  for (let number = 0; number < parkNames.length * times; number++) {
    const round = Math.floor(number / parkNames.length)
    const stem = `${around(parkNames, number)}${round === 0 ? '' : `${round + 1}期`}`
    const place = number % parkNames.length
    const kept = { tier: 'two-new', setting: 'enterprise', isHollow: place >= settledParks } as const
    const isNew = round === 0 && place < settledParks
    const park = outline.add({
      stem,
      kind: 'committee',
      unit: stem,
      parent: around(streets, number),
      isNew,
      ...kept,
    })
    if (place < settledParks) settled.push(park)
    if (place === parkNames.length - 1) {
      const service = `${stem}物业服务`
      outline.add({ stem: service, kind: 'general-branch', unit: service, parent: park, ...kept })
    }
  }
  return settled
}
