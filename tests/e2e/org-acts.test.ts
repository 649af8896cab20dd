import { expect, test } from 'vitest'
import { filledDistrict } from '#tests/fixtures/small-district.ts'
import { openFilled } from './filled-page.ts'
import { seriousIn } from './looked-over.ts'
import { chromiumPath } from './opened-page.ts'
import { turnPage } from './pages.ts'
import { see } from './see.ts'

if (chromiumPath === undefined) {
  console.warn(
    'Chromium is not on this PC: nothing is done to organizations in a page. Set CHROMIUM to its path.',
  )
}

test.skipIf(chromiumPath === undefined)(
  'an organization is renamed, split and merged from its page: told with headcounts before, undone after',
  { timeout: 120_000 },
  async () => {
    const pc = await filledDistrict.open('org-acts')
    const { id: org } = await pc.ask.registry.orgShow({ org: '东坪社区第一' })
    // What cannot be done is refused already while it is looked at.
    const { page, origin } = await openFilled(pc, { expects: fault => fault.includes('422') })
    await turnPage(page, `${origin}/orgs?org=${org}`)
    const panel = page.getByRole('dialog')
    const heading = page.getByRole('main').getByRole('heading', { level: 1 })
    const open = async (act: string) => {
      await page.getByRole('button', { name: '更多操作' }).click()
      await page.getByRole('menuitem', { name: act, exact: true }).click()
      await see(panel).toBeVisible()
    }
    const undo = async (said: string) => {
      const notice = page.getByRole('alert').filter({ hasText: said })
      await notice.getByRole('button', { name: '撤销' }).click()
      await see(page.getByRole('alert').filter({ hasText: '已撤销' }).last()).toBeVisible()
    }

    const refused: string[] = []
    page.on('response', answer => {
      if (answer.status() === 422) refused.push(answer.url())
    })
    await open('更名')
    await panel.getByRole('textbox', { name: '团组织全称' }).fill('东坪社区先锋团支部')
    await panel.getByRole('textbox', { name: '文号' }).fill('团青〔2018〕9号')
    await see(panel.getByRole('region', { name: '将会这样：' })).toContainText('东坪社区先锋团支部')
    await page.keyboard.press('Control+Enter')
    await see(panel).toBeHidden()
    await see(heading).toHaveText('东坪社区先锋团支部')
    // What would come of it was not asked once more when it was done.
    expect(refused).toEqual([])
    // It is found by what it was called, by pinyin too, and says so.
    const box = page.getByRole('textbox', { name: '在树中查找' })
    await box.fill('dpsqdytz')
    await see(page.getByRole('list', { name: '在树中查找' })).toContainText('原为“东坪社区第一团支部”')
    await box.fill('')
    await undo('团青〔2018〕9号')
    await see(heading).toHaveText('东坪社区第一团支部')

    await open('分设一个组织')
    await panel.getByRole('button', { name: '分设' }).click()
    await see(panel.getByText('没有填写')).toBeVisible()
    await panel.getByRole('textbox', { name: '团组织全称' }).fill('东坪社区青年团支部')
    await panel.getByRole('checkbox').first().check()
    const counts = panel.getByRole('table', { name: '团员数' })
    await see(counts.getByRole('row').filter({ hasText: '东坪社区青年' })).toContainText(/0\s*1$/)
    expect(await seriousIn(page)).toEqual([])
    await panel.getByRole('button', { name: '分设' }).click()
    await see(panel).toBeHidden()
    await see(page.getByRole('treeitem').filter({ hasText: '东坪社区青年团支部' })).toBeVisible()
    await undo('1 名团员编入')

    await open('并入别的组织')
    await panel.getByRole('combobox', { name: '并入' }).fill('西坪社区第一')
    await page.getByRole('option', { name: '西坪社区第一团支部' }).click()
    await see(counts.getByRole('row').filter({ hasText: '东坪社区第一' })).toContainText(/[1-9]\d*\s*0$/)
    await panel.getByRole('button', { name: '并入' }).click()
    await see(panel).toBeHidden()
    await see(page.getByRole('button', { name: '恢复' })).toBeVisible()
    await undo('并入“西坪社区第一”')
    await see(page.getByRole('button', { name: '更多操作' })).toBeVisible()

    // Many at once, by a workbook: looked at as a whole, with what is wrong in it, then done and undone as one.
    await page.getByRole('treeitem').filter({ hasText: '青山区' }).first().click()
    await see(heading).toHaveText(/青山区/)
    await open('按组织调整表整批办理')
    const carryOut = panel.getByRole('button', { name: '全部办理' })
    await see(carryOut).toBeDisabled()
    const choose = async (rows: string) => {
      const buffer = Buffer.from(`动作,组织,目标组织,生效日期\n${rows}`)
      const chooser = page.waitForEvent('filechooser')
      await panel.getByRole('button', { name: '选择组织调整表' }).click()
      await (await chooser).setFiles({ name: '调整.csv', mimeType: 'text/csv', buffer })
    }
    await choose('并入,东坪社区第一,东坪社区第二,2018-09-01\n并入,没有这个,东坪社区第二,2018-09-01\n')
    await see(panel.getByRole('alert')).toContainText('没有这个')
    // In full, however much else stands in the panel.
    const pressed = await panel.getByRole('alert').evaluate(alert => alert.scrollHeight - alert.clientHeight)
    expect(pressed).toBeLessThanOrEqual(1)
    await see(carryOut).toBeDisabled()
    await choose('并入,东坪社区第一,东坪社区第二,2018-09-01\n撤销,西坪社区第一,西坪社区第二,2018-09-02\n')
    await see(counts.getByRole('row').filter({ hasText: '东坪社区第一' })).toContainText(/[1-9]\d*\s*0$/)
    expect(await seriousIn(page)).toEqual([])
    await carryOut.click()
    await see(panel).toBeHidden()
    await undo('按组织调整表办理了 2 项变动')
  },
)

