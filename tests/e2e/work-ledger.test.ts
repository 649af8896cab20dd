import { afterAll, test } from 'vitest'
import { prepared } from '#tests/fixtures/engine.ts'
import { fillDistrict } from '#tests/fixtures/small-district.ts'
import { openFilled } from './filled-page.ts'
import { chromiumPath } from './opened-page.ts'
import { see } from './see.ts'

if (chromiumPath === undefined) {
  console.warn('Chromium is not on this PC: the work ledger is not looked at. Set CHROMIUM to its path.')
}

const filled = prepared('work-ledger', fillDistrict)
afterAll(() => filled.discard())

test.skipIf(chromiumPath === undefined)(
  'types are made with one click, work is written down with the fields of its type, and its figure opens it',
  { timeout: 120_000 },
  async () => {
    const pc = await filled.open('work-ledger')
    const { page, origin } = await openFilled(pc)
    await page.goto(`${origin}/work`)
    await page.getByRole('button', { name: '设立常用类型' }).click()
    await see(page.getByText('已设立常用工作类型。')).toBeVisible()
    await see(page.getByRole('button', { name: '设立常用类型' })).toHaveCount(0)

    await page.getByRole('button', { name: '登记工作' }).click()
    const form = page.getByRole('dialog')
    const field = (name: string) => form.locator(`[data-field="${name}"]`)
    await see(field('type')).toBeFocused()
    await page.keyboard.type('公益捐助')
    // The list of suggestions is closed by going on.
    await page.keyboard.press('Tab')
    await field('held_on').fill('2018.5.4')
    await field('title').fill('暖冬募捐')
    await form.getByRole('textbox', { name: '自有栏目 物资吨数' }).fill('1,200')
    await form.getByRole('textbox', { name: '自有栏目 文具数' }).fill('305个')
    await form.getByRole('button', { name: '保存', exact: true }).click()
    const row = page.getByRole('grid', { name: '工作记录' }).getByRole('row').filter({ hasText: '暖冬募捐' })
    await see(row).toContainText('公益捐助')

    await page.getByRole('link', { name: '报表', exact: true }).click()
    const figures = page.getByRole('grid', { name: '报表指标' })
    // The greatest first: the list is longer than the window.
    await figures.getByRole('columnheader', { name: '本年' }).click()
    await figures.getByRole('columnheader', { name: '本年' }).click()
    const figure = figures.getByRole('row').filter({ hasText: '募集物资' })
    await see(figure).toContainText('1,200')
    await figure.getByRole('link', { name: '募集物资' }).click()
    await see(page.getByRole('heading', { name: '募集物资', level: 1 })).toBeVisible()
    await see(page.getByText('背后的记录 1 条')).toBeVisible()
    await page.getByRole('row').filter({ hasText: '暖冬募捐' }).getByRole('button').last().click()
    await see(page.getByRole('dialog').getByRole('textbox', { name: '自有栏目 文具数' })).toHaveValue('305')
  },
)
