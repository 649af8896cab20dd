import { test } from 'vitest'
import { filledDistrict } from '#tests/fixtures/small-district.ts'
import { openFilled } from './filled-page.ts'
import { chromiumPath } from './opened-page.ts'
import { see } from './see.ts'

if (chromiumPath === undefined) {
  console.warn(
    'Chromium is not on this PC: what changed between two days is not looked at. Set CHROMIUM to its path.',
  )
}

test.skipIf(chromiumPath === undefined)(
  'what changed in a branch between two days: who came and went, each opens; and Ctrl+K opens a form',
  { timeout: 120_000 },
  async () => {
    const pc = await filledDistrict.open('changes')
    const { id: org } = await pc.ask.registry.orgShow({ org: '东坪社区第一' })
    const [member] = (await pc.ask.looking.people({ org: '西坪社区第一', sort: 'name' })).rows
    const { id = '', name = '' } = member ?? {}
    const set = { person: id, org: '东坪社区第一', since: '2018-12-20' }
    await pc.ask.records.add({ kind: 'membership', set, by: '' })
    const { page, origin } = await openFilled(pc)
    await page.goto(`${origin}/orgs?org=${org}`)
    await page.getByRole('link', { name: '看增减变动' }).click()
    await see(page).toHaveURL(`${origin}/changes?org=${org}`)
    await page.getByText('近三个月', { exact: true }).click()
    await see(page).toHaveURL(/from=2018-09-30&to=2018-12-31/)
    const list = page.getByRole('grid', { name: '增减变动' })
    await page.getByText('转入和新增 1', { exact: true }).click()
    const row = list.getByRole('row').filter({ hasText: name })
    await see(row).toContainText('2018-12-20')
    await row.getByRole('link', { name }).click()
    await see(page.getByRole('heading', { name, level: 1 })).toBeVisible()
    await page.goBack()
    await see(row).toBeVisible()

    // The second day written first: it stays where it was written, and the first one is written after it.
    const day = (label: string) => page.getByRole('textbox', { name: label })
    await day('到这一天').fill('2018-06-30')
    await page.keyboard.press('Enter')
    await see(page.getByRole('status').filter({ hasText: '结束日期早于开始日期' })).toBeVisible()
    await see(day('从这一天之后')).toHaveValue('2018-09-30')
    await see(day('到这一天')).toHaveValue('2018-06-30')
    await day('从这一天之后').fill('2018-01-01')
    await page.keyboard.press('Enter')
    await see(page.getByText('2018-01-01 之后，到 2018-06-30')).toBeVisible()
    await see(page.getByRole('status').filter({ hasText: '结束日期早于开始日期' })).toHaveCount(0)

    await page.keyboard.press('Control+K')
    await see(page.getByRole('dialog').getByRole('textbox')).toBeFocused()
    await page.keyboard.type('登记团')
    await see(page.getByRole('button', { name: '登记团员' })).toBeVisible()
    await page.keyboard.press('Enter')
    await see(page.getByRole('dialog').getByRole('combobox', { name: '所在团支部' })).toBeFocused()
  },
)
