import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { readXlsx, writeXlsx } from 'hucre'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { maskedApart } from '#db/records/types/field.ts'
import { maskId } from '#db/records/types/id-number.ts'
import { maskPhone } from '#db/records/types/phone.ts'
import { zhCN } from '#renderer/text/zh-CN.ts'
import { inventedId, memberLines } from '#tests/fixtures/small-district.ts'
import {
  beginDistrictOnPage,
  districtFiles,
  dropFiles,
  type Given,
  giveFiles,
  givenFile,
  importDistrict,
} from './import-steps.ts'
import { watchBar } from './in-the-page.ts'
import { intercept } from './intercept.ts'
import { chromiumPath, openPage } from './opened-page.ts'
import { see } from './see.ts'

if (chromiumPath === undefined) {
  console.warn('Chromium is not on this PC: importing on the page is not run. Set CHROMIUM to its path.')
}
const day = '2018-12-31'
const limit = { timeout: 120_000 }
const branch = memberLines[0]?.['所在团支部'] ?? ''

let page: Page
let faults: readonly string[]

beforeEach(async () => {
  if (chromiumPath === undefined) return
  const opened = await openPage(chromiumPath, day)
  onTestFinished(opened.close)
  page = opened.page
  faults = opened.faults
  await page.goto(opened.address)
  await beginDistrictOnPage(page)
}, limit.timeout)

/** A workbook of one sheet; all cells are text. */
async function workbook(name: string, rows: string[][]): Promise<Given> {
  return { name, buffer: Buffer.from(await writeXlsx({ sheets: [{ name: 'Sheet1', rows }] })) }
}

const importButton = () => page.getByRole('button', { name: /^导入 [\d,]+ 行$/ })
const done = (name: string) => page.getByRole('status').filter({ hasText: `已导入 ${name}` })

async function noSidewaysScroll(): Promise<void> {
  const widths = await page
    .locator('html, #content')
    .evaluateAll(elements => elements.map(element => element.scrollWidth - element.clientWidth))
  expect(widths).toEqual([0, 0])
}

/** The dates and telephone numbers of the first rows that go on below in their cells. */
async function brokenDates(): Promise<readonly string[]> {
  const shown = page.getByRole('region', { name: '前几行将这样登记' }).getByRole('cell')
  return shown.evaluateAll(cells =>
    cells.flatMap(cell => {
      const text = cell.textContent ?? ''
      const words = cell.ownerDocument.createRange()
      words.selectNodeContents(cell)
      const isShort = /^\d{4}-\d{2}(-\d{2})?$|^\d{3}\*+\d{2}$/.test(text)
      return isShort && words.getClientRects().length > 1 ? [text] : []
    }),
  )
}

async function choose(label: string | RegExp, option: string | RegExp): Promise<void> {
  await page.getByRole('combobox', { name: label }).click()
  await page.getByRole('option', { name: option }).click()
}

test.skipIf(chromiumPath === undefined)(
  'several files at once are taken in the order in which they build on each other',
  limit,
  async () => {
    await page.getByRole('link', { name: '首页' }).click()
    await dropFiles(page, (await districtFiles()).toReversed())
    const strip = page.getByRole('list', { name: '要导入的文件' })
    for (const name of ['组织.csv', '团员.csv', '团干部.csv', '活动.csv']) {
      await see(page.getByRole('heading', { name: `导入 ${name} 会怎样` })).toBeVisible()
      await importButton().click()
      await see(done(name)).toBeVisible()
      await noSidewaysScroll()
      const next = page.getByRole('button', { name: /^下一张/ })
      if (name !== '活动.csv') await next.click()
      else await see(next).toHaveCount(0)
    }
    await see(strip.getByText('已导入')).toHaveCount(4)
    await page.getByRole('button', { name: '撤销这次导入' }).click()
    await see(page.getByRole('status').filter({ hasText: '活动.csv 的导入已撤销' })).toBeVisible()
    await page.getByRole('link', { name: '看组织' }).click()
    await see(page.getByRole('tree')).toBeVisible()
    expect(faults).toEqual([])
  },
)

