import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, onTestFinished, test } from 'vitest'
import { cutPacket } from '#contract/packets/packet-parts.ts'
import { codes, exchangeAll, type Offices, packet, takeMembers } from '#tests/fixtures/exchange.ts'
import { csvFile, type Line } from '#tests/fixtures/small-district.ts'
import { tempFolder } from '#tests/fixtures/temp-folder.ts'
import { elsewhere, newcomers, someone, threeOffices } from '../engine/three-offices.ts'
import { intercept } from './intercept.ts'
import { chromiumPath, openPage } from './opened-page.ts'
import { see } from './see.ts'
import { openStick } from './stick.ts'

if (chromiumPath === undefined) {
  console.warn(
    'Chromium is not on this PC: packets are not carried through the page. Set CHROMIUM to its path.',
  )
}

const day = '2018-12-31'
const { offices } = threeOffices()

/** An office's page over what its PC holds, with a stick plugged in. */
async function pageOf(all: Offices, name: keyof Offices, stick: Awaited<ReturnType<typeof openStick>>) {
  await all[name].close()
  const { listDrives } = stick
  const opened = await openPage(chromiumPath ?? '', day, { from: all[name].folder, listDrives })
  onTestFinished(opened.close)
  await opened.page.goto(opened.address)
  await toPackets(opened.page)
  return opened
}

async function toPackets(page: Page): Promise<void> {
  await page.getByRole('link', { name: '数据包', exact: true }).click()
  await see(page.getByRole('heading', { name: '数据包', level: 1 })).toBeVisible()
}

async function take(page: Page, lines: readonly Line[]): Promise<void> {
  await page.getByRole('link', { name: '导入表格' }).click()
  const file = csvFile('团员名册.csv', lines)
  const buffer = Buffer.from(await file.arrayBuffer())
  await page.setInputFiles('input[type=file]', { name: file.name, mimeType: 'text/csv', buffer })
  await page.getByRole('button', { name: /^导入 \d+ 行$/ }).click()
  await see(page.getByRole('status').filter({ hasText: '已导入' })).toBeVisible()
  await toPackets(page)
}

/** Presses the button that makes a packet, and puts it on the stick. */
async function pack(page: Page, button: RegExp): Promise<void> {
  await page.getByRole('button', { name: button }).click()
  const dialog = page.getByRole('dialog')
  await see(dialog.getByText('剩余 14.4 GB')).toBeVisible()
  await dialog.getByRole('button', { name: '存到U盘' }).click()
  await see(dialog.getByRole('status')).toContainText('已存到 KINGSTON (E:)')
  await dialog.getByRole('button', { name: '完成' }).click()
}

/** Opens what lies on the stick and takes it in. */
async function takeIn(page: Page, described: string): Promise<void> {
  await toPackets(page)
  const found = page.getByRole('region', { name: /U盘上有 \d+ 个数据包/ })
  await page.getByRole('button', { name: '刷新' }).first().click()
  await found.getByRole('row').filter({ hasText: described }).getByRole('button', { name: /^打开/ }).click()
  await see(page.getByText('下面是并入以后的变化。现在还什么都没有改动。')).toBeVisible()
  await page.getByRole('button', { name: '并入台账' }).click()
}

