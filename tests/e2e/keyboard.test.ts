import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { zhCN as words } from '#renderer/text/zh-CN.ts'
import { tabStops, tabTo } from './focus.ts'
import { intercept } from './intercept.ts'
import { openSample, type Stages } from './open-stages.ts'
import { chromiumPath } from './opened-page.ts'
import { filledScenes, turnPage, turnTo } from './pages.ts'
import { see } from './see.ts'
import { inLanguage } from './stage.ts'

if (chromiumPath === undefined) {
  console.warn('Chromium is not on this PC: no page is worked by keyboard. Set CHROMIUM to its path.')
}

/** Pages whose every stop of the Tab key is looked at. */
const looked = [
  'home',
  'organizations',
  'people',
  'a person',
  'import',
  'export',
  'packets: offices',
  'approve an office',
  'lifeline',
  'list of findings',
  'history',
  'settings',
]

describe.skipIf(chromiumPath === undefined)('by keyboard alone', () => {
  let stages: Stages
  beforeAll(async () => {
    stages = await openSample()
  }, 120_000)
  afterAll(() => stages?.close())

  const go = async (address: string) => {
    await turnPage(stages.set.page, stages.set.origin + address)
    await see(stages.set.page.getByRole('main')).toBeVisible()
    return stages.set.page
  }

  test('every stop of the Tab key shows that it is focused, and has a name', {
    timeout: 180_000,
  }, async () => {
    const stage = await inLanguage(stages.set, 'zh')
    const wrong: string[] = []
    for (const scene of filledScenes.filter(({ name }) => looked.includes(name))) {
      await turnTo(scene, stage)
      const stops = await tabStops(stage.page)
      expect(stops.length, scene.name).toBeGreaterThan(12)
      for (const { name, isSeen } of stops) {
        if (!isSeen) wrong.push(`${scene.name}: ${name} looks the same with the focus and without`)
      }
    }
    expect(wrong).toEqual([])
  })

  test('the first stop leads past the navigation, and the navigation leads everywhere', async () => {
    const page = await go('/')
    await see(page.getByRole('main').getByRole('link').first()).toBeVisible()
    await page.keyboard.press('Tab')
    await see(page.getByRole('link', { name: words.say.skip })).toBeFocused()
    await page.keyboard.press('Enter')
    await see(page.getByRole('main')).toBeFocused()
    await page.keyboard.press('Tab')
    // A number and the verb beside it lead to the same list: they are one stop.
    await see(page.getByRole('main').locator('a:not([tabindex="-1"])').first()).toBeFocused()
    for (const key of ['orgs', 'people', 'lifeline', 'rosters', 'packets', 'history', 'settings'] as const) {
      await page.reload()
      const link = page.getByRole('navigation').getByRole('link', { name: words.nav[key], exact: true })
      await see(link).toBeVisible()
      await tabTo(page, link)
      await page.keyboard.press('Enter')
      await see(link).toHaveAttribute('aria-current', 'page')
    }
  })

  test('the tree goes up and down, to both ends, by letters, in and out, and its tabs by arrows', async () => {
    const page = await go('/orgs')
    const tree = page.getByRole('tree', { name: words.org.tree })
    const chosen = tree.getByRole('treeitem', { selected: true })
    await see(tree.getByRole('treeitem').nth(7)).toBeVisible()
    await tabTo(page, tree)
    await page.keyboard.press('End')
    await see(chosen).toContainText('观澜街道')
    await page.keyboard.press('Home')
    await see(chosen).toHaveAttribute('aria-level', '1')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await see(chosen).toContainText('观湖街道')
    await page.keyboard.press('ArrowRight')
    await see(chosen).toHaveAttribute('aria-expanded', 'true')
    await see(tree.getByRole('treeitem', { level: 3 }).first()).toBeVisible()
    await page.keyboard.press('ArrowRight')
    await see(chosen).toHaveAttribute('aria-level', '3')
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('ArrowLeft')
    await see(chosen).toHaveAttribute('aria-expanded', 'false')
    await page.keyboard.type('mz')
    await see(chosen).toContainText('民治街道')
    await tabTo(page, page.getByRole('tab', { name: words.org.overview }))
    await page.keyboard.press('ArrowRight')
    await see(page.getByRole('tab', { name: words.org.members, selected: true })).toBeFocused()
    await see(page.getByRole('grid', { name: words.person.title })).toBeVisible()
  })

  test('Ctrl+K finds an organization and a person, and Escape gives the focus back', async () => {
    const page = await go('/people')
    const someone = await page.getByRole('grid').getByRole('link').first().innerText()
    const box = page.getByRole('dialog').getByPlaceholder(words.say.searchHint)
    await page.keyboard.press('Control+k')
    await see(box).toBeFocused()
    await page.keyboard.type('民治街道')
    // What comes first is marked as soon as it is found.
    const marked = page.getByRole('dialog').locator('[data-selected]')
    await see(marked).toContainText('民治街道工作委员会')
    await page.keyboard.press('Enter')
    await see(page.getByRole('heading', { level: 1, name: /民治街道/ })).toBeVisible()
    // Enter at once means what was typed, and not what was found for its first letters.
    let release: () => void = () => undefined
    const held = new Promise<void>(resolve => {
      release = resolve
    })
    await intercept(page, '**/rpc/registry/find', async route => {
      if (route.request().postData()?.includes(someone)) await held
      await route.continue()
    })
    await page.keyboard.press('Control+k')
    await see(box).toBeFocused()
    await page.keyboard.type(someone.slice(0, 1))
    await see(marked).toBeVisible()
    await page.keyboard.type(someone.slice(1))
    await page.keyboard.press('Enter')
    release()
    await see(page.getByRole('heading', { level: 1, name: someone })).toBeVisible()
    await page.unroute('**/rpc/registry/find')
    // Pages and commands by initials, from anywhere in their names.
    await page.keyboard.press('Control+k')
    await see(box).toBeFocused()
    await page.keyboard.type('djhj')
    await see(
      page.getByRole('dialog').getByRole('button', { name: words.byHand.registerElection }),
    ).toBeVisible()
    await page.keyboard.press('Escape')
    await see(box).toHaveCount(0)
    const settings = page.getByRole('link', { name: words.nav.settings, exact: true })
    await tabTo(page, settings)
    await page.keyboard.press('Control+k')
    await see(box).toBeFocused()
    await page.keyboard.press('Escape')
    await see(box).toHaveCount(0)
    await see(settings).toBeFocused()
  })

  test('of the organizations found for a filter the one that is marked is the one that Enter takes', async () => {
    const page = await go(`/people?org=${stages.set.street}`)
    const filter = page.getByRole('combobox', { name: words.person.org })
    const marked = page.locator('[role=option][data-combobox-selected]')
    await see(filter).toHaveValue('观湖街道团工委')
    await filter.click()
    await see(marked.or(page.getByRole('option', { selected: true })).first()).toHaveText('观湖街道团工委')
    await filter.fill('民治')
    await see(marked).toHaveText('共青团龙华区民治街道工作委员会')
    // What was chosen before is none of what was looked for.
    await see(page.getByRole('option', { name: '观湖街道团工委' })).toHaveCount(0)
    await page.keyboard.press('ArrowDown')
    const second = await marked.innerText()
    await page.keyboard.press('Enter')
    await see(filter).not.toHaveValue('民治')
    await filter.click()
    await see(page.getByRole('option', { selected: true })).toHaveText(await filter.inputValue())
    // Typing on over a name that is among what is found leaves what is typed, and leaving it brings back what was chosen.
    const chosen = await filter.inputValue()
    expect(second).toContain('民治')
    await filter.fill('民治')
    await see(marked).toHaveText('共青团龙华区民治街道工作委员会')
    await see(filter).toHaveValue('民治')
    await page.keyboard.press('Tab')
    await see(filter).toHaveValue(chosen)
  })

  test('what is typed into a choice that holds something takes its place, come to by Tab or by a click', async () => {
    const page = await go(`/people?org=${stages.set.street}`)
    const filter = page.getByRole('combobox', { name: words.person.org })
    await see(filter).toHaveValue('观湖街道团工委')
    // Pressed and let go as a hand does it, with time between.
    await filter.click({ delay: 60 })
    await page.keyboard.type('民治')
    await see(filter).toHaveValue('民治')
    await page.keyboard.press('Escape')
    await page.goto(`${stages.set.origin}/sheet?of=appraisal&org=${stages.set.street}`)
    const whose = page.getByRole('combobox', { name: words.sheet.org })
    await see(whose).toHaveValue('观湖街道团工委')
    await tabTo(page, whose)
    await page.keyboard.type('民治')
    await see(whose).toHaveValue('民治')
    // A second click sets the cursor, to put one sign right.
    await whose.click()
    await page.keyboard.press('End')
    await page.keyboard.type('街')
    await see(whose).toHaveValue('民治街')
  })

  test('a dialog keeps the focus inside, and gives it back when Escape closes it', async () => {
    const page = await go('/people')
    const list = page.getByRole('grid')
    await see(list.getByRole('link').first()).toBeVisible()
    await tabTo(page, list)
    await page.keyboard.press('Enter')
    const show = page.getByRole('button', { name: words.disclose.show(words.person.idNumber) })
    await see(show).toBeVisible()
    await tabTo(page, show)
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog')
    await see(dialog.getByLabel(words.disclose.reason)).toBeFocused()
    for (let n = 0; n < 12; n++) {
      await page.keyboard.press('Tab')
      await see(dialog.locator(':focus')).toHaveCount(1)
    }
    await page.keyboard.press('Escape')
    await see(dialog).toHaveCount(0)
    await see(show).toBeFocused()
  })

  test('Escape leaves a form from a field in which nothing was looked for, and closes the list of one first', async () => {
    const page = await go('/people')
    const add = page.getByRole('button', { name: words.byHand.member })
    await add.click()
    const form = page.getByRole('dialog')
    const branch = form.getByRole('combobox').first()
    await see(branch).toBeFocused()
    await page.keyboard.type('民治')
    await see(page.getByRole('option').first()).toBeVisible()
    await page.keyboard.press('Escape')
    await see(page.getByRole('option')).toHaveCount(0)
    await see(form).toBeVisible()
    await page.keyboard.press('Escape')
    await see(form).toHaveCount(0)
    await see(add).toBeFocused()
    // A key that is held down presses once, whatever has the focus when it repeats.
    await page.keyboard.down('Enter')
    await see(branch).toBeFocused()
    await page.keyboard.down('Enter')
    await page.keyboard.up('Enter')
    await see(branch).toBeFocused({ timeout: 1 })
    await page.keyboard.press('Escape')
    await see(form).toHaveCount(0)
  })

  test('of the buttons of a row none is pressed by Shift+F10: the arrows go through them, Enter presses, Escape goes back', async () => {
    const page = await go('/lifeline/proposals')
    const grid = page.getByRole('grid')
    await see(grid.getByRole('link').first()).toBeVisible()
    await tabTo(page, grid)
    const { proposals } = words.cases
    const focused = (name: string) =>
      see(grid.locator('button:focus')).toHaveAccessibleName(new RegExp(`^${name} `))
    await page.keyboard.press('Shift+F10')
    await focused(proposals.confirm)
    await page.keyboard.press('ArrowRight')
    await focused(proposals.setAside)
    await page.keyboard.press('Escape')
    await see(grid).toBeFocused()
    await page.keyboard.press('Shift+F10')
    await page.keyboard.press('Enter')
    const panel = page.getByRole('dialog')
    await see(panel.getByRole('radio', { name: '认定', exact: true })).toBeChecked()
    await page.keyboard.press('Escape')
    await see(panel).toHaveCount(0)
    // At the button, or at the table where its rows were drawn anew meanwhile.
    await see(page.locator('[role=grid]:focus, [role=grid] button:focus')).toHaveCount(1)
  })

  test('long tables scroll by the page keys, and each cell of the heat table is a stop', async () => {
    const page = await go('/people')
    const table = page.getByRole('grid', { name: words.person.title })
    await see(table.getByRole('link').first()).toBeVisible()
    const before = await table.getByRole('link').first().innerText()
    await tabTo(page, table)
    for (let n = 0; n < 4; n++) await page.keyboard.press('PageDown')
    await see(table.getByRole('row', { name: before })).toHaveCount(0)
    await go('/lifeline')
    // Who comes by the number of organizations finds it beside that of the branches.
    await see(page.getByText('883 个团支部，746 个有问题')).toContainText('共 765 个组织')
    const cell = page.locator('.heat-link').first()
    await see(cell).toBeVisible()
    await tabTo(page, cell)
    await page.keyboard.press('Enter')
    await see(page.getByRole('grid', { name: words.lifeline.allRules })).toBeVisible()
    // A list is one stop; its last column leads to the reasons.
    await see(page.getByRole('link', { name: words.lifeline.why, exact: true }).first()).toBeVisible()
    await tabTo(page, page.getByRole('grid'))
    for (let n = 0; n < 8; n++) await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Enter')
    await see(page.getByText(words.lifeline.clears, { exact: true })).toBeVisible()
  })

  test('a packet is opened from the stick and looked at', async () => {
    const page = await go('/packets')
    const open = page.getByRole('button', { name: /^打开.*\.llb$/ })
    await see(open).toBeVisible()
    await tabTo(page, open)
    await page.keyboard.press('Enter')
    await see(page.getByText(words.packet.previewLine)).toBeVisible({ timeout: 20_000 })
    await tabTo(page, page.getByRole('button', { name: words.packet.apply }))
  })
})
