import { expect, test, vi } from 'vitest'
import { resultOf } from '#tests/fixtures/engine.ts'
import {
  carry,
  codes,
  exchangeAll,
  members,
  open,
  packet,
  takeMembers,
  write,
} from '#tests/fixtures/exchange.ts'
import { inventedId } from '#tests/fixtures/small-district.ts'
import { everyRowOf } from '#tests/fixtures/table-dump.ts'
import { newcomers, ofCommunity, orgIn, personIn, someone, threeOffices } from './three-offices.ts'

const { offices } = threeOffices()

test('what a packet changes is added up in sight, and whoever stops it there changes nothing', async () => {
  const { street, community } = await offices()
  await takeMembers(community, newcomers(40))
  const file = await packet(community, codes.street)
  const before = everyRowOf(street.folder)
  const told = new Set<string>()
  let now = 0
  // Each look at the clock is a slice later: whatever may be told is told.
  const slow = vi.spyOn(performance, 'now').mockImplementation(() => (now += 30))
  try {
    for await (const event of await street.ask.packets.inspectPacket({ file })) {
      if (event.type === 'progress') told.add(event.what.zh)
    }
    expect(told).toContain('正在汇总数据包带来的变化')
    for await (const event of await street.ask.packets.applyPacket({ file, confirm: true })) {
      if (event.type === 'progress' && event.what.zh === '正在汇总数据包带来的变化') break
      expect(event.type).toBe('progress')
    }
  } finally {
    slow.mockRestore()
  }
  expect(everyRowOf(street.folder)).toEqual(before)
  expect((await open(street, file)).status).toBe('applied')
})

test('a packet is told by organization, old and new in the words of the records, with its conflicts, returns and headcount', async () => {
  const all = await offices()
  const { street, community } = all
  await exchangeAll(all)
  const id = String(personIn(community, someone)?.['id'])
  await takeMembers(community, newcomers(2))
  await community.ask.records.edit({ id, set: { phone: '13911110000', workplace: '东坪小学' } })
  await street.ask.records.edit({ id, set: { phone: '13922220000' } })
  // Structure is for the office above: this comes back.
  await write(community, set => set.edit('org', orgIn(community, codes.community), { code: '4403990199' }))
  const before = everyRowOf(street.folder)
  const file = await packet(community, codes.street)
  const seen = await resultOf(street.ask.packets.inspectPacket({ file }))
  expect(everyRowOf(street.folder)).toBe(before)
  expect(seen).toMatchObject({ status: 'preview', conflicts: 1 })
  const branch = seen.parts.find(part => part.org?.name === '东坪社区第一')
  expect(branch).toMatchObject({ heads: { in: 2, out: 0 }, more: 0 })
  expect((branch?.heads?.before ?? 0) + 2).toBe(branch?.heads?.after)
  const told = branch?.rows.flatMap(row =>
    row.fields.map(({ label, was, now }) => `${row.subjects[0]?.name} ${label.zh} ${was.zh} -> ${now.zh}`),
  )
  expect(told).toContain(`${someone['姓名']} 学习工作单位  -> 东坪小学`)
  // Over there nobody knew what was written here meanwhile: it is what stands here now.
  expect(told).toContain(`${someone['姓名']} 手机号码 1392222**00 -> 1391111**00`)
  expect(branch?.conflicts).toMatchObject([{ about: { id }, register: 'phone' }])
  const community2 = seen.parts.find(part => part.returned.length > 0)
  expect(community2?.returned).toMatchObject([{ name: '东坪社区', message: { zh: expect.any(String) } }])
  // What a person has to decide about stands first.
  expect(seen.parts.slice(0, 2).every(part => part.conflicts.length + part.returned.length > 0)).toBe(true)
  expect(seen.notes.map(({ zh }) => zh).join()).toContain('新增 2')
  expect(await members(street)).toBe(16)
})

test('that two branches, or two records of somebody, became one below is told above as that', async () => {
  const { district, street } = await offices()
  const by = '王书记'
  const act = {
    act: 'merge' as const,
    org: '东坪社区第二',
    on: '2018-12-31',
    document: '团发〔2018〕3号',
    by,
  }
  await street.ask.orgs.act({ ...act, set: { into: '东坪社区第一' } })
  const ids: string[] = []
  for (const number of [900, 901]) {
    const set = { org: '东坪社区第一', name: '张双', id_number: inventedId('2000-05-04', number) }
    ids.push((await street.ask.records.add({ kind: 'person', set, by })).id)
  }
  const [person = '', other = ''] = ids
  await street.ask.records.mergePeople({ person, other, choose: { id_number: 'older' }, by })
  const file = await packet(street, codes.district)
  const { sentences } = await resultOf(district.ask.packets.applyPacket({ file, confirm: false }))
  expect(sentences.map(({ zh }) => zh)).toContain(
    '“东坪社区第二”并入“东坪社区第一”，自 2018-12-31 起（团发〔2018〕3号）',
  )
  expect(sentences.map(({ zh }) => zh)).toContain('云岭街道把“张双”的两条团员记录合并为一条')
  expect(sentences.map(({ en }) => en)).toContain('云岭街道 merges two member records of "张双" into one')
})

