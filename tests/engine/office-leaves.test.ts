import { expect, test } from 'vitest'
import { expectSound, openPc, type Pc, resultOf } from '#tests/fixtures/engine.ts'
import { carry, codes, enrol, members, open, packet, takeMembers } from '#tests/fixtures/exchange.ts'
import { district } from '#tests/fixtures/small-district.ts'
import { newcomers, orgIn, peerOf, personIn, phoneOf, someone, threeOffices } from './three-offices.ts'

const { offices, keep } = threeOffices()

const otherStreet = '4403990200'

const move = (pc: Pc, org: string, parent: string, on: string) =>
  pc.ask.orgs.act({ act: 'move', org, set: { parent }, on, by: '李书记' })

test('a packet that takes a community away says so, with how many go, and is asked twice', async () => {
  const all = await offices()
  const { street, community } = all
  await takeMembers(community, newcomers(12))
  await carry(community, street, codes.street)
  await carry(street, all.district, codes.district)
  await move(all.district, codes.community, otherStreet, '2018-12-30')
  const file = await packet(all.district, codes.street)

  const sentence = {
    zh: '“东坪社区”由“云岭街道”改设在“共青团青山区溪口街道工作委员会”之下，自 2018-12-30',
    en: expect.stringContaining(' goes from '),
  }
  const preview = await resultOf(street.ask.packets.applyPacket({ file }))
  expect(preview.sentences).toContainEqual(sentence)
  // The window shows what is of no single record above the organizations.
  expect(preview.notes).toContainEqual(sentence)
  const leaving = '3 个组织和 20 名团员离开本单位'
  expect(preview.notes.map(({ zh }) => zh)).toContainEqual(leaving)

  const asked = await resultOf(street.ask.packets.applyPacket({ file, confirm: true }))
  expect(asked).toMatchObject({
    status: 'preview',
    code: 'packet-many-leave',
    warnings: [{ zh: '28 人中有 20 人离开本单位' }],
  })
  expect(asked.sentences.map(({ zh }) => zh)).toContainEqual(leaving)
  expect(await members(street)).toBe(28)
  expect((await open(street, file, true)).status).toBe('applied')
  expect(await members(street)).toBe(8)

  // Whoever it comes back to hears that too; nobody leaves there.
  await move(all.district, codes.community, codes.street, '2018-12-31')
  const back = await open(street, await packet(all.district, codes.street))
  expect(back.status).toBe('applied')
  expect(back.notes.map(({ zh }) => zh)).toContainEqual(
    '“东坪社区”由“共青团青山区溪口街道工作委员会”改设在“云岭街道”之下，自 2018-12-31',
  )
  expect(back.notes.map(({ zh }) => zh).join()).not.toContain('离开本单位')
  expect(await members(street)).toBe(28)
  await expectSound(all.district, street)
})

test('a branch that goes to another community of the same street takes nobody away, and the district hears where to', async () => {
  const { street, ...all } = await offices()
  await move(street, `${codes.community}1`, '4403990102', '2018-12-30')
  const taken = await open(all.district, await packet(street, district.code))
  expect(taken).toMatchObject({ status: 'applied', warnings: [] })
  expect(taken.notes.map(({ zh }) => zh)).toContainEqual(
    '“东坪社区第一”由“东坪社区”改设在“西坪社区”之下，自 2018-12-30',
  )
  expect(taken.notes.map(({ zh }) => zh).join()).not.toContain('离开本单位')
  // The community that it leaves has so few people that it is not asked twice.
  const left = await open(all.community, await packet(street, codes.community))
  expect(left.status).toBe('applied')
  expect(left.notes.map(({ zh }) => zh)).toContainEqual('1 个组织和 4 名团员离开本单位')
  expect(orgIn(all.community, `${codes.community}1`)).not.toBe('')
  await expectSound(all.district, street, all.community)
})

test('what its former street wrote lies aside where an office comes to, until the district proves it, and is told no longer', async () => {
  const { district: above, street, community } = await offices()
  const other = keep(await openPc('other-street'))
  const { fingerprint } = await above.ask.packets.enrolRequest({ name: 'root' })
  await enrol(other, above, otherStreet, fingerprint)
  await carry(street, above, district.code)
  await street.ask.records.edit({
    id: String(personIn(street, someone)?.['id']),
    set: { phone: '13955556666' },
  })
  await carry(street, community, codes.community)
  await move(above, codes.community, otherStreet, '2018-12-30')
  await carry(above, other, otherStreet)
  const first = await packet(other, codes.community)
  await open(community, first, true)

  // The street's word is there before the district has it from the street itself.
  const brought = await open(other, await packet(community, otherStreet))
  expect(brought.warnings.map(({ zh }) => zh).join()).toContain('无法证实')
  expect(await other.ask.packets.aside()).toMatchObject([{ changes: 1 }])
  // It lies there to be seen, and is no note to be put away.
  expect(await peerOf(other, codes.community)).toMatchObject({ warnings: [], canPutAway: false })

  // Whoever has gone again was heard while he was here: of his packets none waits unread.
  const late = await packet(community, otherStreet)
  await move(above, codes.community, codes.street, '2018-12-31')
  expect((await open(other, await packet(above, otherStreet), true)).status).toBe('applied')
  expect(await peerOf(other, codes.community)).toMatchObject({ direction: 'elsewhere', warnings: [] })
  expect(await open(other, late)).toMatchObject({ status: 'waiting', code: 'packet-elsewhere' })

  // He comes back, the street's word comes by the district, and nothing lies aside any more.
  await carry(street, above, district.code)
  await move(above, codes.community, otherStreet, '2019-01-01')
  await carry(above, other, otherStreet)
  expect(await other.ask.packets.aside()).toEqual([])
  expect(await peerOf(other, codes.community)).toMatchObject({ direction: 'down', warnings: [] })
  expect(phoneOf(other, someone)).toBe('13955556666')
  await expectSound(above, street, community, other)
})
