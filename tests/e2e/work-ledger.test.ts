import { expect, test } from 'vitest'
import { resultOf } from '#tests/fixtures/engine.ts'
import { csvFile, filledDistrict, inventedId } from '#tests/fixtures/small-district.ts'
import { openFilled } from './filled-page.ts'
import { seriousIn } from './looked-over.ts'
import { chromiumPath } from './opened-page.ts'
import { turnPage } from './pages.ts'
import { see } from './see.ts'

if (chromiumPath === undefined) {
  console.warn('Chromium is not on this PC: the work ledger is not looked at. Set CHROMIUM to its path.')
}

test.skipIf(chromiumPath === undefined)(
  'types are made with one click, work is written down with the fields of its type, and its figure opens it',
  { timeout: 120_000 },
  async () => {
    const pc = await filledDistrict.open('work-ledger')
    const { page, origin } = await openFilled(pc)
    await turnPage(page, `${origin}/work`)
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

    // Many at once, on the sheet: below what is there, with the fields of the type, typed and pasted from Excel.
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin })
    await turnPage(page, `${origin}/work?type=${encodeURIComponent('公益捐助')}&year=2018`)
    await page.getByRole('link', { name: '整表录入' }).click()
    const heads = page.getByRole('columnheader')
    await see(heads.filter({ hasText: '物资吨数' })).toBeVisible()
    const at = async (name: string) => (await heads.allTextContents()).indexOf(name)
    const cell = (line: number, column: number) =>
      page.locator(`.sheet-cell[data-row="${line}"][data-column="${column}"]`)
    await see(cell(0, 1)).toHaveText('暖冬募捐')
    await see(cell(1, 0)).toHaveAttribute('data-at', 'true')
    const copied = '2018.6.1\t送书下乡\t\t120\r\n2018.6.2\t爱心义卖\t\t1.2万\r\n'
    await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(copied)})`)
    await page.keyboard.press('Control+v')
    await see(cell(2, 1)).toHaveText('爱心义卖')
    const tons = await at('物资吨数')
    await cell(1, tons).click()
    await page.keyboard.type('很多')
    await page.keyboard.press('Enter')
    await see(cell(1, tons)).toHaveAttribute('data-mark', 'refused')
    await cell(1, tons).click()
    await page.keyboard.type('3.5万')
    await page.keyboard.press('Enter')
    await see(cell(1, tons)).toHaveText('35000')
    expect(await seriousIn(page)).toEqual([])
    // Enter reaches the button from the moment the question is drawn: an Enter that comes early is not lost.
    await page.evaluate(`new MutationObserver((_, observer) => {
      const asked = document.querySelector('[role=dialog]')
      if (asked === null) return
      window.focusedAtOnce = asked.contains(document.activeElement) ? document.activeElement.textContent : 'nothing'
      observer.disconnect()
    }).observe(document.body, { childList: true, subtree: true })`)
    await page.keyboard.press('Control+s')
    await see(page.getByRole('dialog').getByText(/2018 年公益捐助：送书下乡、爱心义卖/)).toBeVisible()
    expect(await page.evaluate('window.focusedAtOnce')).toBe('登记 2 行')
    await page.keyboard.press('Enter')
    await see(page.getByRole('alert').filter({ hasText: '整表登记' })).toBeVisible()
    await see(cell(2, 3)).toHaveText('12000')
    await see(cell(3, 0)).toHaveText('')

    // What else a figure counts has its list and its form here, too.
    const others: readonly (readonly [part: string, set: Readonly<Record<string, string>>])[] = [
      ['venue', { name: '东坪青年之家', type: '青年之家', opened: '2018.3.1' }],
      ['project', { name: '青春护航', type: '青春家园', begun: '2018.3.1' }],
      ['venue_log', { venue: '东坪青年之家', on_day: '2018.3.9', use: '维护' }],
      ['project_stage', { project: '青春护航', stage: '中期' }],
      ['body', { name: '区青年联合会', type: '青年联合会', elected: '2018.3.1' }],
      ['body_member', { body: '名团干工作室', name: '张导师' }],
      ['congress', { name: '第一次少代会', held_on: '2018.10.13' }],
    ]
    for (const [part, set] of others) {
      await turnPage(page, `${origin}/work?part=${part}`)
      await page.getByRole('main').getByRole('button', { name: /^登记/ }).click()
      // A word of a list that was typed is taken as one leaves it, without the list.
      for (const [name, value] of Object.entries(set)) {
        await field(name).fill(value)
        await page.keyboard.press('Tab')
      }
      await page.keyboard.press('Control+Enter')
      await see(form).toBeHidden()
      await see(
        page
          .getByRole('grid')
          .getByRole('row')
          .filter({ hasText: set['name'] ?? set['venue'] ?? set['project'] ?? '' }),
      ).toBeVisible()
    }

    await page.getByRole('link', { name: '报表', exact: true }).click()
    const figures = page.getByRole('grid', { name: '报表指标' })
    // The greatest first: the list is longer than the window.
    await figures.getByRole('columnheader', { name: '本年' }).click()
    await figures.getByRole('columnheader', { name: '本年' }).click()
    const figure = figures.getByRole('row').filter({ hasText: '募集物资' })
    await see(figure).toContainText('36,200')
    await figure.getByRole('link', { name: '募集物资' }).click()
    await see(page.getByRole('heading', { name: '募集物资', level: 1 })).toBeVisible()
    await see(page.getByText('背后的记录 2 条')).toBeVisible()
    await page.getByRole('row').filter({ hasText: '暖冬募捐' }).getByRole('button').last().click()
    await see(page.getByRole('dialog').getByRole('textbox', { name: '自有栏目 文具数' })).toHaveValue('305')
  },
)

test.skipIf(chromiumPath === undefined)(
  'visits of a secretary who is no member are written down one after the other, pasted, and stand in the list',
  { timeout: 120_000 },
  async () => {
    const pc = await filledDistrict.open('visits')
    const posts = csvFile('团干部.csv', [
      {
        ...{ 姓名: '钟书记', 身份证号码: inventedId('1985-03-01', 901), 团干所属组织: '云岭街道' },
        ...{ 团内现任职务: '书记', 任现职年月: '2018-01' },
      },
    ])
    await resultOf(pc.ask.rosters.importFile({ file: posts, as: 'cadres' }))
    const { page, origin } = await openFilled(pc)
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin })
    await turnPage(page, `${origin}/work?part=visit`)
    await page.getByRole('button', { name: '登记联系日志' }).click()
    const form = page.getByRole('dialog')
    const field = (name: string) => form.locator(`[data-field="${name}"]`)
    await see(field('person')).toBeFocused()
    await page.keyboard.type('钟书记')
    await see(page.getByRole('option', { name: '钟书记' })).toBeVisible()
    await page.keyboard.press('Enter')
    await field('on_day').fill('2018.1.12')
    // another word for it is understood as soon as the field is left
    await field('way').fill('走访')
    await page.keyboard.press('Tab')
    await see(field('way')).toHaveValue('面对面')
    await form.getByRole('button', { name: '保存并登记下一个' }).click()
    await see(field('on_day')).toHaveValue('')
    await see(field('person')).toHaveValue('钟书记')
    await page.keyboard.press('Escape')
    const list = page.getByRole('grid', { name: '联系日志' })
    await see(list.getByRole('row').filter({ hasText: '2018-01-12' })).toContainText('钟书记')

    const rows = [
      ['姓名', '联系日期', '联系形式', '联系人数'],
      ['钟书记', '2018.1.20', '线下活动', '30'],
    ]
    await page.evaluate(
      `navigator.clipboard.writeText(${JSON.stringify(rows.map(row => row.join('\t')).join('\r\n'))})`,
    )
    await page.getByRole('tab', { name: '联系日志' }).focus()
    await page.keyboard.press('Control+V')
    const main = page.getByRole('main')
    await main.getByRole('button', { name: /^导入/ }).last().click()
    await see(main.getByText(/撤销/).first()).toBeVisible()
    await turnPage(page, `${origin}/work?part=visit`)
    await see(list.getByRole('row').filter({ hasText: '2018-01-20' })).toContainText('30')
  },
)
