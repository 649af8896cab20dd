import type { Page } from '@playwright/test'
import { afterAll, expect, test } from 'vitest'
import { en } from '#renderer/text/en.ts'
import { zhCN as words } from '#renderer/text/zh-CN.ts'
import { prepared } from '#tests/fixtures/engine.ts'
import { fillDistrict } from '#tests/fixtures/small-district.ts'
import { openFilled } from './filled-page.ts'
import { intercept } from './intercept.ts'
import { seriousIn } from './looked-over.ts'
import { chromiumPath } from './opened-page.ts'
import { see } from './see.ts'

if (chromiumPath === undefined) {
  console.warn('Chromium is not on this PC: pages that throw are not looked at. Set CHROMIUM to its path.')
}

const filled = prepared('not-drawn', fillDistrict)
afterAll(() => filled.discard())

/** From now on the program answers one question with what no page can draw. */
async function answersNonsense(page: Page, question: string, json: unknown) {
  const address = `**/rpc/${question}`
  await intercept(page, address, route => route.fulfill({ json: { json } }))
  return () => page.unroute(address)
}

const aPage = async () =>
  openFilled(await filled.open('not-drawn'), { expects: fault => fault.startsWith('console: ') })

test.skipIf(chromiumPath === undefined)(
  'a page that cannot be drawn says so in its place: try again, back, and details without what was typed',
  { timeout: 120_000 },
  async () => {
    const pc = await filled.open('not-drawn')
    const [{ name } = { name: '' }] = (await pc.ask.looking.people({})).rows
    const { page, origin } = await openFilled(pc, { expects: fault => fault.startsWith('console: ') })
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.getByRole('link', { name: words.nav.settings, exact: true }).click()
    const repaired = await answersNonsense(page, 'looking/people', { total: 1, rows: [{}] })
    await page.goto(`${origin}/people?text=${encodeURIComponent(name)}`)
    await see(page.getByRole('heading', { name: words.mishap.title.page, level: 1 })).toBeVisible()
    await see(page.getByRole('link', { name: words.nav.home, exact: true })).toBeVisible()
    expect(await seriousIn(page)).toEqual([])

    await page.getByRole('button', { name: words.mishap.copy }).click()
    await see(page.getByRole('button', { name: words.mishap.copied })).toBeVisible()
    const copied = await page.evaluate<string>('navigator.clipboard.readText()')
    expect(copied).toMatch(/\/people \(text\)[\s\S]*TypeError[\s\S]*assets\//)
    expect(copied).not.toContain(name)
    expect(copied).not.toContain(encodeURIComponent(name))

    // As long as it stays so, a second try offers the window anew; it is no dead end.
    await page.getByRole('button', { name: words.say.retry }).click()
    await see(page.getByRole('button', { name: words.mishap.reload })).toBeVisible()
    await page.getByRole('button', { name: words.say.back, exact: true }).click()
    await see(page.getByRole('heading', { name: words.nav.settings, level: 1 })).toBeVisible()

    await page.goForward()
    await see(page.getByRole('heading', { name: words.mishap.title.page })).toBeVisible()
    await repaired()
    await page.getByRole('button', { name: words.say.retry }).click()
    await see(page.getByRole('grid', { name: words.nav.people })).toBeVisible()
  },
)

test.skipIf(chromiumPath === undefined)(
  'a form that cannot be drawn leaves the page beside it as it is, in English too',
  { timeout: 120_000 },
  async () => {
    const { page, origin } = await aPage()
    await page.addInitScript(`localStorage.setItem('lifeline.language', 'en')`)
    await page.goto(`${origin}/people`)
    const grid = page.getByRole('grid', { name: en.nav.people })
    await grid.getByRole('link').first().click()
    const heading = page.getByRole('heading', { level: 1 })
    const name = await heading.textContent()
    const repaired = await answersNonsense(page, 'records/show', { kind: 'person', fields: 7 })
    const edit = page.getByRole('button', { name: en.byHand.edit, exact: true }).first()
    await edit.click()
    const panel = page.getByRole('dialog', { name: en.mishap.title.panel })
    await see(panel.getByText(en.mishap.next.panel)).toBeVisible()
    await panel.getByRole('button', { name: en.say.close }).click()
    await see(panel).toBeHidden()
    await see(heading).toHaveText(name ?? '')
    await repaired()
    await edit.click()
    await see(page.getByRole('dialog').getByRole('textbox').first()).toBeVisible()
  },
)

test.skipIf(chromiumPath === undefined)(
  'what fails around the pages asks to load the window anew, and that brings everything back',
  { timeout: 120_000 },
  async () => {
    const { page } = await aPage()
    const status = { state: 'ready', org: { id: 'x', name: {} }, isSample: false, clock: { isBehind: false } }
    const repaired = await answersNonsense(page, 'system/status', status)
    await page.reload()
    await see(page.getByRole('heading', { name: words.mishap.title.window })).toBeVisible()
    await repaired()
    await page.getByRole('button', { name: words.mishap.reload }).click()
    await see(page.getByRole('main')).toBeVisible()
    await see(page.getByRole('link', { name: words.nav.people, exact: true })).toBeVisible()
  },
)