test.skipIf(chromiumPath === undefined)(
  'a packet goes up on a stick, a conflict is settled, a packet is given back with a reason that its authors read, and a lost PC is revoked',
  { timeout: 180_000 },
  async () => {
    const all = await offices()
    await exchangeAll(all)
    await takeMembers(all.community, [{ ...someone, 手机号码: '13900000001' }, ...newcomers(1)])
    await takeMembers(all.street, [{ ...someone, 手机号码: '13900000002' }])
    const stick = await openStick()
    const community = await pageOf(all, 'community', stick)
    const street = await pageOf(all, 'street', stick)

    // The button says what it will do, and the packet does that.
    await see(community.page.getByText(/^自第 2 号以来有新内容，下一个包共/)).toBeVisible()
    await pack(community.page, /^交数据包给上级（\d+ (人|处变更)）$/)
    await takeIn(street.page, '东坪社区 给 云岭街道 的第 3 号')
    await see(street.page.getByRole('heading', { name: '东坪社区 的第 3 号数据包 · 已并入' })).toBeVisible()

    // Of both telephones the signs are shown in which they differ; the other one is chosen.
    await street.page.getByRole('link', { name: '去看冲突' }).click()
    const dispute = street.page.getByRole('region', { name: `${someone['姓名']} 手机` })
    await see(dispute).toContainText('139******01')
    await see(dispute).toContainText('139******02')
    // Whoever leaves it as it is has settled it too; taken back, it waits again.
    await dispute.getByRole('button', { name: /^就按“/ }).click()
    await see(street.page.getByText('没有冲突。')).toBeVisible()
    await street.page.getByRole('button', { name: '撤销', exact: true }).last().click()
    await dispute.getByRole('button', { name: /^按“/ }).click()
    await see(street.page.getByText('没有冲突。')).toBeVisible()

    // What was settled builds on the packet, so it cannot go; a later one can, with a reason.
    await street.page.getByRole('tab', { name: '收发记录' }).click()
    await street.page.getByRole('button', { name: '退回东坪社区的第 3 号' }).click()
    const dialog = street.page.getByRole('dialog')
    await see(dialog.getByText('处理一处冲突')).toBeVisible()
    await see(dialog.getByRole('button', { name: '退回' })).toBeDisabled()
    await dialog.getByRole('button', { name: '取消' }).click()
    await take(community.page, newcomers(2, 820))
    await pack(community.page, /^交数据包给上级（\d+ (人|处变更)）$/)
    await takeIn(street.page, '第 4 号')
    await see(street.page.getByRole('heading', { name: /第 4 号数据包 · 已并入/ })).toBeVisible()
    await toPackets(street.page)
    await street.page.getByRole('tab', { name: '收发记录' }).click()
    await street.page.getByRole('button', { name: '退回东坪社区的第 4 号' }).click()
    await see(dialog).toContainText('这个数据包带来的 4 处变更会全部取消')
    await dialog.getByLabel('退回的理由').fill('名单没有经过支部确认')
    await street.page.reload()
    await street.page.getByRole('button', { name: '退回东坪社区的第 4 号' }).click()
    await see(dialog.getByLabel('退回的理由')).toHaveValue('名单没有经过支部确认')
    await dialog.getByRole('button', { name: '退回' }).click()
    await see(street.page.getByText('已全部退回')).toBeVisible()

    // The community reads why, and that its packets have come.
    await street.page.getByRole('tab', { name: '往来单位' }).click()
    await pack(street.page, /^给东坪社区制作数据包（.*）$/)
    await takeIn(community.page, '云岭街道 给 东坪社区')
    await see(community.page.getByRole('heading', { name: /已并入/ })).toBeVisible()
    await toPackets(community.page)
    await see(community.page.getByText('发出到第 4 号，对方都已收到')).toBeVisible()
    await community.page.getByRole('tab', { name: /^退回/ }).click()
    const back = community.page.getByRole('row').filter({ hasText: '名单没有经过支部确认' })
    await see(back).toContainText('云岭街道')
    // They are right: it waits no more, and stays in the list.
    const tab = community.page.getByRole('tab', { name: /^退回/ })
    await see(tab).toContainText('1')
    await back.getByRole('button', { name: '不用更正' }).click()
    await see(back).toContainText('不用更正，已收起')
    await see(tab).not.toContainText('1')

    // The community's PC is lost.
    await toPackets(street.page)
    await street.page.getByRole('button', { name: '东坪社区的更多操作' }).click()
    await street.page.getByRole('menuitem', { name: /吊销/ }).click()
    await see(dialog.getByRole('button', { name: '吊销' })).toBeDisabled()
    await dialog.getByRole('checkbox').check()
    await dialog.getByRole('button', { name: '吊销' }).click()
    await see(street.page.getByText('已吊销，不再交换数据包')).toBeVisible()
    await see(street.page.getByRole('button', { name: /^给东坪社区制作数据包/ })).toHaveCount(0)
    expect([...community.faults, ...street.faults]).toEqual([])
  },
)

