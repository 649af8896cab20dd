import type { Page } from '@playwright/test'
import { expect, test } from 'vitest'
import { filledDistrict } from '#tests/fixtures/small-district.ts'
import { openFilled } from './filled-page.ts'
import { intercept } from './intercept.ts'
import { seriousIn } from './looked-over.ts'
import { chromiumPath } from './opened-page.ts'
import { see } from './see.ts'

if (chromiumPath === undefined) {
  console.warn('Chromium is not on this PC: nothing is entered on a sheet. Set CHROMIUM to its path.')
}

async function aSheet(path: string) {
  const pc = await filledDistrict.open('sheet-page')
  const { page, address, origin } = await openFilled(pc)
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin })
  await page.goto(origin + path)
  await see(page.getByRole('grid')).toBeVisible()
  return { page, address }
}

const cell = (page: Page, row: number, column: number) =>
  page.locator(`.sheet-cell[data-row="${row}"][data-column="${column}"]`)

/** How far the sign of a busy button stands from its middle, in pixels. */
const busyOffCentre = `(() => {
  const sign = document.querySelector('.mantine-Button-loader')
  const [one, other] = [sign, sign.closest('button')].map(e => e.getBoundingClientRect())
  return Math.abs(one.top + one.height / 2 - other.top - other.height / 2)
})()`

