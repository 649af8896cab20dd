import type { Page } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { knownOrgs, worker } from '#build/pictures/fill-district.ts'
import { zhCN as words } from '#renderer/text/zh-CN.ts'
import { inventedId } from '#tests/fixtures/small-district.ts'
import { openSample, type Stages } from './open-stages.ts'
import { chromiumPath } from './opened-page.ts'
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
        [900, { workplace: '青山小学' }],
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
    await page.goto(`${stages.set.origin}/people`)
    await page.getByRole('link', { name: words.doubles.title }).click()
    const pair = page.getByRole('row', { name: /张双/ })
    await see(pair).toContainText('证件号码只差一两位')
    await pair.getByRole('button', { name: words.doubles.compare }).click()
    const panel = page.getByRole('dialog')
    const merge = panel.getByRole('button', { name: words.doubles.merge })
    await see(panel.getByRole('alert')).toContainText('只有一个是真的')
    await see(merge).toBeDisabled()
    await panel
      .getByRole('row', { name: /^身份证号/ })
      .getByText(words.doubles.takeNewer)
      .click()
    await see(panel.getByText('从另一条记录补上：学习工作单位。')).toBeVisible()
    await merge.click()
    await see(page.getByText(words.doubles.none)).toBeVisible()
    await page.getByRole('button', { name: words.say.undo }).click()
    await see(page.getByRole('row', { name: /张双/ })).toBeVisible()
    // Chromium notes each refusal that the page asked for and shows.
    expect(stages.faults.filter(fault => !fault.includes('422'))).toEqual([])
  })
})