test.skipIf(chromiumPath === undefined)(
  'many people leaving is asked twice, the same packet again is told calmly, and a damaged one is refused in a sentence',
  { timeout: 120_000 },
  async () => {
    const all = await offices()
    await takeMembers(all.community, newcomers(20))
    await exchangeAll(all)
    const leaving = newcomers(3).map(line => ({ ...line, 所在团支部: elsewhere }))
    await takeMembers(all.district, leaving)
    const stick = await openStick()
    const file = await packet(all.district, codes.street)
    const bytes = Buffer.from(await file.arrayBuffer())
    await writeFile(join(stick.folder, file.name), bytes)
    const written = new Date('2018-12-30T04:00:00Z')
    await utimes(join(stick.folder, file.name), written, written)
    const { page, faults } = await pageOf(all, 'street', stick)

    await takeIn(page, '给 云岭街道')
    await see(page.getByText('请再确认一次')).toBeVisible()
    const apply = page.getByRole('button', { name: '并入台账' })
    await see(apply).toBeDisabled()
    await page.getByRole('checkbox', { name: /仍然并入/ }).check()
    await apply.click()
    await see(page.getByRole('heading', { name: /已并入/ })).toBeVisible()

    // The same once more, from a file that was chosen.
    await page.getByRole('link', { name: '关闭' }).click()
    // On the stick it is not new any more.
    const onStick = page.getByRole('region', { name: 'U盘上的数据包都已收到过' })
    await see(onStick.getByRole('row')).toContainText(/给 云岭街道.*已并入，不用再打开/)
    await see(page.getByRole('region', { name: /U盘上有 \d+ 个数据包/ })).toHaveCount(0)
    await page.getByRole('link', { name: '打开数据包' }).click()
    await page.setInputFiles('input[type=file]', join(stick.folder, file.name))
    await see(page.getByText('不用再做什么，U盘上的这个文件可以删掉。')).toBeVisible()
    await see(apply).toHaveCount(0)

    // A damaged copy, dropped on the window.
    bytes.fill(0, bytes.length - 500)
    const damaged = { name: 'x.llb', content: bytes.toString('base64') }
    const transfer = await page.evaluateHandle(
      `(() => {
        const data = new DataTransfer()
        const bytes = Uint8Array.from(atob('${damaged.content}'), c => c.charCodeAt(0))
        data.items.add(new File([bytes], '${damaged.name}'))
        return data
      })()`,
    )
    await page.dispatchEvent('body', 'drop', { dataTransfer: transfer })
    await see(page.getByRole('heading', { name: '不能并入' })).toBeVisible()
    await see(page.getByText(/数据包 x\.llb 已损坏/)).toBeVisible()
    // Whoever has copied it once more chooses it where he was told.
    const choosing = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: '换一个文件' }).click()
    await (await choosing).setFiles(join(stick.folder, file.name))
    await see(page.getByText('不用再做什么，U盘上的这个文件可以删掉。')).toBeVisible()
    expect(faults).toEqual([])
  },
)

test.skipIf(chromiumPath === undefined)(
  'a stick that is pulled out is told, the packet is saved again later from the log, and what it is is the same',
  { timeout: 120_000 },
  async () => {
    const all = await offices()
    await takeMembers(all.community, newcomers(1))
    const stick = await openStick()
    const { page } = await pageOf(all, 'community', stick)
    await page.getByRole('button', { name: /^交数据包给上级/ }).click()
    const dialog = page.getByRole('dialog')
    await see(dialog.getByText('KINGSTON (E:)')).toBeVisible()
    // The page asks again and again which sticks are there: it must not hear of this one before the button is pressed.
    const pressed = Promise.withResolvers<void>()
    await intercept(page, '**/rpc/host/drives', async route => {
      await pressed.promise
      await route.continue()
    })
    // A question of before may still be under way; the stick that it finds is the one that stands there.
    await see(dialog.getByRole('button', { name: '存到U盘' })).toBeEnabled()
    stick.pull()
    await dialog.getByRole('button', { name: '存到U盘' }).click()
    pressed.resolve()
    await see(page.getByText(/这个U盘已经拔出/)).toBeVisible()
    await see(dialog.getByText(/没有找到U盘/)).toBeVisible()
    // Plugged in again, it is there to be chosen, and nothing says any more that it was pulled.
    stick.plug()
    await dialog.getByRole('button', { name: '刷新' }).click()
    await see(dialog.getByRole('radio')).toHaveCount(1)
    await see(page.getByText(/这个U盘已经拔出/)).toHaveCount(0)
    const [first] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('button', { name: '另存到别处' }).click(),
    ])
    await dialog.getByRole('button', { name: '完成' }).click()
    await page.getByRole('tab', { name: '收发记录' }).click()
    await page.getByRole('button', { name: '再存一次给云岭街道的第 1 号' }).click()
    const [second] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('button', { name: '另存到别处' }).click(),
    ])
    expect(second.suggestedFilename()).toBe(first.suggestedFilename())
    expect(await readFile(await second.path())).toEqual(await readFile(await first.path()))
    expect(await readdir(stick.folder)).toEqual([])
  },
)

