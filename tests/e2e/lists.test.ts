import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import { readXlsx } from 'hucre'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { worker } from '#build/pictures/fill-district.ts'
import type { Pc } from '#tests/fixtures/engine.ts'
import { tabTo } from './focus.ts'
import { pressedOnce } from './in-the-page.ts'
import { intercept } from './intercept.ts'
import { seriousIn } from './looked-over.ts'
import { openSample, type Stages } from './open-stages.ts'
import { chromiumPath } from './opened-page.ts'
import { turnPage } from './pages.ts'
import { see } from './see.ts'

if (chromiumPath === undefined) {
  console.warn('Chromium is not on this PC: no list is handed on. Set CHROMIUM to its path.')
}

/** Three members of the district paid fees, each for other months. */
async function payFees(pc: Pc): Promise<void> {
  const { rows } = await pc.ask.looking.people({ limit: 3 })
  const paid = [
    { paid_01: '2', paid_02: '2', paid_03: '2', paid_07: '12.5' },
    { paid_12: '2' },
    { paid_01: '30', paid_03: '' },
  ]
  for (const [at, { id }] of rows.entries())
    await pc.ask.records.add({
      kind: 'fee',
      set: { person: id, year: '2018', due: '2', ...paid[at] },
      by: worker,
    })
}

