import { afterEach, expect, test } from 'vitest'
import { expectSound, type Pc, refusalOf, resultOf } from '#tests/fixtures/engine.ts'
import { carry, codes, openOffices, packet } from '#tests/fixtures/exchange.ts'
import { csvFile, filledDistrict, inventedId } from '#tests/fixtures/small-district.ts'
import { tablesOf } from '#tests/fixtures/table-dump.ts'

const pcs: Pc[] = []

async function aDistrict(): Promise<Pc> {
  const pc = await filledDistrict.open('merging')
  pcs.push(pc)
  return pc
}

afterEach(async () => {
  for (const pc of pcs) expect(pc.bugs).toEqual([])
  await Promise.all(pcs.splice(0).map(pc => pc.discard()))
})

const by = '李书记'
const [right, wrong] = [inventedId('2000-05-04', 900), inventedId('2000-05-04', 901)]

/** One person twice: with a slip in the ID number, in two branches, each record with something that the other lacks. */
async function twice(pc: Pc) {
  const add = (set: Record<string, string>) =>
    pc.ask.records.add({ kind: 'person', set, by, on: '2018-03-01' })
  const one = await add({ org: '东坪社区第一', name: '张双', id_number: wrong, phone: '13800138000' })
  const two = await pc.ask.records.add({
    kind: 'person',
    set: { org: '南湾社区第一', name: '张双', id_number: right, workplace: '青山小学' },
    by,
    on: '2018-06-01',
  })
  await pc.ask.records.add({
    kind: 'post',
    set: { person: two.id, org: '南湾社区第一', title: '组织委员', since: '2018-06' },
    by,
  })
  return { older: one.id, newer: two.id }
}

async function problemsOf(work: Promise<unknown>) {
  const { details } = await refusalOf(work)
  const { problems } = details
  if (!Array.isArray(problems)) throw new Error('no problems')
  return problems.map(({ field, code }) => [field, code])
}

test('one person registered twice is found, merged with a preview, found under both numbers, and parted again', async () => {
  const pc = await aDistrict()
  expect(await pc.ask.looking.doubles({})).toEqual([])
  const { older, newer } = await twice(pc)
  const doubles = await pc.ask.looking.doubles({})
  expect(doubles).toMatchObject([
    { why: 'near-number', people: [{ id: older, org: { shortName: '东坪社区第一' } }, { id: newer }] },
  ])
  const before = tablesOf(pc.folder)
  const act = { person: newer, other: older, by }
  expect(await problemsOf(pc.ask.records.mergePeople(act))).toEqual([['id_number', 'id-to-choose']])
  const set = { id_number: right }
  const preview = await pc.ask.records.mergePeople({ ...act, set, dryRun: true })
  expect(preview.sentences.map(({ zh }) => zh)).toEqual([
    '张双（“东坪社区第一”）与张双（“南湾社区第一”）合并为一个人',
    '合并后在“南湾社区第一”。',
    '从另一条记录补上：学习工作单位。',
  ])
  expect(tablesOf(pc.folder)).toEqual(before)
  const done = await pc.ask.records.mergePeople({ ...act, set })
  await expectSound(pc)
  expect(await pc.ask.looking.doubles({})).toEqual([])
  for (const ref of [right, wrong]) {
    const found = await pc.ask.records.list({ kind: 'membership', where: { person: older } })
    expect(found.rows.map(row => row.refs['org']?.name)).toEqual([expect.stringContaining('南湾社区第一')])
    const again = pc.ask.records.add({
      kind: 'person',
      set: { org: '东坪社区第一', name: '张双', id_number: ref },
      by,
    })
    expect(await problemsOf(again)).toEqual([['id_number', 'id-known']])
  }
  const shown = await pc.ask.looking.person({ id: older })
  expect(shown).toMatchObject({ name: '张双', workplace: '青山小学', posts: [{ title: '组织委员' }] })
  expect((await pc.ask.registry.stats({})).members).toBe((await statsBefore(pc, done.changeSet)) - 1)

  expect(await pc.ask.looking.person({ id: older })).toMatchObject({ isMerged: true })
  const parted = await pc.ask.records.unmergePeople({ person: right, reason: '核对后不是同一个人', by })
  expect(parted.sentences[0]?.zh).toBe('把合并到张双的记录拆开：核对后不是同一个人')
  // They resemble each other as before; whoever separated them has said that they are two, and is not asked again.
  expect((await pc.ask.looking.doubles({})).map(({ why, apart }) => [why, apart])).toEqual([
    ['near-number', expect.any(String)],
  ])
  expect(parted.warnings.map(({ zh }) => zh).join()).not.toContain('“疑似重复登记”')
  expect(parted.sentences[1]?.zh).toContain('已注明不是同一人')
  await expectSound(pc)
  expect(await pc.ask.looking.person({ id: newer })).toMatchObject({ name: '张双', workplace: '青山小学' })
  // Each is again where he was, and nobody is counted in the other's branch.
  expect(await homesOf(pc, older, newer)).toEqual(['东坪社区第一', '南湾社区第一'])
  expect(parted.sentences.map(({ zh }) => zh)).toContain('张双回到“东坪社区第一”。')
  // Each has the number again that was his, and a row with it means him.
  expect(parted.sentences[2]?.zh).toBe('两人的证件号码各归各的。')
  const numbered = async (id_number: string) =>
    (await pc.ask.records.list({ kind: 'person', where: { id_number } })).rows.map(({ id }) => id)
  expect([await numbered(wrong), await numbered(right)]).toEqual([[older], [newer]])
  expect(await pc.ask.records.show({ id: older })).not.toMatchObject({
    fields: { former_ids: expect.any(String) },
  })
  const { undone } = await resultOf(pc.ask.registry.undo({ changeSet: parted.changeSet ?? 0 }))
  expect(undone).toBe(true)
  expect((await resultOf(pc.ask.registry.undo({ changeSet: done.changeSet ?? 0 }))).undone).toBe(true)
  expect(tablesOf(pc.folder)).toEqual(before)
  await expectSound(pc)
})

