import { expect, test } from 'vitest'
import { carry, codes } from '#tests/fixtures/exchange.ts'
import { expectAgreement, personIn, someone, threeOffices } from './three-offices.ts'

const { offices } = threeOffices()

test('a community that reports past its street before the street does is believed, and nothing of it has to be decided', async () => {
  const all = await offices()
  const { district, street, community } = all
  const id = String(personIn(community, someone)?.['id'])
  await community.ask.records.edit({ id, set: { email: 'direct@x.cn' } })
  const told = await carry(community, district, codes.district)
  expect(told).toMatchObject({ status: 'applied', returned: [], warnings: [] })
  expect(await district.ask.packets.aside()).toEqual([])
  expect(personIn(district, someone)).toMatchObject({ email: 'direct@x.cn' })
  // The same by the street brings nothing twice, and what the district says reaches both by either way.
  await carry(community, street, codes.street)
  await carry(street, district, codes.district)
  await district.ask.records.edit({ id, set: { email: 'district@x.cn' } })
  await carry(district, community, codes.community)
  await carry(district, street, codes.street)
  expect((await carry(street, community, codes.community)).warnings).toEqual([])
  for (const pc of [district, street, community])
    expect(personIn(pc, someone)).toMatchObject({ email: 'district@x.cn' })
  await expectAgreement(all)
})
