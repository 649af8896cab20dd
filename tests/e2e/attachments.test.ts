import { expect, test } from 'vitest'
import { picture } from '#tests/fixtures/attached.ts'
import { filledDistrict } from '#tests/fixtures/small-district.ts'
import { openFilled } from './filled-page.ts'
import { fileArrives } from './in-the-page.ts'
import { seriousIn } from './looked-over.ts'
import { chromiumPath } from './opened-page.ts'
import { see } from './see.ts'
import { ways } from './ways.ts'

if (chromiumPath === undefined) {
  console.warn('Chromium is not on this PC: nothing is attached in a page. Set CHROMIUM to its path.')
}

test.skipIf(chromiumPath === undefined).each(ways)(
  '$way: a photo is dropped and a screenshot pasted into a form, what is no attachment is told, and both are seen and saved',
  { timeout: 120_000 },
  async ({ open }) => {
    const pc = await filledDistrict.open('attached')
    const { rows } = await pc.ask.records.list({ kind: 'person', limit: 1 })
    const person = rows[0]?.id ?? ''
    const { page, origin } = await openFilled(pc, { open })
    await page.goto(`${origin}/people/${person}`)
    await page.getByRole('button', { name: '修改', exact: true }).click()
    const panel = page.getByRole('dialog')
    await see(panel.getByRole('button', { name: '照片和扫描件：选择文件' })).toBeVisible()
    const bytes = [...new Uint8Array(await picture('照片.png').arrayBuffer())]
    const arrives = (how: 'drop' | 'paste', name: string, content: readonly number[]) =>
      fileArrives(page, how, name, content)
    await arrives('drop', '照片.png', bytes)
    await see(panel.getByText('照片.png')).toBeVisible()
    await arrives('paste', 'image.png', [...bytes, 1])
    await see(panel.getByText('截图 1.png')).toBeVisible()
    await see(panel.getByRole('button', { name: '查看 照片.png' })).toBeVisible()
    await arrives('drop', '网页.png', [...Buffer.from('<html><script>alert(1)</script>')])
    await see(panel.getByRole('alert')).toContainText('“网页.png”不是可以添加的文件')
    await panel.getByRole('button', { name: '去掉 截图 1.png' }).click()
    await see(panel.getByText('截图 1.png')).toHaveCount(0)
    await panel.getByRole('button', { name: '保存', exact: true }).click()
    await see(panel).toHaveCount(0)

    await see(page.getByRole('heading', { name: '照片和扫描件' })).toBeVisible()
    await page.getByRole('button', { name: '查看 照片.png' }).click()
    await see(page.getByRole('img', { name: '照片.png' })).toBeVisible()
    await page.keyboard.press('Escape')
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: '把 照片.png 另存为' }).click()
    expect((await download).suggestedFilename()).toBe('照片.png')
    expect(await seriousIn(page)).toEqual([])
    await page.goto(`${origin}/settings`)
    await see(page.getByText('附件一览')).toBeVisible()
    await see(page.getByText(/^1 个，共 \d+ B$/)).toBeVisible()
  },
)