const homesOf = (pc: Pc, ...ids: readonly string[]) =>
  Promise.all(
    ids.map(async id => {
      const { homes } = await pc.ask.looking.person({ id })
      return homes.find(({ until }) => until === null)?.org?.shortName
    }),
  )

test('of two mergers into one person, all three are again where they were', async () => {
  const pc = await aDistrict()
  const { older, newer } = await twice(pc)
  const set = { org: '东坪社区第二', name: '张双', id_number: inventedId('2000-05-04', 902) }
  const { id: third } = await pc.ask.records.add({ kind: 'person', set, by, on: '2018-07-01' })
  for (const other of [newer, third])
    await pc.ask.records.mergePeople({ person: older, other, choose: { id_number: 'older' }, by })
  expect(await homesOf(pc, older)).toEqual(['东坪社区第二'])
  await pc.ask.records.unmergePeople({ person: older, reason: '不是同一个人', by })
  expect(await homesOf(pc, older, newer, third)).toEqual(['东坪社区第一', '南湾社区第一', '东坪社区第二'])
  await expectSound(pc)
})

test('who was moved after the merger stays where he was moved to when the records are parted', async () => {
  const pc = await aDistrict()
  const { older, newer } = await twice(pc)
  await pc.ask.records.mergePeople({ person: older, other: newer, choose: { id_number: 'newer' }, by })
  const moved = { person: older, org: '东坪社区第二', since: '2018-09-01' }
  await pc.ask.records.add({ kind: 'membership', set: moved, by })
  const parted = await pc.ask.records.unmergePeople({ person: older, reason: '不是同一个人', by })
  expect(await homesOf(pc, older, newer)).toEqual(['东坪社区第二', '南湾社区第一'])
  expect(parted.sentences.filter(({ zh }) => zh.includes('回到'))).toEqual([])
  await expectSound(pc)
})

/** How many members there were before the merger, from a registry that has the same people and no merger. */
async function statsBefore(pc: Pc, merged: number | null): Promise<number> {
  expect(merged).not.toBeNull()
  const other = await aDistrict()
  await twice(other)
  expect(other).not.toBe(pc)
  return (await other.ask.registry.stats({})).members
}

test('a roster that names the number of a merged record goes to the one that is left', async () => {
  const pc = await aDistrict()
  const { older, newer } = await twice(pc)
  await pc.ask.records.mergePeople({ person: older, other: newer, choose: { id_number: 'newer' }, by })
  const line = { 姓名: '张双', 身份证号: wrong, 手机号码: '13700137000', 所在团支部: '南湾社区第一' }
  const result = await resultOf(
    pc.ask.rosters.importFile({ file: csvFile('团员.csv', [line], '2018-12-01'), as: 'members', by }),
  )
  expect(result).toMatchObject({ read: 1, created: 0, updated: 1, rejected: 0 })
  expect(result.problems.map(({ code, refused }) => [code, refused])).toEqual([['id-former', false]])
  const { rows } = await pc.ask.records.list({ kind: 'person', where: { id_number: right } })
  expect(rows.map(({ id, fields }) => [id, fields['phone']])).toEqual([[older, '137******00']])
  // A list of something else that he has, too.
  for (const [as, more] of [
    ['fees', { 每月应交: '2', '1月': '2' }],
    ['assessments', { 评议等次: '合格' }],
    ['cadres', { 职务: '书记', 任职组织: '南湾社区第一' }],
  ] as const) {
    const row = { 姓名: '张双', 身份证号: wrong, ...(as !== 'cadres' && { 年度: '2018' }), ...more }
    const taken = await resultOf(
      pc.ask.rosters.importFile({ file: csvFile(`${as}.csv`, [row], '2018-12-01'), as, by }),
    )
    expect([as, taken.created + taken.updated, taken.problems.map(({ code }) => code)]).toEqual([
      as,
      1,
      expect.arrayContaining(['id-former']),
    ])
  }
  await expectSound(pc)
})

