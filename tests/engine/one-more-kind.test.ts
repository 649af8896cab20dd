import { expect, test } from 'vitest'
import { refusalOf, resultOf } from '#tests/fixtures/engine.ts'
import { codes, exchangeAll, packet } from '#tests/fixtures/exchange.ts'
import { expectAgreement, threeOffices } from './three-offices.ts'

const { offices } = threeOffices()

/** 通报 is its file, a line in the list of kinds, and a migration: nothing else names it. */
test('a kind of record by its definition alone is registered, listed, corrected, told, carried, taken back and removed', async () => {
  const all = await offices()
  const { street, community } = all
  const org = `${codes.community}1`
  const set = { org, title: '关于换届的通报', issued_on: '2018.10.8', body: '请于年底前换届。' }
  const done = await street.ask.records.add({ kind: 'notice', set, by: '王书记' })
  expect(done.sentences).toEqual([
    {
      zh: '登记通报 2018-10-08 关于换届的通报（东坪社区第一）',
      en: 'Registered the notice 2018-10-08 关于换届的通报 of 东坪社区第一',
    },
  ])
  const wrong = await refusalOf(
    street.ask.records.add({
      kind: 'notice',
      set: { org, title: '', issued_on: '2099-01-01', body: '字'.repeat(5001) },
    }),
  )
  expect(wrong.details['problems']).toMatchObject([
    { field: 'issued_on', code: 'date-future' },
    { field: 'body', code: 'too-long' },
    { field: 'title', code: 'missing' },
  ])
  await exchangeAll(all)
  await expectAgreement(all)
  const { rows } = await community.ask.records.list({ kind: 'notice', org })
  expect(rows).toMatchObject([{ id: done.id, fields: { title: '关于换届的通报', issued_on: '2018-10-08' } }])

  await community.ask.records.edit({ id: done.id, set: { body: '已收到。' }, by: '李书记' })
  const preview = await resultOf(
    street.ask.packets.inspectPacket({ file: await packet(community, codes.street) }),
  )
  expect(preview.sentences.map(({ zh }) => zh)).toContain(
    '东坪社区第一团支部 2018-10-08 关于换届的通报：内容 请于年底前换届。 → 已收到。',
  )
  await exchangeAll(all)
  await expectAgreement(all)
  const history = await street.ask.registry.history({ of: org })
  expect(history.map(({ sentence }) => sentence.zh)).toContain(done.sentences[0]?.zh)
  const branch = await street.ask.registry.orgShow({ org })
  const used = await refusalOf(street.ask.records.remove({ id: branch.id, reason: '多余' }))
  expect(used.text.zh).toContain('通报 1')
  const removed = await street.ask.records.remove({ id: done.id, reason: '发错' })
  expect(await street.ask.records.list({ kind: 'notice' })).toMatchObject({ total: 0 })
  await resultOf(street.ask.registry.undo({ changeSet: removed.changeSet ?? 0 }))
  expect(await street.ask.records.list({ kind: 'notice' })).toMatchObject({ total: 1 })
})