/** Ctrl+V of cells that were copied in a spreadsheet. */
async function paste(page: Page, text: string) {
  await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`)
  await page.keyboard.press('Control+v')
}

test.skipIf(chromiumPath === undefined)(
  'a branch is appraised by keyboard alone, with an input method; the plan is previewed, saved at once, undone at once',
  { timeout: 120_000 },
  async () => {
    const { page } = await aSheet('/sheet?of=appraisal&org=44039901011&year=2018')
    const input = page.locator('.sheet-input')
    await input.focus()
    // 姓名 是否党员 评议结果 评议日期 注册结果 注册日期 备注
    await see(cell(page, 0, 2)).toHaveAttribute('data-at', 'true')

    // An input method composes in the cell: its keys move nothing, and what it ends with is what was typed.
    const ime = await page.context().newCDPSession(page)
    await ime.send('Input.imeSetComposition', { text: 'you', selectionStart: 3, selectionEnd: 3 })
    await see(input).toHaveValue('you')
    await ime.send('Input.imeSetComposition', { text: '优秀', selectionStart: 2, selectionEnd: 2 })
    await see(cell(page, 0, 2)).toHaveAttribute('data-at', 'true')
    await ime.send('Input.insertText', { text: '优秀' })
    await page.keyboard.press('Enter')
    await see(cell(page, 0, 2)).toHaveText('优秀')
    await see(cell(page, 1, 2)).toHaveAttribute('data-at', 'true')

    // the number of a choice, then the list of choices
    await page.keyboard.type('2')
    await see(page.getByRole('option', { name: '合格' })).toHaveAttribute('aria-selected', 'true')
    expect(await seriousIn(page)).toEqual([])
    await page.keyboard.press('Enter')
    await see(cell(page, 1, 2)).toHaveText('合格')
    await page.keyboard.type('很好')
    await page.keyboard.press('ArrowRight')
    await see(cell(page, 2, 2)).toHaveAttribute('data-mark', 'refused')
    await page.keyboard.press('ArrowLeft')
    await see(page.getByText('这里不能填“很好”。可以填：优秀、合格、基本合格、不合格。')).toBeVisible()
    await see(page.getByText('优秀 1/2（上限 30%）')).toBeVisible()

    // one undo takes back what was typed, one redo brings it again
    await page.keyboard.press('Control+z')
    await see(cell(page, 2, 2)).toHaveText('')
    await page.keyboard.press('Control+y')
    await see(cell(page, 2, 2)).toHaveText('很好')
    await page.keyboard.press('Delete')
    await see(cell(page, 2, 2)).toHaveText('')

    // 评议日期: typed once, filled down
    await page.keyboard.press('Control+Home')
    for (let n = 0; n < 3; n++) await page.keyboard.press('ArrowRight')
    await page.keyboard.type('2018-12-01')
    await page.keyboard.press('Enter')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Shift+ArrowDown')
    await page.keyboard.press('Control+d')
    await see(cell(page, 1, 3)).toHaveText('2018-12-01')

    // it survives a closed window
    await page.reload()
    await see(page.getByText('这是上次没有保存的内容。')).toBeVisible()
    await see(cell(page, 0, 2)).toHaveText('优秀')
    expect(await seriousIn(page)).toEqual([])

    await page.locator('.sheet-input').focus()
    await page.keyboard.press('Control+s')
    await see(page.getByRole('dialog').getByText(/^整表登记“东坪社区第一”2018 年评议与注册/)).toBeVisible()
    await see(
      page.getByRole('dialog').getByText('“东坪社区第一”参评 2 人，优秀 1 人，超过 30%（最多 0 人）'),
    ).toBeVisible()
    await see(page.getByRole('dialog').getByRole('button', { name: '登记 2 行' })).toBeFocused()
    // Until the sheet has come anew, what was typed stands in it, and the button that is busy shows so in its middle.
    const anew = Promise.withResolvers<void>()
    await intercept(page, '**/rpc/sheet/rows', async route => {
      await anew.promise
      await route.continue()
    })
    await page.keyboard.press('Enter')
    const notice = page.getByRole('alert').filter({ hasText: '整表登记' })
    await see(notice).toBeVisible()
    await see(cell(page, 0, 2)).toHaveText('优秀')
    await see(page.locator('.mantine-Button-loader').first()).toBeVisible()
    expect(await page.evaluate<number>(busyOffCentre)).toBeLessThanOrEqual(1)
    anew.resolve()
    await see(page.getByRole('dialog')).toBeHidden()
    await page.unroute('**/rpc/sheet/rows')
    await see(cell(page, 0, 2)).toHaveText('优秀')
    await see(page.getByText('没有保存').first()).toBeHidden()
    await notice.getByRole('button', { name: '撤销' }).click()
    await see(cell(page, 0, 2)).toHaveText('')
  },
)

test.skipIf(chromiumPath === undefined)(
  'fees are pasted from Excel and copied to it; what is hardly meant is marked; what somebody else wrote is told at its cell',
  { timeout: 120_000 },
  async () => {
    const { page, address } = await aSheet('/sheet?of=fee&org=44039901011&year=2018')
    const at = async (name: string) => {
      const heads = await page.getByRole('columnheader').allTextContents()
      return heads.indexOf(name)
    }
    const due = await at('每月应交(元)')
    const january = await at('1月')
    await cell(page, 0, due).click()
    await paste(page, '5\r\n5\r\n5\r\n')
    await cell(page, 0, january).click()
    await paste(page, '5\t5\r\n5\t50\r\n')
    await see(cell(page, 1, january + 1)).toHaveAttribute('data-mark', 'kept')
    await cell(page, 1, january + 1).click()
    await see(page.getByText('50.00 元是每月应交 5.00 元的 10 倍。请核对')).toBeVisible()
    await page.keyboard.type('5')
    await page.keyboard.press('Enter')

    // the mouse chooses, and the handle fills
    await cell(page, 0, january).hover()
    await page.mouse.down()
    await cell(page, 1, january + 1).hover()
    await page.mouse.up()
    await page.keyboard.press('Control+c')
    const copied = await page.evaluate<string>('navigator.clipboard.readText()')
    expect(copied).toBe('5.00\t5.00\r\n5.00\t5.00')
    await page.locator('.sheet-handle').hover()
    await page.mouse.down()
    await cell(page, 2, january).hover()
    await page.mouse.up()
    await see(cell(page, 2, january + 1)).toHaveText('5.00')
    await see(page.locator('.sheet-foot').getByText('15.00').first()).toBeVisible()

    // another PC wrote the same month meanwhile
    const other = await page.context().newPage()
    await other.goto(address)
    await see(other.getByRole('main')).toBeVisible()
    await other.goto(page.url())
    await see(other.getByText('这是上次没有保存的内容。')).toBeVisible()
    await other.getByRole('button', { name: '保存…' }).click()
    await other.getByRole('dialog').getByRole('button', { name: /^登记/ }).click()
    await see(other.getByRole('alert').filter({ hasText: '整表登记' })).toBeVisible()
    await cell(page, 0, january).click()
    await page.keyboard.type('3')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Control+s')
    await see(page.getByRole('dialog').getByText(/改成了“5\.00”/)).toBeVisible()
    await page.getByRole('dialog').getByRole('button', { name: '回到表格' }).click()
    await see(cell(page, 0, january)).toHaveAttribute('data-mark', 'refused')
    await see(cell(page, 0, january)).toHaveText('3.00')
  },
)
