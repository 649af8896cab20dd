import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Page, expect as see } from '@playwright/test'
import { expect, onTestFinished, test } from 'vitest'
import { csvFile, district, memberLines, orgLines } from '#tests/fixtures/small-district.ts'
import { chromiumPath, openPage } from './opened-page.ts'
import { openWindow } from './opened-window.ts'

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

test.skipIf(chromiumPath === undefined)(
  'an office joins the one above it by two files and a telephone call, and its packet arrives',
  { timeout: 120_000 },
  async () => {
    const stick = await mkdtemp(join(tmpdir(), 'lifeline-stick-'))
    onTestFinished(() => rm(stick, { recursive: true, force: true }))
    /** Does what makes the page hand a file over, and puts that file on the stick. */
    const carried = async (page: Page, act: () => Promise<void>): Promise<string> => {
      const [download] = await Promise.all([page.waitForEvent('download'), act()])
      const path = join(stick, download.suggestedFilename())
      await download.saveAs(path)
      return path
    }
    const above = await openPage(chromiumPath ?? '', day)
    onTestFinished(above.close)
    // The one works in the browser, the other in the window.
    const below = await openWindow(chromiumPath ?? '', day)
    onTestFinished(below.close)

    // The district begins its registry and knows its organizations.
    const { page } = above
    await page.goto(above.address)
    await page.getByLabel('你的单位全称').fill(district.name)
    await page.getByRole('combobox', { name: '所属层级' }).click()
    await page.getByRole('option', { name: '区级' }).click()
    await page.getByLabel('组织ID').fill(district.code)
    await page.getByRole('button', { name: '建立台账' }).click()
    await see(page.getByText('台账还是空的')).toBeVisible()
    await take(page, csvFile('组织名册.csv', orgLines))

    // The street asks to join.
    await below.page.goto(below.address)
    await below.page.getByRole('button', { name: /加入上级的台账/ }).click()
    await below.page.getByLabel('你的单位全称').fill(street)
    const request = await carried(below.page, () =>
      below.page.getByRole('button', { name: '生成申请文件' }).click(),
    )
    const digits = await below.page.getByRole('group', { name: '核对数字' }).innerText()

    // The district sees the same digits, and approves.
    await page.getByRole('link', { name: '数据包', exact: true }).click()
    await page.setInputFiles('input[accept=".json"]', request)
    await see(page.getByRole('group', { name: '核对数字' })).toHaveText(digits.replaceAll('\n', ''))
    const approval = await carried(page, () => page.getByRole('button', { name: '数字一致，批准' }).click())

    // The street opens the approval, and is in.
    await below.page.setInputFiles('input[accept=".llb"]', approval)
    await below.page.getByRole('button', { name: '数字一致，加入台账' }).click()
    await see(below.page.getByText(`已加入台账，本单位：云岭街道`)).toBeVisible()

    // It registers its members and sends them up.
    await take(below.page, csvFile('团员名册.csv', memberLines.slice(0, 4)))
    await below.page.getByRole('link', { name: '数据包', exact: true }).click()
    const packet = await carried(below.page, () =>
      below.page.getByRole('button', { name: `给${district.name}打包` }).click(),
    )
    await page.getByRole('link', { name: '数据包', exact: true }).click()
    await page.setInputFiles('input[accept=".llb"]', packet)
    await see(page.getByText('收入以后会怎样')).toBeVisible()
    await page.getByRole('button', { name: '收入台账' }).click()
    await see(page.getByRole('heading', { name: /已收入/ })).toBeVisible()
    await page.getByRole('link', { name: '团员', exact: true }).click()
    await see(page.getByText('4 人')).toBeVisible()
    expect([...above.faults, ...below.faults]).toEqual([])
  },
)
