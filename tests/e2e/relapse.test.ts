import type { Page } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Proposal } from '#contract/lifeline/rulings.ts'
import { rectificationCourse } from '#db/records/courses/rectification-course.ts'
import { zhCN as words } from '#renderer/text/zh-CN.ts'
import { looksWrong, seriousIn } from './looked-over.ts'
import { openSample, type Stages } from './open-stages.ts'
import { chromiumPath } from './opened-page.ts'
import { see } from './see.ts'
import { inLanguage } from './stage.ts'

if (chromiumPath === undefined) console.log('Chromium is not installed: no relapse was tried in the window')

const weak = (rows: readonly Proposal[]) =>
  rows.filter(row => row.findings.filter(({ severity }) => severity !== 'info').length > 1)

/** Two cases that were cleared in November: three months later somebody looks back on the one, the other is found again. */
describe.skipIf(chromiumPath === undefined)('回头看 and 返潮 in the window', () => {
  let stages: Stages
  let page: Page
  const cases: { readonly id: string; readonly org: string; readonly name: string }[] = []
  const said = words.cases
  beforeAll(async () => {
    stages = await openSample(async pc => {
      const { rows } = await pc.ask.rulings.proposals({ state: 'open', limit: 50 })
      for (const { orgId, orgName } of weak(rows).slice(0, 2)) {
        const { id } = await pc.ask.cases.open({
          ...{
            org: orgId,
            measures: ['一个月内选出书记'],
            owner: '张书记',
            liaison: '王强 街道团工委副书记',
          },
          ...{ due: '2026-12-20', on: '2026-11-02' },
        })
        await pc.ask.cases.submit({ id, on: '2026-11-20' })
        await pc.ask.cases.accept({ id, on: '2026-11-24', by: '赵敏' })
        cases.push({ id, org: orgId, name: orgName })
      }
    })
    page = stages.set.page
  }, 120_000)
  afterAll(() => stages?.close())

  const go = (at: string) => page.goto(`${stages.set.origin}${at}`)
  /** As if it were another day when the program is opened. */
  const onDay = async (day: string) => {
    stages.set.setDay(day)
    await go('/')
    await page.getByRole('dialog').getByRole('button').filter({ hasText: '赵敏' }).click()
    await see(page.getByRole('dialog')).toBeHidden()
  }
  const panel = () => page.getByRole('dialog')
  const field = (label: string) => panel().getByRole('textbox', { name: label })
  const save = async () => {
    await page.keyboard.press('Control+Enter')
    await see(panel()).toBeHidden()
  }
  const looksRight = async () => {
    expect(await looksWrong(page)).toEqual([])
    expect(await seriousIn(page)).toEqual([])
  }
  const verb = (called: string) => page.getByRole('main').getByRole('button', { name: called, exact: true })
  const here = (state: keyof typeof rectificationCourse.states) =>
    see(page.locator('[aria-current="step"]')).toContainText(rectificationCourse.states[state].zh)

  test('three months on: due on home, looked back on with what the rules find, and done with', async () => {
    const [kept] = cases
    await go(`/cases/${kept?.id}`)
    await see(verb(said.verbs['look-back'])).toHaveCount(0)
    await onDay('2027-02-25')
    await page
      .locator('.home-line')
      .filter({ hasText: said.due.waiting })
      .getByRole('link', { name: said.handle })
      .click()
    await see(page.getByRole('row', { name: new RegExp(kept?.name ?? '') })).toContainText(
      said.lookBackFrom('2027-02-24'),
    )
    await looksRight()
    await go(`/cases/${kept?.id}`)
    await see(page.getByText(said.missingLookBack('2027-02-24'))).toBeVisible()
    await verb(said.verbs['look-back']).click()
    await see(page.getByText(said.overdueBy(1))).toBeVisible()
    await see(panel().getByRole('region', { name: said.proposals.said })).toContainText(/[红橙黄]/)
    await field(said.say['look-back']).fill('新书记到岗，按季开会')
    // whether it has lasted is for people to say
    await see(panel().getByRole('radio', { checked: true })).toHaveCount(0)
    await page.keyboard.press('Control+Enter')
    await see(panel().getByText(said.choose)).toBeVisible()
    await looksRight()
    // the window stayed open over midnight: the form, not touched so far, is of the new day
    await see(field(said.on)).toHaveValue('2027-02-25')
    stages.set.setDay('2027-02-26')
    await page.evaluate('window.dispatchEvent(new Event("visibilitychange"))')
    await see(field(said.on)).toHaveValue('2027-02-26')
    await see(page.getByText(said.overdueBy(2))).toBeVisible()
    await panel().getByText(said.foundOf['look-back'], { exact: true }).click()
    await save()
    await see(page.getByText(said.missingLookBack('2027-02-24'))).toBeHidden()
    await here('cleared')
    await see(page.locator('.case-log').getByText('新书记到岗，按季开会')).toBeVisible()
  })

  test('found again: marked among the decisions, opened anew with a new deadline, and put right once more', async () => {
    const [, again] = cases
    await go('/lifeline/proposals?part=marked')
    const row = page.getByRole('row', { name: new RegExp(again?.name ?? '') })
    await see(row).toContainText(said.proposals.mark['found-again']())
    await looksRight()
    await row.getByRole('link', { name: again?.name ?? '' }).click()
    await see(page.getByRole('link', { name: said.ofOrg('已销号') })).toBeVisible()
    await see(page.getByRole('button', { name: said.fromFindings })).toBeVisible()
    await looksRight()
    await verb(said.verbs.relapse).click()
    await see(field(said.say.relapse)).toBeVisible()
    await page.keyboard.press('Control+Enter')
    await see(panel().getByText(said.needed)).toBeVisible()
    await field(said.say.relapse).fill('书记再次空缺')
    await looksRight()
    await page.keyboard.press('Control+Enter')
    // Its form comes with what the rules find now, and asks for a new deadline.
    await see(field('整改时限')).toHaveValue('')
    await see(field('主要问题')).toHaveValue(/书记|届|团员|支部/)
    await looksRight()
    await page.keyboard.press('Escape')
    await go(`/cases/${again?.id}`)
    await here('relapsed')
    await see(page.getByText(said.missingDue)).toBeVisible()
    await see(page.locator('.points li[data-is="accepted"]')).toHaveCount(0)
    await looksRight()
    await go('/cases')
    await see(page.getByRole('row', { name: new RegExp(again?.name ?? '') })).toContainText(said.dueAnew)
    await go(`/cases/${again?.id}`)
    await verb(said.edit).click()
    await field('整改时限').fill('2027-04-30')
    await save()
    await see(page.getByText(said.missingDue)).toBeHidden()
    await see(page.getByText(said.days(63))).toBeVisible()
    await inLanguage(stages.set, 'en')
    await go(`/cases/${again?.id}`)
    await see(page.locator('[aria-current="step"]')).toContainText(rectificationCourse.states.relapsed.en)
    await looksRight()
    expect(stages.faults.filter(fault => !fault.includes('422'))).toEqual([])
  })
})
