import { test } from 'vitest'
import { filledDistrict } from '#tests/fixtures/small-district.ts'
import { openFilled } from './filled-page.ts'
import { chromiumPath } from './opened-page.ts'
import { turnPage } from './pages.ts'
import { see } from './see.ts'

if (chromiumPath === undefined) {
  console.warn('Chromium is not on this PC: nothing is pasted into a page. Set CHROMIUM to its path.')
}

test.skipIf(chromiumPath === undefined)(
  'rows copied from a spreadsheet are pasted into a branch’s meetings: previewed, taken in there, undone but for what was corrected',
  { timeout: 120_000 },
  async () => {
    const pc = await filledDistrict.open('paste')
    const { id } = await pc.ask.registry.orgShow({ org: '东坪社区第一' })
    const { page, origin } = await openFilled(pc)
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin })
    const copy = (text: string) => page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`)
    const meetings = `${origin}/orgs?org=${id}&tab=meetings`
    await turnPage(page, meetings)
    await see(page.getByRole('tabpanel')).toBeVisible()

    await copy('只有一个词')
    await page.keyboard.press('Control+V')
    await see(page.getByRole('alert').filter({ hasText: '粘贴的不是表格里的行' })).toBeVisible()

    const rows = [
      ['活动类型', '活动日期', '主题', '应到人数', '实到人数'],
      ['团课', '2018.3.4', '学习雷锋', '5', '4'],
      ['支部大会', '2018-04-05', '讨论第九号提案', '5', '9'],
    ]
    await copy(rows.map(row => row.join('\t')).join('\r\n'))
    // In a field it is only text.
    await page.getByPlaceholder('名称、简称或拼音首字母').focus()
    await page.keyboard.press('Control+V')
    await see(page).toHaveURL(meetings)
    await page.getByPlaceholder('名称、简称或拼音首字母').fill('')
    await page.getByRole('tab', { name: '工作' }).focus()
    await page.keyboard.press('Control+V')
    await see(page).toHaveURL(/\/import/)
    const main = page.getByRole('main')
    await see(main.getByText('粘贴的表格 1.txt').first()).toBeVisible()
    await see(main.getByRole('combobox', { name: '整张表属于' })).toHaveValue('东坪社区第一')
    await main.getByRole('button', { name: '下一步：预览' }).click()
    await see(main.getByText('实到人数多于应到人数').first()).toBeVisible()
    await main
      .getByRole('button', { name: /导入 1 行|确认导入|导入/ })
      .last()
      .click()
    await see(main.getByText(/撤销/).first()).toBeVisible()
    await turnPage(page, meetings)
    const list = page.getByRole('tabpanel')
    await see(list.getByText('讨论第九号提案')).toBeVisible()

    // One of them is corrected: taking the rows back asks whether that one may stay, says so, and takes the rest.
    await list.getByText('学习雷锋').click()
    await page.keyboard.press('F2')
    await page.getByRole('textbox', { name: '主题' }).fill('学习雷锋精神')
    await page.keyboard.press('Control+Enter')
    await see(list.getByText('学习雷锋精神')).toBeVisible()
    await turnPage(page, `${origin}/history`)
    await page
      .getByRole('button', { name: /^撤销 .*粘贴的表格/ })
      .first()
      .click()
    const asked = page.getByRole('dialog', { name: '撤销' })
    await see(asked.getByText(/之后有 1 项操作用到了它/)).toBeVisible()
    await see(asked.getByRole('link')).toHaveText([/修改.*学习雷锋/])
    await see(asked.getByText(/^保留 1 条（.*）：之后的/)).toBeVisible()
    await asked.getByRole('button', { name: '保留用到的，撤销其余' }).click()
    await see(page.getByRole('alert').filter({ hasText: '已撤销' })).toContainText('保留 1 条')
    await turnPage(page, meetings)
    await see(list.getByText('学习雷锋精神')).toBeVisible()
    await see(list.getByText('讨论第九号提案')).toHaveCount(0)
  },
)