test.skipIf(chromiumPath === undefined)(
  'what was filled in for an act on an organization is there again after the window was closed, until it is done or begun anew',
  { timeout: 120_000 },
  async () => {
    const pc = await filledDistrict.open('org-acts')
    const { id: org } = await pc.ask.registry.orgShow({ org: '东坪社区第一' })
    const { page, origin } = await openFilled(pc, { expects: fault => fault.includes('422') })
    const panel = page.getByRole('dialog')
    const open = async (act: string) => {
      await turnPage(page, `${origin}/orgs?org=${org}`)
      await page.getByRole('button', { name: '更多操作' }).click()
      await page.getByRole('menuitem', { name: act, exact: true }).click()
      await see(panel).toBeVisible()
    }
    await open('分设一个组织')
    await panel.getByRole('textbox', { name: '团组织全称' }).fill('东坪社区青年团支部')
    await panel.getByRole('checkbox').nth(1).check()
    await panel.getByRole('textbox', { name: '文号' }).fill('团青〔2018〕9号')

    await open('并入别的组织')
    await see(panel.getByRole('textbox', { name: '文号' })).toHaveValue('')
    await panel.getByRole('combobox', { name: '并入' }).fill('西坪社区第一')
    await page.getByRole('option', { name: '西坪社区第一团支部' }).click()

    await open('分设一个组织')
    await see(panel.getByText('这是上次没有保存的内容。')).toBeVisible()
    await see(panel.getByRole('textbox', { name: '团组织全称' })).toHaveValue('东坪社区青年团支部')
    await see(panel.getByRole('textbox', { name: '文号' })).toHaveValue('团青〔2018〕9号')
    await see(panel.getByRole('checkbox').nth(1)).toBeChecked()
    await see(panel.getByRole('checkbox').first()).not.toBeChecked()
    await panel.getByRole('button', { name: '重新填写' }).click()
    await see(panel.getByRole('textbox', { name: '团组织全称' })).toHaveValue('')
    await see(panel.getByRole('checkbox').nth(1)).not.toBeChecked()

    await open('并入别的组织')
    await see(panel.getByRole('combobox', { name: '并入' })).toHaveValue('西坪社区第一团支部')
    await see(panel.getByRole('region', { name: '将会这样：' })).toBeVisible()
    await page.keyboard.press('Control+Enter')
    await see(panel).toBeHidden()
    await page.getByRole('alert').getByRole('button', { name: '撤销' }).click()
    await see(page.getByRole('alert').filter({ hasText: '已撤销' })).toBeVisible()
    await open('并入别的组织')
    await see(panel.getByRole('combobox', { name: '并入' })).toHaveValue('')
  },
)

test.skipIf(chromiumPath === undefined)(
  'names of eighty characters push nothing out of sight: the way down to an organization, what is done there, the search',
  { timeout: 60_000 },
  async () => {
    const pc = await filledDistrict.open('long-names')
    const long = (name: string) => `共青团${name}`.padEnd(80, '农业技术推广服务中心畜牧兽医站草原监理所')
    for (const org of ['青山区', '云岭街道', '东坪社区', '东坪社区第一']) {
      const { id } = await pc.ask.registry.orgShow({ org })
      const { seen } = await pc.ask.records.show({ id })
      await pc.ask.records.edit({ id, set: { name: long(org), short_name: '' }, seen, by: '李书记' })
    }
    const { id: org } = await pc.ask.registry.orgShow({ org: long('东坪社区第一') })
    const { page, origin } = await openFilled(pc)
    const main = page.getByRole('main')
    for (const [width, height, path] of [
      [1366, 768, 48],
      [1024, 700, 96],
    ] as const) {
      await page.setViewportSize({ width, height })
      await turnPage(page, `${origin}/lifeline/why?org=${org}`)
      const open = main.getByRole('button', { name: '按查出的问题建档' })
      await see(open).toBeInViewport({ ratio: 1 })
      await see(main.getByRole('link', { name: '查看该组织' })).toBeInViewport({ ratio: 1 })
      const whole = await open.locator('.mantine-Button-label').evaluate(label => {
        const { scrollWidth, clientWidth } = label
        return scrollWidth <= clientWidth
      })
      expect(whole).toBe(true)
      const way = await page.locator('.org-path').boundingBox()
      expect(way?.height).toBeLessThanOrEqual(path)
      const search = await page.locator('.top-search').boundingBox()
      expect(search?.width).toBeGreaterThan(250)
    }
  },
)
