import { describe, expect, test } from 'vitest'
import { readIdNumber } from '#db/records/types/gb-11643.ts'
import { mayStandUnder, tierFits } from '#db/registry/acts/may-stand-under.ts'
import { type District, generateDistrict } from '#db/sample/generate-district.ts'
import { longhuaCommunities } from '#db/sample/outline/longhua-communities.ts'
import { addYears, type IsoDay } from '#db/shared/day.ts'

const district = generateDistrict()
const orgs = [...district.orgs]
const members = [...district.members]
const cadres = [...district.cadres]
const meetings = [...district.meetings]
const byName = new Map(orgs.map(org => [org.name, org]))

function tally<T>(rows: readonly T[], key: (row: T) => string | undefined) {
  return Object.fromEntries([...Map.groupBy(rows, key)].map(([word, group]) => [word, group.length]))
}

function allRows(of: District) {
  return JSON.stringify([[...of.orgs], [...of.members], [...of.cadres], [...of.meetings], of.planted])
}

describe('the usual district', () => {
  test('has the size that Longhua reported for 2018', () => {
    expect(orgs).toHaveLength(954)
    expect(tally(orgs, org => org.kind)['branch']).toBe(883)
    expect(cadres).toHaveLength(1540)
    expect(members).toHaveLength(8368)
    expect(meetings.length).toBeGreaterThan(5500)
    expect(meetings.length).toBeLessThan(6500)
  })

  test('says its totals as its rows have them', () => {
    expect(district.totals).toEqual({
      orgs: orgs.length,
      branches: 883,
      exempt: 21,
      posts: cadres.length,
      cadres: cadres.filter(post => post.until === undefined).length,
      members: members.length,
    })
  })

  test('has the tiers and kinds of its rosters of 2018', () => {
    const tiers = { district: 1, organ: 284, street: 10, community: 250, 'two-new': 409 }
    expect(tally(orgs, org => org.tier)).toEqual(tiers)
    const kinds = { leading: 1, 'work-committee': 7, committee: 27, 'general-branch': 36, branch: 883 }
    expect(tally(orgs, org => org.kind)).toEqual(kinds)
    const special = { ordinary: 945, temporary: 3, floating: 3, graduates: 3 }
    expect(tally(orgs, org => org.branchType)).toEqual(special)
  })

  test('has the six streets and 50 different communities of Longhua', () => {
    const names = [...longhuaCommunities].flatMap(([street, communities]) =>
      communities.map(community => `共青团龙华区${street}${community}社区`),
    )
    const committees = orgs.filter(org => org.tier === 'community' && org.kind !== 'branch')
    expect(committees).toHaveLength(50)
    for (const { name } of committees) expect(names).toContain(name?.replace(/(总支部)?委员会$/, ''))
    expect(tally(committees, org => byName.get(org.parent)?.shortName)).toEqual({
      观湖街道团工委: 7,
      民治街道团工委: 10,
      龙华街道团工委: 10,
      大浪街道团工委: 9,
      福城街道团工委: 6,
      观澜街道团工委: 8,
    })
  })

  test('is a tree: every parent exists, stands before its children, and may have them', () => {
    const seen = new Set<string | undefined>()
    for (const org of orgs) {
      const parent = byName.get(org.parent)
      if (org === orgs[0]) expect(org.parent).toBeUndefined()
      else {
        expect(seen).toContain(org.parent)
        expect(mayStandUnder(org.kind, parent!.kind)).toBe(true)
        expect(tierFits(org.tier!, parent!.tier!)).toBe(true)
      }
      seen.add(org.name)
    }
  })

  test('tells organizations apart by code, by full name and by short name', () => {
    for (const key of ['code', 'name', 'shortName', 'phone'] as const) {
      expect(new Set(orgs.map(org => org[key])).size).toBe(orgs.length)
    }
    const codes = orgs.flatMap(org => org.creditCode ?? [])
    expect(new Set(codes).size).toBe(codes.length)
    for (const code of codes) expect(code).toMatch(/^91440399MA[0-9A-HJ-NPQRTUWXY]{8}$/)
  })

  test('puts members into branches only, and posts and meetings into organizations that exist', () => {
    expect(members.every(member => byName.get(member.branch)?.kind === 'branch')).toBe(true)
    expect(cadres.every(post => byName.has(post.org))).toBe(true)
    expect(meetings.every(meeting => byName.has(meeting.org))).toBe(true)
  })

  test('tells every meeting apart, and holds it within the year', () => {
    const keys = meetings.map(({ org, type, day, topic }) => `${org} ${type} ${day} ${topic}`)
    expect(new Set(keys).size).toBe(meetings.length)
    for (const { day, expected, attended } of meetings) {
      expect(day >= '2018-01-01' && day <= '2018-12-31').toBe(true)
      expect(attended!).toBeLessThanOrEqual(expected!)
    }
  })
})

