import type { Page } from '@playwright/test'
import { expect, test } from 'vitest'
import { filledDistrict, inventedId } from '#tests/fixtures/small-district.ts'
import { openFilled } from './filled-page.ts'
import { intercept } from './intercept.ts'
import { seriousIn } from './looked-over.ts'
import { chromiumPath } from './opened-page.ts'
import { turnPage } from './pages.ts'
import { see } from './see.ts'
import { ways } from './ways.ts'

if (chromiumPath === undefined) {
  console.warn('Chromium is not on this PC: nothing is entered by hand in a page. Set CHROMIUM to its path.')
}

const day = '2018-12-31'

type Open = (typeof ways)[number]['open']

/** A page over a district of 8 branches. */
async function aPage(open?: Open) {
  return openFilled(await filledDistrict.open('by-hand'), { day, ...(open && { open }) })
}

/** Goes to an address inside the page, as a link does. */
async function go(page: Page, origin: string, path: string) {
  await turnPage(page, origin + path)
  await see(page.getByRole('main')).toBeVisible()
}

const panel = (page: Page) => page.getByRole('dialog')

test.skipIf(chromiumPath === undefined).each(ways)(
  '$way: a member is added by keyboard alone, a mistake is told at its field, and it is taken back in the notice',
  { timeout: 120_000 },
  async ({ open }) => {
    const { page, origin } = await aPage(open)
    await go(page, origin, `/people?text=${encodeURIComponent('张伟')}`)
    await page.getByRole('button', { name: '登记团员' }).focus()
    await page.keyboard.press('Enter')
    await see(panel(page).getByRole('combobox', { name: '所在团支部' })).toBeFocused()
    await page.keyboard.type('东坪社区第一')
    await see(page.getByRole('option', { name: '东坪社区第一团支部' })).toBeVisible()
    await page.keyboard.press('Enter')
    await see(panel(page).getByRole('textbox', { name: '姓名' })).toBeFocused()
    await page.keyboard.type('张伟')
    await page.keyboard.press('Enter')
    const right = inventedId('2000-05-04', 900)
    const wrong = right.slice(0, 17) + (right.endsWith('1') ? '2' : '1')
    await page.keyboard.type(wrong)
    await page.keyboard.press('Enter')
    await see(panel(page).getByText('身份证号校验不通过，有一位可能写错。请对照证件改正。')).toBeVisible()
    expect(await seriousIn(page)).toEqual([])
    await panel(page).getByRole('textbox', { name: '身份证号' }).fill(right)
    await see(panel(page).getByText('身份证号校验不通过')).toBeHidden()
    await page.keyboard.press('Control+Enter')
    await see(panel(page)).toBeHidden()
    const notice = page.getByRole('alert').filter({ hasText: '登记团员 张伟（东坪社区第一）' })
    await see(notice).toBeVisible()
    await see(page.getByRole('link', { name: '张伟' })).toBeVisible()
    await notice.getByRole('button', { name: '撤销' }).click()
    await see(page.getByRole('link', { name: '张伟' })).toBeHidden()
  },
)

/** Presses keys as a hand does, and counts them; a Chinese character is typed with its pinyin. */
function hand(page: Page, pinyin: Readonly<Record<string, string>>) {
  let strokes = 0
  return {
    strokes: () => strokes,
    press: async (key: string) => {
      strokes += key.split('+').length
      await page.keyboard.press(key)
    },
    type: async (text: string) => {
      // What was composed is ended with the space bar.
      strokes += pinyin[text] === undefined ? text.length : pinyin[text].length + 1
      await page.keyboard.type(text)
    },
  }
}