/** Run in the page: the words of headers that stand on two lines or do not fit. */
const brokenHeaders = `[...document.querySelectorAll('th')].flatMap(cell => {
  const text = cell.firstChild
  if (text?.nodeType !== Node.TEXT_NODE) return []
  const words = [...text.data.matchAll(/[A-Za-z-]+/g)]
  const linesOf = ({ index, 0: word }) => {
    const range = document.createRange()
    range.setStart(text, index)
    range.setEnd(text, index + word.length)
    return range.getClientRects().length
  }
  return [...(cell.scrollWidth > cell.clientWidth ? [text.data] : []), ...words.filter(word => linesOf(word) > 1).map(String)]
})`

test.skipIf(chromiumPath === undefined)(
  'headers that nobody knows are put right by hand, and the next such file needs no hand',
  limit,
  async () => {
    await importDistrict(page)
    const odd = (name: string, serials: number[]) =>
      workbook(name, [
        ['街道团员花名册'],
        ['花名', '证号', '哪个支部', '联络', '备考'],
        ...serials.map(n => [
          `陈晓${'安宁远舟'.charAt(n % 4)}`,
          inventedId('1998-03-12', n),
          branch,
          '13800001234',
          '无',
        ]),
      ])
    await giveFiles(page, [await odd('花名册一.xlsx', [501, 502])])
    await see(page.getByRole('heading', { name: '花名册一.xlsx 的列名' })).toBeFocused()
    const next = page.getByRole('button', { name: '下一步：预览' })
    await see(next).toBeDisabled()
    await choose('这是哪一种名册', '团员名册')
    await see(page.getByText('还缺：姓名、身份证号、所在团支部。')).toBeVisible()
    await choose('“花名”当作', /^姓名/)
    await choose('“证号”当作', /^身份证号/)
    await choose('“哪个支部”当作', /^所在团支部/)
    await choose('“联络”当作', '手机号码')
    await choose('“备考”当作', '不导入这一列')
    await noSidewaysScroll()
    await next.click()
    const brief = page.getByRole('region', { name: '认出的列' })
    await see(brief).toContainText('花名 → 姓名')
    await see(brief).toContainText('没有用到的列：备考')
    // Narrow and in English: no word of a header is broken, and none runs over its column.
    await page.setViewportSize({ width: 1024, height: 700 })
    await page.getByRole('button', { name: 'English' }).click()
    await see(page.getByRole('columnheader', { name: 'Name', exact: true })).toBeVisible()
    expect(await page.evaluate(brokenHeaders)).toEqual([])
    await page.getByRole('button', { name: '中文' }).click()
    await page.setViewportSize({ width: 1366, height: 768 })

    // Going back keeps what was chosen, by the button and by the browser.
    await page.getByRole('button', { name: '返回' }).click()
    await see(page.getByRole('combobox', { name: '“花名”当作' })).toHaveValue(/^姓名/)
    await page.goBack()
    await see(brief).toBeVisible()
    await importButton().click()
    await see(done('花名册一.xlsx')).toContainText('2 行')
    await page.getByRole('button', { name: '再导入一张' }).click()

    // The same headers again: straight to the preview.
    await giveFiles(page, [await odd('花名册二.xlsx', [503])])
    await see(brief).toContainText('花名 → 姓名 (照上次)')
    await page.getByRole('button', { name: '改列名和日期' }).click()
    await see(page.getByRole('row', { name: /备考/ })).toContainText('照您上次选的')
    await next.click()
    await importButton().click()
    await see(done('花名册二.xlsx')).toContainText('1 行')

    // What was to be done is told as done.
    await see(page.getByText('前几行是这样登记的')).toBeVisible()
    await see(page.getByText('将这样登记')).toHaveCount(0)

    // A file is not kept over a reload, which is said calmly; whether it went in stands below.
    await page.reload()
    await see(page.getByText('“花名册二.xlsx”不再留在这一页')).toBeVisible()
    await see(page.getByRole('link', { name: '导入团员：花名册二.xlsx' })).toBeVisible()
    expect(faults).toEqual([])
  },
)

