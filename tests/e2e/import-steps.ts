import type { Page } from '@playwright/test'
import {
  cadreRoster,
  district,
  meetingRoster,
  memberRoster,
  orgRoster,
} from '#tests/fixtures/small-district.ts'
import { see } from './see.ts'

/** A file as a clerk has it. */
export type Given = { readonly name: string; readonly buffer: Buffer }

export function givenFile(name: string, text: string): Given {
  return { name, buffer: Buffer.from(text) }
}

/** The four rosters of the small district, in the order in which they build on each other. */
export async function districtFiles(): Promise<readonly [Given, Given, Given, Given]> {
  const given = async (file: File) => ({ name: file.name, buffer: Buffer.from(await file.arrayBuffer()) })
  return [
    await given(orgRoster()),
    await given(memberRoster()),
    await given(cadreRoster()),
    await given(meetingRoster()),
  ]
}

export async function giveFiles(page: Page, files: readonly Given[]): Promise<void> {
  await page.setInputFiles(
    'input[type=file]',
    files.map(file => ({ ...file, mimeType: 'application/octet-stream' })),
  )
}

/** Drops files on the window, wherever it is. */
export async function dropFiles(page: Page, files: readonly Given[]): Promise<void> {
  const given = files.map(({ name, buffer }) => ({ name, text: buffer.toString('utf8') }))
  const held = await page.evaluateHandle(`(() => {
    const transfer = new DataTransfer()
    for (const { name, text } of ${JSON.stringify(given)}) transfer.items.add(new File([text], name))
    return transfer
  })()`)
  await page.dispatchEvent('body', 'dragover', { dataTransfer: held })
  await page.dispatchEvent('body', 'drop', { dataTransfer: held })
}

/** Begins the small district's registry on the first page, and goes to the import. */
export async function beginDistrictOnPage(page: Page): Promise<void> {
  await page.getByLabel('您的单位全称').fill(district.name)
  await page.getByRole('combobox', { name: '所属层级' }).click()
  await page.getByRole('option', { name: '区级' }).click()
  await page.getByLabel('组织ID').fill(district.code)
  await page.getByLabel('您的姓名').fill('李晓')
  await page.getByRole('button', { name: '建立台账' }).click()
  const advice = page.getByRole('alert').filter({ hasText: '密钥恢复文件' })
  await advice.getByRole('button', { name: '关闭' }).click()
  await page.getByRole('link', { name: '导入表格' }).click()
  await see(page.getByRole('button', { name: '把文件拖到这里' })).toBeVisible()
}

/** Imports the small district's organizations. */
export async function importDistrict(page: Page): Promise<void> {
  const [orgs] = await districtFiles()
  await giveFiles(page, [orgs])
  await page.getByRole('button', { name: /^导入 [\d,]+ 行$/ }).click()
  await page.getByRole('button', { name: '再导入一张' }).click()
}