test('records of a year and posts that both have stand once; blanks are filled from the other', async () => {
  const pc = await aDistrict()
  const { older, newer } = await twice(pc)
  for (const [person, month] of [
    [older, 'paid_01'],
    [newer, 'paid_02'],
  ] as const)
    await pc.ask.records.add({ kind: 'fee', set: { person, year: '2018', [month]: '3' }, by })
  await pc.ask.records.add({
    kind: 'post',
    set: { person: older, org: '南湾社区第一', title: '组织委员', since: '2018-06' },
    by,
  })
  await pc.ask.records.mergePeople({ person: older, other: newer, choose: { id_number: 'newer' }, by })
  const { rows: people } = await pc.ask.records.list({ kind: 'person', where: { id_number: right } })
  expect(people.map(({ id }) => id)).toEqual([older])
  const fees = await pc.ask.records.list({ kind: 'fee', where: { person: older } })
  expect(fees.rows.map(({ fields }) => [fields['paid_01'], fields['paid_02']])).toEqual([[300, 300]])
  expect((await pc.ask.looking.person({ id: older })).posts).toHaveLength(1)
  await expectSound(pc)
})

test('what cannot be merged is told: one record, nobody, and a person of another office', async () => {
  const pc = await aDistrict()
  const { older } = await twice(pc)
  expect(await problemsOf(pc.ask.records.mergePeople({ person: older, other: wrong, by }))).toEqual([
    ['other', 'same-record'],
  ])
  expect(await problemsOf(pc.ask.records.mergePeople({ person: older, other: 'nobody', by }))).toEqual([
    ['other', 'person-unknown'],
  ])
  expect(await problemsOf(pc.ask.records.unmergePeople({ person: older, reason: '误操作', by }))).toEqual([
    ['person', 'not-merged'],
  ])
})

test('two who resemble each other are told apart for good: listed no more, taken back, undone, and merged all the same', async () => {
  const pc = await aDistrict()
  const { older, newer } = await twice(pc)
  const before = tablesOf(pc.folder)
  const apart = (other: string) => pc.ask.records.add({ kind: 'apart', set: { person: newer, other }, by })
  expect(await problemsOf(apart(newer))).toEqual([['other', 'same-record']])
  const done = await apart(older)
  expect(done.sentences.map(({ zh }) => zh)).toEqual([
    '确认张双（“东坪社区第一”）与张双（“南湾社区第一”）不是同一人',
  ])
  const asked = async () => (await pc.ask.looking.doubles({})).map(({ apart: note }) => note)
  expect(await asked()).toEqual([done.id])
  expect(await problemsOf(apart(older))).toEqual([['other', 'kept-once']])
  await expectSound(pc)
  const removed = await pc.ask.records.remove({ id: done.id, reason: '看错了', by })
  expect(removed.sentences[0]?.zh).toBe(`删除非同一人确认 张双 2018-12-31（东坪社区第一）：看错了`)
  expect(await asked()).toEqual([null])
  await resultOf(pc.ask.registry.undo({ changeSet: removed.changeSet ?? 0 }))
  expect(await asked()).toEqual([done.id])

  const merger = { person: older, other: newer, choose: { id_number: 'older' as const }, by }
  const merged = await pc.ask.records.mergePeople(merger)
  expect(merged.warnings.map(({ zh }) => zh)).toContain(
    '这两条记录确认过不是同一人。合并后，那条确认随之删除。',
  )
  await expectSound(pc)
  await resultOf(pc.ask.registry.undo({ changeSet: merged.changeSet ?? 0 }))
  expect(await asked()).toEqual([done.id])
  await resultOf(pc.ask.registry.undo({ changeSet: done.changeSet ?? 0 }))
  expect(tablesOf(pc.folder)).toEqual(before)
  await expectSound(pc)
})