test.skipIf(chromiumPath === undefined)(
  'refused rows are shown at their cells, filtered by kind, and come in from their workbook once corrected',
  limit,
  async () => {
    await importDistrict(page)
    const wrong = `${inventedId('1998-03-12', 601).slice(0, 17)}Y`
    const rows = [
      ['姓名', '身份证号', '所在团支部', '民族'],
      ['陈晓安', inventedId('1998-03-12', 600), branch, '汉族'],
      ['李小满', wrong, branch, '汉族'],
      ['王长河', inventedId('1997-05-06', 602), '没有这个支部', '汉族'],
      ['赵远山', inventedId('1996-07-08', 603), branch, '火星族'],
    ]
    await giveFiles(page, [await workbook('有错.xlsx', rows)])
    const table = page.getByRole('grid', { name: '问题' })
    await see(table.getByRole('row')).toHaveCount(4)
    const row = table.getByRole('row').filter({ hasText: wrong })
    await see(row.getByRole('gridcell').nth(1)).toHaveText('3')
    await see(row).toContainText('身份证号')
    await see(row).toContainText('这一行不导入')
    await page.getByRole('button', { name: /不能导入 2/ }).click()
    await see(table.getByRole('row')).toHaveCount(3)
    await choose('只看哪一类', /^台账里没有这个组织/)
    await see(table.getByRole('row')).toHaveCount(2)
    await see(table).toContainText('没有这个支部')
    await noSidewaysScroll()

    await importButton().click()
    await see(done('有错.xlsx')).toContainText('2 行')
    const downloading = page.waitForEvent('download')
    await page.getByRole('button', { name: '下载不能导入的 2 行' }).click()
    const download = await downloading
    expect(download.suggestedFilename()).toBe('有错-未导入.xlsx')
    const { sheets } = await readXlsx(await readFile(await download.path()))
    const corrected = (sheets[0]?.rows ?? []).map(cells =>
      cells.map(cell =>
        cell === wrong
          ? inventedId('1998-03-12', 601)
          : cell === '没有这个支部'
            ? branch
            : String(cell ?? ''),
      ),
    )
    await page.getByRole('button', { name: '再导入一张' }).click()
    await giveFiles(page, [await workbook(download.suggestedFilename(), corrected)])
    await see(page.getByText('没有发现问题。')).toBeVisible()
    await importButton().click()
    await see(done('有错-未导入.xlsx')).toContainText('2 行')
    // What was advised when the registry was begun stays due until it is done.
    await page.getByRole('link', { name: '首页', exact: true }).click()
    await page
      .locator('.home-line')
      .filter({ hasText: '还没有密钥恢复文件' })
      .getByRole('link', { name: '制作密钥恢复文件…' })
      .click()
    await see(page.getByRole('heading', { name: '设置' })).toBeVisible()
    expect(faults).toEqual([])
  },
)

test.skipIf(chromiumPath === undefined)(
  'a file that is no roster is told in a sentence with the next step, and the page goes on',
  limit,
  async () => {
    const good = await workbook('好的.xlsx', [
      ['组织ID', '团组织全称', '组织类型', '上级组织'],
      ['4403990300', '青山区湖东街道团工委', '团工委', '4403990000'],
    ])
    const wrong: readonly (readonly [Given, RegExp])[] = [
      [givenFile('公文.xlsx', '%PDF-1.4 something'), /不是表格文件，而是 PDF/],
      [givenFile('空的.csv', ''), /是空文件/],
      [{ name: '半截.xlsx', buffer: good.buffer.subarray(0, 900) }, /已损坏或不完整/],
      [givenFile('没有列名.csv', '1,2,3\n4,5,6\n'), /找不到写着“姓名”“身份证号”之类列名的一行/],
      [
        await workbook('菜单.xlsx', [
          ['菜名', '价格'],
          ['鱼香肉丝', '十八'],
        ]),
        /看不出这是哪一种名册/,
      ],
    ]
    for (const [file, sentence] of wrong) {
      await giveFiles(page, [file])
      await see(page.getByText(sentence).first()).toBeVisible()
      await see(importButton()).toHaveCount(0)
      const back = page.getByRole('button', { name: '返回' })
      if (await back.isVisible()) await back.click()
    }
    await giveFiles(page, [givenFile('照片.png', 'png')])
    await see(page.getByText('不认识 照片.png 这种文件')).toBeVisible()
    await giveFiles(page, [good])
    await importButton().click()
    await see(done('好的.xlsx')).toBeVisible()
    expect(faults).toEqual([])
  },
)

