import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, onTestFinished, test } from 'vitest'
import { zhCN as words } from '#renderer/text/zh-CN.ts'
import { intercept } from './intercept.ts'
import { chromiumPath, openPage } from './opened-page.ts'
import { see } from './see.ts'
import { openStick } from './stick.ts'

if (chromiumPath === undefined) {
  console.warn('Chromium is not on this PC: mishaps are not met. Set CHROMIUM to its path.')
}

/** Lets a file go over the window; answers whether the page took it, or left it to the browser. */
function drop(page: Page, name: string, content: string): Promise<boolean> {
  return page.evaluate(`(() => {
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(new File([${JSON.stringify(content)}], ${JSON.stringify(name)}))
    const drop = new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true })
    return !document.body.dispatchEvent(drop)
  })()`)
}

test.skipIf(chromiumPath === undefined)(
  'a file dropped before there is a registry is answered with what to do first; a request is no approval',
  { timeout: 60_000 },
  async () => {
    const stick = await openStick()
    const { page, address, faults, close } = await openPage(chromiumPath ?? '', '2018-12-31', {
      listDrives: stick.listDrives,
    })
    onTestFinished(close)
    await page.goto(address)
    await see(page.getByRole('heading', { name: words.start.title })).toBeVisible()
    expect(await drop(page, '团员名册.xlsx', 'a roster')).toBe(true)
    await see(page.getByText(words.start.dropEarly)).toBeVisible()

    await page.getByRole('button', { name: /加入上级的台账/ }).click()
    await page.getByLabel(words.start.name).fill('云岭街道东坪社区团总支')
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: words.start.doJoin }).click(),
    ])
    const request = join(stick.folder, 'request.json')
    await download.saveAs(request)
    await see(page.getByText(words.start.waitingTitle)).toBeVisible()
    await see(page.getByText(words.packet.join.give('云岭街道东坪社区团总支'))).toBeVisible()
    expect(await drop(page, download.suggestedFilename(), await readFile(request, 'utf8'))).toBe(true)
    await see(page.getByText(words.packet.join.isRequestTitle)).toBeVisible()
    await see(page.getByRole('button', { name: words.start.doAccept })).toHaveCount(0)
    await page.getByRole('button', { name: words.say.back }).click()
    await see(page.getByText(words.start.waitingTitle)).toBeVisible()
    expect(faults).toEqual([])
  },
)

test.skipIf(chromiumPath === undefined)(
  'a search that gets no answer says that the program is closed, and not that there is nothing',
  { timeout: 60_000 },
  async () => {
    const { page, address, close } = await openPage(chromiumPath ?? '', '2018-12-31')
    onTestFinished(close)
    await page.goto(address)
    await page.getByLabel(words.start.name).fill('共青团青山区委员会')
    await page.getByRole('button', { name: words.start.doCreate }).click()
    await see(page.getByText(words.home.emptyTitle)).toBeVisible()
    await page.keyboard.press('Control+k')
    const search = page.getByPlaceholder(words.say.searchHint)
    await search.fill('没有此人')
    await see(page.getByText(words.say.nothingFound)).toBeVisible()
    await intercept(page, '**/rpc/**', route => route.abort('connectionrefused'))
    await search.fill('也没有此人')
    await see(page.getByText(words.failure.unreachable)).toBeVisible({ timeout: 15_000 })
    await see(page.getByText(words.say.nothingFound)).toHaveCount(0)
  },
)

test.skipIf(chromiumPath === undefined)(
  'an empty registry leads to its backup; once a recovery file is saved nothing says that it is not',
  { timeout: 60_000 },
  async () => {
    const stick = await openStick()
    const { page, address, faults, close } = await openPage(chromiumPath ?? '', '2018-12-31', {
      listDrives: stick.listDrives,
    })
    onTestFinished(close)
    await page.goto(address)
    await page.getByLabel(words.start.name).fill('共青团青山区委员会')
    await page.getByRole('button', { name: words.start.doCreate }).click()
    // Whoever began anew with a recovery file stands here, with a backup in his hand.
    await page.getByRole('link', { name: words.home.emptyBackup }).click()
    const say = words.exchange.recovery
    await page.getByRole('button', { name: say.make }).click()
    const panel = page.getByRole('dialog')
    await panel.getByLabel(say.passphrase, { exact: true }).fill('石榴 火车 青山 41')
    await panel.getByLabel(say.again, { exact: true }).fill('石榴 火车 青山 41')
    await panel.getByRole('button', { name: say.doMake }).click()
    await see(panel.getByText(say.after)).toBeVisible()
    await panel.getByRole('button', { name: words.packet.hand.save }).click()
    await see(panel.getByText(say.next)).toBeVisible()
    await see(panel.getByText(say.after)).toHaveCount(0)
    expect(faults).toEqual([])
  },
)
