import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Encrypter } from 'age-encryption'
import { expect, test } from 'vitest'
import { expectSound, openPc, type Pc, refusalOf, resultOf } from '#tests/fixtures/engine.ts'
import {
  carry,
  codes,
  enrol,
  exchangeAll,
  members,
  open,
  packet,
  takeMembers,
} from '#tests/fixtures/exchange.ts'
import { newcomers, personIn, someone, threeOffices } from './three-offices.ts'

const { offices, keep } = threeOffices()
const tellReplica = async (pc: Pc) => (await pc.ask.packets.enrolRequest({ name: 'x' })).replica
const passphrase = '荔枝 电梯 三轮车 蓝色'

test('the district’s keys are saved under a passphrase and restored on a new PC, where everybody below goes on trusting them', async () => {
  const all = await offices()
  const { district, street, community } = all
  expect(await district.ask.exchange.recovery()).toEqual({ needed: true, saved: null })
  expect(await refusalOf(district.ask.exchange.saveRecovery({ passphrase: '12345' }))).toMatchObject({
    code: 'passphrase-weak',
  })
  const { file, at } = await district.ask.exchange.saveRecovery({ passphrase })
  // One that was made and lies nowhere yet restores nothing: it goes on being asked for.
  expect((await district.ask.exchange.recovery()).saved).toBeNull()
  await district.ask.exchange.recoveryKept({ at })
  expect((await district.ask.exchange.recovery()).saved).toBe(at)
  const keys = JSON.parse(await readFile(join(district.folder, 'keys.json'), 'utf8')).keys
  expect(await file.text()).not.toContain(keys.identity)
  const made = (await resultOf(district.ask.system.backup())).file
  const backup = new File([Buffer.from(await made.arrayBuffer())], made.name)
  await exchangeAll(all)
  const { fingerprint } = await district.ask.packets.enrolRequest({ name: 'root' })
  await district.discard()

  const fresh = keep(await openPc('fresh'))
  expect(
    await refusalOf(fresh.ask.exchange.openRecovery({ file, passphrase: '荔枝 电梯 三轮车 红色' })),
  ).toMatchObject({ code: 'passphrase-wrong' })
  const opened = await fresh.ask.exchange.openRecovery({ file, passphrase, by: '李书记' })
  expect(opened).toMatchObject({ replica: keys.replica, fingerprint })
  await resultOf(fresh.ask.system.restore({ file: backup }))
  // Nothing has to be joined anew: the packets of the street are taken in, and its own are heard below.
  await takeMembers(community, newcomers(2))
  await carry(community, street, codes.street)
  await carry(fresh, street, codes.street)
  await carry(street, fresh, codes.district)
  expect(await members(fresh)).toBe(32)
  expect(await refusalOf(fresh.ask.exchange.openRecovery({ file, passphrase }))).toMatchObject({
    code: 'registry-exists',
  })
})

test('a district of which only the keys are left answers whose packet waits, and has back what that office had from it', async () => {
  const all = await offices()
  const { district, street, community } = all
  const { file } = await district.ask.exchange.saveRecovery({ passphrase })
  await exchangeAll(all)
  const [before, ofStreet] = [await members(street), await tellReplica(street)]
  await district.discard()
  const fresh = keep(await openPc('fresh'))
  await fresh.ask.exchange.openRecovery({ file, passphrase, by: '李书记' })
  // The street thinks that all is known there, and has nothing to add.
  const ahead = await open(fresh, await packet(street, codes.district))
  expect(ahead).toMatchObject({ code: 'packet-ahead' })
  expect(ahead.message.zh).toContain('请先给对方制作一个数据包')
  expect(ahead.warnings.map(({ zh }) => zh).join()).toContain('“云岭街道”的这台电脑是本机以前批准的')
  // What it says to do can be done.
  expect((await packet(fresh, ofStreet)).name).toContain('云岭街道')
  const id = String(personIn(street, someone)?.['id'])
  await street.ask.records.edit({ id, set: { phone: '13944440000' } })
  await takeMembers(community, newcomers(2))
  await carry(community, street, codes.street)
  const waits = await open(fresh, await packet(street, codes.district))
  expect(waits).toMatchObject({ status: 'waiting' })
  // No table knows the street: it is called what this district's own key certified it as.
  expect(waits.message.zh).toMatch(/^云岭街道的第 \d+ 号数据包/)
  // Where the street stands is not known yet: it is answered by its PC.
  expect((await fresh.ask.packets.peers()).map(({ replica }) => replica)).toEqual([ofStreet])
  // Or by the name by which it joined.
  const [peer] = await fresh.ask.packets.peers()
  await open(street, await packet(fresh, peer?.name ?? ''))
  expect(await open(fresh, await packet(street, codes.district))).toMatchObject({ status: 'applied' })
  // What this very PC once wrote comes back by others: a person takes it in. Until then nobody can tell whose is what.
  const asides = await fresh.ask.packets.aside()
  expect(asides.map(({ mine }) => mine)).toEqual([true, ...asides.slice(1).map(() => false)])
  expect(asides.length).toBeGreaterThan(1)
  // Whom the street certified is only called so.
  const sentences = asides.map(({ sentence }) => sentence.zh).join('\n')
  expect(sentences).toContain('写明由称为 东坪社区 的单位填报')
  expect(sentences).not.toContain('本台账里没有的单位')
  const [mine, other] = asides
  const early = resultOf(fresh.ask.packets.takeAside({ id: other?.id ?? '' }))
  expect(await refusalOf(early)).toMatchObject({
    code: 'aside-own-first',
    details: { id: mine?.id },
  })
  const taken = await resultOf(fresh.ask.packets.takeAside({ id: mine?.id ?? '', again: true }))
  expect(taken.returned).toEqual([])
  // Their branches came with the same packet, and are told by their names.
  expect(taken.sentences.map(({ zh }) => zh).join()).toContain('：转到东坪社区第一团支部，自 ')
  expect(taken.sentences.map(({ zh }) => zh).join()).not.toContain('转到别的单位')
  // With that all else is proved.
  expect((await fresh.ask.packets.aside()).map(({ sentence }) => sentence.zh)).toEqual([])
  expect(await fresh.ask.packets.givenBack({})).toEqual([])
  expect(await members(fresh, codes.street)).toBe(before + 2)
  await expectSound(fresh)
})

