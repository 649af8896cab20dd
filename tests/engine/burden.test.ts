import { expect, test } from 'vitest'
import { comparison, memberRoster, personCard, wordTable, workbookOf } from '#tests/fixtures/blank-forms.ts'
import { type Pc, resultOf } from '#tests/fixtures/engine.ts'
import { codes, exchangeAll } from '#tests/fixtures/exchange.ts'
import { expectAgreement, threeOffices } from './three-offices.ts'

const { offices } = threeOffices()

async function added(pc: Pc, name: string, bytes: Buffer) {
  const { item } = await resultOf(pc.ask.attachments.put({ file: new File([new Uint8Array(bytes)], name) }))
  return (await pc.ask.forms.add({ item, by: '王书记' })).id
}

const burdenOf = (pc: Pc) => resultOf(pc.ask.burden.read({ year: 2018 }))

/** Asks for members and branches, and for what nobody here counts. */
const quarterly = () =>
  workbookOf({
    name: '季报',
    rows: [
      ['季度情况表', null, null],
      ['指标', '本年数', '备注'],
      ['团员总数', null, null],
      ['团支部数', null, null],
      ['新媒体粉丝量', null, null],
      ['合计', null, null],
      ['审核人签字：', null, null],
    ],
    merges: ['A1:C1'],
  })
const monthly = () =>
  workbookOf({ name: '月报', rows: [['月度宣传情况'], ['新媒体粉丝量', null], ['团员总数', null]] })

test('what is asked for twice, typed for nothing or filled by nobody is told, and changes as forms are marked, filled and ended', async () => {
  const all = await offices()
  const { district, community } = all
  const empty = await burdenOf(district)
  expect(empty.forms).toEqual([])
  // without a single form, members are asked for by the summary and the tables
  expect(empty.repeated.map(({ thing }) => thing)).toContain('figure:members')

  const compared = await added(district, '对比表.xlsx', await comparison())
  const quarter = await added(district, '季报.xlsx', await quarterly())
  const month = await added(district, '月报.xlsx', await monthly())
  await district.ask.forms.map({ id: month, set: { 's1!B3': '' }, by: '王书记' })
  const before = await burdenOf(district)

  const asks = new Map(before.forms.map(one => [one.name, one]))
  expect(asks.get('季报')).toMatchObject({ registry: 2, hand: 1, last: null, offices: 0, times: 1 })
  // it has only come: nobody can hold against it that it was not filled
  expect(asks.get('季报')?.reasons).toEqual(['no-user'])
  // two places of this year and of last year are one thing, and the unit beside it is none
  expect(asks.get('对比表')).toMatchObject({ registry: 3, hand: 1 })

  const members = before.repeated.find(({ thing }) => thing === 'figure:members')
  expect(members?.askers.map(({ name, by }) => `${name.zh} ${by}`)).toEqual([
    '月报 hand',
    '季报 registry',
    '对比表 registry',
    '年度工作总结 registry',
    '团内统计表 registry',
  ])
  expect(before.typed.map(({ name, heldAs }) => [name.zh, heldAs?.zh ?? null])).toEqual([
    ['团员', '团员'],
    ['新媒体粉丝量', null],
  ])

  // marked, it is typed no more; filled, a form is known to live; with a user it has nothing against it
  await district.ask.forms.map({ id: month, set: { 's1!B3': 'figure:members' }, by: '王书记' })
  await district.ask.records.edit({
    id: quarter,
    set: { used_by: '团市委组织部，季度调度', times: '4' },
    by: '王书记',
  })
  await exchangeAll(all)
  await resultOf(community.ask.forms.fill({ id: quarter, year: 2018, by: '李书记' }))
  await resultOf(community.ask.forms.fill({ id: quarter, year: 2018, by: '李书记' }))
  await exchangeAll(all)
  await expectAgreement(all)
  district.setDay('2019-04-15')
  const after = await burdenOf(district)
  const lives = after.forms.find(({ id }) => id === quarter)
  expect(lives).toMatchObject({ reasons: [], offices: 1, times: 4, last: { writer: '李书记' } })
  expect((await district.ask.records.list({ kind: 'form_use' })).total).toBe(1)
  expect(after.typed.map(({ name }) => name.zh)).toEqual(['新媒体粉丝量'])
  // a form of two things is too short to be told that another one has both
  expect(after.forms.find(({ id }) => id === month)).toMatchObject({
    reasons: ['never-filled', 'no-user'],
    coveredBy: null,
  })

  await district.ask.records.edit({ id: compared, set: { ended: '2018-12-01' }, by: '王书记' })
  const last = await burdenOf(district)
  expect(last.forms.find(({ id }) => id === compared)).toMatchObject({ ended: true, reasons: [] })
  const askers = last.repeated.flatMap(one => one.askers.map(({ name }) => name.zh))
  expect(askers).not.toContain('对比表')
})

test('a form that asks only for what another asks for is told beside it; a type of work that repeats a field of every record, too', async () => {
  const { district } = await offices()
  const wide = await added(district, '名册.xlsx', await memberRoster())
  const narrow = await added(
    district,
    '通讯录.xlsx',
    await workbookOf({
      name: '通讯录',
      rows: [
        ['姓名', '手机', '所在团支部'],
        [null, null, null],
        [null, null, null],
      ],
    }),
  )
  await added(district, '登记表.docx', await wordTable())
  await district.ask.records.add({
    kind: 'work_type',
    set: { org: codes.district, name: '河长行动', own: '参与人次=数字; 清理吨数=数字' },
    by: '王书记',
  })
  const found = await burdenOf(district)
  expect(found.forms.find(({ id }) => id === narrow)?.coveredBy).toEqual({ id: wide, name: '名册' })
  expect(found.forms.find(({ id }) => id === wide)?.coveredBy).toBeNull()
  const doubled = found.typed.filter(({ thing }) => thing.startsWith('own:'))
  expect(doubled.map(({ name, askers }) => [name.zh, askers[0]?.kind])).toEqual([['参与人次', 'type']])
})

test('what a form about one person is filled with is filled by the registry, not by hand', async () => {
  const { district } = await offices()
  await added(district, '登记表.xlsx', await personCard())
  const { forms } = await burdenOf(district)
  // its seven places are known here; 个人简历 is not
  expect(forms).toMatchObject([{ name: '登记表', registry: 7, hand: 1 }])
})