test('of a conflict the preview says what holds and what the other office says, and not that the one becomes the other', async () => {
  const { street, community } = await offices()
  const id = String(personIn(community, someone)?.['id'])
  await community.ask.records.edit({ id, set: { phone: '13900000001', workplace: '东坪小学' } })
  // Written later than what the packet brings: what stands here goes on holding.
  for (const phone of ['13911110001', '13922220002', '13933330003']) {
    await street.ask.records.edit({ id, set: { phone } })
  }
  const seen = await resultOf(
    street.ask.packets.inspectPacket({ file: await packet(community, codes.street) }),
  )
  const fields = seen.parts.flatMap(({ rows }) => rows).flatMap(row => row.fields)
  expect(fields).toMatchObject([
    { label: { zh: '学习工作单位' }, now: { zh: '东坪小学' }, instead: null },
    { label: { zh: '手机号码' }, now: { zh: '139******01' }, instead: { zh: '139******03' } },
  ])
  const [dispute] = seen.parts.flatMap(({ conflicts }) => conflicts)
  const holding = dispute?.heads.find(({ version }) => version === dispute.holds)
  expect(holding?.fields).toMatchObject([{ value: '139******03' }])
  await carry(community, street, codes.street)
  expect(personIn(street, someone)).toMatchObject({ phone: '13933330003', workplace: '东坪小学' })
  // Above the other office's word holds: there it is told as what it becomes.
  const back = await resultOf(
    community.ask.packets.inspectPacket({ file: await packet(street, codes.community) }),
  )
  const told = back.parts.flatMap(({ rows }) => rows).flatMap(row => row.fields)
  expect(told.at(-1)).toMatchObject({ now: { zh: '139******03' }, instead: null })
})

test('of two stays that stand against each other the one that does not hold is told as that', async () => {
  const { street, community } = await offices()
  const [moved = {}] = ofCommunity.slice(2)
  const id = String(personIn(community, moved)?.['id'])
  const [first, second] = [`${codes.community}1`, `${codes.community}2`].map(code => orgIn(community, code))
  const stayIn = (org: string | undefined, since: string) => ({
    person: id,
    org: org ?? '',
    since,
    since_known: 1,
  })
  await write(community, set => set.create('membership', stayIn(second, '2018-06-01')))
  await write(street, set => set.create('membership', stayIn(first, '2018-07-01')))
  const seen = await resultOf(
    street.ask.packets.inspectPacket({ file: await packet(community, codes.street) }),
  )
  expect(seen.conflicts).toBe(1)
  const rows = seen.parts.flatMap(part => part.rows).filter(({ kind }) => kind.zh === '所在组织')
  const [dispute] = seen.parts.flatMap(({ conflicts }) => conflicts)
  const holding = dispute?.heads.find(({ version }) => version === dispute.holds)
  const isTheirs = holding?.fields.some(({ value }) => value === '2018-06-01')
  const [field] = rows.flatMap(row => row.fields)
  expect(field?.instead === null).toBe(isTheirs)
  expect(seen.notes.map(({ zh }) => zh)).toContain('所在组织：1 人有登记或变动')
  expect(seen.notes.map(({ en }) => en)).toContain('home: of 1 member entered or changed')
})

test('who leaves the League changes and is nobody new: in the numbers, with his organization, and in his row', async () => {
  const { street, community } = await offices()
  const [leaving = {}] = ofCommunity.slice(2)
  const person = String(personIn(community, leaving)?.['id'])
  await community.ask.records.add({ kind: 'membership', set: { person, reason: 'resigned' } })
  await takeMembers(community, newcomers(1))
  const seen = await resultOf(
    street.ask.packets.inspectPacket({ file: await packet(community, codes.street) }),
  )
  const came = seen.parts.flatMap(part => part.rows).filter(({ act }) => act === 'added')
  const left = seen.parts.flatMap(part => part.rows).filter(({ act }) => act === 'changed')
  expect(left.map(row => [row.kind.zh, row.subjects.map(({ id }) => id)])).toEqual([['所在组织', [person]]])
  expect(seen).toMatchObject({ added: came.length, changed: 1, removed: 0 })
  expect(seen.parts.reduce((sum, part) => sum + part.changed, 0)).toBe(1)
  expect(seen.notes.map(({ zh }) => zh)).toContain('所在组织：2 人有登记或变动')
})

