import { expect, test } from 'vitest'
import { codes } from '#tests/fixtures/exchange.ts'
import { filledDistrict } from '#tests/fixtures/small-district.ts'
import { openFilled } from './filled-page.ts'
import { giveFiles, givenFile } from './import-steps.ts'
import { chromiumPath } from './opened-page.ts'
import { turnPage } from './pages.ts'
import { see } from './see.ts'

if (chromiumPath === undefined) {
  console.warn(
    'Chromium is not on this PC: fields of types of work are not looked at. Set CHROMIUM to its path.',
  )
}

test.skipIf(chromiumPath === undefined)(
  'the fields of a type are put in another order by a button or a key; a word of a list that was typed is taken by Tab; a list without types is taken in',
  { timeout: 180_000 },
  async () => {
    const pc = await filledDistrict.open('own-fields')
    const { page, origin } = await openFilled(pc)
    await turnPage(page, `${origin}/work?part=work_type`)
    await page.getByRole('main').getByRole('button', { name: /^登记/ }).click()
    const form = page.getByRole('dialog')
    await form.locator('[data-field="name"]').fill('反诈宣讲')
    const add = async (name: string, holds: string) => {
      await form.getByRole('button', { name: '加一栏' }).click()
      // The new line has the focus: whoever adds it goes on typing.
      await page.locator('[data-line]:focus').waitFor()
      await page.keyboard.type(name)
      await page.keyboard.press('Tab')
      await page.keyboard.type(holds)
      await page.keyboard.press('Tab')
    }
    await add('场地', '文')
    await add('覆盖人数', '数')
    await add('媒体', '电视/报刊')
    const names = () =>
      form
        .getByRole('textbox', { name: '栏目', exact: true })
        .evaluateAll(inputs => inputs.map(input => (input as unknown as { value: string }).value))
    await form.getByRole('button', { name: '上移“媒体”' }).click()
    expect(await names()).toEqual(['场地', '媒体', '覆盖人数'])
    // The same by the keyboard; the field that moves keeps the focus, so that it moves on.
    await form.getByRole('textbox', { name: '栏目', exact: true }).last().focus()
    await page.keyboard.press('Alt+ArrowUp')
    await see(form.getByRole('textbox', { name: '栏目', exact: true }).nth(1)).toBeFocused()
    await page.keyboard.press('Alt+ArrowUp')
    await see(form.getByRole('textbox', { name: '栏目', exact: true }).nth(0)).toBeFocused()
    expect(await names()).toEqual(['覆盖人数', '场地', '媒体'])
    await page.keyboard.press('Control+Enter')
    await see(form).toBeHidden()
    const rows = page.getByRole('grid').getByRole('row')
    const edit = async (title: string) => {
      await rows.filter({ hasText: title }).getByRole('button').last().click()
      await page.getByRole('menuitem', { name: '修改', exact: true }).click()
    }
    await edit('反诈宣讲')
    await see(form.getByRole('textbox', { name: '栏目', exact: true }).nth(2)).toHaveValue('媒体')
    expect(await names()).toEqual(['覆盖人数', '场地', '媒体'])
    const kinds = ['覆盖人数', '场地', '媒体'].map(name => form.locator(`[aria-label="自有栏目 ${name}"]`))
    for (const [n, says] of ['数字', '文字', '电视/报刊'].entries())
      await see(kinds[n] ?? form).toHaveValue(says)
    await page.keyboard.press('Escape')

    // Of a field of words one is typed and left by Tab.
    await turnPage(page, `${origin}/work`)
    await page.getByRole('button', { name: '登记工作' }).click()
    await see(form.locator('[data-field="type"]')).toBeFocused()
    await page.keyboard.type('反诈宣讲')
    await page.keyboard.press('Tab')
    await form.locator('[data-field="held_on"]').fill('2018.5.4')
    await form.locator('[data-field="title"]').fill('进社区')
    await form.getByRole('combobox', { name: '自有栏目 媒体' }).click()
    await page.keyboard.type('报')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Control+Enter')
    await see(form).toBeHidden()
    await edit('进社区')
    await see(form.locator('[aria-label="自有栏目 媒体"]')).toHaveValue('报刊')
    await page.keyboard.press('Escape')

    await turnPage(page, `${origin}/import`)
    const list = ['服务队,项目名称,开始时间,实际参加人数', `${codes.street},河小二巡河,2018-11-04,20`].join(
      '\n',
    )
    await giveFiles(page, [givenFile('志愿项目.csv', list)])
    const type = page.getByRole('combobox', { name: '整张表都是哪一种工作' })
    const roster = page.getByRole('combobox', { name: '这是哪一种名册' })
    await see(type.or(roster).first()).toBeVisible()
    if (!(await type.isVisible())) {
      await roster.click()
      await page.getByRole('option', { name: '工作台账' }).click()
    }
    await see(page.getByRole('button', { name: '下一步：预览' })).toBeDisabled()
    await type.click()
    await page.getByRole('option', { name: '反诈宣讲' }).click()
    await page.getByRole('button', { name: '下一步：预览' }).click()
    await see(page.getByText('整张表都是“反诈宣讲”。')).toBeVisible()
    await page.getByRole('button', { name: '导入 1 行' }).click()
    await see(page.getByRole('status').filter({ hasText: '已导入 志愿项目.csv' })).toBeVisible()
    await turnPage(page, `${origin}/work?year=2018`)
    await see(rows.filter({ hasText: '河小二巡河' })).toContainText('反诈宣讲')
  },
)