test.skipIf(chromiumPath === undefined)(
  'by the keyboard alone a roster comes in, and goes out again',
  limit,
  async () => {
    const [orgs, members] = await districtFiles()
    const press = async (name: string | RegExp) => {
      const button = page.getByRole('button', { name })
      await see(button).toBeEnabled()
      for (let n = 0; n < 80; n++) {
        if (await button.evaluate(element => element === element.ownerDocument.activeElement)) break
        await page.keyboard.press('Tab')
      }
      await see(button).toBeFocused()
    }
    let wanted = orgs
    page.on('filechooser', chooser => {
      void chooser.setFiles([{ ...wanted, mimeType: 'application/octet-stream' }])
    })
    for (const file of [orgs, members]) {
      wanted = file
      await press('把文件拖到这里')
      await page.keyboard.press('Enter')
      // The focus is where the step begins, so that Tab goes on from there.
      await see(page.getByRole('heading', { name: `导入 ${file.name} 会怎样` })).toBeFocused()
      await press(/^导入 [\d,]+ 行$/)
      await page.keyboard.press('Enter')
      await see(done(file.name)).toBeVisible()
      await press('再导入一张')
      await page.keyboard.press('Enter')
      await see(page.getByRole('button', { name: '把文件拖到这里' })).toBeVisible()
    }

    await page.getByRole('link', { name: '导出名册' }).focus()
    await page.keyboard.press('Enter')
    await see(page.getByRole('heading', { name: '导出名册' })).toBeVisible()
    const downloading = page.waitForEvent('download')
    await press('导出并保存')
    await page.keyboard.press('Enter')
    const download = await downloading
    expect(download.suggestedFilename()).toBe(`团员名册-本单位和全部下级-${day}.xlsx`)
    await see(page.getByRole('status')).toContainText('共 30 行')
    const { sheets } = await readXlsx(await readFile(await download.path()))
    expect(sheets[0]?.rows.flat()).toContain(memberLines[0]?.['身份证号'])
    await noSidewaysScroll()
    expect(faults).toEqual([])
  },
)

