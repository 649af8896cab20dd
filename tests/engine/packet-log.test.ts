import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openWriter, registryFile } from '#db/sqlite/connection.ts'
import { openPc, type Pc, resultOf } from '#tests/fixtures/engine.ts'
import { carry, codes, exchangeAll, open, packet, takeMembers, write } from '#tests/fixtures/exchange.ts'
import { inventedId } from '#tests/fixtures/small-district.ts'
import { tablesOf } from '#tests/fixtures/table-dump.ts'
import {
  elsewhere,
  idOf,
  newcomers,
  orgIn,
  peerOf,
  personIn,
  someone,
  threeOffices,
} from './three-offices.ts'

const { offices, keep } = threeOffices()

/** What a PC would hand to the peer of this organization. */
async function pendingFor(pc: Pc, org: string) {
  const { replica = '' } = (await peerOf(pc, org)) ?? {}
  return (await pc.ask.packets.pending()).find(pending => pending.replica === replica)
}

const logOf = (pc: Pc) => pc.ask.packets.log({})
const receivedBy = async (pc: Pc) => (await logOf(pc)).find(entry => entry.direction === 'received')

test('after an exchange nothing waits, and what is written then is counted for above and below', async () => {
  const all = await offices()
  const { street, community } = all
  await exchangeAll(all)
  for (const org of [codes.district, codes.community]) {
    await packet(street, org)
    expect(await pendingFor(street, org)).toMatchObject({ changes: 0, revoked: false })
  }
  await takeMembers(street, [{ ...someone, 手机号码: '13910101010' }])
  await takeMembers(street, newcomers(1))
  const above = await pendingFor(street, codes.district)
  const below = await pendingFor(street, codes.community)
  expect(above?.changes).toBe(below?.changes)
  expect(above?.changes).toBeGreaterThan(1)
  const { number, changes, people, organizations } = await resultOf(
    street.ask.packets.exportPacket({ to: codes.district, dryRun: true }),
  )
  // One whose number changed and one who is new: what the reader looks at, not how many changes that took.
  expect({ people, organizations }).toEqual({ people: 2, organizations: 0 })
  expect(people).toBe(above?.people)
  expect(number).toBe((above?.since ?? 0) + 1)
  expect(changes).toBe((above?.changes ?? 0) + (above?.unconfirmed ?? 0))
  const down = await resultOf(street.ask.packets.exportPacket({ to: codes.community, dryRun: true }))
  expect(down.changes).toBe((below?.changes ?? 0) + (below?.unconfirmed ?? 0))
  expect((await pendingFor(community, codes.street))?.changes).toBe(0)
})

test('what a peer brought itself is no news to it, and what lies in another office is none to it either', async () => {
  const all = await offices()
  const { district, street, community } = all
  await exchangeAll(all)
  await takeMembers(community, newcomers(2))
  await carry(community, street, codes.street)
  // Above, two people are news; below, only that their packet has come.
  expect(await pendingFor(street, codes.community)).toMatchObject({ changes: 0, owesReceipt: true })
  expect(await pendingFor(street, codes.district)).toMatchObject({ changes: 4, owesReceipt: false })
  await packet(street, codes.community)
  // That packet named what they brought and carried none of it, so nothing of it is to be confirmed.
  expect(await pendingFor(street, codes.community)).toMatchObject({
    ...{ owesReceipt: false, unconfirmed: 0, people: 0 },
  })
  const told = await open(community, await packet(street, codes.community))
  expect(told.message.zh).toContain('没有变更，只有回执')
  await carry(street, district, codes.district)
  await takeMembers(street, [{ ...someone, 手机号码: '13910101010' }, ...newcomers(1)])
  const next = await pendingFor(street, codes.district)
  expect(next?.people).toBeGreaterThanOrEqual(2)
  await takeMembers(district, [
    { ...someone, 所在团支部: elsewhere, 姓名: '远方', 身份证号: '440399199909098886' },
  ])
  expect((await pendingFor(district, codes.street))?.changes).toBe(0)
})

