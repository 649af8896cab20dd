import { afterEach, expect } from 'vitest'
import { expectSound, type Pc } from '#tests/fixtures/engine.ts'
import { codes, type Offices, openOffices } from '#tests/fixtures/exchange.ts'
import { inventedId, type Line, memberLines } from '#tests/fixtures/small-district.ts'
import { tablesBelow, tablesOf } from '#tests/fixtures/table-dump.ts'

/** District, street and community anew for each test; what else a test opens it hands to `keep`. */
export function threeOffices() {
  const pcs: Pc[] = []
  const keep = (pc: Pc): Pc => {
    pcs.push(pc)
    return pc
  }
  afterEach(async () => {
    await Promise.all(pcs.splice(0).map(pc => pc.discard()))
  })
  const offices = async (): Promise<Offices> => {
    const opened = await openOffices()
    for (const pc of Object.values(opened)) keep(pc)
    return opened
  }
  return { offices, keep }
}

const isOfCommunity = (line: Line) => (line['所在团支部'] ?? '').startsWith(codes.community)

/** The 8 people of the community, and the 22 others. */
export const ofCommunity = memberLines.filter(isOfCommunity)
export const ofOthers = memberLines.filter(line => !isOfCommunity(line))

/** A member of the community's first branch. */
export const someone: Line = ofCommunity[0] ?? {}

/** A branch under the other street. */
export const elsewhere = '44039902011'

export const idOf = (line: Line) => line['身份证号'] ?? ''

/** What a PC says of a person. */
export function personIn(pc: Pc, line: Line | undefined) {
  return (tablesOf(pc.folder)['person'] ?? []).find(row => row['id_number'] === idOf(line ?? {}))
}

export const phoneOf = (pc: Pc, line: Line) => personIn(pc, line)?.['phone']

/** The id of an organization by its code. */
export function orgIn(pc: Pc, code: string): string {
  return String((tablesOf(pc.folder)['org'] ?? []).find(row => row['code'] === code)?.['id'])
}

/** New members of the community's first branch; the same `from` gives the same people. */
export function newcomers(count: number, from = 800): readonly Line[] {
  return Array.from({ length: count }, (_, i) => ({
    姓名: `新${'甲乙丙丁戊己庚辛壬癸'[(from + i) % 10]}${'子丑寅卯辰巳午未申酉'[Math.floor((from + i) / 10) % 10]}`,
    身份证号: inventedId('1999-09-09', from + i),
    所在团支部: `${codes.community}1`,
  }))
}

/** How a PC stands with the peer of this organization. */
export async function peerOf(pc: Pc, org: string) {
  const found = (await pc.ask.packets.peers()).find(peer => peer.org === org)
  expect(found).toBeDefined()
  return found
}

/** Every office holds the same as the one above it of what both may see, and everything is in order. */
export async function expectAgreement({ district, street, community }: Offices): Promise<void> {
  expect(tablesBelow(community.folder, codes.community)).toEqual(tablesBelow(street.folder, codes.community))
  expect(tablesBelow(street.folder, codes.street)).toEqual(tablesBelow(district.folder, codes.street))
  await expectSound(district, street, community)
}