test.skipIf(chromiumPath === undefined)(
  'a member is added with a name, a number and Enter alone: so few keys that a slow hand needs no twenty seconds',
  { timeout: 120_000 },
  async () => {
    const { page, origin } = await aPage()
    await go(page, origin, '/orgs?org=44039901011&tab=members')
    const form = panel(page)
    const field = (label: string) => form.getByRole('textbox', { name: label })
    const { press, type, strokes } = hand(page, { 张小明: 'zhangxiaoming' })

    // From anywhere by Ctrl+K; here the branch that is shown is filled in, and the name is asked first.
    await page.getByRole('button', { name: '登记团员' }).focus()
    await press('Enter')
    await see(field('姓名')).toBeFocused()
    await see(form.getByRole('combobox', { name: '所在团支部' })).toHaveValue('东坪社区第一')
    await see(form.getByText('带 * 的要填，其余可以以后再补。')).toBeVisible()
    expect(await form.locator('[data-field]:required').count()).toBe(3)
    await type('张小明')
    await press('Enter')
    await see(field('身份证号')).toBeFocused()
    await type(inventedId('2000-05-04', 901))
    await press('Control+Enter')
    await see(form).toBeHidden()
    await see(page.getByRole('alert').filter({ hasText: '登记团员 张小明' })).toBeVisible()
    console.log(`a member was added with ${strokes()} keystrokes`)
    // Somebody who looks for each key presses two a second.
    expect(strokes() / 2).toBeLessThan(20)

    // Whoever knows no shortcut goes through the fields with Enter, and Enter saves at their end.
    await page.getByRole('button', { name: '登记团员' }).focus()
    await press('Enter')
    await see(field('姓名')).toBeFocused()
    await type('张小明')
    await press('Enter')
    await type(inventedId('2001-05-04', 902))
    const save = form.getByRole('button', { name: '保存', exact: true })
    // past what can be left open: telephone, the month of joining, the day from which he is here
    for (let pressed = 0; pressed < 4; pressed++) await press('Enter')
    await see(save).toBeFocused()
    await press('Enter')
    await see(form).toBeHidden()
    await see(page.getByRole('grid').getByRole('link', { name: '张小明' })).toHaveCount(2)

    // The rest of the fields is opened where one looks.
    await page.getByRole('button', { name: '登记团员' }).click()
    // What is taken and had better be looked at again is told at its field.
    await field('手机号码').fill('123')
    await field('手机号码').blur()
    await see(form.getByText(/^不像电话号码/)).toBeVisible()
    await form.getByRole('button', { name: /^其余 \d+ 项$/ }).click()
    await see(form.getByRole('combobox', { name: '证件类型' })).toBeFocused()
    await see(form.getByRole('combobox', { name: '证件类型' })).toBeInViewport()

    // A branch that is not found stays as it was typed, with Enter too; a branch is found by its initials.
    await page.keyboard.press('Escape')
    await form.getByRole('button', { name: '取消' }).click()
    await go(page, origin, '/people')
    await page.getByRole('button', { name: '登记团员' }).click()
    const branch = form.getByRole('combobox', { name: '所在团支部' })
    await see(branch).toBeFocused()
    await see(page.getByRole('listbox')).toBeHidden()
    await page.keyboard.type('nobody')
    await see(page.getByText('没有找到，请换几个字试试')).toBeVisible()
    await page.keyboard.press('Enter')
    await see(branch).toBeFocused()
    await see(branch).toHaveValue('nobody')
    await branch.fill('dpsqdy')
    await see(page.getByRole('option', { name: '东坪社区第一团支部' })).toBeVisible()
    await page.keyboard.press('Enter')
    await see(field('姓名')).toBeFocused()
    await see(branch).toHaveValue(/东坪社区第一/)

    // Whoever types on quickly means what is typed, and not what stands first in the list of what was typed before.
    let release: () => void = () => undefined
    const held = new Promise<void>(resolve => {
      release = resolve
    })
    await intercept(page, '**/rpc/registry/find', async route => {
      if (route.request().postData()?.includes('东坪社区第二')) await held
      await route.continue()
    })
    await branch.fill('东坪社区')
    await see(page.getByRole('option', { name: '东坪社区第一团支部' })).toBeVisible()
    await page.keyboard.type('第二')
    await page.keyboard.press('Enter')
    release()
    await see(branch).toHaveValue(/东坪社区第二/)
    await see(field('姓名')).toBeFocused()
  },
)

