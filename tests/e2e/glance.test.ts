import { expect, onTestFinished, test } from 'vitest'
import { intercept } from './intercept.ts'
import { openSample } from './open-stages.ts'
import { chromiumPath } from './opened-page.ts'
import { turnPage } from './pages.ts'
import { see } from './see.ts'

if (chromiumPath === undefined) {
  console.warn(
    'Chromium is not on this PC: what pages show at a glance is not looked at. Set CHROMIUM to its path.',
  )
}

test.skipIf(chromiumPath === undefined)(
  'home shows what is known, and each that takes longer at its place, while the review is on its way',
  { timeout: 120_000 },
  async () => {
    const { set, faults, close } = await openSample()
    onTestFinished(close)
    const { page, origin } = set
    let release: () => void = () => undefined
    const held = new Promise<void>(resolve => {
      release = resolve
    })
    await intercept(page, '**/rpc/lifeline/**', async route => {
      await held
      await route.continue()
    })
    await page.goto(`${origin}/`)
    const line = (label: string) => page.locator('.home-line').filter({ hasText: label })
    // Who is to leave, and beside him who may stay: the page behind says the same two numbers.
    await see(line('已满 28 周岁，应离团（另有 48 人任职可留）')).toContainText('46')
    await see(line('届满没有换届')).toContainText('…')
    // All that waits is in sight, however much it is: here twice as many lines as there are.
    const due = page.locator('.home-panel').filter({ has: page.locator('.home-line') })
    const hidden = await due.evaluate(panel => {
      const more = [...panel.querySelectorAll('.home-line')].map(one => one.cloneNode(true))
      panel.append(...more)
      const { scrollHeight, clientHeight } = panel
      for (const one of more) one.remove()
      return scrollHeight - clientHeight
    })
    expect(hidden).toBe(0)
    await see(page.getByRole('link', { name: /团支部/ }).last()).toContainText('883')
    await see(page.getByText('男 4,210')).toBeVisible()
    release()
    await see(line('届满没有换届')).toContainText('54')
    await see(page.getByRole('link', { name: '883 个团支部中，746 个有问题' })).toBeVisible()
    // A number of this year, or of last year, opens as many records.
    const number = page.locator('.year-table').getByRole('row', { name: /任职/ }).getByRole('link').last()
    const rows = Number(await number.innerText())
    await number.click()
    await see(page.getByRole('heading', { name: '任职', level: 1 })).toBeVisible()
    await see(page.getByRole('grid')).toHaveAttribute('aria-rowcount', String(1 + rows))
    await turnPage(page, `${origin}/reports`)
    const lastYear = page.getByRole('row', { name: '团支部' }).first().getByRole('link').last()
    await see(lastYear).toHaveAttribute('href', '/reports/branches?year=2025')
    expect(faults).toEqual([])
  },
)

test.skipIf(chromiumPath === undefined)(
  'an organization is found over the tree, told in one look, and leads to its secretary, its why and its history',
  { timeout: 240_000 },
  async () => {
    const { set, faults, close } = await openSample()
    onTestFinished(close)
    const { page, origin } = set
    await turnPage(page, `${origin}/orgs`)

    // Found by its first letters, by keyboard alone.
    const filter = page.getByRole('textbox', { name: '在树中查找' })
    await filter.fill('gzjd')
    await filter.fill('观湖街道')
    await see(page.getByRole('list', { name: '在树中查找' }).getByRole('button').first()).toBeVisible()
    await filter.press('ArrowDown')
    await page.keyboard.press('Enter')
    const title = page.getByRole('heading', { level: 1 })
    await see(title).toHaveText('共青团龙华区观湖街道工作委员会')
    await filter.press('Escape')
    await see(page.getByRole('tree').getByRole('treeitem', { selected: true })).toContainText('观湖街道')

    // The units below stand in a list with their secretaries and the ends of their terms.
    const units = page.getByRole('grid', { name: '下级组织' })
    await see(units.getByRole('row').nth(1)).toContainText(/\d{4}-\d{2}-\d{2}/)
    await see(units.locator('a[href^="/people/"]').first()).toHaveText(/^\S{2,4}$/)
    // Of a unit in which itself nothing is found it is told what there is below.
    await page.getByRole('tab', { name: '整治', exact: true }).click()
    await see(page.getByText('本级没有发现问题。')).toBeVisible()
    await see(page.getByRole('link', { name: /^下级 89 个团支部，\d+ 个有问题$/ })).toBeVisible()
    // Back leads to the organization that was clicked before.
    await page.getByRole('treeitem').filter({ hasText: '民治街道' }).click()
    await see(title).toHaveText('共青团龙华区民治街道工作委员会')
    await page.goBack()
    await see(title).toHaveText('共青团龙华区观湖街道工作委员会')

    // A branch: its secretary with the number masked, its meetings told in words too.
    await turnPage(page, `${origin}/orgs?org=${set.branch}`)
    const card = page.getByRole('region', { name: '概况' })
    await see(card).toContainText(/\d{3}\*{6}\d{2}/)
    await see(card).toContainText('近一年 8 次')
    await see(card.getByRole('listitem').filter({ hasText: '支部大会' }).first()).toBeAttached()
    const why = card.getByRole('link', { name: '超龄团员未离团' })
    await see(why).toBeVisible()

    // Why: a line of days, the basis, and a record that opens at the member.
    await why.click()
    await see(page.getByText('《中国共产主义青年团章程》（2023）第一条', { exact: false })).toBeVisible()
    await page
      .getByRole('link', { name: /28周岁|正常/ })
      .first()
      .click()
    await see(page.getByRole('heading', { name: '经历' })).toBeVisible()
    await see(page.getByRole('listitem').filter({ hasText: '满 28 周岁' })).toBeVisible()
    expect(faults).toEqual([])
  },
)