test('what the district found to be two people is none of the doubles of the street, once its packet came', async () => {
  const { district, street, community } = await openOffices()
  pcs.push(district, street, community)
  const [older = '', newer = ''] = await Promise.all(
    [wrong, right].map(async (id_number, at) => {
      const set = { org: at === 0 ? '东坪社区第一' : '东坪社区第二', name: '张双', id_number }
      return (await district.ask.records.add({ kind: 'person', set, by })).id
    }),
  )
  await carry(district, street, codes.street)
  const asked = async (pc: Pc) => (await pc.ask.looking.doubles({})).map(({ apart }) => apart)
  expect(await asked(street)).toEqual([null])
  const { id } = await district.ask.records.add({ kind: 'apart', set: { person: older, other: newer }, by })
  const told = await resultOf(
    street.ask.packets.applyPacket({ file: await packet(district, codes.street), confirm: false }),
  )
  expect(told.sentences.map(({ zh }) => zh)).toContain('非同一人确认：新增 1')
  await carry(district, street, codes.street)
  expect(await asked(street)).toEqual([id])
  await expectSound(street)
})

test('namesakes born on one day with cards of their own are two people; with papers of two kinds they may be one', async () => {
  const pc = await aDistrict()
  const add = (set: Record<string, string>) => pc.ask.records.add({ kind: 'person', set, by })
  await add({ org: '东坪社区第一', name: '王芳', id_number: inventedId('1999-01-01', 111) })
  await add({ org: '东坪社区第二', name: '王芳', id_number: inventedId('1999-01-01', 777) })
  expect(await pc.ask.looking.doubles({})).toEqual([])
  const roster = csvFile('团员.csv', [
    {
      姓名: '王芳',
      证件类型: '境外身份证',
      身份证号: 'K1234567',
      出生日期: '1999-01-01',
      所在团支部: '东坪社区第一',
    },
  ])
  await resultOf(pc.ask.rosters.importFile({ file: roster, as: 'members', by }))
  expect(await pc.ask.looking.doubles({})).toEqual([])
  // A number of a card and one of foreign papers say nothing of each other: somebody may have come with either of them first.
  const papers = { id_type: '境外身份证', id_number: 'K7654321', birth: '1999-01-01' }
  await add({ org: '东坪社区第一', name: '王芳', ...papers })
  const doubles = await pc.ask.looking.doubles({})
  expect(doubles.map(({ why }) => why)).toEqual(['other-papers', 'other-papers'])
  expect(new Set(doubles.map(({ people: [, newer] }) => newer.idMasked)).size).toBe(1)
})

test('numbers that look alike once they are masked are shown with the signs in which they differ, and the same ones are not', async () => {
  const pc = await aDistrict()
  const add = (number: number, phone: string) => {
    const id_number = inventedId('1999-01-01', number)
    return pc.ask.records.add({
      kind: 'person',
      set: { org: '东坪社区第一', name: '王芳', id_number, phone },
      by,
    })
  }
  await add(120, '13800138000')
  await add(200, '13800238000')
  const shown = async () =>
    (await pc.ask.looking.doubles({})).map(({ people }) =>
      people.map(({ idMasked, phoneMasked }) => [idMasked?.slice(6), phoneMasked]),
    )
  const last = inventedId('1999-01-01', 120).slice(-2)
  expect(await shown()).toEqual([
    [
      [`********12${last}`, '138**1***00'],
      [`********20${last}`, '138**2***00'],
    ],
  ])
  const [pair] = await pc.ask.looking.doubles({})
  const newer = pair?.people[1].id ?? ''
  const { seen } = await pc.ask.records.show({ id: newer })
  await pc.ask.records.edit({ id: newer, set: { phone: '13800138000' }, seen, by })
  expect((await shown()).flatMap(people => people.map(([, phone]) => phone))).toEqual([
    '138******00',
    '138******00',
  ])
})

test('whose birth date was typed wrongly is found by name and telephone, once, and is made one', async () => {
  const pc = await aDistrict()
  const phone = '13800002222'
  const add = (birth: string, org: string) =>
    pc.ask.records.add({
      kind: 'person',
      set: { org, name: '欧阳慧敏', id_number: inventedId(birth, 96), phone },
      by,
    })
  const { id: older } = await add('1999-03-05', '东坪社区第一')
  const { id: newer } = await add('1999-05-03', '东坪社区第二')
  await add('1999-05-03', '东坪社区第二').catch(() => undefined)
  const doubles = await pc.ask.looking.doubles({})
  expect(doubles.map(({ why, people }) => [why, ...people.map(({ id }) => id)])).toEqual([
    ['name-and-phone', older, newer],
  ])
  await pc.ask.records.mergePeople({ person: older, other: newer, choose: { id_number: 'older' }, by })
  expect(await pc.ask.looking.doubles({})).toEqual([])
})