test('a file that is none, or asks for boundless work, is refused at once; an office below needs none', async () => {
  const { street } = await offices()
  expect(await refusalOf(street.ask.exchange.saveRecovery({ passphrase }))).toMatchObject({
    code: 'recovery-not-needed',
  })
  const fresh = keep(await openPc('other'))
  const hard = new Encrypter()
  hard.setScryptWorkFactor(10)
  hard.setPassphrase(passphrase)
  const plain = new TextDecoder('latin1').decode(await hard.encrypt('{}'))
  const asking = new File([Buffer.from(plain.replace(/ 10\n/, ' 30\n'), 'latin1')], '硬.age')
  for (const file of [
    new File(['hello'], '你好.age'),
    asking,
    new File([Buffer.from(plain, 'latin1')], '空.age'),
  ]) {
    expect(await refusalOf(fresh.ask.exchange.openRecovery({ file, passphrase }))).toMatchObject({
      code: 'recovery-not-one',
    })
  }
})

test('the lost key of a lower office: revoked, its successor approved, its data back from the office above', async () => {
  const all = await offices()
  const { district, street, community } = all
  await takeMembers(community, newcomers(2))
  await exchangeAll(all)
  const lost = (await street.ask.packets.peers()).find(peer => peer.direction === 'down')
  await street.ask.packets.enrolRevoke({ replica: lost?.replica ?? '' })
  const successor = keep(await openPc('successor'))
  const { fingerprint } = await district.ask.packets.enrolRequest({ name: 'root' })
  await enrol(successor, street, codes.community, fingerprint)
  expect(await members(successor)).toBe(10)
  expect(await successor.ask.exchange.trusted()).toMatchObject({
    state: 'certified',
    chain: ['云岭街道', '青山区'],
    root: '青山区',
    digits: fingerprint,
  })
  expect(await district.ask.exchange.trusted()).toMatchObject({ state: 'root', chain: [] })
  await takeMembers(successor, newcomers(1, 850))
  await carry(successor, street, codes.street)
  expect(await members(street)).toBe(19)
  expect(
    (await street.ask.exchange.reporting()).find(office => office.code === codes.community),
  ).toMatchObject({
    state: 'reporting',
    pcs: 1,
  })
  await packet(street, codes.community)
})