describe('the people', () => {
  test('have valid ID numbers of a county that does not exist, each of them once', () => {
    const people = [...members, ...cadres]
    for (const { idNumber, birth } of people) {
      expect(idNumber.slice(0, 6)).toBe('440399')
      expect(readIdNumber(idNumber)).toMatchObject({ kind: 'valid', id: idNumber, birth: birth.day })
    }
    expect(new Set(members.map(member => member.idNumber)).size).toBe(members.length)
  })

  test('are the same person wherever they have the same ID number', () => {
    const known = new Map(members.map(member => [member.idNumber, member.name]))
    for (const { idNumber, name } of cadres) {
      expect(known.get(idNumber) ?? name).toBe(name)
      known.set(idNumber, name)
    }
    expect(known.size).toBeGreaterThan(members.length + 300)
    expect(new Set(cadres.map(post => post.idNumber)).size).toBeLessThan(cadres.length)
  })

  test('have mobile numbers of a range that was never given out, each their own', () => {
    const phones = new Map([...members, ...cadres].map(person => [person.idNumber, person.phone]))
    for (const phone of phones.values()) expect(phone).toMatch(/^154\d{8}$/)
    expect(new Set(phones.values()).size).toBe(phones.size)
  })

  test('have all kinds of names', () => {
    const names = members.map(member => member.name)
    expect(names.some(name => name.includes('·'))).toBe(true)
    expect(names.some(name => /[\u{20000}-\u{3ffff}]/u.test(name))).toBe(true)
    expect(names.some(name => /^(欧阳|司徒|上官|诸葛)/.test(name))).toBe(true)
    expect(new Set(names).size).toBeGreaterThan(6000)
  })

  test('joined at 14 or later, and not in the future', () => {
    for (const { birth, joined } of members) {
      expect(joined!.day >= addYears(birth.day, 14) && joined!.day <= district.asOf).toBe(true)
    }
  })
})

describe('a wish', () => {
  test('for the same district gives the same rows', () => {
    expect(allRows(generateDistrict())).toBe(allRows(district))
    expect(allRows(district)).toBe(allRows(district))
  })

  test('for another seed gives other people in the same tree', () => {
    const other = generateDistrict({ seed: 2 })
    expect([...other.orgs].map(org => org.name)).toEqual(orgs.map(org => org.name))
    expect(other.totals).toMatchObject({ branches: 883, posts: 1540, members: 8368, exempt: 21 })
    const ids = new Set(members.map(member => member.idNumber))
    expect([...other.members].filter(member => ids.has(member.idNumber)).length).toBeLessThan(100)
  })

  test('for three times as much keeps streets and numbers the rest on', () => {
    const large = generateDistrict({ times: 3 })
    const rows = [...large.orgs]
    expect(large.totals).toMatchObject({ branches: 3 * 883, posts: 3 * 1540, members: 3 * 8368 })
    for (const key of ['code', 'name', 'shortName'] as const) {
      expect(new Set(rows.map(org => org[key])).size).toBe(rows.length)
    }
    expect(tally(rows, org => org.tier)['street']).toBe(6 + 3 * 4)
    const ids = new Set<string>()
    for (const member of large.members) ids.add(member.idNumber)
    expect(ids.size).toBe(3 * 8368)
    expect(large.planted.findings).toHaveLength(3 * district.planted.findings.length)
  })

  test.each(['1990-01-01', '2016-02-29', '2026-11-24', '2027-01-01'])(
    'for %s dates everything up to that day',
    day => {
      const then = generateDistrict({ asOf: day as IsoDay })
      for (const { founded, elected } of then.orgs) {
        expect(founded!.day <= day && (elected?.day ?? '') <= day).toBe(true)
      }
      for (const { since, until } of then.cadres) expect(since!.day <= (until?.day ?? day)).toBe(true)
      for (const meeting of then.meetings) expect(meeting.day <= day).toBe(true)
      for (const { idNumber } of then.cadres) expect(readIdNumber(idNumber).kind).toBe('valid')
    },
  )
})

test('a hundred thousand people are invented in well under five seconds', () => {
  const begun = process.cpuUsage()
  const large = generateDistrict({ times: 12 })
  let rows = 0
  for (const _ of large.members) rows++
  for (const _ of large.cadres) rows++
  expect(rows).toBe(12 * (8368 + 1540))
  const { user, system } = process.cpuUsage(begun)
  expect((user + system) / 1000).toBeLessThan(5000)
})
