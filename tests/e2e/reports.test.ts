import { readFile } from 'node:fs/promises'
import { afterAll, expect, test } from 'vitest'
import { FormFile } from '#db/forms/form-file.ts'
import { openForm } from '#db/forms/open-form.ts'
import { comparison, personCard } from '#tests/fixtures/blank-forms.ts'
import { prepared } from '#tests/fixtures/engine.ts'
import { codes, exchangeAll, openOffices } from '#tests/fixtures/exchange.ts'
import { fillDistrict, memberLines } from '#tests/fixtures/small-district.ts'
import { openFilled } from './filled-page.ts'
import { chromiumPath } from './opened-page.ts'
import { turnPage } from './pages.ts'
import { see } from './see.ts'

if (chromiumPath === undefined) {
  console.warn('Chromium is not on this PC: forms, the summary, pictures and tasks are not looked at.')
}

const filled = prepared('reports', async pc => {
  await fillDistrict(pc)
  await pc.ask.reports.adoptTypes({})
  await pc.ask.records.add({
    kind: 'work',
    set: { org: codes.street, type: '主题团课', held_on: '2018-05-04', title: '五四团课', people: '40' },
  })
  await pc.ask.records.add({
    kind: 'task',
    set: {
      ...{ org: codes.district, year: '2018', item: '开展主题团课', measure: '主题团课' },
      ...{ target: '3', due: '2018-11-30' },
    },
  })
  await pc.ask.lifeline.scan({ asOf: '2018-06-30' })
  const rated = { org: `${codes.community}1`, year: '2017', score: '55' }
  await pc.ask.records.add({ kind: 'rating', set: rated })
})
afterAll(() => filled.discard())