describe.skipIf(chromiumPath === undefined)('a list gives what stands on the screen', () => {
  let stages: Stages
  let page: Page
  beforeAll(async () => {
    stages = await openSample(payFees)
    page = stages.set.page
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.addInitScript({ content: 'window.print = () => { document.title = "printed" }' })
  }, 120_000)
  afterAll(() => stages?.close())

  const go = async (address: string) => {
    await turnPage(page, stages.set.origin + address)
    await see(page.getByRole('grid').getByRole('link').first()).toBeVisible({ timeout: 20_000 })
  }
  const handOn = async (what: RegExp) => {
    await page.getByRole('button', { name: '打印、导出、复制' }).click()
    await page.getByRole('menuitem', { name: what }).click()
  }
  const clipboard = () => page.evaluate<string>('navigator.clipboard.readText()')

  test('copied: the rows of the filter, in the columns chosen and the order shown', async () => {
    await go(`/people?org=${stages.set.street}&report=open&sort=birth&down=yes`)
    await page.getByRole('button', { name: '选择列' }).click()
    await page.getByRole('checkbox', { name: '性别' }).uncheck()
    await page.keyboard.press('Escape')
    await handOn(/^复制/)
    await see(page.getByText(/^已复制 \d+ 行/)).toBeVisible()
    const [heads, ...rows] = (await clipboard()).split('\r\n').map(line => line.split('\t'))
    expect(heads).toEqual(['姓名', '出生日期', '所在组织', '团籍状态', '报到状态', '证件号码', '手机'])
    const count = Number(await page.getByRole('grid').getAttribute('aria-rowcount')) - 1
    expect(rows).toHaveLength(count)
    expect(count).toBeGreaterThan(5)
    const births = rows.map(row => row[1] ?? '')
    expect(births).toEqual(births.toSorted().toReversed())
    expect(rows.filter(row => row[4] === '审核通过')).toEqual([])
    expect(rows.every(row => /^\d{6}\*+/.test(row[5] ?? ''))).toBe(true)
    await page.evaluate(`localStorage.removeItem('lifeline.columns.people')`)
  })

  test('handing on thousands of rows shows how many have come, and is stopped', async () => {
    await go('/people')
    await page.evaluate('navigator.clipboard.writeText("as it was")')
    await intercept(page, '**/rpc/looking/people', async route => {
      await setTimeout(250)
      await route.continue().catch(() => undefined)
    })
    await handOn(/^复制 8,368 行/)
    await see(page.getByText(/正在取出 \d,\d{3} \/ 8,368/)).toBeVisible()
    await page.getByRole('button', { name: '停止' }).click()
    await see(page.getByRole('alert').filter({ hasText: '已停止' })).toBeVisible()
    await page.unrouteAll()
    expect(await clipboard()).toBe('as it was')
    await handOn(/^复制 8,368 行/)
    await see(page.getByText(/^已复制 8,368 行/)).toBeVisible()
  })

  test('a filter is kept under a name, stands as it was when it is chosen again, and is forgotten', async () => {
    await go(`/people?org=${stages.set.street}&report=open&sort=birth`)
    const kept = page.getByRole('button', { name: '常用筛选' })
    await kept.click()
    await page.getByRole('textbox', { name: '把现在的筛选存为' }).fill('街道未报到')
    await page.keyboard.press('Enter')
    await go('/people')
    await page.reload()
    await kept.click()
    await page.getByRole('button', { name: '街道未报到', exact: true }).click()
    await see(page).toHaveURL(new RegExp(`org=${stages.set.street}.*report=open.*sort=birth`))
    await handOn(/^复制/)
    await see(page.getByText(/^已复制 \d+ 行/)).toBeVisible()
    const status = (await clipboard()).split('\r\n').map(line => line.split('\t')[5])
    expect(status.slice(1).every(text => text !== '审核通过')).toBe(true)
    // The list says which one it is, and its paper and files do as well.
    await see(kept).toHaveAttribute('title', '街道未报到')
    const saved = page.waitForEvent('download')
    await handOn(/^导出表格/)
    const book = await readXlsx(await readFile(await (await saved).path()))
    expect(String(book.sheets[0]?.rows[1]?.[0])).toContain('筛选“街道未报到”')
    await kept.click()
    await page.getByRole('button', { name: '去掉“街道未报到”' }).click()
    await see(page.getByText('还没有保存过筛选。')).toBeVisible()
    await page.keyboard.press('Escape')
  })

  test('a list of any kind is the same list: fees with their months as one column, sums in yuan, in any order, edited by F2', async () => {
    await stages.set.page.setViewportSize({ width: 1366, height: 768 })
    await go('/orgs?tab=fee')
    const list = page.getByRole('grid', { name: '团费' })
    await list.getByRole('columnheader', { name: '已交合计(元)' }).click()
    await see(list.getByRole('columnheader', { name: '已交合计(元)' })).toHaveAttribute(
      'aria-sort',
      'ascending',
    )
    expect(await list.evaluate(one => one.scrollWidth <= one.clientWidth)).toBe(true)
    await handOn(/^复制/)
    await see(page.getByText('已复制 3 行，可以粘贴到 WPS 或 Excel 里。')).toBeVisible()
    const [heads, ...rows] = (await clipboard()).split('\r\n').map(line => line.split('\t'))
    expect(heads).toEqual(['团员', '年度', '每月应交(元)', '已交月份', '已交合计(元)'])
    expect(rows.map(row => row.slice(1))).toEqual([
      ['2018', '2.00', '12月', '2.00'],
      ['2018', '2.00', '1–3、7月', '18.50'],
      ['2018', '2.00', '1月', '30.00'],
    ])
    await page.getByRole('button', { name: '选择列' }).click()
    await page.getByRole('checkbox', { name: '7月缴纳(元)' }).check()
    await page.keyboard.press('Escape')
    await see(list.getByRole('gridcell', { name: '12.50', exact: true })).toBeVisible()
    await list.getByRole('gridcell', { name: '12.50', exact: true }).click()
    await list.focus()
    await page.keyboard.press('F2')
    await see(page.getByRole('dialog').getByRole('textbox', { name: '7月缴纳(元)' })).toHaveValue('12.5')
    await page.keyboard.press('Escape')
    await page.evaluate(`localStorage.removeItem('lifeline.columns.kind-fee')`)
  })

  test('a row opens what can be done with it by Shift+F10: what was done to the record, by whom, old to new, and back again', async () => {
    await go('/orgs?tab=fee&sort=paid_12')
    const list = page.getByRole('grid', { name: '团费' })
    await tabTo(page, list)
    await page.keyboard.press('Shift+F10')
    const menu = page.getByRole('menu')
    await see(menu.getByRole('menuitem')).toHaveText(['修改', '变更记录', '删除'])
    await see(menu.locator(':focus')).toHaveCount(1)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await see(menu.getByRole('menuitem', { name: '变更记录' })).toBeFocused()
    await page.keyboard.press('Enter')
    await see(page.getByRole('heading', { name: '团费 2018', level: 1 })).toBeVisible()
    const [, line] = await page.getByRole('row').all()
    await see(line ?? page.getByRole('row')).toContainText(worker)
    await see(line ?? page.getByRole('row')).toContainText('登记团费')
    await see(page.getByText('从收发的数据包看，还没有别的单位存有这条记录。')).toBeVisible()
    expect(await seriousIn(page)).toEqual([])
    await page.getByRole('button', { name: /^撤销 登记团费/ }).click()
    await page.getByRole('dialog').getByRole('button', { name: '撤销' }).click()
    await see(page.getByRole('row', { name: /退回.*撤销“登记团费/ })).toBeVisible()
    await see(page.getByRole('row', { name: /登记团费.*已撤销/ })).toBeVisible()
    await page.getByRole('button', { name: /^撤销 撤销“登记团费/ }).click()
    await page.getByRole('dialog').getByRole('button', { name: '撤销' }).click()
    await see(page.getByRole('row', { name: /^.*新增/ })).not.toContainText('已撤销')
    await page.goBack()
    await see(list.getByRole('row')).toHaveCount(4)
    await tabTo(page, list)
    await page.keyboard.press('F2')
    await page.getByRole('dialog').getByRole('link', { name: '变更记录' }).click()
    await see(page.getByRole('heading', { name: '团费 2018', level: 1 })).toBeVisible()
    await see(page.getByRole('dialog')).toBeHidden()
  })

  test('an organization has its lists behind few tabs in one line, each the same list; elections say when they expire', async () => {
    const { page, street } = stages.set
    await page.setViewportSize({ width: 1366, height: 768 })
    await go(`/orgs?org=${street}&tab=terms`)
    const tabs = page.getByRole('main').getByRole('tab')
    await see(tabs).toHaveText(['概况', '团员', '班子', '工作', '阵地项目', '年度', '整治', '沿革'])
    const tops = await tabs.evaluateAll(all => all.map(one => one.getBoundingClientRect().top))
    expect(new Set(tops).size).toBe(1)
    const list = page.getByRole('grid', { name: '换届' })
    await see(list.getByRole('columnheader')).toContainText(['团组织', '选举日期', '届期(年)', '届满日期'])
    const cells = (row: number) => list.getByRole('row').nth(row).getByRole('gridcell').allTextContents()
    const [, , elected = '', years = '', expires] = await cells(1)
    expect(expires).toBe(`${Number(elected.slice(0, 4)) + Number(years)}${elected.slice(4)}`)
    expect((await cells(2))[2] ?? '').toMatch(/^\d{4}-\d{2}-\d{2}$/)
    await page.getByRole('radiogroup', { name: '班子' }).getByText('团干部').click()
    await see(page.getByRole('grid', { name: '团干部' })).toBeVisible()
  })

  test('done to thousands of rows: how far it is stands on a bar, and Stop leaves everything as it was', async () => {
    await go('/people')
    const list = page.getByRole('grid', { name: '团员' })
    await see(list.getByRole('row').nth(1)).toBeVisible()
    await list.focus()
    await page.keyboard.press('Control+a')
    await page.getByRole('toolbar').getByRole('button', { name: '改同一项' }).click()
    const panel = page.getByRole('dialog')
    await panel.getByRole('combobox', { name: '改哪一项' }).fill('学习工作')
    await see(page.getByRole('option')).toHaveText(['学习工作单位'])
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    const bar = panel.getByRole('progressbar')
    const looked = pressedOnce(page, '停止', /正在核对 [\d,]+ \/ 8,368/)
    await panel.getByRole('textbox', { name: '学习工作单位' }).fill('某某公司')
    await looked()
    await see(bar).toHaveCount(0)
    await panel.getByRole('button', { name: '再试一次' }).click()
    const done = pressedOnce(page, '停止', /正在办理 [\d,]+ \/ 8,368/)
    await panel.getByRole('button', { name: '办理 8,368 条' }).click()
    await done()
    await see(
      page.getByRole('alert').filter({ hasText: '已停止，没有做完的没有留下任何改动。' }),
    ).toBeVisible()
    await see(bar).toHaveCount(0)
    // The window is closed before it was done: what was said for all is there again, for whichever rows are chosen then.
    await page.reload()
    await see(list.getByRole('row').nth(1)).toBeVisible()
    await list.getByRole('row').nth(1).getByRole('button').first().click()
    await page.getByRole('toolbar').getByRole('button', { name: '改同一项' }).click()
    await see(panel.getByText('这是上次没有保存的内容。')).toBeVisible()
    await see(panel.getByRole('textbox', { name: '学习工作单位' })).toHaveValue('某某公司')
    await panel.getByRole('button', { name: '重新填写' }).click()
    await see(panel.getByRole('textbox', { name: '学习工作单位' })).toHaveCount(0)
    await panel.getByRole('button', { name: '取消' }).click()
    await turnPage(page, `${stages.set.origin}/history`)
    await see(page.getByRole('grid').getByRole('link').first()).toBeVisible()
    await see(page.getByText('某某公司')).toHaveCount(0)
  })

  test('hundreds of what nobody proves: twenty at first, the rest by a press, put away together; those left by a failure stay', async () => {
    const decided = new Set<string>()
    const lying = (at: number) => ({
      ...{ id: `a${at}`, from: 'S', number: at, at: '2018-12-30T01:00:00Z', packets: [], changes: 2 },
      ...{ author: 'C', mine: false, revokes: null, canTake: true },
      putAway: decided.has(`a${at}`) ? { at: '2018-12-30T01:00:00Z', by: worker, reason: '已核实' } : null,
      sentence: { zh: `第 ${at} 号数据包里有 2 条变更没有签章。`, en: `No. ${at} is not proved.` },
    })
    await intercept(page, '**/rpc/packets/aside', route =>
      route.fulfill({ json: { json: Array.from({ length: 60 }, (_, at) => lying(at)) } }),
    )
    await intercept(page, '**/rpc/packets/putAsideAway', route => {
      if (decided.size === 30 && !decided.has('failed')) {
        decided.add('failed')
        return route.abort()
      }
      decided.add(/a\d+/.exec(route.request().postData() ?? '')?.[0] ?? '')
      return route.fulfill({ json: { json: { changes: 2 } } })
    })
    await turnPage(page, `${stages.set.origin}/packets`)
    const part = page.getByRole('region', { name: '无法证实的内容' })
    await see(part.getByRole('button', { name: '查看' })).toHaveCount(20)
    await part.getByRole('button', { name: '显示其余 40 处' }).click()
    await see(part.getByRole('button', { name: '查看' })).toHaveCount(60)
    await part.getByRole('button', { name: '全部不并入（60 处）' }).click()
    const panel = page.getByRole('dialog')
    await panel.getByRole('textbox', { name: '为什么不并入' }).fill('已电话核实，没有填报过')
    await panel.getByRole('button', { name: '全部不并入（60 处）' }).click()
    await panel.getByRole('button', { name: '全部不并入（30 处）' }).click()
    await see(part.getByRole('button', { name: '已决定不并入的 60 处' })).toBeVisible()
    await page.unrouteAll()
  })

  test('letters: one Word file with a page for each election that is shown', async () => {
    await go('/lifeline/elections?part=overdue')
    const saved = page.waitForEvent('download')
    await page.getByRole('button', { name: /^写提醒函（\d+ 封）$/ }).click()
    expect((await saved).suggestedFilename()).toBe('换届提醒函-2026-11-24.docx')
    // Those that were chosen alone get theirs, and an election is registered where its row stands.
    const list = page.getByRole('grid', { name: '换届' })
    await list.focus()
    for (const key of ['ArrowDown', ' ', 'ArrowDown', ' ']) await page.keyboard.press(key)
    const ofChosen = page.waitForEvent('download')
    await page.getByRole('button', { name: '写提醒函（2 封）' }).click()
    await ofChosen
    await page.keyboard.press('Escape')
    const row = list.getByRole('row').nth(1)
    const org = await row.getByRole('link').innerText()
    await row.getByRole('button', { name: /^登记换届/ }).click()
    const panel = page.getByRole('dialog')
    await see(panel.getByRole('combobox').first()).toHaveValue(org)
    // Its day is written as that of a meeting: without a year it is the last such one.
    const elected = panel.locator('[data-field="elected"]')
    await elected.fill('11.18')
    await page.keyboard.press('Enter')
    await see(elected).toHaveValue('2026-11-18')
    await page.keyboard.press('Escape')
    await see(panel).toHaveCount(0)
  })

  test('exported: findings as they are filtered, with the office, the day and the filters above them', async () => {
    await go('/lifeline/list?suggested=yes&rule=W01')
    const saved = page.waitForEvent('download')
    await handOn(/^导出表格/)
    const download = await saved
    expect(download.suggestedFilename()).toBe(
      '建议认定名单-建议认定、空心团支部-共青团深圳市龙华区委员会-2026-11-24.xlsx',
    )
    const book = await readXlsx(await readFile(await download.path()))
    const rows = book.sheets[0]?.rows ?? []
    expect(rows[0]?.[0]).toBe('建议认定名单')
    for (const part of ['共青团深圳市龙华区委员会', '截至日期 2026-11-24', '建议认定', '空心团支部'])
      expect(String(rows[1]?.[0])).toContain(part)
    expect(rows[2]).toEqual(['轻重', '单位', '组织名称', '问题', '情况', '从何时起', '整改时限、责任人'])
    const count = Number(await page.getByRole('grid').getAttribute('aria-rowcount')) - 1
    expect(rows.length - 3).toBe(count)
    expect(rows.slice(3).every(row => row[3] === '空心团支部')).toBe(true)
    // Who ought to leave is no list of all members.
    await go('/people/overage')
    const ofAged = page.waitForEvent('download')
    await handOn(/^导出表格/)
    expect((await ofAged).suggestedFilename()).toMatch(/^超龄团员-应离团 \d+-/)
  })

  test('printed: on A4, with office, day, filter and page of pages, and no date broken', async () => {
    await go(`/people?org=${stages.set.street}&status=normal`)
    await handOn(/^打印/)
    await see(page).toHaveTitle('printed')
    const folder = await mkdtemp(join(tmpdir(), 'lifeline-paper-'))
    try {
      const file = join(folder, 'list.pdf')
      await page.pdf({ path: file, preferCSSPageSize: true })
      const read = spawnSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' })
      if (read.error !== undefined) {
        console.warn('pdftotext is not on this PC: what stands on the paper is not read.')
        return
      }
      const pages = read.stdout.split('\f').filter(text => text.trim() !== '')
      // Nothing of the page itself, and no page half empty.
      expect(read.stdout).not.toContain('导出名册')
      expect(pages.length).toBeGreaterThan(5)
      expect(pages.length).toBeLessThan(40)
      for (const [i, text] of pages.entries()) {
        expect(text).toContain('共青团深圳市龙华区委员会')
        expect(text).toContain('截至日期 2026-11-24')
        expect(text).toContain('正常')
        expect(text).toMatch(new RegExp(`${i + 1} / ${pages.length}\\s*$`))
      }
      const days = read.stdout.match(/\d{4}-\d{2}-\d{2}/g) ?? []
      const count =
        Number(await page.getByRole('grid', { includeHidden: true }).getAttribute('aria-rowcount')) - 1
      // Every row has a birth date, whole, and every page the day above it.
      expect(days.length).toBeGreaterThanOrEqual(count)
      const size = spawnSync('pdfinfo', [file], { encoding: 'utf8' }).stdout
      expect(size).toMatch(/Page size:.*\(A4\)/)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })

  test('printed by its key, a page has all rows of its list on paper, and not only those in sight', async () => {
    await go('/lifeline/list?suggested=yes')
    const rows = Number(await page.getByRole('grid').getAttribute('aria-rowcount')) - 1
    expect(rows).toBeGreaterThan(await page.getByRole('grid').getByRole('row').count())
    await page.evaluate("document.title = 'not yet'")
    await page.keyboard.press('Control+p')
    await see(page).toHaveTitle('printed')
    await see(page.locator('.print-sheet tbody tr')).toHaveCount(rows)
    await page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    await see(page.locator('.print-sheet')).toHaveCount(0)
  })

  test('printed, a page of several things is whole, and says whose it is and of which day', async () => {
    const office = '共青团深圳市龙华区委员会'
    await go(`/orgs?org=${stages.set.street}`)
    await page.evaluate("document.title = 'not yet'")
    await page.keyboard.press('Control+p')
    await see(page).toHaveTitle('printed')
    // The card of the organization stands above its units.
    const units = page.locator('.print-sheet')
    await see(units.locator('tbody tr')).not.toHaveCount(0)
    expect(await page.evaluate('document.body.dataset.printing ?? null')).toBeNull()
    await page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    await see(units).toHaveCount(0)
    // A day within a sentence is not broken either.
    await go('/lifeline/proposals')
    await page.evaluate("document.title = 'not yet'")
    await page.keyboard.press('Control+p')
    await see(page).toHaveTitle('printed')
    await see(units.locator('td span.unbroken').first()).toHaveText(/^\d{4}-\d\d-\d\d$/)
    await page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    await see(units).toHaveCount(0)
    await turnPage(page, `${stages.set.origin}/`)
    await see(page.locator('.pyramid')).toBeVisible()
    await page.emulateMedia({ media: 'print' })
    const cut = 'all => all.filter(one => one.scrollHeight > one.clientHeight + 1).length'
    expect(await page.evaluate(`(${cut})([...document.querySelectorAll('.home-panel')])`)).toBe(0)
    await page.emulateMedia({ media: null })
    const bytes = await page.pdf({ preferCSSPageSize: true })
    // On paper as wide as A4 every street of a task book has its column.
    await turnPage(page, `${stages.set.origin}/tasks`)
    await see(page.getByRole('columnheader', { name: '观澜街道团工委' })).toBeVisible()
    await page.setViewportSize({ width: 703, height: 1000 })
    await page.emulateMedia({ media: 'print' })
    const isOver = 'one => one.offsetWidth > one.parentElement.clientWidth'
    expect(await page.evaluate(`(${isOver})(document.querySelector('.panel table'))`)).toBe(false)
    await page.emulateMedia({ media: null })
    await page.setViewportSize({ width: 1366, height: 768 })
    const read = spawnSync('pdftotext', ['-layout', '-', '-'], { input: bytes, encoding: 'utf8' })
    if (read.error !== undefined) {
      console.warn('pdftotext is not on this PC: what stands on the paper is not read.')
      return
    }
    for (const text of read.stdout.split('\f').filter(one => one.trim() !== '')) {
      expect(text).toContain(office)
      expect(text.replace(/\s+/g, '')).toContain('2026-11-24打印')
    }
  })

  test('printed, the sheet has all its rows and all its months on paper, with the office and the day', async () => {
    await turnPage(page, `${stages.set.origin}/sheet?of=fee&org=${stages.set.street}`)
    const grid = page.getByRole('grid')
    await see(grid.getByRole('row').nth(1)).toBeVisible()
    await see.poll(async () => Number(await grid.getAttribute('aria-rowcount'))).toBeGreaterThan(100)
    await page.evaluate("document.title = 'not yet'")
    await page.keyboard.press('Control+p')
    await see(page).toHaveTitle('printed')
    const paper = page.locator('.print-sheet')
    const heads = await paper.locator('thead th').allTextContents()
    expect(heads).toEqual(expect.arrayContaining(['姓名', '团支部', '1月', '12月']))
    expect(await paper.locator('tbody tr').count()).toBeGreaterThan(100)
    await see(paper.locator('p')).toContainText(/^共青团.*按 \d{4}-\d\d-\d\d 在册$/)
    await page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    await see(paper).toHaveCount(0)
  })

  test('on paper the first page names no two months in one place, and says of no line where it leads', async () => {
    await page.setViewportSize({ width: 700, height: 1000 })
    await page.emulateMedia({ media: 'print' })
    await turnPage(page, `${stages.set.origin}/`)
    await see(page.locator('.strip-label').first()).toBeVisible()
    const crowded = await page.evaluate<readonly string[]>(`['.strip-label', '.strip-year'].flatMap(kind => {
      const shown = [...document.querySelectorAll(kind)].flatMap(element => {
        const { visibility, color } = getComputedStyle(element)
        if (element.textContent === '' || visibility === 'hidden' || color === 'rgba(0, 0, 0, 0)') return []
        const words = document.createRange()
        words.selectNodeContents(element)
        return [{ text: element.textContent, ...words.getBoundingClientRect().toJSON() }]
      })
      return shown.flatMap((one, n) => (n > 0 && one.left < shown[n - 1].right ? [one.text] : []))
    })`)
    expect(crowded).toEqual([])
    await see(page.locator('.home-label').first()).toBeVisible()
    await see(page.locator('.home-line > a').first()).toBeHidden()
    await page.emulateMedia({ media: null })
    await page.setViewportSize({ width: 1366, height: 768 })
  })

  test('pasted and saved while rows of a long sheet still come, both are done once they are there', async () => {
    const whole = Promise.withResolvers<void>()
    let asked = 0
    await intercept(page, '**/rpc/sheet/rows', async route => {
      if (++asked > 1) await whole.promise
      await route.continue()
    })
    await turnPage(page, `${stages.set.origin}/sheet?of=meeting&year=2026`)
    const cell = page.locator('.sheet-cell[data-row="0"][data-column="1"]')
    await cell.click()
    await page
      .context()
      .grantPermissions(['clipboard-read', 'clipboard-write'], { origin: stages.set.origin })
    await page.evaluate("navigator.clipboard.writeText('2026-11-02\\t学习新团章\\t12\\t10')")
    await page.keyboard.press('Control+v')
    await see(page.getByText('其余各行还在读取，读完后自动粘贴。')).toBeVisible()
    await page.keyboard.press('Control+s')
    await see(cell).not.toHaveText('2026-11-02')
    whole.resolve()
    await see(cell).toHaveText('2026-11-02')
    await see(page.getByRole('dialog').getByRole('button', { name: /^登记/ })).toBeVisible()
    await page.getByRole('dialog').getByRole('button', { name: '回到表格' }).click()
    await page.keyboard.press('Control+z')
    await page.unroute('**/rpc/sheet/rows')
  })

  test('on a clerk’s screen the sheets of a whole street have room for all their columns beside their scrollbar', async () => {
    await page.setViewportSize({ width: 1366, height: 768 })
    for (const of of ['fee', 'appraisal', 'rating', 'meeting', 'work']) {
      await turnPage(page, `${stages.set.origin}/sheet?of=${of}&org=${stages.set.street}`)
      const grid = page.getByRole('grid')
      // Of work there are no more rows than were written down, and blank ones.
      const rows = of === 'work' ? 3 : 50
      await see.poll(async () => Number(await grid.getAttribute('aria-rowcount'))).toBeGreaterThan(rows)
      // A bar of Windows is 15 pixels wide, and the line around the sheet two.
      const sheet = await page.locator('.sheet-scroll').boundingBox()
      const last = await grid.getByRole('columnheader').last().boundingBox()
      const [room, needed] = [sheet, last].map(box => (box?.x ?? 0) + (box?.width ?? 0))
      expect({ of, isOver: (needed ?? 0) > (room ?? 0) - 15 - 1 }).toEqual({ of, isOver: false })
    }
  })

  test('printed by the browser’s own menu, a list that is here is whole, and of another the paper says that it is not', async () => {
    const paper = async () => {
      // What a browser does for its menu: no key, and no time in which rows could come.
      const bytes = await page.pdf({ preferCSSPageSize: true })
      const read = spawnSync('pdftotext', ['-layout', '-', '-'], { input: bytes, encoding: 'utf8' })
      return read.error === undefined
        ? read.stdout.split('\f').map(text => text.replace(/\s+/g, ''))
        : undefined
    }
    await go('/people')
    const all = Number(await page.getByRole('grid').getAttribute('aria-rowcount')) - 1
    const pages = (await paper())?.filter(text => text !== '')
    if (pages === undefined) {
      console.warn('pdftotext is not on this PC: what stands on the paper is not read.')
      return
    }
    const said = /本页不全：这份列表共([\d,]+)行，只打印了已经显示的(\d+)行/.exec(pages.join(''))
    expect(said?.[1]).toBe(all.toLocaleString('zh-CN'))
    const drawn = (await page.getByRole('grid').getByRole('row').count()) - 1
    expect(Number(said?.[2])).toBeGreaterThanOrEqual(drawn)
    expect(Number(said?.[2])).toBeLessThan(all)
    // and no empty pages after those rows
    for (const text of pages) expect(text.length).toBeGreaterThan(40)
    await see(page.locator('.print-sheet')).toHaveCount(0)

    await go('/lifeline/list?suggested=yes&rule=W01')
    const rows = Number(await page.getByRole('grid').getAttribute('aria-rowcount')) - 1
    const whole = (await paper())?.join('')
    expect(whole).not.toContain('本页不全')
    expect(whole?.match(/空心团支部/g)?.length).toBeGreaterThanOrEqual(rows)
    await see(page.locator('.print-sheet')).toHaveCount(0)

    // A page without any list says at the head of its paper whose it is, and of which day.
    await turnPage(page, `${stages.set.origin}/orgs?org=${stages.set.street}&tab=history`)
    await see(page.getByRole('columnheader', { name: '做了什么' })).toBeVisible()
    for (const text of (await paper())?.filter(one => one !== '') ?? [])
      expect(text).toMatch(/^共青团深圳市龙华区委员会截至日期2026-11-24/)
    await turnPage(page, `${stages.set.origin}/lifeline`)
    await see(page.getByRole('heading', { name: '命脉工程' })).toBeVisible()
    expect((await paper())?.[0]).toMatch(/^共青团深圳市龙华区委员会截至日期2026-11-24/)
    // As wide as paper is; whose the newest findings are has room there.
    await page.setViewportSize({ width: 703, height: 1000 })
    await page.emulateMedia({ media: 'print' })
    const names = await page.locator('.follow-finding > :nth-child(3)').all()
    expect(names.length).toBeGreaterThan(0)
    for (const name of names) expect((await name.boundingBox())?.width).toBeGreaterThan(110)
    await page.emulateMedia({ media: null })
    await page.setViewportSize({ width: 1366, height: 768 })
  })

  test('it is one stop of the Tab key: arrows, Home, End, heads that sort, and rows that are chosen', async () => {
    await go('/people')
    const list = page.getByRole('grid')
    await tabTo(page, list)
    const here = () => list.locator('[data-at="true"]')
    await page.keyboard.press('End')
    await see(page.locator('[data-here="true"]')).toHaveAttribute('aria-rowindex', '8369')
    await page.keyboard.press('Home')
    await see(page.locator('[data-here="true"]')).toHaveAttribute('aria-rowindex', '2')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    await see(here()).toHaveText('出生日期')
    await page.keyboard.press('Enter')
    await see(list.getByRole('columnheader', { name: '出生日期' })).toHaveAttribute('aria-sort', 'ascending')
    await page.keyboard.press('Enter')
    await see(list.getByRole('columnheader', { name: '出生日期' })).toHaveAttribute('aria-sort', 'descending')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Space')
    await page.keyboard.press('Shift+ArrowDown')
    await page.keyboard.press('Shift+ArrowDown')
    await see(page.getByRole('toolbar', { name: '对选中的行' })).toContainText('已选 3 行')
    await page.keyboard.press('Control+c')
    await see(page.getByText('已复制 3 行')).toBeVisible()
    expect((await clipboard()).split('\r\n')).toHaveLength(4)
    await page.keyboard.press('Tab')
    await see(page.getByRole('toolbar').getByRole('button').first()).toBeFocused()
  })

  test('rows are chosen as fast as somebody types, those too that have not come yet', async () => {
    await go('/people')
    const list = page.getByRole('grid')
    const first = page.locator('[aria-rowindex="2"]')
    await tabTo(page, list)
    await page.keyboard.press('Home')
    await page.keyboard.press('Space')
    await see(first).toHaveAttribute('aria-selected', 'true')
    const held: (() => Promise<void>)[] = []
    await intercept(page, '**/rpc/looking/people', route => {
      held.push(() => route.continue())
    })
    for (let rows = 0; rows < 3; rows++) await page.keyboard.press('Shift+ArrowDown')
    await see.poll(() => held.length).toBe(3)
    // The last answer comes first, and those before it say nothing any more.
    const chosen = page.getByRole('toolbar', { name: '对选中的行' })
    for (const letGo of held.toReversed()) {
      const answer = page.waitForResponse('**/rpc/looking/people')
      await letGo()
      await (await answer).finished()
      await see(chosen).toContainText('已选 4 行')
    }
    await page.unroute('**/rpc/looking/people')
    await page.keyboard.press('Control+c')
    await see(page.getByText('已复制 4 行')).toBeVisible()
  })

  test('what is chosen before a list comes in another order stays chosen, and a row is chosen before it has come', async () => {
    await go('/people')
    const list = page.getByRole('grid')
    const chosen = page.getByRole('toolbar', { name: '对选中的行' })
    const nameIn = (row: number) => page.locator(`[aria-rowindex="${row}"]`).getByRole('link').first()
    const held: (() => Promise<void>)[] = []
    const hold = async () => {
      await intercept(page, '**/rpc/looking/people', route => {
        held.push(() => route.continue())
      })
    }
    const letGo = async () => {
      for (const go of held.splice(0)) await go()
      await page.unroute('**/rpc/looking/people')
    }
    const name = await nameIn(2).textContent()
    await hold()
    await list.getByRole('columnheader', { name: '出生日期' }).click()
    await see.poll(() => held.length).toBe(1)
    await list.focus()
    await page.keyboard.press('Home')
    await page.keyboard.press('Space')
    await see(chosen).toContainText('已选 1 行')
    await letGo()
    await see(nameIn(2)).not.toHaveText(name ?? '')
    await see(chosen).toContainText('已选 1 行')
    await page.keyboard.press('Control+c')
    await see(page.getByText('已复制 1 行')).toBeVisible()
    expect(await clipboard()).toContain(name)

    await page.getByRole('button', { name: '取消选择' }).click()
    await hold()
    await list.focus()
    for (let pages = 0; pages < 30; pages++) await page.keyboard.press('PageDown')
    const here = page.locator('[data-here="true"]')
    await see.poll(() => held.length).toBeGreaterThan(0)
    await see(here.getByRole('link')).toHaveCount(0)
    await page.keyboard.press('Space')
    await letGo()
    await see(chosen).toContainText('已选 1 行')
    await see(here).toHaveAttribute('aria-selected', 'true')
  })

  test('what is handed on before a filter has been answered waits for the rows that it names', async () => {
    await go('/people')
    const held: (() => Promise<void>)[] = []
    await intercept(page, '**/rpc/looking/people', route => {
      held.push(() => route.continue())
    })
    await page.getByRole('combobox', { name: '报到状态' }).click()
    await page.getByRole('option', { name: '未完成报到' }).click()
    await see.poll(() => held.length).toBe(1)
    await see(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '8369')
    await handOn(/^复制/)
    for (const letGo of held.splice(0)) await letGo()
    await page.unroute('**/rpc/looking/people')
    await see(page.getByText(/^已复制 [\d,]+ 行/)).toBeVisible()
    const rows = (await clipboard()).split('\r\n').slice(1)
    expect(rows.length).toBeLessThan(8368)
    expect(rows.every(row => row.split('\t')[5] !== '审核通过')).toBe(true)
  })

  test('a list names the organization that it is of, and none that it was of before: in its field, and on paper', async () => {
    await go(`/people?org=${stages.set.street}`)
    const field = page.getByRole('combobox', { name: '所在组织' })
    await see(field).toHaveValue('观湖街道团工委')
    const held: (() => Promise<void>)[] = []
    await intercept(page, '**/rpc/registry/orgShow', route => {
      held.push(() => route.continue())
    })
    await field.fill('民治街道')
    await page.keyboard.press('Enter')
    await see.poll(() => held.length).toBe(1)
    await see(field).toHaveValue(/民治/)
    for (const letGo of held.splice(0)) await letGo()
    await page.unroute('**/rpc/registry/orgShow')
    await see(field).toHaveValue(/民治街道团工委/)

    await turnPage(page, `${stages.set.origin}/lifeline/elections?under=${stages.set.street}`)
    await page.getByRole('button', { name: /^去掉这个条件.*观湖/ }).click()
    await see(page).not.toHaveURL(/under/)
    await handOn(/^打印/)
    await see(page).toHaveTitle('printed')
    const heads = await page.evaluate<string[]>(
      "[...document.querySelectorAll('style')].map(one => one.textContent).filter(text => text.includes('截至日期'))",
    )
    expect(heads.length).toBeGreaterThan(0)
    for (const head of heads) expect(head).toContain('共青团深圳市龙华区委员会')
    expect(heads.join()).not.toContain('观湖')
    await page.evaluate("window.dispatchEvent(new Event('afterprint'))")
  })

  test('an empty filter is never all is well, and the proposed list stays itself', async () => {
    await turnPage(page, `${stages.set.origin}/lifeline/list?suggested=yes&rule=W07`)
    await see(page.getByText('按“建议认定、支部规模超限”筛选，没有符合的问题。')).toBeVisible()
    await see(page.getByText('没有发现问题。所有团支部都正常。')).toHaveCount(0)
    await page.getByRole('combobox', { name: '轻重' }).click()
    await page.getByRole('option', { name: '红' }).click()
    await page.getByRole('combobox', { name: '问题' }).click()
    await page.getByRole('option', { name: '空心团支部' }).click()
    await see(page.getByRole('heading', { name: '建议认定名单' })).toBeVisible()
    expect(page.url()).toContain('suggested=yes')
    // The number of organizations by which one comes here stands beside that of their problems.
    await turnPage(page, `${stages.set.origin}/lifeline`)
    const all = page.getByRole('link', { name: /^建议认定为软弱涣散：\d+ 个团组织$/ })
    const orgs = /\d+ 个团组织/.exec(await all.innerText())?.[0] ?? ''
    await all.click()
    await see(page.getByText(new RegExp(`^${orgs}，\\d+ 项$`))).toBeVisible()
  })
})