test.skipIf(chromiumPath === undefined)(
  'a work record is written down in under a minute: its type by its first characters, its day without the year',
  { timeout: 120_000 },
  async () => {
    const pc = await filledDistrict.open('by-hand')
    await pc.ask.reports.adoptTypes({})
    const { page, origin } = await openFilled(pc, { day })
    // The types come after the first of them was typed: it is marked then, and Enter takes it.
    const typed = Promise.withResolvers<void>()
    await intercept(page, '**/rpc/records/list', async route => {
      if (route.request().postData()?.includes('work_type')) await typed.promise
      await route.continue()
    })
    await go(page, origin, '/work')
    const form = panel(page)
    const field = (name: string) => form.locator(`[data-field="${name}"]`)
    const { press, type, strokes } = hand(page, {
      公益: 'gongyi',
      暖冬募捐: 'nuandongmujuan',
      区文化中心: 'quwenhuazhongxin',
    })
    await page.getByRole('button', { name: '登记工作' }).focus()
    await press('Enter')
    await see(field('type')).toBeFocused()
    await type('公益')
    await see(field('type')).toHaveValue('公益')
    typed.resolve()
    await see(page.getByRole('option', { name: '公益捐助' })).toBeVisible()
    await press('Enter')
    await see(field('type')).toHaveValue('公益捐助')
    await see(field('held_on')).toBeFocused()
    await type('5.4')
    await press('Enter')
    await see(field('held_on')).toHaveValue('2018-05-04')
    await see(field('title')).toBeFocused()
    await type('暖冬募捐')
    await press('Enter')
    await type('120')
    for (let passed = 0; passed < 2; passed++) await press('Enter')
    await see(field('venue')).toBeFocused()
    await type('区文化中心')
    // the fields of the type, one after the other, in the order in which the type has them
    for (const name of ['物资吨数', '文具数', '图书册数']) {
      await press('Enter')
      await see(form.getByRole('textbox', { name: `自有栏目 ${name}` })).toBeFocused()
    }
    await type('500')
    await press('Control+Enter')
    await see(form).toBeHidden()
    await see(page.getByRole('row').filter({ hasText: '2018-05-04' })).toContainText('暖冬募捐')
    console.log(`a work record was written down with ${strokes()} keystrokes`)
    expect(strokes() / 2).toBeLessThan(60)
  },
)

test.skipIf(chromiumPath === undefined)(
  'a draft survives a closed window; save and next keeps the place; what is folded opens for its mistake',
  { timeout: 120_000 },
  async () => {
    const { page, origin } = await aPage()
    const path = '/orgs?org=44039901011&tab=members'
    await go(page, origin, path)
    const open = () => page.getByRole('button', { name: '登记团员' }).click()
    await open()
    await panel(page).getByRole('textbox', { name: '姓名' }).fill('张小明')
    await go(page, origin, path)
    await open()
    await see(panel(page).getByText('这是上次没有保存的内容。')).toBeVisible()
    await see(panel(page).getByRole('textbox', { name: '姓名' })).toHaveValue('张小明')
    await panel(page)
      .getByRole('button', { name: /^其余 \d+ 项$/ })
      .click()
    await panel(page).getByRole('combobox', { name: '证件类型' }).click()
    await page.getByRole('option', { name: '境外身份证' }).click()
    await panel(page).getByRole('textbox', { name: '身份证号' }).fill('K1234567')
    await panel(page).getByRole('button', { name: '保存并登记下一个' }).click()
    await see(panel(page).getByText('境外证件看不出出生日期，必须填写。')).toBeVisible()
    await see(panel(page).getByRole('textbox', { name: '出生日期' })).toBeFocused()
    await page.keyboard.type('2001.2.3')
    await panel(page).getByRole('button', { name: '保存并登记下一个' }).click()
    await see(page.getByRole('alert').filter({ hasText: '登记团员 张小明' })).toBeVisible()
    await see(panel(page).getByRole('textbox', { name: '姓名' })).toHaveValue('')
    await see(panel(page).getByRole('textbox', { name: '姓名' })).toBeFocused()
    await see(panel(page).getByRole('combobox', { name: '所在团支部' })).toHaveValue('东坪社区第一')
  },
)

test.skipIf(chromiumPath === undefined)(
  'a finding is cleared where it stands: the post ends, the finding shows, and a secretary is appointed from it',
  { timeout: 120_000 },
  async () => {
    const { page, origin } = await aPage()
    await go(page, origin, '/orgs?org=44039901011&tab=cadres')
    await page
      .getByRole('grid')
      .getByRole('button', { name: /^修改 .*书记$/ })
      .click()
    await page.getByRole('menuitem', { name: '修改' }).click()
    await panel(page).getByRole('textbox', { name: '离任日期' }).fill('2018-06-30')
    await page.keyboard.press('Control+Enter')
    await see(page.getByRole('alert').filter({ hasText: '离任日期由“空”改为“2018-06-30”' })).toBeVisible()
    await go(page, origin, '/lifeline/why?org=44039901011&rule=W02')
    await page.getByRole('button', { name: '任命书记' }).click()
    await see(panel(page).getByRole('combobox', { name: '任职组织' })).toHaveValue(/东坪社区第一/)
    await panel(page).getByRole('combobox', { name: '任职人' }).click()
    await page.getByRole('option').first().click()
    // Enter passes by what is given already: whoever types on does not write over the branch.
    await panel(page).getByRole('combobox', { name: '任职人' }).press('Enter')
    await see(panel(page).getByRole('combobox', { name: '团干部性质' })).toBeFocused()
    await page.keyboard.press('Control+Enter')
    await see(panel(page)).toBeHidden()
    await see(page.getByText('这一项已经没有问题')).toBeVisible()
  },
)