test.skipIf(chromiumPath === undefined)(
  'history is filtered, and a piece of work opens its changes page by page',
  { timeout: 240_000 },
  async () => {
    const { set, faults, close } = await openSample()
    onTestFinished(close)
    const { page, origin } = set
    await turnPage(page, `${origin}/history`)
    const table = page.getByRole('grid', { name: '操作记录' })
    await see(table.getByRole('row').nth(1)).toBeVisible()
    const all = await table.getByRole('row').count()
    await page.getByRole('combobox', { name: '哪一种操作' }).click()
    await page.getByRole('option', { name: '导入表格' }).click()
    await see(table.getByRole('row')).not.toHaveCount(all)
    expect(page.url()).toContain('what=import')
    const [, ...imports] = await table.getByRole('row').allTextContents()
    expect(imports.length).toBeGreaterThan(3)
    expect(imports.filter(text => !text.includes('导入'))).toEqual([])
    await table.getByRole('link', { name: /^导入团员/ }).click()
    await see(page.getByRole('heading', { level: 1 })).toContainText('导入团员')
    const first = page.getByRole('row').nth(1)
    await see(first).toContainText(/440399\*{10}/)
    const before = await first.textContent()
    await page.getByRole('button', { name: '往后' }).click()
    await see(first).not.toHaveText(before ?? '')
    expect(page.url()).toContain('page=2')
    await page.goBack()
    await see(table.getByRole('row')).toHaveCount(1 + imports.length)
    expect(faults).toEqual([])
  },
)

test.skipIf(chromiumPath === undefined)(
  'a record that shows a finding is opened at its own row, whatever else the list holds',
  { timeout: 120_000 },
  async () => {
    const { set, faults, close } = await openSample()
    onTestFinished(close)
    const { page, origin } = set
    for (const rule of ['W06', 'W08']) {
      await turnPage(page, `${origin}/lifeline/list?rule=${rule}&sort=since`)
      await page.locator('a[href*="/lifeline/why"]').first().click()
      const shown = page.locator('.evidence').first().getByRole('link').last()
      const day = /\d{4}-\d\d-\d\d/.exec((await shown.textContent()) ?? '')?.[0] ?? 'no day'
      await shown.click()
      await see(page.getByRole('grid').locator('[data-here="true"]')).toContainText(day)
    }
    expect(faults).toEqual([])
  },
)

test.skipIf(chromiumPath === undefined)(
  'the tree shows its first rows, and opens by keys, while nothing below them is counted yet',
  { timeout: 120_000 },
  async () => {
    const { set, faults, close } = await openSample()
    onTestFinished(close)
    const { page, origin } = set
    const counted = Promise.withResolvers<void>()
    await intercept(page, /\/rpc\/looking\/(top|children|way)$/, async route => {
      await counted.promise
      await route.continue()
    })
    await turnPage(page, `${origin}/orgs`)
    const tree = page.getByRole('tree', { name: '组织树' })
    await see(tree.getByRole('treeitem').first()).toHaveText('龙华区团委')
    await see(tree.getByRole('treeitem', { name: '民治街道团工委' })).toHaveAttribute(
      'aria-expanded',
      'false',
    )
    const names = await tree.getByRole('treeitem').allTextContents()
    await tree.focus()
    await page.keyboard.press('ArrowDown')
    await see(tree.getByRole('treeitem', { selected: true })).toHaveText(names[1] ?? '')
    counted.resolve()
    await see(tree.getByRole('treeitem').first()).toHaveText('龙华区团委8,368')
    const after = await tree.getByRole('treeitem').allTextContents()
    expect(after.map(text => text.replace(/[\d,]+$/, ''))).toEqual(names)
    await see(tree.getByRole('treeitem', { selected: true })).toContainText(names[1] ?? '')
    expect(faults).toEqual([])
  },
)