test.skipIf(chromiumPath === undefined)(
  'a form is marked and filled, the summary made anew keeps what was written, pictures are saved, and tasks, cadres and honours open',
  { timeout: 180_000 },
  async () => {
    const pc = await filled.open('reports')
    const { page, origin } = await openFilled(pc)

    // a blank form of somebody else's: one place is corrected, then it is filled
    await turnPage(page, `${origin}/forms`)
    const name = '统计数据对比表.xlsx'
    const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
    const choosing = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: '添加空白表' }).click()
    await (await choosing).setFiles({ name, mimeType: type, buffer: await comparison() })
    await see(page.getByRole('heading', { name: '统计数据对比表', level: 1 })).toBeVisible({
      timeout: 20_000,
    })
    await page.getByRole('button', { name: 's1!D6 填', exact: false }).first().click()
    await page.getByRole('dialog').getByRole('textbox', { name: '写固定的字' }).fill('不适用')
    await page.getByRole('dialog').getByRole('button', { name: '确定' }).click()
    // what is marked and not saved is there again when the window is
    await see(page.getByRole('status').filter({ hasText: '1' })).toBeVisible()
    await page.reload()
    await page.getByRole('button', { name: '保存位置' }).click()
    await see(page.getByText('填写位置已保存。')).toBeVisible()
    const filling = page.waitForEvent('download')
    await page.getByRole('button', { name: '填好并保存' }).click()
    const form = await filling
    const { parts } = await openForm(name, await readFile(await form.path()))
    const texts = new Map(parts[0]?.cells.map(({ at, text }) => [at, text]))
    expect([texts.get('s1!D3'), texts.get('s1!D6')]).toEqual([String(memberLines.length), '不适用'])

    // the burden of forms knows that it was filled, and what is typed in it
    await turnPage(page, `${origin}/burden`)
    const forms = page.getByRole('grid', { name: '在用的表' })
    await see(forms.getByRole('row').filter({ hasText: '统计数据对比表' })).toContainText('2018-12-31')
    await page.getByRole('link', { name: /要了不止一次的内容/ }).click()
    const asked = page.getByRole('grid', { name: '要了不止一次的内容' }).getByRole('row')
    await asked.filter({ hasText: '团支部' }).getByRole('link').first().click()
    await see(forms.getByRole('row').filter({ hasText: '统计数据对比表' })).toBeVisible()

    // the summary: somebody writes in it, it is made anew, and his words stay
    await turnPage(page, `${origin}/reports/summary`)
    const making = page.waitForEvent('download')
    await page.getByRole('button', { name: '制作总结' }).click()
    const made = await making
    const file = await FormFile.open('总结.docx', await readFile(await made.path()))
    const path = 'word/document.xml'
    const hint = '（请填写存在的不足。）'
    expect(file.text(path)).toContain(hint)
    file.write(path, (file.text(path) ?? '').replace(hint, '重活动，轻建设。'))
    const mine = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: '重新取数…' }).click()
    await (await mine).setFiles({
      ...{ name: '我的总结.docx', buffer: Buffer.from(file.bytes()) },
      mimeType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    })
    await see(page.getByText('您改过的 1 段都保留。')).toBeVisible()
    const keeping = page.waitForEvent('download')
    await page.getByRole('button', { name: '保存新稿' }).click()
    const kept = await FormFile.open('总结.docx', await readFile(await (await keeping).path()))
    expect(kept.text(path)).toContain('重活动，轻建设。')

    // pictures, with their numbers as tables
    await turnPage(page, `${origin}/reports/pictures`)
    const byMonth = page.locator('.year-picture').first()
    await see(byMonth.locator('svg.recharts-surface')).toBeVisible()
    const drawing = page.waitForEvent('download')
    await byMonth.getByRole('button').first().click()
    const picture = await drawing
    expect(picture.suggestedFilename()).toMatch(/\.png$/)
    expect((await readFile(await picture.path())).subarray(1, 4).toString('latin1')).toBe('PNG')
    await see(byMonth.locator('.recharts-label-list text').first()).toHaveText(/^\d+$/)
    // On paper the picture is as wide as its panel, and the numbers stand below it without being opened.
    const window = page.viewportSize() ?? { width: 1366, height: 768 }
    await page.emulateMedia({ media: 'print' })
    await page.setViewportSize({ width: 700, height: 1000 })
    const [panel, drawn] = [await byMonth.boundingBox(), await byMonth.locator('svg').last().boundingBox()]
    if (panel === null || drawn === null) throw new Error('the picture is on paper')
    expect(drawn.width).toBeGreaterThan(panel.width * 0.9)
    expect(drawn.x + drawn.width).toBeLessThanOrEqual(panel.x + panel.width)
    await see(byMonth.getByRole('row').filter({ hasText: '12月' })).toBeVisible()
    await page.emulateMedia({ media: null })
    await page.setViewportSize(window)
    await byMonth.locator('summary').click()
    await see(byMonth.getByRole('row').filter({ hasText: '5月' })).toContainText('1')

    // what is set to do is counted, and who came to no training or may be put up for an honour is told
    await turnPage(page, `${origin}/tasks`)
    await see(page.getByRole('row').filter({ hasText: '开展主题团课' }).first()).toContainText('1')
    await turnPage(page, `${origin}/cadres`)
    await see(page.getByRole('grid').getByRole('row').nth(1)).toBeVisible()
    await turnPage(page, `${origin}/honours`)
    await see(page.getByRole('grid').getByRole('row').nth(1)).toBeVisible()

    // a form about one person asks whom it is about
    await turnPage(page, `${origin}/forms`)
    const card = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: '添加空白表' }).click()
    await (await card).setFiles({ name: '登记表.xlsx', mimeType: type, buffer: await personCard() })
    await see(page.getByRole('heading', { name: '登记表', level: 1 })).toBeVisible({ timeout: 20_000 })
    await see(page.getByRole('button', { name: '填好并保存' })).toBeDisabled()
    const [line] = memberLines
    await page.getByRole('combobox', { name: '填谁的表' }).fill(line?.['身份证号'] ?? '')
    await page.getByRole('option').first().click()
    const oneFilled = page.waitForEvent('download')
    await page.getByRole('button', { name: '填好并保存' }).click()
    const one = await openForm('登记表.xlsx', await readFile(await (await oneFilled).path()))
    const said = new Map(one.parts[0]?.cells.map(({ at, text }) => [at, text]))
    expect(said.get('s1!B2')).toBe(line?.['姓名'])
    expect(said.get('s1!B3')).toBe(line?.['身份证号'])

    // what was back-dated since a day was scanned is told, until somebody takes the new scan for the measure
    await turnPage(page, `${origin}/lifeline?asOf=2018-06-30`)
    const told = page.getByRole('status').filter({ hasText: '后来补录或更正了 2018-06-30 以前的情况' })
    await see(told).toBeVisible({ timeout: 20_000 })
    await page.getByRole('button', { name: '哪些不同、谁改的' }).click()
    const rows = page.getByRole('region', { name: '哪些不同、谁改的' })
    await see(rows.getByRole('row').filter({ hasText: '对标定级偏低' })).toBeVisible()
    await see(rows.getByRole('link', { name: /登记对标定级/ })).toBeVisible()
    await page.getByRole('button', { name: '以这次为准' }).click()
    await see(told).toBeHidden()
    await page.reload()
    await see(page.getByRole('heading', { level: 1 })).toBeVisible()
    await see(told).toBeHidden()
  },
)

