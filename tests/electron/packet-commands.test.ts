import { expect, test } from 'vitest'
import { openEngine } from '#db/engine.ts'
import { expectSound, openPc, type Pc } from '#tests/fixtures/engine.ts'
import { carry, codes, enrol, exchangeAll, open, packet, takeMembers } from '#tests/fixtures/exchange.ts'
import { district } from '#tests/fixtures/small-district.ts'
import { newcomers, peerOf, personIn, phoneOf, someone, threeOffices } from '../engine/three-offices.ts'
import { run } from './run.ts'

const { offices, keep } = threeOffices()

/** Runs a command over a PC's folder, as a script would: the registry is opened as the command asks for it. */
async function command(pc: Pc, ...words: readonly string[]) {
  await pc.close()
  const ran = await run(['--data', pc.folder, '--lang', 'zh', ...words], {
    cwd: '/',
    openEngine: options => openEngine(options),
  })
  // Its window is opened again afterwards.
  await pc.behindTheContract(() => undefined)
  return ran
}

const answer = async (pc: Pc, ...words: readonly string[]) => {
  const ran = await command(pc, ...words, '--json')
  expect({ words, exit: ran.exit, stderr: ran.stderr }).toEqual({ words, exit: 0, stderr: '' })
  return JSON.parse(ran.stdout)
}

test('what was looked into, given back rightly or looked at is put away by the commands that show it', async () => {
  const all = await offices()
  const { street, community } = all
  const clone = keep(await community.copied('clone'))
  await takeMembers(community, newcomers(1))
  await carry(community, street, codes.street)
  await takeMembers(clone, [{ ...someone, 手机号码: '13977778888' }])
  await carry(clone, street, codes.street)
  await street.ask.records.edit({ id: String(personIn(street, someone)?.['id']), set: { email: 'a@b.cn' } })
  await community.ask.records.edit({ id: String(personIn(community, someone)?.['id']), set: { qq: '10001' } })
  await carry(community, street, codes.street)
  await street.ask.packets.undoPacket({ from: codes.community, number: 1, reason: '查无此人' })

  expect((await answer(street, 'peers'))[1]).toMatchObject({
    canPutAway: true,
    warnings: [expect.any(String)],
  })
  expect((await answer(street, 'peers', '--looked-into', codes.community))[1]).toMatchObject({ warnings: [] })
  expect((await answer(street, 'peers'))[1]).toMatchObject({ canPutAway: false, warnings: [] })

  const [look, ...others] = await answer(street, 'conflicts', 'looks')
  expect(look).toMatchObject({ id: expect.any(Number) })
  expect((await command(street, 'conflicts', 'looks')).stdout).toContain(`\n${look.id}  ${someone['姓名']}`)
  expect(await answer(street, 'conflicts', 'looks', '--looked-at', String(look.id))).toEqual(others)
  expect(await answer(street, 'conflicts', 'looks', '--looked-at', 'all')).toEqual([])
  expect((await command(street, 'conflicts', 'looks', '--looked-at', '1;2')).exit).toBe(2)

  expect(await answer(street, 'bundle', 'returned')).toMatchObject([{ settled: false }])
  expect(await answer(street, 'bundle', 'returned', '--settle', 'all')).toEqual({ settled: 1 })
  expect(await answer(street, 'bundle', 'returned')).toMatchObject([{ settled: true }])

  const log = await answer(street, 'bundle', 'log')
  expect(log).toContainEqual(
    expect.objectContaining({ direction: 'received', name: '东坪社区', number: 2, state: 'applied' }),
  )
  expect((await command(street, 'bundle', 'log')).stdout).toMatch(/来自 +东坪社区 +2 +\d+ +已并入\n/)
  expect(await answer(street, 'bundle', 'log', '--limit', '1')).toHaveLength(1)
})