test.each(['missing', 'damaged'])(
  'a PC whose key file is %s takes new keys, and what it never sent is kept',
  async how => {
    const all = await offices()
    const { district, street, community } = all
    await carry(community, street, codes.street)
    await takeMembers(community, newcomers(2))
    const spoil = async (pc: Pc) => {
      await pc.close()
      const file = join(pc.folder, 'keys.json')
      await (how === 'missing' ? rm(file) : writeFile(file, '{'))
    }
    await spoil(community)
    const refused = await refusalOf(openPc('shut', { folder: community.folder }))
    expect(refused.code).toBe(`keys-${how}`)
    expect(refused.text.zh).toContain('选择改用新密钥')
    // The district's keys are everybody's: only its recovery file brings them back.
    await spoil(district)
    for (const options of [{}, { lostKeys: true }])
      expect(await refusalOf(openPc('root', { folder: district.folder, ...options }))).toMatchObject({
        code: 'own-keys-root',
        text: { en: expect.stringContaining(`keys.json is ${how}.`) },
      })
    const again = keep(await openPc('again', { folder: community.folder, lostKeys: true }))
    expect(await members(again)).toBe(10)
    const request = await again.ask.exchange.takeOwnKeys()
    expect((await again.ask.exchange.takeOwnKeys()).replica).toBe(request.replica)
    await expectSound(again)
    const approved = { file: request.file, org: codes.community }
    const { file } = await resultOf(street.ask.packets.enrolApprove(approved))
    await resultOf(again.ask.packets.enrolAccept({ file }))
    await carry(again, street, codes.street)
    // Nobody proves what the lost keys never sealed: the street takes it in once it has asked.
    expect(await members(street)).toBe(16)
    const [lying] = await street.ask.packets.aside()
    expect(lying).toMatchObject({ changes: 4, canTake: true })
    await resultOf(street.ask.packets.takeAside({ id: lying?.id ?? '' }))
    expect(await members(street)).toBe(18)
    // Then nobody is believed any more who finds the old keys; what came by them stays.
    const below = (await street.ask.packets.peers()).filter(({ direction }) => direction === 'down')
    const old = below.find(({ replica }) => replica !== request.replica)
    // The office alone does not say which of its two PCs is meant: when each was heard tells them apart.
    const which = await refusalOf(packet(street, codes.community))
    expect(which).toMatchObject({ code: 'peer-ambiguous' })
    for (const { replica, silentSince } of below)
      expect(which.text.zh).toContain(`${replica}（最近一次来包 ${silentSince?.slice(0, 10)}）`)
    await street.ask.packets.enrolRevoke({ replica: old?.replica ?? '' })
    await carry(street, again, request.replica)
    expect([await members(street), await members(again)]).toEqual([18, 10])
    await again.close()
    const plain = keep(await openPc('plain', { folder: community.folder }))
    expect(await members(plain)).toBe(10)
    await expectSound(plain, street)
  },
)

test('a cloned PC takes keys of its own and is approved beside the other; the work of both is kept', async () => {
  const all = await offices()
  const { district, street, community } = all
  await takeMembers(community, newcomers(1))
  const copy = keep(await community.copied('clone'))
  await takeMembers(copy, newcomers(1, 870))
  await takeMembers(community, newcomers(1, 880))
  await carry(community, street, codes.street)
  expect(await refusalOf(district.ask.exchange.takeOwnKeys())).toMatchObject({ code: 'own-keys-root' })
  const request = await copy.ask.exchange.takeOwnKeys()
  await copy.close()
  const clone = keep(await openPc('clone', { folder: copy.folder }))
  // Until somebody approved them they are asked with again: an approval that is on its way must still fit.
  expect(await clone.ask.exchange.takeOwnKeys()).toMatchObject({ replica: request.replica })
  expect(await clone.ask.exchange.trusted()).toMatchObject({ state: 'lost' })
  expect(await members(clone)).toBe(10)
  const approval = await resultOf(
    street.ask.packets.enrolApprove({ file: request.file, org: codes.community }),
  )
  const root = (await district.ask.packets.enrolRequest({ name: 'root' })).fingerprint
  await resultOf(clone.ask.packets.enrolAccept({ file: approval.file, expect: root }))
  expect(await clone.ask.exchange.trusted()).toMatchObject({ state: 'certified', root: '青山区' })
  await carry(clone, street, codes.street)
  const below = (await street.ask.packets.peers()).filter(peer => peer.direction === 'down')
  expect(below.map(({ replica }) => replica)).toContain(request.replica)
  expect([await members(street), await members(clone)]).toEqual([19, 11])
  // Nothing of it waits for somebody's word: it was sealed by the keys that both had.
  expect(await street.ask.packets.aside()).toEqual([])
  const { file } = await resultOf(clone.ask.system.backup())
  await clone.close()
  expect(await (await openPc('again', { folder: clone.folder })).close()).toBeUndefined()

  // Whoever comes after has a backup and a new PC, and nobody knows where the keys are.
  const later = keep(await openPc('later'))
  const restore = (copy: File, newKeys: boolean) =>
    resultOf(later.ask.system.restore({ file: copy, newKeys }))
  expect(await refusalOf(restore(file, false))).toMatchObject({ code: 'keys-missing' })
  const ofDistrict = (await resultOf(district.ask.system.backup())).file
  expect(await refusalOf(restore(ofDistrict, true))).toMatchObject({ code: 'own-keys-root' })
  expect(await restore(file, true)).toMatchObject({ warnings: [] })
  expect([await members(later), (await later.ask.exchange.trusted()).state]).toEqual([11, 'lost'])
  await expectSound(later)
})