test.skipIf(chromiumPath === undefined)(
  'a street asks in its window for another target, and takes it back; the district grants in its own what was asked',
  { timeout: 120_000 },
  async () => {
    const { district, street, community } = await openOffices()
    const all = { district, street, community }
    const task = { year: '2018', item: '团课', measure: '团课', target: '12', due: '2018-12-31' }
    await district.ask.reports.adoptTypes({})
    await district.ask.records.add({ kind: 'task', set: { org: codes.district, ...task } })
    await exchangeAll(all)
    const asked = { org: codes.street, year: '2018', item: '团课', target: '2', reason: '两个社区合并' }
    await street.ask.records.add({ kind: 'task_request', set: asked })
    await exchangeAll(all)
    await community.discard()

    // Chromium notes the refusal that the page asked for and shows.
    const above = await openFilled(district, { expects: fault => fault.includes('422') })
    await turnPage(above.page, `${above.origin}/tasks?year=2018`)
    const requests = above.page.getByRole('table', { name: '任务调整申请' })
    await see(requests.getByRole('row').filter({ hasText: '两个社区合并' })).toContainText('目标 2')
    await requests.getByRole('button', { name: /^答复/ }).click()
    const answer = above.page.getByRole('dialog')
    await answer.getByRole('button', { name: '不同意' }).click()
    await see(answer.getByText(/理由/).last()).toBeVisible()
    await answer.getByRole('textbox', { name: '说明或不同意的理由' }).fill('情况属实')
    await answer.getByRole('button', { name: '同意', exact: true }).click()
    await see(above.page.getByRole('alert').filter({ hasText: '目标改为 2' })).toBeVisible()
    await see(requests.getByRole('row').filter({ hasText: '情况属实' })).toBeVisible()
    await see(requests.getByRole('button')).toHaveCount(0)

    const below = await openFilled(street)
    await turnPage(below.page, `${below.origin}/tasks?year=2018`)
    const own = below.page.getByRole('table', { name: '任务调整申请' })
    await own.getByRole('button', { name: /^撤回/ }).click()
    await below.page.getByRole('dialog').getByRole('button', { name: '撤回', exact: true }).click()
    await see(own.getByRole('button')).toHaveCount(0)
    await see(own.getByRole('row').filter({ hasText: '两个社区合并' })).toContainText('撤回')
    await below.page.getByRole('button', { name: '申请调整 团课' }).click()
    const form = below.page.getByRole('dialog')
    await form.locator('[data-field="target"]').fill('3')
    await form.locator('[data-field="reason"]').fill('人手不足')
    await below.page.keyboard.press('Control+Enter')
    await see(form)
      .toBeHidden()
      .catch(async error => {
        console.warn(await form.innerText())
        throw error
      })
    await see(own.getByRole('row').filter({ hasText: '人手不足' })).toContainText('目标 3')
  },
)
