import { expect, test } from 'vitest'
import { filledDistrict } from '#tests/fixtures/small-district.ts'
import { openFilled } from './filled-page.ts'
import { seriousIn } from './looked-over.ts'
import { chromiumPath } from './opened-page.ts'
import { see } from './see.ts'

if (chromiumPath === undefined) {
  console.warn(
    'Chromium is not on this PC: the window is not shown as of another day. Set CHROMIUM to its path.',
  )
}

test.skipIf(chromiumPath === undefined)(
  'a past day is shown by the tree, the lists, a person and the output, goes along with links, and changes nothing',
  { timeout: 120_000 },
  async () => {
    const pc = await filledDistrict.open('shown-day')
    const [member] = (await pc.ask.looking.people({ org: '东坪社区第一', sort: 'name' })).rows
    const { id = '', name = '' } = member ?? {}
    await pc.ask.records.add({
      kind: 'membership',
      set: { person: id, org: '西坪社区第一', since: '2018-12-20' },
      by: '李书记',
    })
    await pc.ask.orgs.act({
      act: 'merge',
      org: '南湾社区第一',
      set: { into: '南湾社区第二' },
      on: '2018-12-25',
      by: '李书记',
    })
    const { page, origin } = await openFilled(pc)
    const bar = page.getByRole('region', { name: '所看的日期' })
    await see(page.getByRole('textbox', { name: '截至日期' })).toBeVisible()
    await see(bar).toBeHidden()
    await page.getByRole('textbox', { name: '截至日期' }).fill('2018-12-19')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Escape')
    await see(bar.getByText('现在显示的是 2018-12-19 的情况')).toBeVisible()

    const nav = page.getByRole('navigation', { name: '主导航' })
    await nav.getByRole('link', { name: '团员' }).click()
    await see(page).toHaveURL(/\/people\?asOf=2018-12-19$/)
    const row = page.getByRole('grid', { name: '团员' }).getByRole('row').filter({ hasText: name })
    await see(row).toContainText('东坪社区第一')
    await see(page.getByRole('button', { name: '登记团员' })).toBeHidden()
    // A row has its menu on a past day too: with what changes nothing, and the way back to what does.
    const menu = page.getByRole('menu')
    await row.getByRole('button', { name: `查看 ${name}` }).click()
    await see(menu.getByRole('menuitem')).toHaveText(['打开', '变更记录', '回到今天'])
    await menu.getByRole('menuitem', { name: '变更记录' }).click()
    const main = page.getByRole('main')
    await see(main.getByText('变更记录从头到现在都列出', { exact: false })).toBeVisible()
    await see(main.getByRole('table').getByRole('row').nth(1)).toBeVisible()
    await see(page).toHaveURL(/\/records\/[^?]+\?asOf=2018-12-19$/)
    await page.goBack()
    await row.getByRole('link', { name }).click()
    await see(page).toHaveURL(/\/people\/[^?]+\?asOf=2018-12-19$/)
    await see(main.getByRole('heading', { name: '东坪社区第一' })).toBeVisible()
    await see(main.getByText('西坪社区第一')).toHaveCount(0)
    await see(main.getByRole('button', { name: '修改' })).toHaveCount(0)
    await see(main.getByRole('link', { name: '变更记录' })).toBeVisible()
    await page.goto(`${origin}/orgs?org=44039901011&tab=cadres&asOf=2018-12-19`)
    await page
      .getByRole('grid')
      .getByRole('button', { name: /^查看 / })
      .first()
      .click()
    await see(menu.getByRole('menuitem')).toHaveText(['打开', '变更记录', '回到今天'])
    await page.keyboard.press('Escape')
    expect(await seriousIn(page)).toEqual([])

    await nav.getByRole('link', { name: '导入表格' }).click()
    await see(main.getByText('这一页的事情只能在今天办理')).toBeVisible()
    await nav.getByRole('link', { name: '操作记录' }).click()
    await main.getByRole('button', { name: /^撤销/ }).first().click()
    await page.getByRole('dialog').getByRole('button', { name: '撤销' }).click()
    await see(page.getByRole('alert').filter({ hasText: '不能改动' })).toBeVisible()

    // The same people in the organizations of today: the branch that was merged since is gone, its members are not.
    await nav.getByRole('link', { name: '团员' }).click()
    const all = page.getByRole('grid', { name: '团员' })
    const merged = all.getByRole('link', { name: '南湾社区第一' })
    await see(merged.first()).toBeVisible()
    const rows = await all.getAttribute('aria-rowcount')
    await bar.getByRole('radiogroup', { name: '按哪时的组织' }).getByText('现在的组织').click()
    await see(page).toHaveURL(/structure=now/)
    await see(merged).toHaveCount(0)
    await see(all).toHaveAttribute('aria-rowcount', rows ?? '')
    await nav.getByRole('link', { name: '团组织' }).click()
    await see(page).toHaveURL(/\/orgs\?.*asOf=2018-12-19&structure=now/)
    await page.reload()
    await see(bar.getByText('按现在的组织归口', { exact: false })).toBeVisible()
    await bar.getByRole('button', { name: '回到今天' }).click()
    await see(bar).toBeHidden()
    await see(page).not.toHaveURL(/asOf/)
    await nav.getByRole('link', { name: '团员' }).click()
    await see(row).toContainText('西坪社区第一')
    await see(page.getByRole('button', { name: '登记团员' })).toBeVisible()
  },
)
