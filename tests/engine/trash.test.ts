import { expect, test } from 'vitest'
import { expectSound, refusalOf, resultOf } from '#tests/fixtures/engine.ts'
import { carry, codes, exchangeAll } from '#tests/fixtures/exchange.ts'
import { idOf, someone, threeOffices } from './three-offices.ts'

const { offices } = threeOffices()
const branch = `${codes.community}1`

test('a member who was removed is listed with who, when and why, and comes back with all that hung on him', async () => {
  const { community } = await offices()
  const { ask } = community
  const [who] = (await ask.registry.find({ text: idOf(someone) })).people
  const id = who?.id ?? ''
  await ask.records.add({ kind: 'fee', set: { person: id, year: '2018', paid_01: '5' } })
  const before = await ask.looking.person({ id })
  const removal = await ask.records.remove({ id, reason: '重复登记', by: '王芳' })
  const { rows, total, kinds } = await ask.trash.list({})
  expect(total).toBe(1)
  expect(kinds.map(({ kind }) => kind)).toEqual(['person'])
  expect(rows[0]).toMatchObject({
    id,
    kind: 'person',
    title: someone['姓名'],
    actor: '王芳',
    reason: '重复登记',
  })
  expect(rows[0]?.with.map(({ words }) => words.zh)).toEqual(expect.arrayContaining(['团费']))

  const looked = await ask.trash.restore({ id, dryRun: true })
  expect(looked.changeSet).toBe(null)
  expect(looked.sentences[0]?.zh).toMatch(/^恢复团员 .*，连同 \d+ 条相关记录$/)
  expect((await ask.trash.list({})).total).toBe(1)
  const done = await ask.trash.restore({ id, by: '王芳' })
  expect(await ask.looking.person({ id })).toEqual(before)
  expect((await ask.trash.list({})).total).toBe(0)
  expect((await refusalOf(ask.trash.restore({ id }))).code).toBe('not-removed')
  const [newest, earlier] = await ask.registry.history({ of: id })
  expect([newest?.sentence.zh, earlier?.sentence.zh]).toEqual([
    done.sentences[0]?.zh,
    expect.stringContaining('重复登记'),
  ])

  // one undo: he is gone again, and may come back again
  await resultOf(ask.registry.undo({ changeSet: done.changeSet ?? 0 }))
  expect((await ask.trash.list({})).rows.map(row => row.id)).toEqual([id])
  await ask.trash.restore({ id })
  expect(removal.changeSet).not.toBe(null)
  await expectSound(community)
})

test('what is removed and comes back is named in both languages as everywhere, by the short name of its branch', async () => {
  const { community } = await offices()
  const { ask } = community
  const set = { org: branch, type: '支部大会', held_on: '2018-11-05' }
  const { id } = await ask.records.add({ kind: 'meeting', set })
  const [shown] = (await ask.records.list({ kind: 'meeting', where: { held_on: '2018-11-05' } })).rows
  const short = shown?.refs['org']?.name ?? ''
  const gone = await ask.records.remove({ id, reason: '登记错了' })
  expect(gone.sentences.map(({ en }) => en)).toEqual([
    `Removed the meeting 2018-11-05 general meeting of ${short}: 登记错了`,
  ])
  const back = await ask.trash.restore({ id })
  expect(back.sentences).toEqual([
    {
      zh: `恢复会议活动 2018-11-05 支部大会（${short}）`,
      en: `Restored the meeting 2018-11-05 general meeting of ${short}`,
    },
  ])
})

test('one record that goes along is told of as one', async () => {
  const { community } = await offices()
  const { ask } = community
  const set = { parent: codes.community, name: '新设团支部', kind: 'branch', tier: 'community' }
  const { id } = await ask.records.add({ kind: 'org', set })
  const { sentences } = await ask.records.remove({ id, reason: '登记错了', dryRun: true })
  expect(sentences.at(-1)?.en).toBe('Along with 1 record that hangs on it.')
})

test('a rule pack is published, never typed in as a record', async () => {
  const { community } = await offices()
  const set = { org: branch, year: '2018', version: '5', since: '2018-11-02', name: '试用' }
  const { code } = await refusalOf(community.ask.records.add({ kind: 'rule_pack', set }))
  expect(code).toBe('act-of-its-own')
})

test('a record of somebody who is removed waits for him; a number that was registered again is told', async () => {
  const { community } = await offices()
  const { ask } = community
  const [who] = (await ask.registry.find({ text: idOf(someone) })).people
  const id = who?.id ?? ''
  const fee = await ask.records.add({ kind: 'fee', set: { person: id, year: '2018', paid_01: '5' } })
  await ask.records.remove({ id: fee.id, reason: '登记错了人' })
  await ask.records.remove({ id, reason: '重复登记' })
  expect((await ask.trash.list({ kind: 'fee' })).rows).toMatchObject([
    { id: fee.id, of: someone['姓名'], reason: '登记错了人' },
  ])
  expect((await refusalOf(ask.trash.restore({ id: fee.id }))).code).toBe('place-removed')
  await ask.records.add({
    kind: 'person',
    set: { org: branch, name: someone['姓名'] ?? '', id_number: idOf(someone) },
  })
  const looked = await ask.trash.restore({ id, dryRun: true })
  expect(looked.warnings[0]?.zh).toContain('另有一条相同身份证号的记录')
})