test('a change that the other side has is confirmed by its next packet, in the log of both', async () => {
  const { street, community } = await offices()
  community.setDay('2019-01-02')
  street.setDay('2019-01-02')
  await takeMembers(community, newcomers(1))
  await carry(community, street, codes.street)
  expect((await logOf(community))[0]).toMatchObject({
    direction: 'sent',
    name: '云岭街道',
    peerDirection: 'up',
    number: 1,
    at: '2019-01-02T04:00:00.000Z',
    state: 'sent',
    returned: 0,
  })
  expect((await logOf(street))[0]).toMatchObject({
    direction: 'received',
    name: '东坪社区',
    peerDirection: 'down',
    number: 1,
    changes: 2,
    state: 'applied',
  })
  street.setDay('2019-01-03')
  community.setDay('2019-01-04')
  await carry(street, community, codes.community)
  const sent = (await logOf(community)).find(entry => entry.direction === 'sent')
  expect(sent).toMatchObject({ number: 1, state: 'acknowledged' })
  expect(readdirSync(join(community.folder, 'outbox'))).toContain(sent?.file)
})

test('a packet of which everything was known already is in the log as such', async () => {
  const { district, street, community } = await offices()
  await takeMembers(community, newcomers(1))
  await carry(community, street, codes.street)
  await carry(street, district, codes.district)
  await packet(community, codes.street)
  await takeMembers(community, newcomers(2))
  const later = await packet(community, codes.street)
  await open(street, later)
  expect(await receivedBy(street)).toMatchObject({ state: 'applied', number: 3, changes: 2 })
  await carry(district, street, codes.street)
  expect(await receivedBy(street)).toMatchObject({
    name: '青山区',
    state: 'duplicate',
    changes: 0,
  })
})

test('a packet that waits stands first, with the numbers that are missing', async () => {
  const { street, community } = await offices()
  const backup = await resultOf(street.ask.system.backup())
  await takeMembers(community, newcomers(1))
  await open(street, await packet(community, codes.street))
  await carry(street, community, codes.community)
  await takeMembers(community, newcomers(2))
  await packet(community, codes.street)
  await takeMembers(community, newcomers(3))
  const third = await packet(community, codes.street)
  await resultOf(street.ask.system.restore({ file: backup.file }))
  expect(await open(street, third)).toMatchObject({ status: 'waiting' })
  expect((await logOf(street))[0]).toMatchObject({
    state: 'waiting',
    number: 3,
    changes: null,
    missing: { from: 1, to: 2 },
  })
})