test('who was removed there and edited here is told as kept, with the conflict, and not as removed', async () => {
  const { street, community } = await offices()
  const id = String(personIn(community, someone)?.['id'])
  const [gone = {}] = ofCommunity.slice(1)
  await write(community, set => set.remove('person', id))
  await write(community, set => set.remove('person', String(personIn(community, gone)?.['id'])))
  await street.ask.records.edit({ id, set: { phone: '13944440000' } })
  const file = await packet(community, codes.street)
  const seen = await resultOf(street.ask.packets.inspectPacket({ file }))
  expect(seen).toMatchObject({ conflicts: 1, removed: 1 })
  expect(seen.notes.map(({ zh }) => zh)).toContain('团员：删除 1，对方删除、本机改过而先保留 1')
  expect(seen.notes.map(({ en }) => en)).toContain(
    'member: 1 removed, 1 removed there, edited here and kept for now',
  )
  const removed = seen.parts.flatMap(({ rows }) => rows).filter(({ act }) => act === 'removed')
  expect(removed.map(({ subjects }) => subjects[0]?.name)).toEqual([gone['姓名']])
  expect(seen.parts.reduce((sum, part) => sum + part.removed, 0)).toBe(1)
  const done = await resultOf(street.ask.packets.applyPacket({ file, confirm: true }))
  expect(done).toMatchObject({ status: 'applied', removed: 1, conflicts: 1 })
  expect(personIn(street, someone)).toBeDefined()
  expect(personIn(street, gone)).toBeUndefined()
})

test('what was given back below is told above by the person whom the same packet brings', async () => {
  const { district, street, community } = await offices()
  const [mistake = {}] = newcomers(1)
  await takeMembers(community, [mistake])
  const { number } = await carry(community, street, codes.street)
  await street.ask.packets.undoPacket({ from: codes.community, number: number ?? 0, reason: '号码不符' })
  const told = await carry(street, district, codes.district)
  expect(told.notes.map(({ zh }) => zh).join()).toMatch(new RegExp(`退回 \\d+ 处变更（${mistake['姓名']}）`))
})

test('what a packet brings and takes back at once is not told as new', async () => {
  const { street, community } = await offices()
  await takeMembers(community, newcomers(1))
  const { changeSet } = await community.ask.records.add({
    kind: 'venue',
    set: {
      org: orgIn(community, codes.community),
      name: '东坪青年之家',
      type: '青年之家',
      opened: '2018-01-01',
    },
  })
  await resultOf(community.ask.registry.undo({ changeSet: changeSet ?? 0 }))
  const seen = await resultOf(
    street.ask.packets.inspectPacket({ file: await packet(community, codes.street) }),
  )
  expect(seen.notes.map(({ zh }) => zh).join()).not.toContain('阵地')
  expect(seen.parts.map(({ added }) => added).reduce((sum, added) => sum + added)).toBe(2)
})

test('two masked numbers that look alike are told apart by the characters in which they differ', async () => {
  const { street, community } = await offices()
  const [other = {}] = ofCommunity.slice(3)
  const id = String(personIn(community, other)?.['id'])
  await community.ask.records.edit({ id, set: { phone: '13912345678' } })
  await carry(community, street, codes.street)
  await community.ask.records.edit({ id, set: { phone: '13912399978' } })
  const seen = await resultOf(
    street.ask.packets.inspectPacket({ file: await packet(community, codes.street) }),
  )
  const fields = seen.parts.flatMap(part => part.rows).flatMap(row => row.fields)
  expect(fields).toMatchObject([{ was: { zh: '139***45678' }, now: { zh: '139***99978' } }])
  expect(JSON.stringify(seen.sentences)).not.toContain('13912399978')
})

test('an equal code and an equal ID number in two offices come in as findings, never as an exception', async () => {
  const all = await offices()
  const { district, street, community } = all
  await exchangeAll(all)
  const [same] = newcomers(1)
  const made = { kind: 'branch', tier: 'community', parent: codes.community }
  await street.ask.records.add({ kind: 'org', set: { ...made, name: '街道设的团支部', code: '44039901019' } })
  await district.ask.records.add({ kind: 'org', set: { ...made, name: '区设的团支部', code: '44039901019' } })
  await takeMembers(community, [same ?? {}])
  await takeMembers(street, [same ?? {}])
  for (const [from, to, code] of [
    [community, street, codes.street],
    [district, street, codes.street],
  ] as const)
    expect(await carry(from, to, code)).toMatchObject({ status: 'applied', returned: [] })
  await exchangeAll(all)
  for (const pc of [district, street]) {
    const { checks } = await pc.ask.faults.list({})
    const found = (check: string) => checks.find(one => one.check === check)?.n ?? 0
    expect([found('same-code'), found('same-number')]).toEqual([2, 2])
    expect(pc.bugs).toEqual([])
  }
})