test('what an office above removed comes back only there; who holds a record is told from packets', async () => {
  const all = await offices()
  const { street, community } = all
  const meeting = await community.ask.records.add({
    kind: 'meeting',
    set: { org: branch, type: '团课', held_on: '2018-11-05' },
  })
  expect(await community.ask.trash.holders({ of: meeting.id })).toEqual([])
  await carry(community, street, codes.street)
  expect(await community.ask.trash.holders({ of: meeting.id })).toMatchObject([
    { direction: 'up', how: 'sent', isWhole: true },
  ])
  expect(await street.ask.trash.holders({ of: meeting.id })).toMatchObject([
    { how: 'theirs', direction: 'down' },
  ])
  // a person is named by his ID number too, an organization by its code
  const [who] = (await street.ask.registry.find({ text: idOf(someone) })).people
  const held = await street.ask.trash.holders({ of: who?.id ?? '' })
  expect(held).not.toEqual([])
  expect(await street.ask.trash.holders({ of: ` ${idOf(someone).toLowerCase()} ` })).toEqual(held)
  expect(await street.ask.trash.holders({ of: branch })).not.toEqual([])
  const nobody = await refusalOf(street.ask.trash.holders({ of: '440399199001010019' }))
  expect(nobody).toMatchObject({ code: 'person-unknown' })
  await exchangeAll(all)
  expect(await community.ask.trash.holders({ of: meeting.id })).toMatchObject([{ how: 'confirmed' }])

  await street.ask.records.remove({ id: meeting.id, reason: '重复登记' })
  await exchangeAll(all)
  const { rows } = await community.ask.trash.list({})
  expect(rows).toMatchObject([{ id: meeting.id, office: expect.stringContaining('云岭街道') }])
  expect((await refusalOf(community.ask.trash.restore({ id: meeting.id }))).code).toBe('removed-above')
  await street.ask.trash.restore({ id: meeting.id })
  await exchangeAll(all)
  expect((await community.ask.trash.list({})).total).toBe(0)
  expect((await community.ask.records.show({ id: meeting.id })).fields).toMatchObject({ type: '团课' })
})

test('a record tells at every office all that was done to it: by whom, where and when, from what to what, and what was taken back', async () => {
  const all = await offices()
  const { street, community } = all
  const { ask } = community
  const set = { org: branch, type: '团课', held_on: '2018-11-05', expected: '8' }
  const { id } = await ask.records.add({ kind: 'meeting', set, by: '李梅' })
  const edit = await ask.records.edit({ id, set: { expected: '9' }, by: '陈思' })
  const gone = await ask.records.remove({ id, reason: '登记错了', by: '陈思' })
  await resultOf(ask.registry.undo({ changeSet: gone.changeSet ?? 0, by: '陈思' }))
  const mine = await ask.glance.record({ of: id })
  expect([mine.kind.zh, mine.title.zh, mine.total]).toEqual(['会议活动', '2018-11-05 团课', 4])
  expect(mine.subjects.map(({ entity }) => entity)).toEqual(['org'])
  const line = (past: typeof mine) => past.rows.map(({ change, by }) => [change.act, by.actor])
  expect(line(mine)).toEqual([
    ['returned', '陈思'],
    ['removed', '陈思'],
    ['changed', '陈思'],
    ['added', '李梅'],
  ])
  expect(mine.rows.map(({ entry }) => entry.isUndone)).toEqual([false, true, false, false])
  expect(mine.rows[2]?.entry.changeSet).toBe(edit.changeSet)
  expect(mine.rows[2]?.change.fields.map(({ label, was, now }) => [label.zh, was.zh, now.zh])).toEqual([
    ['应到人数', '8', '9'],
  ])
  expect((await ask.registry.history({ of: id })).map(({ isUndone }) => isUndone)).toEqual([
    false,
    true,
    false,
    false,
  ])

  await carry(community, street, codes.street)
  const theirs = await street.ask.glance.record({ of: id })
  expect(line(theirs)).toEqual(line(mine))
  expect(new Set(theirs.rows.map(({ by }) => by.office))).toEqual(
    new Set(mine.rows.map(({ by }) => by.office)),
  )
  expect(theirs.rows.map(({ by }) => by.at)).toEqual(mine.rows.map(({ by }) => by.at))
  expect(new Set(theirs.rows.map(({ entry }) => entry.sentence.zh)).size).toBe(1)

  await ask.records.remove({ id, reason: '重复登记' })
  expect((await ask.glance.record({ of: id })).title.zh).toBe('2018-11-05 团课')
  expect((await refusalOf(ask.glance.record({ of: 'nothing' }))).code).toBe('org-unknown')
})
