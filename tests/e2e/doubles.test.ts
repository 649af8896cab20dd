import type { Page } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { knownOrgs, worker } from '#build/pictures/fill-district.ts'
import { zhCN as words } from '#renderer/text/zh-CN.ts'
import { inventedId } from '#tests/fixtures/small-district.ts'
import { openSample, type Stages } from './open-stages.ts'
import { chromiumPath } from './opened-page.ts'
import { turnPage } from './pages.ts'
import { see } from './see.ts'
import { today } from './stage.ts'

if (chromiumPath === undefined) console.log('Chromium is not installed: merging was not tried in the window')

describe.skipIf(chromiumPath === undefined)('one person registered twice', () => {
  let stages: Stages
  let page: Page
  const { branch } = knownOrgs(today)
  beforeAll(async () => {
    stages = await openSample(async pc => {
      for (const [number, more] of [
        [901, { phone: '13800138000' }],
        [900, { workplace: '青山小学', phone: '13800138000' }],
      ] as const) {
        const id_number = inventedId('2000-05-04', number)
        const set = { org: branch, name: '张双', id_number, ...more }
        await pc.ask.records.add({ kind: 'person', set, by: worker })
      }
    })
    page = stages.set.page
  }, 120_000)
  afterAll(() => stages?.close())

  test('is compared, made one after the true number was chosen, and two again by Undo', async () => {
    await turnPage(page, `${stages.set.origin}/people`)
    await page.getByRole('link', { name: words.doubles.title }).click()
    const pair = page.getByRole('row', { name: /张双/ })
    await see(pair).toContainText('证件号码只差一两位')
    await see(pair.getByRole('button', { name: words.doubles.compare })).toBeInViewport({ ratio: 1 })
    await pair.getByRole('button', { name: words.doubles.compare }).click()
    const panel = page.getByRole('dialog')
    const merge = panel.getByRole('button', { name: words.doubles.merge })
    await see(panel.getByRole('alert')).toContainText('只有一个是真的')
    await see(merge).toBeDisabled()
    // Between two that are the same there is nothing to choose, which nobody sees of what is masked.
    const phones = panel.getByRole('row', { name: /^手机/ })
    await see(phones).toContainText(words.doubles.same)
    await see(phones.getByRole('radio')).toHaveCount(0)
    await panel
      .getByRole('row', { name: /^身份证号/ })
      .getByText(words.doubles.takeNewer)
      .click()
    await see(panel.getByText('从另一条记录补上：学习工作单位。')).toBeVisible()
    await merge.click()
    await see(page.getByText(words.doubles.none)).toBeVisible()
    await page.getByRole('button', { name: words.say.undo }).click()
    await see(page.getByRole('row', { name: /张双/ })).toBeVisible()

    // Who is found to be somebody else is gone from the list, and is had back by taking the note back.
    await pair.getByRole('button', { name: words.doubles.compare }).click()
    await panel.getByRole('button', { name: words.doubles.apart, exact: true }).click()
    await see(page.getByText(words.doubles.allApart)).toBeVisible()
    await page.getByText(`${words.doubles.apart} 1`).click()
    await pair.getByRole('button', { name: words.doubles.compare }).click()
    await see(panel.getByText(words.doubles.isApart)).toBeVisible()
    await panel.getByRole('button', { name: words.doubles.takeBack }).click()
    await page.getByText(`${words.doubles.open} 1`).click()

    // Long after there is no Undo any more, the page of the one who stayed parts them.
    await pair.getByRole('button', { name: words.doubles.compare }).click()
    await panel
      .getByRole('row', { name: /^身份证号/ })
      .getByText(words.doubles.takeOlder)
      .click()
    await merge.click()
    await see(page.getByText(words.doubles.none)).toBeVisible()
    await turnPage(page, `${stages.set.origin}/people?text=张双`)
    await page.getByRole('link', { name: '张双' }).first().click()
    await page.getByRole('button', { name: words.byHand.verbs }).click()
    await page.getByRole('menuitem', { name: words.byHand.part }).click()
    const asked = page.getByRole('dialog', { name: words.byHand.partThis('张双') })
    await asked.getByRole('textbox', { name: words.byHand.partReason }).fill('不是同一个人')
    await asked.getByRole('button', { name: words.byHand.doPart, exact: true }).click()
    await see(page.getByText(/合并到张双的记录拆开/).first()).toBeVisible()
    await page.getByRole('button', { name: words.byHand.verbs }).click()
    await see(page.getByRole('menuitem', { name: words.byHand.remove })).toBeVisible()
    await see(page.getByRole('menuitem', { name: words.byHand.part })).toHaveCount(0)
    // Whoever separated them is not asked again.
    await turnPage(page, `${stages.set.origin}/people/doubles`)
    await see(page.getByText(words.doubles.allApart)).toBeVisible()
    await turnPage(page, `${stages.set.origin}/people/doubles?part=apart`)
    await see(pair).toBeVisible()

    // Removed while his page is shown: it says so, and where he can be had back.
    await turnPage(page, `${stages.set.origin}/people?text=张双`)
    const link = page.getByRole('link', { name: '张双' }).first()
    // In a tab of its own, too, which asks this one to be let in.
    const opened = page.context().waitForEvent('page')
    await link.click({ modifiers: ['Control'] })
    const tab = await opened
    await see(tab.getByRole('heading', { level: 1, name: '张双' })).toBeVisible()
    await tab.close()
    await link.click()
    await page.getByRole('button', { name: words.byHand.verbs }).click()
    await page.getByRole('menuitem', { name: words.byHand.remove }).click()
    await page.getByRole('dialog').getByRole('textbox').fill('重复登记')
    const sent: string[] = []
    page.on('request', request => {
      if (request.url().endsWith('/records/remove')) sent.push(request.url())
    })
    // Whoever presses twice means it once.
    await page.getByRole('dialog').getByRole('button', { name: words.byHand.remove, exact: true }).dblclick()
    await see(page.getByRole('heading', { name: words.person.goneTitle('张双') })).toBeVisible()
    await see(page.getByRole('main').getByRole('link', { name: words.trash.title })).toBeVisible()
    expect(sent).toHaveLength(1)
    // Chromium notes each refusal that the page asked for and shows.
    expect(stages.faults.filter(fault => !fault.includes('422'))).toEqual([])
  })
})