test.skipIf(chromiumPath === undefined)(
  'another office’s roster is asked about; the preview shows old and new, who is known otherwise, and one branch for all',
  limit,
  async () => {
    await importDistrict(page)
    const [, members, cadres] = await districtFiles()
    for (const file of [members, cadres]) {
      await giveFiles(page, [file])
      await see(importButton()).toBeEnabled()
      expect(await brokenDates()).toEqual([])
      await importButton().click()
      await page.getByRole('button', { name: '再导入一张' }).click()
    }
    const [moved, known] = [memberLines[0] ?? {}, memberLines[3] ?? {}]
    const birth = (known['身份证号'] ?? '').replace(/^.{6}(....)(..)(..).*/, '$1-$2-$3')
    const other = inventedId(birth, 777)
    await giveFiles(page, [
      await workbook('外区.xlsx', [
        ['填报单位：共青团碧海市红树区委员会'],
        ['姓名', '身份证号', '所在团支部', '手机号码'],
        [moved['姓名'] ?? '', moved['身份证号'] ?? '', '西坪社区第二支部', '13911112222'],
        [known['姓名'] ?? '', other, '西坪社区第二', ''],
      ]),
    ])
    const question = page.getByRole('alert').filter({ hasText: '先看一下，这是不是本单位的表' })
    await see(question).toContainText('共青团碧海市红树区委员会')
    await see(importButton()).toBeDisabled()
    await question.getByRole('checkbox').check()
    await see(importButton()).toBeEnabled()

    const changes = page.getByRole('table').filter({ hasText: '原来' })
    await see(changes).toContainText(`${maskPhone(moved['手机号码'] ?? '')}139******22`)
    await see(changes).toContainText('西坪社区第二团支部')
    await see(page.getByRole('table').filter({ hasText: '怎么处理' }).first()).toContainText(
      '西坪社区第二团支部',
    )
    await page.getByRole('checkbox', { name: '转走的人在原支部的职务同日结束（1 个）' }).check()
    await choose(/^第 4 行，/, '同一个人，改号码')
    await see(changes).toContainText(maskedApart({ mask: maskId }, [known['身份证号'], other]).join(''))
    await see(changes).toContainText('职务结束')
    await noSidewaysScroll()
    await see(page.getByRole('button', { name: '导入 2 行' })).toBeEnabled()
    await importButton().click()
    await see(done('外区.xlsx')).toContainText('2 行')
    await page.getByRole('button', { name: '再导入一张' }).click()

    // Names and numbers alone: their branch is said for the whole file.
    await giveFiles(page, [
      await workbook('名单.xlsx', [
        ['姓名', '身份证号'],
        ['新来人', inventedId('1999-01-01', 321)],
      ]),
    ])
    await see(page.getByText('还缺：所在团支部。')).toBeVisible()
    const place = page.getByRole('combobox', { name: '整张表属于' })
    await place.fill('东坪社区第二')
    await page.getByRole('option', { name: '东坪社区第二团支部' }).click()
    await page.getByRole('button', { name: '下一步：预览' }).click()
    await see(page.getByText('都属于“东坪社区第二团支部”。')).toBeVisible()
    // What did not work stands beside the button, also for whoever comes back when the notice has gone.
    await intercept(page, '**/rpc/rosters/importFile', route => route.abort('connectionrefused'))
    await importButton().click()
    await see(page.locator('.step-footer')).toContainText(zhCN.failure.unreachable)
    await page.unroute('**/rpc/rosters/importFile')
    await importButton().click()
    await see(done('名单.xlsx')).toContainText('1 行')
    expect(faults.filter(fault => !fault.includes('ERR_CONNECTION_REFUSED'))).toEqual([])
  },
)

test.skipIf(chromiumPath === undefined)(
  'the bar of an import is never full while its sentence says that much is left',
  limit,
  async () => {
    await importDistrict(page)
    const ended = await watchBar(page)
    const twoDigits = (n: number) => String(n).padStart(2, '0')
    const rows = Array.from({ length: 2000 }, (_, i) => {
      const birth = `2001-${twoDigits(1 + (i % 12))}-${twoDigits(1 + (Math.floor(i / 12) % 28))}`
      return [`新${'甲乙丙丁戊己庚辛壬癸'[i % 10]}`, inventedId(birth, 500 + Math.floor(i / 336)), branch]
    })
    await giveFiles(page, [await workbook('新团员.xlsx', [['姓名', '身份证号', '所在团支部'], ...rows])])
    await importButton().click()
    await see(done('新团员.xlsx')).toBeVisible()
    const drawn = await ended()
    const known = drawn.filter(({ said }) => said !== null)
    expect(known.length).toBeGreaterThan(0)
    expect(known.filter(({ part, said }) => part > (said ?? 0) + 0.05)).toEqual([])
    // Before anybody knows how much there is, no part of it is told as done. That may be over before the bar is drawn at all.
    expect(drawn.filter(({ said, told }) => said === null && told !== null)).toEqual([])
  },
)