test('what was given back is told with its reason where it was written, and counted until that is taken back', async () => {
  const { street, community } = await offices()
  const people = newcomers(2)
  await takeMembers(community, people)
  await carry(community, street, codes.street)
  const asked = { from: codes.community, number: 1, reason: '名单未经支部确认', by: '李晓' }
  const { sentences } = await street.ask.packets.undoPacket({ ...asked, dryRun: true })
  const [first, ...each] = sentences.map(({ zh }) => zh)
  expect(first).toBe('退回 4 处变更，涉及 2 个人或者组织：')
  expect(each.toSorted()).toEqual(people.map(line => `${line['姓名']}：所在组织新增、团员新增`).toSorted())
  await street.ask.packets.undoPacket(asked)
  expect(await receivedBy(street)).toMatchObject({ number: 1, changes: 4, returned: 4 })
  await carry(street, community, codes.community)
  const sentDown = (await logOf(street)).filter(entry => entry.direction === 'sent')
  expect(sentDown.map(entry => entry.returned)).toEqual(sentDown.map(() => 0))
  const [back, ...others] = await community.ask.packets.givenBack({})
  expect(others).toEqual([])
  expect(back).toMatchObject({
    office: '云岭街道',
    actor: '李晓',
    mine: true,
    reason: { zh: '名单未经支部确认' },
    changes: 4,
  })
  expect(back?.about.map(({ kind, name }) => [kind, name])).toEqual(
    people.map(line => ['person', line['姓名']]),
  )
  expect((await logOf(community)).find(entry => entry.direction === 'sent')).toMatchObject({ returned: 4 })
  expect(await street.ask.packets.givenBack({})).toMatchObject([{ mine: false, changes: 4 }])
  const wanted = people[0]?.['姓名'] ?? ''
  for (const text of [wanted, wanted.slice(0, 1), people[0]?.['身份证号'] ?? '']) {
    const { people: found } = await community.ask.registry.find({ text })
    expect(found.filter(({ isReturned }) => isReturned).map(({ name }) => name)).toContain(wanted)
  }

  const [last] = await street.ask.registry.history({ limit: 1 })
  await resultOf(street.ask.registry.undo({ changeSet: last?.changeSet ?? 0 }))
  expect(await street.ask.packets.givenBack({})).toEqual([])
  expect((await street.ask.registry.find({ text: wanted })).people).toMatchObject([{ isReturned: false }])
  expect(await receivedBy(street)).toMatchObject({ number: 1, returned: 0 })
})

test('what an author takes back himself was given back by nobody', async () => {
  const { community } = await offices()
  const { changeSet } = await takeMembers(community, newcomers(1))
  await resultOf(community.ask.registry.undo({ changeSet: changeSet ?? 0 }))
  expect(await community.ask.packets.givenBack({})).toEqual([])
})

test('a revoked peer has nothing waiting for it', async () => {
  const { street } = await offices()
  const { replica = '' } = (await peerOf(street, codes.community)) ?? {}
  await takeMembers(street, newcomers(1))
  expect((await pendingFor(street, codes.community))?.changes).toBeGreaterThan(0)
  await street.ask.packets.enrolRevoke({ replica })
  expect(await pendingFor(street, codes.community)).toMatchObject({ revoked: true, changes: 0 })
})

test('the digits of the root are the same on every PC below it, and known before anybody joins', async () => {
  const { district, street, community } = await offices()
  const root = (await district.ask.packets.digits()).own
  for (const pc of [district, street, community]) expect((await pc.ask.packets.digits()).root).toBe(root)
  expect((await street.ask.packets.digits()).own).not.toBe(root)
  const lone = keep(await openPc('lone'))
  const request = await lone.ask.packets.enrolRequest({ name: '../某某社区' })
  expect(await lone.ask.packets.digits()).toEqual({ own: request.fingerprint, root: null })
  expect(request.file.name).toBe('入网申请-某某社区.json')
  expect(readdirSync(join(lone.folder, 'outbox'))).toEqual([request.file.name])
})

test('a conflict is shown with both values, who wrote them, and whom it is about', async () => {
  const all = await offices()
  const { street, community } = all
  const file = [{ ...someone, 手机号码: '13900000001', 姓名: someone['姓名'] ?? '' }]
  await takeMembers(community, file)
  await takeMembers(street, [{ ...someone, 手机号码: '13900000002' }])
  await carry(community, street, codes.street)
  const [dispute, ...others] = (await street.ask.packets.disputes()).rows
  expect(others).toEqual([])
  expect(dispute).toMatchObject({
    entity: 'person',
    register: 'phone',
    about: { kind: 'person', id: personIn(street, someone)?.['id'], name: someone['姓名'] },
    detail: null,
  })
  expect(dispute?.heads.map(head => head.fields)).toEqual(
    expect.arrayContaining([
      [{ field: 'phone', value: '139******01', name: null }],
      [{ field: 'phone', value: '139******02', name: null }],
    ]),
  )
  expect(dispute?.heads.map(head => head.org).toSorted()).toEqual([
    '云岭街道东坪社区团总支',
    '共青团青山区云岭街道工作委员会',
  ])
  const holding = dispute?.heads.find(head => head.version === dispute.holds)
  const phone = String(personIn(street, someone)?.['phone'])
  expect(holding?.fields[0]?.value).toBe(`${phone.slice(0, 3)}******${phone.slice(-2)}`)
})

