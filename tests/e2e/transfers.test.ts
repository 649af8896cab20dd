import type { Page } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { knownOrgs } from '#build/pictures/fill-district.ts'
import { zhCN as words } from '#renderer/text/zh-CN.ts'
import { intercept } from './intercept.ts'
import { askForTransfers, openSample, type Stages } from './open-stages.ts'
import { chromiumPath } from './opened-page.ts'
import { turnPage } from './pages.ts'
import { see } from './see.ts'
import { today } from './stage.ts'

if (chromiumPath === undefined)
  console.log('Chromium is not installed: transfers were not tried in the window')

describe.skipIf(chromiumPath === undefined)('组织关系转接 in the window', () => {
  let stages: Stages
  let page: Page
  let taker = ''
  let cadre = { name: '', org: '' }
  const { transfers } = words
  beforeAll(async () => {
    stages = await openSample(async pc => {
      await askForTransfers(pc)
      const below = await pc.ask.looking.children({ org: knownOrgs(today).community.code })
      taker = below.find(({ kind }) => kind === 'branch')?.name ?? ''
      const [, second] = below.filter(({ kind }) => kind === 'branch')
      const { rows } = await pc.ask.looking.cadres({ org: second?.id ?? '' })
      cadre = { name: rows[0]?.name ?? '', org: second?.name ?? '' }
    })
    page = stages.set.page
  }, 120_000)
  afterAll(() => stages?.close())

  const row = (name: string) => page.getByRole('row', { name: new RegExp(name) })
  const panel = () => page.getByRole('dialog')
  const notice = (text: string) => page.getByRole('alert').filter({ hasText: text })
  const part = (name: string) => page.getByRole('radiogroup', { name: transfers.part }).getByText(name)

  test('is found from the home page and the members, pressing ones by sign and word', async () => {
    await turnPage(page, `${stages.set.origin}/`)
    const due = page.locator('.home-line').filter({ hasText: transfers.waiting })
    await see(due).toContainText('3')
    await due.getByRole('link', { name: transfers.handle }).click()
    await see(page.getByText('内部转接 申请 2，转接中 1，成功 0，退回 0，撤销 0，失效 1')).toBeVisible()
    await see(row('王过')).toContainText('逾期 44 天')
    await see(row('王过')).toContainText('逾期失效')
    await see(row('张来')).toContainText('还有 2 天')
    await see(row('张来')).toContainText('已交清，没有职务')
    await see(row('李去')).toContainText('广州市天河区某公司团支部（系统外）')
    await turnPage(page, `${stages.set.origin}/people`)
    await page.getByRole('link', { name: transfers.title }).click()
    await see(row('张来')).toBeVisible()
  })

  test('accepted into a branch after a look at what will come of it, and taken back in the notice', async () => {
    await turnPage(page, `${stages.set.origin}/transfers`)
    await row('张来').getByRole('button', { name: '接收 张来' }).click()
    await see(panel().getByText('不是团支部。请写明编入哪个团支部。')).toBeVisible()
    await panel().getByRole('combobox', { name: transfers.branch }).fill(taker)
    // What could not be looked at is told to whoever carries it out, and looked at once more.
    await intercept(page, '**/rpc/transfers/accept', route => route.abort())
    await page.getByRole('option', { name: taker }).first().click()
    await panel().getByRole('button', { name: '接收', exact: true }).click()
    await see(notice(words.failure.title).first()).toBeVisible()
    await page.unroute('**/rpc/transfers/accept')
    await panel().getByRole('button', { name: '接收', exact: true }).click()
    await see(panel()).toBeHidden()
    await see(row('张来')).toBeHidden()
    await part(transfers.parts.over).click()
    await see(row('张来')).toContainText('已接收')
    await notice('张来').getByRole('button', { name: words.say.undo }).click()
    await part(transfers.parts.mine).click()
    await see(row('张来')).toContainText('转接中')
  })

  test('refused only with a reason, by keyboard alone; the reason stands in its course', async () => {
    await turnPage(page, `${stages.set.origin}/transfers?sort=asked`)
    await see(row('张来')).toBeVisible()
    await page.getByRole('grid').focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('F2')
    await see(panel()).toContainText('组织关系转接：张来')
    await panel().getByText('退回', { exact: true }).click()
    await panel().getByRole('button', { name: '退回', exact: true }).click()
    await see(panel().getByText(transfers.missing.note)).toBeVisible()
    const reason = () => panel().getByRole('textbox', { name: transfers.refuseNote })
    await reason().fill('查无此人')
    // The window is closed before it was sent: what was typed is there again.
    await page.reload()
    await see(row('张来')).toBeVisible()
    await page.getByRole('grid').focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('F2')
    await panel().getByText('退回', { exact: true }).click()
    await see(reason()).toHaveValue('查无此人')
    await see(panel().getByText('这是上次没有保存的内容。')).toBeVisible()
    await reason().focus()
    await page.keyboard.press('Control+Enter')
    await see(panel()).toBeHidden()
    // Whoever works by the keyboard goes on in the table.
    await see(page.getByRole('grid')).toBeFocused()
    await part(transfers.parts.over).click()
    await row('张来').getByRole('button', { name: '经过 张来' }).click()
    await see(panel().getByRole('listitem').last()).toContainText('退回，经办人 李晓，查无此人')
  })

  test('asked for by hand: where to is offered, and a post that is held is laid down with a proposal at its field', async () => {
    await turnPage(page, `${stages.set.origin}/transfers`)
    await page.getByRole('button', { name: transfers.ask }).click()
    await panel().getByRole('combobox', { name: '团员' }).fill(cadre.name)
    await page.getByRole('option', { name: `${cadre.name} · ${cadre.org}` }).click()
    await panel().getByRole('combobox', { name: '转往' }).fill(taker.slice(-8))
    await page.getByRole('option', { name: taker }).first().click()
    await panel().getByRole('combobox', { name: '转接原因' }).fill('升学')
    await page.getByRole('option', { name: '升学/转学' }).click()
    await panel().getByRole('combobox', { name: '团费' }).fill('已交')
    await page.getByRole('option', { name: '已交清' }).click()
    await page.keyboard.press('Control+Enter')
    await see(panel().getByText(/还任.*请先登记离任/)).toBeVisible()
    // Its list does not lie over the sentence.
    await see(page.getByRole('option')).toHaveCount(0)
    await panel().getByRole('button', { name: '改为 已免去' }).click()
    await page.keyboard.press('Control+Enter')
    await see(notice(cadre.name)).toContainText('不再任')
    await notice(cadre.name).getByRole('button', { name: words.say.undo }).click()
    await see(row(cadre.name)).toBeHidden()
  })

  test('several chosen are answered at once: only what may be done with them is offered, and one undo takes it back', async () => {
    await turnPage(page, `${stages.set.origin}/transfers`)
    await see(row('王过')).toBeVisible()
    await page.getByRole('grid').focus()
    await page.keyboard.press('Control+a')
    const bar = page.getByRole('toolbar', { name: words.list.chosenBar })
    const cancel = transfers.many(transfers.verbs.cancel, 2)
    await see(
      bar.getByRole('button', { name: transfers.many(transfers.outsideVerbs.accept, 1) }),
    ).toBeVisible()
    await see(bar.getByRole('button', { name: transfers.many(transfers.verbs.accept, 1) })).toHaveCount(0)
    await bar.getByRole('button', { name: cancel }).click()
    await see(panel().getByRole('region', { name: words.byHand.whatHappens })).toContainText(
      words.byHand.many.outcome('2', '0', '0', '0'),
    )
    // A look that takes long says that it is under way before anything of it is told.
    let letGo = () => {}
    const held = new Promise<void>(resolve => {
      letGo = resolve
    })
    await intercept(page, '**/rpc/transfers/answerMany', async route => {
      await held
      await route.continue().catch(() => undefined)
    })
    await panel().getByRole('textbox', { name: '说明' }).fill('写错了')
    await see(panel().getByRole('status')).toContainText(words.say.working)
    letGo()
    await page.unroute('**/rpc/transfers/answerMany')
    await panel().getByRole('textbox', { name: '说明' }).fill('写错了单位')
    await see(panel().getByText('撤销王过的转接：写错了单位')).toBeVisible()
    await panel()
      .getByRole('button', { name: words.byHand.many.go('2') })
      .click()
    await see(page.getByText(transfers.none.mine)).toBeVisible()
    await notice('写错了单位').getByRole('button', { name: words.say.undo }).click()
    await see(row('王过')).toBeVisible()
    await see(row('李去')).toBeVisible()
  })

  test('what has lapsed can be cancelled alone, and who went outside is noted as left', async () => {
    await turnPage(page, `${stages.set.origin}/transfers`)
    await row('王过').getByRole('button', { name: '撤销申请 王过' }).click()
    await panel().getByRole('button', { name: '撤销申请' }).click()
    await see(row('王过')).toBeHidden()
    await row('李去').getByRole('button', { name: '登记已转出 李去' }).click()
    await see(panel().getByText('已转出系统外')).toBeVisible()
    await panel().getByRole('button', { name: '登记已转出' }).click()
    await see(page.getByText(transfers.none.mine)).toBeVisible()
    // Chromium notes each refusal that the page asked for and shows, and what was cut off above.
    expect(stages.faults.filter(fault => !/422|ERR_FAILED/.test(fault))).toEqual([])
  })
})