test.skipIf(chromiumPath === undefined)(
  'chosen members are changed and moved together: told one by one, those who cannot stay, one undo',
  { timeout: 120_000 },
  async () => {
    const { page, origin } = await aPage()
    await go(page, origin, '/people')
    const list = page.getByRole('grid', { name: '团员' })
    await list.focus()
    await page.keyboard.press('Space')
    for (let n = 0; n < 3; n++) await page.keyboard.press('Shift+ArrowDown')
    await see(page.getByRole('toolbar').getByText('已选 4 行')).toBeVisible()
    await page.getByRole('button', { name: '改同一项' }).click()
    await panel(page).getByRole('combobox', { name: '改哪一项' }).fill('学习工作')
    await see(page.getByRole('option')).toHaveText(['学习工作单位'])
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await panel(page).getByRole('textbox', { name: '学习工作单位' }).fill('某某公司')
    await see(panel(page).getByRole('listitem')).toHaveCount(4)
    await see(panel(page).getByRole('listitem').first()).toContainText('学习工作单位由“空”改为“某某公司”')
    expect(await seriousIn(page)).toEqual([])
    // As in every form, Enter only goes on; it does not do it to all of them.
    await page.keyboard.press('Enter')
    await see(panel(page).getByRole('button', { name: '办理 4 条' })).toBeFocused()
    await panel(page).getByRole('textbox', { name: '学习工作单位' }).focus()
    await page.keyboard.press('Control+Enter')
    const changed = page.getByRole('alert').filter({ hasText: '等 4 人：学习工作单位改为“某某公司”' })
    await see(changed).toBeVisible()
    await see(page.getByRole('toolbar')).toBeHidden()
    await changed.getByRole('button', { name: '撤销' }).click()
    await see(page.getByRole('alert').filter({ hasText: '已撤销' })).toBeVisible()

    // The box at the head says whether all are chosen, and lets them go again.
    const all = list.getByRole('button', { name: '全选' })
    await list.focus()
    await page.keyboard.press('Space')
    await see(all).toHaveAttribute('aria-pressed', 'mixed')
    await all.click()
    await see(all).toHaveAttribute('aria-pressed', 'true')
    await all.click()
    await see(page.getByRole('toolbar')).toBeHidden()
    await see(all).toHaveAttribute('aria-pressed', 'false')
    await list.focus()
    await page.keyboard.press('Control+a')
    await see(page.getByRole('toolbar')).toBeVisible()
    await page.getByRole('toolbar').getByRole('button', { name: '转移' }).click()
    await panel(page).getByRole('combobox', { name: '所在团支部' }).fill('东坪社区第一')
    await page.getByRole('option', { name: '东坪社区第一团支部' }).click()
    // Who is there already is a number, and no line; those who hold a post come first.
    await see(panel(page).getByText(/^办理 \d+ 条，其中 \d+ 条请核对，\d+ 条已是这样$/)).toBeVisible()
    const told = await panel(page).getByRole('listitem').allTextContents()
    expect(told.filter(text => text.includes('已在'))).toEqual([])
    const held = told.findIndex(text => text.includes('仍任'))
    expect(told[held]).toMatch(/^请核对/)
    const plain = told.findIndex(text => text.startsWith('请核对') || !text.startsWith('不动'))
    expect(held).toBe(plain)
    await panel(page)
      .getByRole('button', { name: /^办理 \d+ 条$/ })
      .click()
    await see(page.getByRole('alert').filter({ hasText: '转到“东坪社区第一”' })).toBeVisible()
    await see(page.getByRole('row').filter({ hasText: '西坪社区' })).toHaveCount(0)
  },
)

test.skipIf(chromiumPath === undefined)(
  'a record that is read slowly is edited by keyboard alone all the same: its form takes the focus once it is there',
  { timeout: 120_000 },
  async () => {
    const { page, origin } = await aPage()
    await go(page, origin, '/people')
    await page.getByRole('grid', { name: '团员' }).getByRole('link').first().click()
    const answer = Promise.withResolvers<void>()
    await intercept(page, '**/rpc/records/show', async route => {
      await answer.promise
      await route.continue()
    })
    await page.getByRole('button', { name: '修改', exact: true }).click()
    await see(panel(page).getByRole('button', { name: '关闭' })).toBeFocused()
    answer.resolve()
    await see(panel(page).getByRole('textbox', { name: '身份证号' })).toBeFocused()
    await page.keyboard.press('Control+Enter')
    await see(panel(page)).toBeHidden()
  },
)
