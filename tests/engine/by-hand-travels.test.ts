import { expect, test } from 'vitest'
import { refusalOf, resultOf } from '#tests/fixtures/engine.ts'
import { carry, codes, exchangeAll, packet } from '#tests/fixtures/exchange.ts'
import { inventedId } from '#tests/fixtures/small-district.ts'
import { elsewhere, expectAgreement, ofOthers, personIn, threeOffices } from './three-offices.ts'

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
    expect.arrayContaining([
      '张小雨：学习工作单位 — → 东坪小学',
      expect.stringMatching(/^张小雨：手机号码 1\d\d\*+\d\d → 139\*+00$/),
    ]),
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

  // Whom the district brought here was another office's until that day.
  const person = String(
    personIn(
      district,
      ofOthers.find(line => line['所在团支部'] === elsewhere),
    )?.['id'],
  )
  const move = { person, org: branch, since: '2018-11-05' }
  const stay = await district.ask.records.add({ kind: 'membership', set: move })
  await exchangeAll(all)
  for (const since of ['2018-11-01', '2018-11-09']) {
    const said = await refusalOf(community.ask.records.edit({ id: stay.id, set: { since } }))
    expect(said.details['problems']).toMatchObject([{ field: 'since', code: 'for-the-office-above' }])
  }
  await district.ask.records.edit({ id: stay.id, set: { since: '2018-11-02' } })

  // He is removed here with all his homes, and brought back with them.
  await exchangeAll(all)
  for (const act of ['remove', 'restore'] as const) {
    if (act === 'remove') await community.ask.records.remove({ id: person, reason: '登记错误' })
    else await community.ask.trash.restore({ id: person })
    const done = await carry(community, street, codes.street)
    expect({ act, returned: done.returned }).toEqual({ act, returned: [] })
    await exchangeAll(all)
    await expectAgreement(all)
  }
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

test('what a street decides about its organizations reaches district and community, with the past as it was', async () => {
  const all = await offices()
  const { district, street, community } = all
  const second = `${codes.community}2`
  const at = { asOf: '2018-05-31' }
  const was = await community.ask.registry.orgShow({ org: branch, ...at })
  const act = (name: 'merge' | 'rename', org: string, set: Record<string, string>) =>
    street.ask.orgs.act({
      act: name,
      org,
      set,
      on: '2018-06-01',
      decided: '2018-05-20',
      document: '3号',
      by: '王书记',
    })
  await act('rename', second, { name: '东坪新村团支部', short_name: '东坪新村', code: '777' })
  const merged = await act('merge', branch, { into: '777' })
  await exchangeAll(all)
  await expectAgreement(all)
  for (const pc of [district, street, community]) {
    expect((await pc.ask.registry.orgShow({ org: branch })).successor?.name).toBe('东坪新村')
    expect((await pc.ask.registry.orgShow({ org: second })).shortName).toBe('东坪新村')
    expect(await pc.ask.registry.orgShow({ org: branch, ...at })).toEqual(was)
    const lineage = await pc.ask.orgs.lineage({ org: branch })
    expect(lineage.map(({ sentence, document }) => [sentence.zh, document])).toEqual([
      ['“东坪社区第一”并入“东坪新村”，自 2018-06-01 起（2018-05-20 决定，3号）', '3号'],
    ])
  }
  expect(
    (await refusalOf(community.ask.orgs.act({ act: 'kind', org: codes.community, set: { tier: '街道' } })))
      .code,
  ).toBe('problems')
  await resultOf(street.ask.registry.undo({ changeSet: merged.changeSet ?? 0 }))
  await exchangeAll(all)
  await expectAgreement(all)
  expect((await district.ask.registry.orgShow({ org: branch })).closed).toBe(null)
})
