import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, onTestFinished, test } from 'vitest'
import { csvFile, district, memberLines, orgLines } from '#tests/fixtures/small-district.ts'
import { looksWrong } from './looked-over.ts'
import { chromiumPath, openPage } from './opened-page.ts'
import { openWindow } from './opened-window.ts'
import { see } from './see.ts'
import { openStick } from './stick.ts'

if (chromiumPath === undefined) {
  console.warn('Chromium is not on this PC: two offices do not meet. Set CHROMIUM to its path.')
}

const day = '2018-12-31'
const street = '共青团青山区云岭街道工作委员会'

async function take(page: Page, file: File): Promise<void> {
  await page.getByRole('link', { name: '导入表格' }).click()
  const buffer = Buffer.from(await file.arrayBuffer())
  await page.setInputFiles('input[type=file]', { name: file.name, mimeType: 'text/csv', buffer })
  await page.getByRole('button', { name: /^导入 [\d,]+ 行$/ }).click()
  await see(page.getByRole('status').filter({ hasText: `已导入 ${file.name}` })).toBeVisible()
}

test.skipIf(chromiumPath === undefined).each(['browser', 'electron-like'] as const)(
  'an office joins the one above it by two files and a telephone call, its packet arrives, and it is told so (%s)',
  { timeout: 120_000 },
  async way => {
    const stick = await openStick()
    const { listDrives } = stick
    /** Does what makes the page hand a file over, and puts that file on the stick. */
    const carried = async (page: Page, act: () => Promise<void>): Promise<string> => {
      const [download] = await Promise.all([page.waitForEvent('download'), act()])
      const path = join(stick.folder, download.suggestedFilename())
      await download.saveAs(path)
      return path
    }
    const above = await openPage(chromiumPath ?? '', day, { listDrives })
    onTestFinished(above.close)
    // The engine of the window is in a process of its own, and knows no stick of a test: there files are chosen.
    const below =
      way === 'browser'
        ? await openPage(chromiumPath ?? '', day, { listDrives })
        : await openWindow(chromiumPath ?? '', day)
    onTestFinished(below.close)

    // The district begins its registry and knows its organizations.
    const { page } = above
    await page.goto(above.address)
    await page.getByLabel('您的单位全称').fill(district.name)
    await page.getByRole('combobox', { name: '所属层级' }).click()
    await page.getByRole('option', { name: '区级' }).click()
    await page.getByLabel('组织ID').fill(district.code)
    await page.getByRole('button', { name: '建立台账' }).click()
    await see(page.getByText('台账还是空的')).toBeVisible()
    await take(page, csvFile('组织名册.csv', orgLines))

    // The street asks to join.
    await below.page.goto(below.address)
    await below.page.getByRole('button', { name: /加入上级的台账/ }).click()
    await below.page.getByLabel('您的单位全称').fill(street)
    const request = await carried(below.page, () =>
      below.page.getByRole('button', { name: '生成申请文件' }).click(),
    )
    const digits = await below.page.getByRole('group', { name: '核对数字' }).innerText()

    // The request was put on the stick; the district finds it there, sees the same digits, and approves.
    await page.getByRole('link', { name: '数据包', exact: true }).click()
    expect(request).toContain('入网申请-')
    await page.getByRole('button', { name: /^打开 入网申请-/ }).click()
    await see(page.getByRole('group', { name: '核对数字' })).toHaveText(digits.replaceAll('\n', ''))
    const approve = page.getByRole('button', { name: '批准加入' })
    await see(approve).toBeDisabled()
    await page.getByRole('checkbox', { name: '每一组数字都一致' }).check()
    await page.getByRole('radio', { name: street }).check()
    await approve.click()
    // What the approval brings is said in branches and people.
    await see(page.getByText(/^批准文件里带着该组织现有的 \d+ 个团支部、\d+ 名团员/)).toBeVisible()
    await page.getByRole('button', { name: '存到U盘' }).click()
    await see(page.getByRole('status').filter({ hasText: '已存到 KINGSTON' })).toBeVisible()
    const root = await page.getByRole('group', { name: '核对数字' }).innerText()

    // The request still lies on the stick, and is not offered as if it were new.
    const [asked = ''] = (await readdir(stick.folder)).filter(name => name.startsWith('入网申请-'))
    await page.getByRole('link', { name: '数据包', exact: true }).click()
    const onStick = page.getByRole('region', { name: /^U盘上/ })
    const line = onStick.getByRole('row').filter({ hasText: asked })
    await see(line).toContainText('这台电脑已批准管理云岭街道，不用再打开')
    await see(page.getByRole('region', { name: /份入网申请/ })).toHaveCount(0)
    await line.getByRole('button', { name: /^打开/ }).click()
    await see(page.getByText('这台电脑已批准管理云岭街道，不用再批准。', { exact: false })).toBeVisible()
    await page.getByRole('link', { name: '取消' }).click()

    // The street finds the approval, compares the district's digits, and is in.
    if (way === 'browser') {
      await below.page.getByRole('button', { name: '刷新' }).click()
      await below.page.getByRole('button', { name: /^打开 .*\.llb$/ }).click()
    } else {
      const [approval = ''] = (await readdir(stick.folder)).filter(name => name.endsWith('.llb'))
      const choosing = below.page.waitForEvent('filechooser')
      await below.page.getByRole('button', { name: '打开批准文件', exact: true }).click()
      await (await choosing).setFiles(join(stick.folder, approval))
    }
    await see(below.page.getByRole('group', { name: '核对数字' })).toHaveText(root.replaceAll('\n', ''))
    await below.page.getByRole('button', { name: '数字一致，加入台账' }).click()
    await see(below.page.getByText(`已加入台账，本单位：云岭街道`)).toBeVisible()

    // It registers its members and sends them up.
    await take(below.page, csvFile('团员名册.csv', memberLines.slice(0, 4)))
    await below.page.getByRole('link', { name: '数据包', exact: true }).click()
    await below.page.getByRole('button', { name: /^交数据包给上级（[\d,]+ (人|处变更)）$/ }).click()
    const packet = await carried(below.page, () =>
      below.page.getByRole('button', { name: '另存到别处' }).click(),
    )
    await page.getByRole('link', { name: '打开数据包' }).click()
    await page.setInputFiles('main input[type=file]', packet)
    await see(page.getByText('并入以后会怎样')).toBeVisible()
    expect(await looksWrong(page)).toEqual([])
    await page.getByRole('button', { name: '并入台账' }).click()
    await see(page.getByRole('heading', { name: /已并入/ })).toBeVisible()
    await page.getByRole('link', { name: '团员', exact: true }).click()
    await see(page.getByText('4 人')).toBeVisible()

    // The answer goes down, and the street knows what was received.
    await page.getByRole('link', { name: '数据包', exact: true }).click()
    await page.getByRole('button', { name: /制作数据包（/ }).click()
    const answer = await carried(page, () => page.getByRole('button', { name: '另存到别处' }).click())
    await below.page.getByRole('button', { name: '完成' }).click()
    await below.page.getByRole('link', { name: '打开数据包' }).click()
    await below.page.setInputFiles('main input[type=file]', answer)
    await see(below.page.getByText('已收到本单位第 1 号及以前的数据包')).toBeVisible()
    await below.page.getByRole('link', { name: '数据包', exact: true }).click()
    await see(below.page.getByText('发出到第 1 号，对方都已收到')).toBeVisible()
    expect([...above.faults, ...below.faults]).toEqual([])
  },
)
