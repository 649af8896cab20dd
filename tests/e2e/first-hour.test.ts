import { expect, onTestFinished, test } from 'vitest'
import { chromiumPath, openPage } from './opened-page.ts'
import { see } from './see.ts'

if (chromiumPath === undefined) {
  console.warn('Chromium is not on this PC: the first hour is not run. Set CHROMIUM to its path.')
}

test.skipIf(chromiumPath === undefined)(
  'the sample is loaded, looked through by name and number, printed, and left for a registry of one’s own',
  { timeout: 120_000 },
  async () => {
    let day = '2026-11-24'
    const { page, address, faults, close } = await openPage(chromiumPath ?? '', () => day)
    onTestFinished(close)
    await page.addInitScript({
      content:
        'window.print = () => { document.title = "printed " + document.querySelectorAll(".print-sheet tbody tr").length }',
    })
    await page.goto(address)

    // A bar that can be stopped: nothing is left, and the question stands again.
    await page.getByRole('button', { name: /先用样例看看/ }).click()
    await page.getByRole('button', { name: '装入样例' }).click()
    await page.getByRole('button', { name: '停止' }).click()
    await see(page.getByText('已停止，没有做完的没有留下任何改动。')).toBeVisible()
    await page.getByRole('button', { name: '装入样例' }).click()
    await see(page.getByText('这是样例区')).toBeVisible({ timeout: 60_000 })

    // Whoever works gives a name, or none.
    await page.getByRole('link', { name: '未填姓名' }).click()
    await page.getByLabel('您的姓名').fill('李晓')
    await page.getByRole('link', { name: '首页', exact: true }).click()

    // Every number opens its list.
    const due = page.locator('.home-line').filter({ hasText: '届满没有换届' })
    await see(due.locator('.home-n')).toHaveText(/\d/)
    const howMany = Number((await due.locator('.home-n').textContent())?.replace(/\D/g, ''))
    expect(howMany).toBeGreaterThan(10)
    await see(due.getByRole('link', { name: '登记换届' })).toHaveAttribute('href', /part=overdue/)
    await due.locator('.home-n').getByRole('link').click()
    const table = page.getByRole('grid', { name: '换届' })
    await see(table).toHaveAttribute('aria-rowcount', String(howMany + 1))
    await page.getByRole('button', { name: '打印、导出、复制' }).click()
    await page.getByRole('menuitem', { name: `打印 ${howMany} 行` }).click()
    await see(page).toHaveTitle(`printed ${howMany}`)

    // A number in full, after a reason.
    await page.getByRole('link', { name: '团员', exact: true }).click()
    await page.getByRole('grid', { name: '团员' }).getByRole('link').first().click()
    await page.getByRole('button', { name: '查看完整的证件号码' }).click()
    const ask = page.getByRole('dialog')
    await see(ask.getByRole('button', { name: '查看', exact: true })).toBeDisabled()
    await ask.getByRole('button', { name: '核对名册' }).click()
    // What was typed is still there after the window was closed.
    await page.reload()
    await page.getByRole('button', { name: '查看完整的证件号码' }).click()
    await see(ask.getByRole('textbox', { name: '用途' })).toHaveValue('核对名册')
    await ask.getByRole('button', { name: '查看', exact: true }).click()
    await see(page.getByText(/^\d{17}[\dX]$/)).toBeVisible()
    await see(page.getByRole('row').filter({ hasText: '核对名册' })).toContainText('李晓')

    // A date before the latest work is asked about before anything is shown.
    day = '2026-01-02'
    await page.reload()
    await see(page.getByRole('heading', { name: '今天是 2026-01-02 吗？' })).toBeVisible()
    await see(page.getByRole('navigation')).toHaveCount(0)
    day = '2026-11-24'
    await page.getByRole('button', { name: '日期已改好，再看一次' }).click()
    await see(page.getByRole('navigation')).toBeVisible()

    // Out of the sample.
    await page.getByRole('button', { name: '离开样例，建立自己的台账' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '删除样例' }).click()
    await see(page.getByRole('heading', { name: '这台电脑上还没有台账' })).toBeVisible()
    expect(faults).toEqual([])

    // A registry that was there before begins with its backup; what is none is refused, and nothing is made of it.
    const choosing = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: '恢复备份' }).click()
    await (await choosing).setFiles({ name: 'x.db', mimeType: '', buffer: Buffer.from('none') })
    await see(page.getByText(/“x\.db”不是完好的台账备份/)).toBeVisible()
    await see(page.getByRole('heading', { name: '这台电脑上还没有台账' })).toBeVisible()
  },
)

test.skipIf(chromiumPath === undefined)(
  'a backup is made, told on the settings page, and put back in the registry’s place',
  { timeout: 120_000 },
  async () => {
    const { page, address, faults, close } = await openPage(chromiumPath ?? '', '2026-11-24')
    onTestFinished(close)
    await page.goto(address)
    await page.getByLabel('您的单位全称').fill('共青团青山区委员会')
    await page.getByLabel('您的姓名').fill('李晓')
    // What was typed is kept when the window closes before it was used.
    await page.reload()
    await see(page.getByLabel('您的单位全称')).toHaveValue('共青团青山区委员会')
    await page.getByRole('button', { name: '建立台账' }).click()

    // At the same PC, in a window that knows no name: those who worked here can be picked.
    const other = await page.context().browser()?.newContext()
    const window = await other?.newPage()
    await window?.goto(address)
    await window
      ?.getByRole('dialog', { name: '现在是谁在用？' })
      .getByRole('button', { name: '李晓' })
      .click()
    if (window !== undefined) await see(window.getByRole('link', { name: '李晓' })).toBeVisible()
    expect(window).toBeDefined()

    await page.getByRole('link', { name: '设置', exact: true }).click()
    await see(page.getByText('还没有备份。')).toBeVisible()
    const saved = page.waitForEvent('download')
    await page.getByRole('button', { name: '备份并检查' }).click()
    const file = await (await saved).path()
    await see(page.getByText(/^上次备份：/)).toBeVisible()
    const choose = async () => {
      const choosing = page.waitForEvent('filechooser')
      await page.getByRole('button', { name: '选择备份文件' }).click()
      await (await choosing).setFiles(file)
    }
    const asked = page.getByRole('dialog')
    await choose()
    await asked.getByRole('button', { name: '取消' }).click()
    await see(asked).toHaveCount(0)
    // The same file once more is another choice.
    await choose()
    await see(asked).toContainText('单位：共青团青山区委员会')
    await see(asked).toContainText('建立台账：共青团青山区委员会')
    await see(asked).toContainText('没有备份之外的操作')
    await asked.getByRole('button', { name: '恢复', exact: true }).click()
    // What came of it, and where the registry of before lies, stays until it was read.
    await see(asked.getByText(/^已恢复，台账回到 \d{4}-\d\d-\d\d \d\d:\d\d。$/)).toBeVisible()
    await see(asked).toContainText('恢复前的台账保存在')
    await asked.getByText('关闭', { exact: true }).click()
    await see(page.getByText('共青团青山区委员会').first()).toBeVisible()
    expect(faults).toEqual([])
  },
)
