import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Proposal } from '#contract/lifeline/rulings.ts'
import { rectificationCourse } from '#db/records/courses/rectification-course.ts'
import { zhCN as words } from '#renderer/text/zh-CN.ts'
import { looksWrong, seriousIn } from './looked-over.ts'
import { openSample, type Stages } from './open-stages.ts'
import { chromiumPath } from './opened-page.ts'
import { turnPage } from './pages.ts'
import { see } from './see.ts'

if (chromiumPath === undefined) console.log('Chromium is not installed: cases were not tried in the window')

describe.skipIf(chromiumPath === undefined)('整治 in the window', () => {
  let stages: Stages
  let page: Page
  let one: Proposal | undefined
  /** Another one, whose case has been overdue for years. */
  let late: Proposal | undefined
  /** Others, about which nobody has decided. */
  let undecided: readonly Proposal[] = []
  const { cases, packs } = words
  const { proposals } = cases
  beforeAll(async () => {
    stages = await openSample(async pc => {
      const { rows } = await pc.ask.rulings.proposals({ state: 'open', limit: 50 })
      one = rows.find(row => row.findings.filter(({ severity }) => severity !== 'info').length > 1)
      late = rows.find(row => row.orgId !== one?.orgId)
      undecided = rows.filter(row => row !== one && row !== late)
      const set = { org: late?.orgId ?? '', opened: '2019-01-05', due: '2019-03-31', owner: '张明 书记' }
      const said = {
        problems: '只有两名团员',
        measures: '与邻近支部联合组建',
        liaison: '王强 街道团工委副书记',
      }
      await pc.ask.records.add({ kind: 'rectification', set: { ...set, ...said } })
    })
    page = stages.set.page
  }, 120_000)
  afterAll(() => stages?.close())

  const panel = () => page.getByRole('dialog')
  const field = (label: string) => panel().getByRole('textbox', { name: label })
  const go = (at: string) => turnPage(page, `${stages.set.origin}${at}`)
  const name = () => one?.orgName ?? ''
  /** Nothing is cut or scrolls sideways, and axe finds nothing serious. */
  const looksRight = async () => {
    expect(await looksWrong(page)).toEqual([])
    expect(await seriousIn(page)).toEqual([])
  }

  test('a whole case: decided, opened with its problems, reported on, returned point by point, cleared, corrected', async () => {
    await go('/')
    await page
      .locator('.home-line')
      .filter({ hasText: proposals.due })
      .getByRole('link', { name: proposals.decide })
      .click()
    await see(page.getByRole('grid', { name: proposals.title })).toBeVisible()
    await looksRight()
    await page.getByRole('button', { name: `${proposals.confirm} ${name()}`, exact: true }).click()
    await panel().getByRole('button', { name: proposals.confirm, exact: true }).click()
    await see(field('认定理由')).toHaveAttribute('aria-invalid', 'true')
    await see(field('认定理由')).toBeFocused()
    await field('认定理由').fill('情况属实')
    await field('签署人').fill('赵部长')
    await field('有效期至').fill('2027-06-30')
    // what was typed is there again when the window is
    await page.reload()
    await page.getByRole('button', { name: `${proposals.confirm} ${name()}`, exact: true }).click()
    await see(panel().getByText(words.byHand.restored)).toBeVisible()
    await see(field('认定理由')).toHaveValue('情况属实')
    await see(field('签署人')).toHaveValue('赵部长')
    await see(field('有效期至')).toHaveValue('2027-06-30')
    await field('有效期至').fill('')
    // a day is written as in any other form
    await field('决定日期').fill('2026.11.23')
    await page.keyboard.press('Control+Enter')
    await see(panel()).toBeHidden()

    await go(`/lifeline/why?org=${one?.orgId}`)
    await page.getByRole('button', { name: cases.fromFindings }).click()
    await see(field('主要问题')).not.toHaveValue('')
    await field('整改措施').fill('一个月内选出书记；按季召开支部大会')
    await field('责任人').fill('张书记')
    await field('挂点联系人').fill('王强 街道团工委副书记')
    await field('整改时限').fill('2026-12-20')
    await looksRight()
    await page.keyboard.press('Control+Enter')
    await see(panel()).toBeHidden()
    // the case stands where the button to open it stood, and the keyboard with it
    const opened = page.getByRole('link', { name: cases.ofOrg(rectificationCourse.states.rectifying.zh) })
    await see(opened).toBeFocused()
    await page.keyboard.press('Enter')
    await see(page.getByRole('heading', { level: 1, name: name() })).toBeVisible()
    // of the month in which it was opened there is nothing to report yet
    await see(page.getByText(cases.course, { exact: true })).toBeVisible()
    await see(page.getByText(cases.missingNote('2026-11'))).toBeHidden()
    await looksRight()

    const act = async (verb: keyof typeof cases.verbs) => {
      const button = page.getByRole('button', { name: cases.verbs[verb], exact: true })
      const item = page.getByRole('menuitem', { name: cases.verbs[verb] })
      // What may be done changes with the state, which may come while the menu is open.
      await see(async () => {
        if (await button.isVisible()) return button.click({ timeout: 2000 })
        if (!(await item.isVisible()))
          await page.getByRole('button', { name: `${cases.more} ${name()}` }).click({ timeout: 2000 })
        return item.click({ timeout: 2000 })
      }).toPass({ timeout: 30_000 })
      await see(panel().locator('[data-field="note"]')).toBeFocused()
    }
    const save = async () => {
      await page.keyboard.press('Control+Enter')
      await see(panel()).toBeHidden()
    }
    await act('note')
    await page.keyboard.press('Control+Enter')
    await see(panel().getByText(cases.needed)).toBeVisible()
    await field(cases.say.note).fill('已确定书记人选')
    const would = panel().getByRole('region', { name: words.byHand.whatHappens })
    await see(would).toContainText('已确定书记人选')
    // what is no day is not taken for today
    await field(cases.on).fill('2026.11.31')
    await page.keyboard.press('Control+Enter')
    await see(field(cases.on)).toBeFocused()
    await see(panel().getByText(words.byHand.orgAct.day)).toBeVisible()
    await field(cases.on).fill('11.24')
    await page.keyboard.press('Tab')
    await see(field(cases.on)).toHaveValue('2026-11-24')
    await see(would).toContainText('2026-11-24')
    await save()
    await see(page.locator('.case-log').getByText('已确定书记人选')).toBeVisible()
    await act('submit')
    // Whoever thinks better of it goes on at the menu that he came from.
    await page.keyboard.press('Escape')
    await see(page.getByRole('button', { name: `${cases.more} ${name()}` })).toBeFocused()
    await act('submit')
    await save()
    await see(page.getByText(cases.locked)).toBeVisible()
    const passEach = async () => {
      for (const one of await panel().getByText(cases.judge.passed, { exact: true }).all()) await one.click()
    }
    await act('judge')
    // nothing is judged before somebody has
    await see(panel().getByRole('radio', { checked: true })).toHaveCount(0)
    await page.keyboard.press('Control+Enter')
    await see(panel().getByText(cases.judge.undecided).first()).toBeVisible()
    await looksRight()
    await passEach()
    await panel().getByText(cases.judge.returned, { exact: true }).first().click()
    await page.keyboard.press('Control+Enter')
    await see(panel().getByText(cases.judge.needed)).toBeVisible()
    await panel()
      .getByRole('textbox', { name: /退回理由/ })
      .fill('没有选举记录')
    await looksRight()
    await page.reload()
    await see(page.getByText(cases.locked)).toBeVisible()
    await act('judge')
    await see(panel().getByText(words.byHand.restored)).toBeVisible()
    await see(panel().getByRole('textbox', { name: /退回理由/ })).toHaveValue('没有选举记录')
    await see(panel().getByRole('radio', { name: cases.judge.returned, checked: true })).toHaveCount(1)
    await save()
    await see(page.locator('.points li[data-is="returned"]').getByText('没有选举记录')).toBeVisible()
    await see(page.locator('.points li[data-is="accepted"]').first()).toBeVisible()
    await act('submit')
    await save()
    await see(page.getByText(cases.locked)).toBeVisible()
    await act('judge')
    await passEach()
    await save()
    await see(page.locator('[aria-current="step"]')).toContainText(rectificationCourse.states.cleared.zh)
    await act('correct')
    await field('责任人').fill('李四')
    await field(cases.say.correct).fill('登记有误')
    await save()
    await see(page.getByText(cases.missingAnswer)).toBeVisible()
    const [form] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: cases.correctionForm }).click(),
    ])
    expect(form.suggestedFilename()).toContain('整治台账更正申请表')
    await act('answer')
    await see(panel()).toContainText('李四')
    await page.keyboard.press('Control+Enter')
    await see(panel().getByText(cases.choose)).toBeVisible()
    await panel().getByText(cases.replyOf.grant, { exact: true }).click()
    await save()
    await see(page.getByRole('definition').filter({ hasText: '李四' })).toBeVisible()
    await see(page.locator('.case-log > li')).toHaveCount(8)
    await looksRight()
    // What a correction changes is named in the reader's language, whatever it was written in.
    await page.getByRole('button', { name: 'English' }).click()
    await see(page.locator('.case-log').getByText('Responsible: 李四')).toBeVisible()
    await see(page.locator('.case-log').getByText('责任人')).toHaveCount(0)
    await page.getByRole('button', { name: '中文' }).click()
  })

  test('a case begun in the ledger says what the rules find of whichever organization is chosen', async () => {
    const [first, second] = undecided
    const choose = async (row: Proposal | undefined) => {
      await panel()
        .getByRole('combobox', { name: '团组织' })
        .fill(row?.orgName ?? '')
      await page.keyboard.press('Enter')
    }
    const rulesOf = (row: Proposal | undefined) =>
      [...new Set(row?.findings.filter(one => one.severity !== 'info').map(({ rule }) => rule))]
        .map(rule => words.lifeline.rules[rule])
        .join('、')
    await go('/cases')
    await page.getByRole('button', { name: cases.add }).click()
    await choose(first)
    await see(field('认定情形')).toHaveValue(rulesOf(first))
    for (const { why } of first?.findings ?? [])
      await see(field('主要问题')).toHaveValue(new RegExp(why.zh.slice(0, 8)))
    // What somebody has written himself is his: another organization changes the rest.
    await field('主要问题').fill('长期不开展活动')
    await choose(second)
    await see(field('认定情形')).toHaveValue(rulesOf(second))
    await see(field('主要问题')).toHaveValue('长期不开展活动')
    await looksRight()
    await panel().getByRole('button', { name: words.say.cancel }).click()
  })

  test('the ledger is filtered, saved, taken back in and printed in its form; a row is worked by keyboard', async () => {
    await go('/cases')
    await see(page.getByRole('row', { name: new RegExp(name()) })).toBeVisible()
    await looksRight()
    const menu = () => page.getByRole('button', { name: cases.output, exact: true })
    await menu().click()
    const saving = page.waitForEvent('download')
    await page.getByRole('menuitem', { name: cases.saveLedger('2') }).click()
    const saved = await (await saving).path()
    await menu().click()
    await page.getByRole('menuitem', { name: cases.takeLedger }).click()
    await panel().locator('input[type=file]').setInputFiles(saved)
    await see(panel().getByText(cases.take.nothing)).toBeVisible()
    await looksRight()
    await page.keyboard.press('Escape')
    // dropped among rosters it is known for what it is, and led to where it belongs
    await go('/import')
    const file = {
      name: '整治台账.xlsx',
      mimeType: 'application/octet-stream',
      buffer: await readFile(saved),
    }
    await page.locator('input[type=file]').first().setInputFiles(file)
    await see(page.getByText(words.rosters.isLedger)).toBeVisible()
    await looksRight()
    await page.getByRole('button', { name: words.rosters.takeLedger }).click()
    await see(panel().getByText(cases.take.nothing)).toBeVisible()
    await page.keyboard.press('Escape')
    await see(panel()).toBeHidden()
    await page.getByRole('grid').focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('F2')
    await see(panel()).toContainText(name())
    await page.keyboard.press('Escape')
    await page.getByRole('combobox', { name: cases.lamp }).click()
    await page.getByRole('option', { name: cases.lamps.orange }).click()
    await see(page.getByText(cases.noneFiltered(cases.lamps.orange))).toBeVisible()
    await page.getByRole('button', { name: `${words.say.clearFilter} ${cases.lamps.orange}` }).click()
    await see(page.getByRole('row', { name: new RegExp(name()) })).toBeVisible()

    // States, days and heads stand whole in both languages, also of what has been overdue for years.
    const cut = () =>
      page.getByRole('grid').evaluate(grid => {
        const heads = [...grid.querySelectorAll('[role="columnheader"]')]
        const whole = [/^(整改状态|State)/, /^(整改时限|Due)/, /^(责任人|Responsible)/]
        const places = heads.flatMap((head, at) =>
          whole.some(one => one.test(head.textContent ?? '')) ? [at] : [],
        )
        const rows = [...grid.querySelectorAll('[role="row"]')]
        const cells = rows.flatMap(row => places.map(at => row.children[at]))
        return [...heads, ...cells].flatMap(cell =>
          cell && [cell, ...cell.querySelectorAll('*')].some(one => one.scrollWidth > one.clientWidth + 1)
            ? [cell.textContent]
            : [],
        )
      })
    await see(page.getByText(/逾期 [\d,]+ 天/)).toBeVisible()
    expect(await cut()).toEqual([])
    await page.getByRole('button', { name: 'English' }).click()
    await see(page.getByText(/[\d,]+ days overdue/)).toBeVisible()
    expect(await cut()).toEqual([])
    await page.getByRole('button', { name: '中文' }).click()

    // From the findings several cases are opened at once, each with its own problems; one undo takes all back.
    await go('/lifeline/list?rule=W01')
    const marks = page.locator('.rows-body .rows-mark')
    for (const row of [2, 3]) await marks.nth(row).click()
    await page.getByRole('button', { name: cases.together('2') }).click()
    await field('整改措施').fill('一个月内选出书记')
    await field('责任人').fill('张书记')
    await field('挂点联系人').fill('王强')
    await see(panel().getByRole('button', { name: words.byHand.many.go('2') })).toBeDisabled()
    await field('整改时限').fill('2026-12-20')
    await see(panel().getByText(words.byHand.many.outcome('2', '0', '0', '0'))).toBeVisible()
    await looksRight()
    await panel()
      .getByRole('button', { name: words.byHand.many.go('2') })
      .click()
    await see(panel()).toBeHidden()
    await see(page.getByText('2026-12-20 张书记')).toHaveCount(2)
    await page.getByRole('button', { name: words.say.undo, exact: true }).last().click()
    await see(page.getByText('2026-12-20 张书记')).toHaveCount(0)
  })

  test('a rule pack is changed in its form, rehearsed and published; data to put right opens its record', async () => {
    await go('/lifeline/packs')
    await see(page.getByText(packs.judges, { exact: true })).toBeVisible()
    await looksRight()
    await page.getByRole('button', { name: packs.edit }).click()
    const called = packs.names['W01.fewestMembers'] ?? ''
    await page.getByRole('button', { name: packs.addValue(called) }).click()
    await page.getByRole('textbox', { name: `${packs.newValue} ${called}` }).fill('x')
    await see(page.getByText(packs.badValue)).toBeVisible()
    await page.getByRole('textbox', { name: `${packs.newValue} ${called}` }).fill('5')
    await page.getByRole('textbox', { name: `${packs.source} ${called}` }).fill('青团发〔2025〕3号')
    const most = packs.names['W07.mostMembers'] ?? ''
    await page.getByRole('button', { name: packs.changeGround(most) }).click()
    await page.getByRole('textbox', { name: `${packs.basis} ${most}` }).fill('区委通知')
    await page.getByRole('button', { name: packs.addTest }).click()
    await panel()
      .getByRole('textbox', { name: packs.branchFields['members'] ?? '', exact: true })
      .fill('４')
    // Days and numbers are written as in every other form.
    const elected = panel().getByRole('textbox', { name: packs.branchFields['elected'] ?? '', exact: true })
    await elected.fill('2026.3.5')
    await panel().getByRole('button', { name: packs.keepTest }).click()
    await see(elected).toHaveValue('2026-03-05')
    await see(panel().getByText(packs.badDay)).toHaveCount(0)
    await see(panel().getByText(packs.nameMissing)).toBeVisible()
    await panel().getByRole('textbox', { name: packs.testName }).fill('四名团员')
    await panel().getByRole('combobox', { name: packs.addRule }).fill('W01')
    await page.getByRole('option').first().click()
    await looksRight()
    await panel().getByRole('button', { name: packs.keepTest }).click()
    await see(page.getByText('团员数 4')).toBeVisible()
    await page.getByRole('textbox', { name: packs.name, exact: true }).fill('龙华区规则')
    await page.getByRole('textbox', { name: packs.sinceLabel, exact: true }).fill('2026.11.24')
    await page.getByRole('button', { name: packs.rehearse, exact: true }).click()
    await see(page.getByText(/会新标出 [\d,]+ 个，会消除 0 个/)).toBeVisible({ timeout: 20_000 })
    await looksRight()
    // The list behind the number opens its branches; who comes back finds the form and the list as he left them.
    const flagged = page.getByRole('grid', { name: packs.newlyFlagged })
    await see(flagged.getByRole('row').nth(1)).toContainText(words.lifeline.rules['W01'] ?? '')
    await flagged.getByRole('link').first().click()
    await see(page.getByRole('heading', { level: 1 })).toBeVisible()
    await page.goBack()
    await see(page.getByRole('textbox', { name: packs.name, exact: true })).toHaveValue('龙华区规则')
    await see(flagged.getByRole('link').first()).toBeVisible()
    await page.getByRole('button', { name: packs.publish, exact: true }).click()
    await see(page.getByRole('link', { name: '龙华区规则' })).toBeVisible()
    await see(page.getByText('青团发〔2025〕3号')).toBeVisible()
    await see(page.getByText('区委通知')).toBeVisible()
    const tested = page.getByRole('region', { name: packs.testCases })
    await see(tested.getByText('四名团员')).toBeVisible()
    await see(tested.getByText(packs.doesNotPass, { exact: true })).toHaveCount(0)
    await looksRight()
    await go('/faults')
    await see(page.getByRole('grid', { name: cases.faults.title })).toBeVisible({ timeout: 20_000 })
    await looksRight()
    await page.getByRole('grid').getByRole('link').first().click()
    await see(page.getByRole('heading', { level: 1 })).toBeVisible()
    // Chromium notes each refusal that the page asked for and shows.
    expect(stages.faults.filter(fault => !fault.includes('422'))).toEqual([])
  })
})
