import { expect, test } from 'vitest'
import { refusalOf, resultOf } from '#tests/fixtures/engine.ts'
import { codes, exchangeAll, packet } from '#tests/fixtures/exchange.ts'
import { inventedId } from '#tests/fixtures/small-district.ts'
import { elsewhere, expectAgreement, threeOffices } from './three-offices.ts'

const { offices } = threeOffices()
const branch = `${codes.community}1`

test('what a community enters by hand reaches street and district, told in sentences; nobody writes beyond his own part', async () => {
  const all = await offices()
  const { district, street, community } = all
  const by = '李书记'
  const { id } = await community.ask.records.add({
    kind: 'person',
    set: { org: branch, name: '张小雨', id_number: inventedId('2000-05-04', 950), phone: '13800138000' },
    by,
  })
  await community.ask.records.add({ kind: 'post', set: { person: id, org: branch, title: '宣传委员' }, by })
  await community.ask.records.add({
    kind: 'meeting',
    set: { org: branch, type: '团课', held_on: '2018-10-01', topic: '学习' },
    by,
  })
  await exchangeAll(all)
  await expectAgreement(all)
  expect((await district.ask.looking.person({ id })).posts[0]).toMatchObject({ title: '宣传委员' })

  await community.ask.records.edit({ id, set: { workplace: '东坪小学', phone: '13900139000' }, by })
  const preview = await resultOf(
    street.ask.packets.inspectPacket({ file: await packet(community, codes.street) }),
  )
  expect(preview.sentences.map(({ zh }) => zh)).toEqual(
    expect.arrayContaining(['张小雨：学习工作单位 — → 东坪小学', '张小雨：手机号码 *** → ***']),
  )
  await exchangeAll(all)
  await expectAgreement(all)
  expect((await district.ask.records.show({ id })).fields).toMatchObject({ workplace: '东坪小学' })

  const beyond = [
    { kind: 'meeting', set: { org: elsewhere, type: '团课', held_on: '2018-10-01' } },
    { kind: 'membership', set: { person: id, org: elsewhere } },
    { kind: 'placement', set: { org: codes.community, parent: codes.street } },
  ]
  for (const asked of beyond)
    expect((await refusalOf(community.ask.records.add(asked))).code).toBe('problems')
  const office = await community.ask.registry.orgShow({ org: codes.community })
  const own = await refusalOf(community.ask.records.edit({ id: office.id, set: { tier: '街道' } }))
  expect(own.details['problems']).toMatchObject([{ field: 'tier', code: 'for-the-office-above' }])
})

test('a post that two offices change at once is a conflict with both values, in the words of the form', async () => {
  const all = await offices()
  const { street, community } = all
  const held = (await community.ask.looking.cadres({ org: branch })).rows[0]
  await exchangeAll(all)
  await community.ask.records.edit({ id: held?.id ?? '', set: { nature: '专职' }, by: '李书记' })
  await street.ask.records.edit({ id: held?.id ?? '', set: { nature: '挂职' }, by: '王书记' })
  await exchangeAll(all)
  const shown = await street.ask.records.show({ id: held?.id ?? '' })
  expect(shown.conflicts).toMatchObject([
    { register: 'nature', heads: [expect.any(String), expect.any(String)] },
  ])
})
