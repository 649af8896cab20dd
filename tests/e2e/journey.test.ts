import { expect, onTestFinished, test } from 'vitest'
import { generateDistrict } from '#db/sample/generate-district.ts'
import { officeFiles } from '#db/sample/office-files.ts'
import type { IsoDay } from '#db/shared/day.ts'
import { chromiumPath } from './opened-page.ts'
import { openWindow } from './opened-window.ts'
import { see } from './see.ts'

if (chromiumPath === undefined) {
  console.warn(
    'Chromium is not on this PC: the journey through the page is not run. Set CHROMIUM to its path.',
  )
}

const day = '2018-12-31' as IsoDay

async function bytesOf(pieces: () => Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const piece of pieces()) all.push(piece)
  return Buffer.concat(all)
}

test.skipIf(chromiumPath === undefined)(
  'from the first start over four imports to the tree, the search, the review and its why',
  { timeout: 240_000 },
  async () => {
    const district = generateDistrict({ seed: 1, times: 1, asOf: day })
    // As the desktop shows it; nearly all that is done on the way is also done in a browser, by the tests of each page.
    const opened = await openWindow(chromiumPath ?? '', day)
    const { page, address, asked } = opened
    onTestFinished(opened.close)

    // The first start.
    await page.goto(address)
    await see(page.getByRole('heading', { name: '这台电脑上还没有台账' })).toBeVisible()
    expect(page.url()).not.toContain('token')
    await page.getByLabel('您的单位全称').fill(district.root.name ?? '')
    await page.getByRole('combobox', { name: '所属层级' }).click()
    await page.getByRole('option', { name: '区级' }).click()
    await page.getByLabel('简称').fill(district.root.shortName ?? '')
    await page.getByLabel('组织ID').fill(district.root.code ?? '')
    await page.getByLabel('您的姓名').fill('李晓')
    await page.getByRole('button', { name: '建立台账' }).click()
    await see(page.getByText('台账还是空的')).toBeVisible()
    await page.getByRole('link', { name: '导入第一张表' }).click()

    // Four files, each looked at before it is taken in.
    for (const { name, pieces } of officeFiles(district)) {
      await page.setInputFiles('input[type=file]', {
        name,
        mimeType: 'application/octet-stream',
        buffer: await bytesOf(pieces),
      })
      await page.getByRole('button', { name: /^导入 [\d,]+ 行$/ }).click({ timeout: 60_000 })
      await see(page.getByRole('status').filter({ hasText: `已导入 ${name}` })).toBeVisible({
        timeout: 90_000,
      })
      await page.getByRole('button', { name: '再导入一张' }).click()
    }

    // The tree opens by keyboard, and asks for what lies below.
    await page.getByRole('link', { name: '团组织', exact: true }).click()
    const tree = page.getByRole('tree', { name: '组织树' })
    await see(tree.getByRole('treeitem')).toHaveCount(8)
    await tree.focus()
    await page.keyboard.press('ArrowDown')
    await see(tree.getByRole('treeitem', { selected: true })).toHaveAttribute('aria-level', '2')
    await page.keyboard.press('ArrowRight')
    await see(tree.getByRole('treeitem', { expanded: true })).toHaveCount(2)

    // While a word is being composed nothing is looked for.
    await page.keyboard.press('Control+k')
    const box = page.getByPlaceholder('查找组织、团员').last()
    await see(box).toBeFocused()
    const composing = await page.context().newCDPSession(page)
    await composing.send('Input.imeSetComposition', { text: 'minzhi', selectionStart: 6, selectionEnd: 6 })
    await see(box).toHaveValue('minzhi')
    expect(asked).not.toContain('/registry/find')
    await composing.send('Input.insertText', { text: '民治' })
    const found = page.getByRole('button', { name: /民治街道工作委员会/ })
    await found.click()
    await see(page.getByRole('heading', { name: /民治街道工作委员会/ })).toBeVisible()
    await see(tree.getByRole('treeitem', { selected: true })).toContainText('民治街道')

    // From the review to a reason.
    await page.getByRole('link', { name: '命脉工程', exact: true }).click()
    await page.getByRole('link', { name: /民治街道.*空心团支部/ }).click()
    const list = page.getByRole('grid', { name: '全部问题' })
    await list.getByRole('link', { name: '为什么' }).first().click()
    await see(page.getByText('怎样销号')).toBeVisible()
    await page.goBack()
    await see(list).toBeVisible()

    // What was imported last is taken back.
    await page.getByRole('link', { name: '操作记录', exact: true }).click()
    const newest = page.getByRole('row').nth(1)
    await see(newest).toContainText('导入')
    await newest.getByRole('button', { name: '撤销' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '撤销' }).click()
    await see(page.getByText('已撤销。')).toBeVisible({ timeout: 60_000 })
    expect(asked).toContain('/registry/find')
    expect(opened.faults).toEqual([])
  },
)
