import { expect, onTestFinished, test } from 'vitest'
import { openPc, type Pc, resultOf } from '#tests/fixtures/engine.ts'
import { carry, codes, enrol, exchangeAll, open, packet, takeMembers } from '#tests/fixtures/exchange.ts'
import { district } from '#tests/fixtures/small-district.ts'
import { newcomers, peerOf, someone, threeOffices } from '../engine/three-offices.ts'
import { looksWrong } from './looked-over.ts'
import { chromiumPath, openPage } from './opened-page.ts'
import { see } from './see.ts'

if (chromiumPath === undefined) {
  console.warn(
    'Chromium is not on this PC: cloned and revoked PCs are not looked at. Set CHROMIUM to its path.',
  )
}

const { offices, keep } = threeOffices()

async function packetsOf(pc: Pc) {
  await pc.close()
  const opened = await openPage(chromiumPath ?? '', '2018-12-31', { from: pc.folder })
  onTestFinished(opened.close)
  await opened.page.goto(opened.address)
  await opened.page.getByRole('link', { name: '数据包', exact: true }).click()
  return opened
}

test.skipIf(chromiumPath === undefined)(
  'two PCs with one key are told where their office stands, within the window, until somebody says that it was looked into',
  { timeout: 120_000 },
  async () => {
    const all = await offices()
    const { street, community } = all
    const clone = keep(await community.copied('clone'))
    await takeMembers(community, newcomers(1))
    await carry(community, street, codes.street)
    await takeMembers(clone, [{ ...someone, 手机号码: '13977778888' }])
    await carry(clone, street, codes.street)
    const second = keep(await openPc('second'))
    const { fingerprint } = await all.district.ask.packets.enrolRequest({ name: 'root' })
    await enrol(second, street, codes.community, fingerprint)
    const pcs = (await street.ask.packets.peers()).filter(peer => peer.direction === 'down')
    const { page, faults } = await packetsOf(street)

    const note = page.getByText(/的台账和以前收到的接不上/)
    await see(note).toBeVisible()
    // Which PC is meant is to be seen where an office has two.
    expect(pcs).toHaveLength(2)
    for (const { replica } of pcs) await see(page.getByText(`电脑 ${replica.slice(0, 8)}`)).toBeVisible()
    expect(await looksWrong(page)).toEqual([])
    await page.getByRole('button', { name: '已经核实，收起提醒' }).click()
    await see(page.getByRole('alert').filter({ hasText: '提醒已收起' })).toBeVisible()
    await see(note).toHaveCount(0)
    expect(faults).toEqual([])
  },
)

test.skipIf(chromiumPath === undefined)(
  'what a revoked PC left is shown with whom it is about, taken, and taken back',
  { timeout: 120_000 },
  async () => {
    const all = await offices()
    await exchangeAll(all)
    await takeMembers(all.community, newcomers(1))
    await open(all.district, await packet(all.community, district.code))
    const replica = (await peerOf(all.street, codes.community))?.replica ?? ''
    await all.street.ask.packets.enrolRevoke({ replica })
    const file = await packet(all.street, district.code)
    await resultOf(all.district.ask.packets.applyPacket({ file, confirm: true, again: true }))
    const { page, faults } = await packetsOf(all.district)

    const left = page.getByRole('region', { name: '已吊销的电脑留下的内容' })
    await see(left).toContainText(newcomers(1)[0]?.['姓名'] ?? '')
    expect(await looksWrong(page)).toEqual([])
    await left.getByRole('button', { name: '采用' }).click()
    const done = page.getByRole('alert').filter({ hasText: '已采用' })
    await see(done).toBeVisible()
    await see(left).toHaveCount(0)
    await done.getByRole('button', { name: '撤销' }).click()
    await see(left).toBeVisible()
    await left.getByRole('button', { name: '退回' }).click()
    await see(page.getByRole('alert').filter({ hasText: '已退回' })).toBeVisible()
    await see(left).toHaveCount(0)
    expect(faults).toEqual([])
  },
)