test('a conflict about somebody who has moved away is left to the offices that he belongs to now', async () => {
  const all = await offices()
  const { district, street, community } = all
  await takeMembers(community, [{ ...someone, 手机号码: '13900000001' }])
  await takeMembers(street, [{ ...someone, 手机号码: '13900000002' }])
  await exchangeAll(all)
  const open = async () =>
    Promise.all([district, street, community].map(async pc => (await pc.ask.packets.disputes()).rows.length))
  expect(await open()).toEqual([1, 1, 1])
  const person = String(personIn(district, someone)?.['id'])
  const set = { person, org: elsewhere, since: '2018-12-01' }
  await district.ask.records.add({ kind: 'membership', set, by: '' })
  await exchangeAll(all)
  expect(await open()).toEqual([1, 0, 0])
  // Above the district is nobody to whom it could be left, wherever the tree is broken.
  const db = openWriter(registryFile(district.folder))
  db.prepare('DELETE FROM placement WHERE org = ?').run(orgIn(district, elsewhere))
  db.close()
  expect(await open()).toEqual([1, 0, 0])
})

test('two ID numbers are shown against each other by the signs in which they differ alone, in a preview too', async () => {
  const all = await offices()
  const { street, community } = all
  const [one, other] = [inventedId('2000-05-04', 951), inventedId('2000-05-04', 961)]
  const set = { org: `${codes.community}1`, name: '张小雨', id_number: inventedId('2000-05-04', 941) }
  const { id } = await community.ask.records.add({ kind: 'person', set, by: '' })
  await exchangeAll(all)
  await community.ask.records.edit({ id, set: { id_number: one }, by: '' })
  await street.ask.records.edit({ id, set: { id_number: other }, by: '' })
  const file = await packet(community, codes.street)
  const preview = await resultOf(street.ask.packets.inspectPacket({ file }))
  expect(preview.conflicts).toBe(1)
  await open(street, file)
  const disputes = (await street.ask.packets.disputes()).rows
  const [numbers = []] = disputes.map(({ heads }) =>
    heads.map(head => head.fields.find(({ field }) => field === 'id_number')?.value),
  )
  expect(new Set(numbers)).toHaveLength(2)
  for (const said of [preview, disputes]) {
    expect(JSON.stringify(said)).toContain('张小雨')
    for (const whole of [one, other]) expect(JSON.stringify(said)).not.toContain(whole)
  }
})

test('two moves of one person are shown as two places by name, with their days', async () => {
  const all = await offices()
  const { district, street, community } = all
  const place = orgIn(district, codes.community)
  const person = String(personIn(district, someone)?.['id'])
  const [first] = (tablesOf(district.folder)['membership'] ?? []).filter(row => row['person'] === person)
  const stay = { person, org: place, since: '2018-11-01', since_known: 1, follows: [String(first?.['id'])] }
  await write(district, set => set.create('membership', stay))
  await takeMembers(community, [{ ...someone, 所在团支部: `${codes.community}2` }], '2018-11-02')
  await carry(community, street, codes.street)
  await carry(street, district, codes.district)
  const [dispute] = (await district.ask.packets.disputes()).rows
  expect(dispute).toMatchObject({ entity: 'membership', register: 'membership', about: { kind: 'person' } })
  const places = dispute?.heads.map(head => head.fields.find(({ field }) => field === 'org'))
  expect(places).toContainEqual({ field: 'org', value: place, name: '云岭街道东坪社区团总支' })
  expect(idOf(someone)).toBe(personIn(district, someone)?.['id_number'])
})
