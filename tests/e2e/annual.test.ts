import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { zhCN as words } from '#renderer/text/zh-CN.ts'
import { seriousIn } from './looked-over.ts'
import { openSample, type Stages } from './open-stages.ts'
import { chromiumPath } from './opened-page.ts'
import { see } from './see.ts'

if (chromiumPath === undefined)
  console.log('Chromium is not installed: the annual review was not tried in the window')

/** Heads and cells of tables that stand further right than the page is wide. */
function cutAtTheEdge(page: Page): Promise<readonly string[]> {
  return page
    .locator('.content :is(th, td)')
    .evaluateAll(cells =>
      cells.flatMap(cell =>
        cell.getBoundingClientRect().right > cell.ownerDocument.documentElement.clientWidth + 1
          ? [cell.textContent ?? '']
          : [],
      ),
    )
}

/** A district is frozen and its documents are laid out meanwhile. */
const slow = { timeout: 30_000 }

describe.skipIf(chromiumPath === undefined)('年度评审 in the window', () => {
  let stages: Stages
  let page: Page
  const { annual } = words
  beforeAll(async () => {
    stages = await openSample()
    page = stages.set.page
  }, 120_000)
  afterAll(() => stages?.close())

  test('a year is frozen by keyboard alone, looked at beside today, and made into documents and pictures', async () => {
    await page.addInitScript({ content: 'window.print = () => { document.title = "printed" }' })
    await page.goto(`${stages.set.origin}/annual`)
    // On paper all that is missing stands below the units, and not only the rows in sight.
    const missing = page.getByRole('grid', { name: annual.left })
    await see(missing).toBeVisible(slow)
    const rows = Number(await missing.getAttribute('aria-rowcount')) - 1
    expect(rows).toBeGreaterThan(await missing.getByRole('row').count())
    await page.keyboard.press('Control+p')
    await see(page).toHaveTitle('printed')
    await page.emulateMedia({ media: 'print' })
    await see(page.locator('.rows-in-place tbody tr')).toHaveCount(rows)
    await see(page.locator('.rows-in-place tbody tr').last()).toBeVisible()
    await see(missing).toBeHidden()
    await page.emulateMedia({ media: 'screen' })
    await page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    await see(page.locator('.rows-in-place')).toHaveCount(0)
    const freeze = page.getByRole('button', { name: new RegExp(`^${annual.verbs.freeze}：`) }).first()
    await see(freeze).toBeVisible(slow)
    await freeze.focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog')
    await see(dialog).toBeVisible()
    await dialog.getByRole('button', { name: annual.verbs.freeze }).focus()
    await page.keyboard.press('Enter')
    await see(dialog).toBeHidden(slow)
    await see(page.getByText('已封存').first()).toBeVisible(slow)

    await page.getByRole('radio', { name: annual.parts.frozen }).focus()
    await page.keyboard.press('Space')
    await see(page.getByText(/再算一遍，结果与封存的完全相同/)).toBeVisible(slow)
    expect(await seriousIn(page)).toEqual([])
    const figure = page.getByRole('button', { name: new RegExp(annual.suggested) }).first()
    const said = await figure.textContent()
    await figure.focus()
    await page.keyboard.press('Enter')
    await see(dialog.getByText(`共 ${said} 个`)).toBeVisible(slow)
    await see(dialog.getByRole('link').first()).toBeVisible()
    expect(await seriousIn(page)).toEqual([])
    await page.keyboard.press('Escape')

    await page.getByRole('button', { name: annual.documents }).focus()
    await page.keyboard.press('Enter')
    const ledger = page.waitForEvent('download', slow)
    await page.getByRole('menuitem', { name: annual.papers.ledger }).focus()
    await page.keyboard.press('Enter')
    expect((await ledger).suggestedFilename()).toMatch(/^\d{4}年度评审台账\.xlsx$/)

    await page.getByRole('radio', { name: annual.parts.years }).focus()
    await page.keyboard.press('Space')
    const save = page.getByRole('button', { name: annual.saveOf(annual.flow) })
    await see(save).toBeVisible(slow)
    // whoever listens hears the numbers of the picture
    await see(page.getByRole('table', { name: annual.flow }).getByRole('row').nth(1)).toBeAttached()
    expect(await seriousIn(page)).toEqual([])
    // a figure of the heat map opens the branches of that year beside it
    const cell = page.locator('.heat-link').first()
    const hit = await cell.textContent()
    await cell.focus()
    await page.keyboard.press('Enter')
    await see(dialog.getByText(`共 ${hit} 个`)).toBeVisible(slow)
    await page.keyboard.press('Escape')
    await see(dialog).toBeHidden()
    for (const name of [annual.flow, annual.heat]) {
      const saved = page.waitForEvent('download', slow)
      await page.getByRole('button', { name: new RegExp(`^${annual.save}.*${name}`) }).focus()
      await page.keyboard.press('Enter')
      const bytes = await readFile(await (await saved).path())
      expect([...bytes.subarray(1, 4)]).toEqual([...Buffer.from('PNG')])
      expect(bytes.length).toBeGreaterThan(5000)
    }
    // On paper every figure stands, those that open a list among them, and nothing is cut at the edge of the page.
    await page.emulateMedia({ media: 'print' })
    await page.setViewportSize({ width: 703, height: 1009 })
    await see(page.locator('.year-figure').first()).toBeVisible()
    await see(page.locator('.heat-link').first()).toBeVisible()
    await see(page.getByRole('table', { name: annual.flow })).toBeVisible()
    expect(await cutAtTheEdge(page)).toEqual([])
    await page.goto(`${stages.set.origin}/lifeline`)
    await see(page.locator('.heat-link').first()).toBeVisible(slow)
    expect(await cutAtTheEdge(page)).toEqual([])
    await page.emulateMedia({ media: 'screen' })
    await page.setViewportSize({ width: 1366, height: 768 })
    expect(stages.faults).toEqual([])
  }, 120_000)
})