test.skipIf(chromiumPath === undefined)(
  'a folder of packets, cut and whole, in no order and one of them damaged, is one list: each goes in or is refused by itself',
  { timeout: 120_000 },
  async () => {
    const all = await offices()
    await exchangeAll(all)
    const made: File[] = []
    for (const from of [800, 810, 820]) {
      await takeMembers(all.community, newcomers(2, from))
      made.push(await packet(all.community, codes.street))
    }
    const [first, second, third] = made
    if (!first || !second || !third) throw new Error('three packets were made')
    const folder = await tempFolder()
    await mkdir(join(folder, '六月'))
    for (const { name, from, to } of cutPacket(third.name, third.size, Math.ceil(third.size / 2)))
      await writeFile(join(folder, '六月', name), Buffer.from(await third.slice(from, to).arrayBuffer()))
    await writeFile(join(folder, second.name), Buffer.from(await second.arrayBuffer()))
    await writeFile(join(folder, '坏_000001_20181231.llb'), 'no packet')
    await writeFile(join(folder, '说明.txt'), 'not for us')
    const stick = await openStick()
    const { page, faults } = await pageOf(all, 'street', stick)
    await dropOn(page, [folder])

    const list = page.getByRole('region', { name: '3 个数据包' })
    await see(list.getByRole('row')).toHaveCount(4)
    await see(list.getByRole('row').nth(1)).toContainText('不能并入')
    await see(list.getByText('可以并入')).toHaveCount(2)
    await see(page.getByText('现在还什么都没有改动。')).toBeVisible()
    await list.getByRole('button', { name: `${second.name} 的详情` }).click()
    await see(list.getByText('下面是并入以后的变化。现在还什么都没有改动。')).toBeVisible()
    await page.getByRole('button', { name: '并入 2 个数据包' }).click()
    await see(list.getByText('已并入', { exact: true })).toHaveCount(2)
    await see(list.getByText('不能并入', { exact: true })).toHaveCount(1)
    await page.getByRole('link', { name: '关闭' }).click()

    // The same from the stick: nothing of them is new, the first one that was never opened is known by now.
    for (const file of made)
      await writeFile(join(stick.folder, file.name), Buffer.from(await file.arrayBuffer()))
    await page.getByRole('button', { name: '刷新' }).first().click()
    await page.getByRole('button', { name: '全部打开（3 个）' }).click()
    await see(list.getByText('没有新内容')).toHaveCount(3)
    expect(faults).toEqual([])
  },
)

/** Drops files and folders of this disk on the window, as a file manager does. */
async function dropOn(page: Page, files: readonly string[]): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const data = { items: [], files: [...files], dragOperationsMask: 1 }
  const move = (type: 'dragEnter' | 'dragOver' | 'drop') =>
    session.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data })
  await move('dragEnter')
  // Let go of only where the page shows that it would take them, as a person does.
  await see(async () => {
    await move('dragOver')
    await see(page.locator('.drop-over')).toBeVisible({ timeout: 1000 })
  }).toPass({ timeout: 20_000 })
  await move('drop')
  await session.detach()
}