test('what came by a revoked key past its revocation is shown, and taken or given back by whoever stands above', async () => {
  const all = await offices()
  const { street, community } = all
  await exchangeAll(all)
  const id = String(personIn(community, someone)?.['id'])
  await community.ask.records.edit({ id, set: { phone: '13955556666' } })
  await takeMembers(community, newcomers(2))
  // It goes to the district alone; the street, which revokes the key, never saw it.
  await open(all.district, await packet(community, district.code))
  const replica = (await peerOf(street, codes.community))?.replica ?? ''
  await street.ask.packets.enrolRevoke({ replica })
  expect(await street.ask.packets.held()).toEqual([])
  const revoked = await open(all.district, await packet(street, district.code), true)
  expect(phoneOf(all.district, someone)).not.toBe('13955556666')
  const name = newcomers(1)[0]?.['姓名'] ?? ''
  // Whoever opens that packet hears that work stops counting.
  expect(revoked.sentences.map(({ zh }) => zh).join('\n')).toMatch(/写的 \d+ 处变更.*现在不算数/)

  const [held] = await answer(all.district, 'bundle', 'held')
  expect(held).toMatchObject({ replica, office: '东坪社区', canDecide: true })
  expect(held.sentence).toContain(name)
  // It goes down to the street, too, which may decide as well; nobody is asked twice.
  await carry(all.district, street, codes.street)
  expect(await street.ask.packets.held()).toMatchObject([{ replica, changes: held.changes }])
  const tried = await answer(all.district, 'bundle', 'held', 'take', replica, '--dry-run')
  expect(tried).toEqual({ changeSet: null, changes: held.changes })
  expect(phoneOf(all.district, someone)).not.toBe('13955556666')
  const taken = await answer(all.district, 'bundle', 'held', 'take', replica)
  expect(taken).toMatchObject({ changes: held.changes, changeSet: expect.any(Number) })
  expect(phoneOf(all.district, someone)).toBe('13955556666')
  expect(personIn(all.district, newcomers(1)[0])).toBeDefined()
  expect(await answer(all.district, 'bundle', 'held')).toEqual([])
  expect((await command(all.district, 'bundle', 'held', 'take', replica)).stderr).toContain('没有待定的内容')
  expect((await answer(all.district, 'history', '--limit', '1'))[0].sentence).toContain(
    '采用东坪社区已吊销的电脑写的',
  )
  await carry(all.district, street, codes.street)
  expect(await street.ask.packets.held()).toEqual([])
  expect(phoneOf(street, someone)).toBe('13955556666')
  await expectSound(all.district, street)

  // Taken back, it waits again; given back, it does not, and stands with what was given back.
  await answer(all.district, 'undo', String(taken.changeSet))
  expect(phoneOf(all.district, someone)).not.toBe('13955556666')
  expect(await answer(all.district, 'bundle', 'held')).toMatchObject([{ changes: held.changes }])
  await answer(all.district, 'bundle', 'held', 'return', replica)
  expect(await answer(all.district, 'bundle', 'held')).toEqual([])
  expect(await answer(all.district, 'bundle', 'returned')).toMatchObject([{ changes: expect.any(Number) }])
  await expectSound(all.district)
})

test('another PC of the revoked one’s own office decides as well, and every office above agrees', async () => {
  const all = await offices()
  const { district: above, street, community } = all
  await exchangeAll(all)
  const { fingerprint } = await above.ask.packets.enrolRequest({ name: 'root' })
  const second = keep(await openPc('second'))
  await enrol(second, street, codes.community, fingerprint)
  const person = someone
  await community.ask.records.edit({
    id: String(personIn(community, person)?.['id']),
    set: { phone: '13955556666' },
  })
  await open(above, await packet(community, district.code))
  const replica = (await street.ask.packets.peers()).find(({ name }) => name === '东坪社区')?.replica ?? ''
  await street.ask.packets.enrolRevoke({ replica })
  await carry(street, above, district.code)
  await carry(above, street, codes.street)
  await open(second, await packet(street, codes.community), true)
  expect(await second.ask.packets.held()).toMatchObject([{ replica, canDecide: true, changes: 1 }])
  await second.ask.packets.decideHeld({ replica, take: true })
  await carry(second, street, codes.street)
  await carry(street, above, district.code)
  for (const pc of [second, street, above]) {
    expect(phoneOf(pc, person)).toBe('13955556666')
    expect(await pc.ask.packets.held()).toEqual([])
  }
  // The revoked PC itself lets nothing in: nobody opens what it makes.
  expect(await community.ask.packets.held()).toEqual([])
  expect(await open(street, await packet(community, codes.street))).toMatchObject({
    code: 'packet-revoked-key',
  })
  await expectSound(second, street, above)
})
