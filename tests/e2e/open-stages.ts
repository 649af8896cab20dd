import { readFile } from 'node:fs/promises'
import { expect as see } from '@playwright/test'
import { zhCN as words } from '#renderer/text/zh-CN.ts'
import { chromiumPath, openPage } from './opened-page.ts'
import { type Neighbour, openNeighbour, type Scenery, scenery, today } from './stage.ts'

/** A folder with nothing in it. Whoever opens it owes it `close`. */
export type Stages = {
  readonly set: Scenery
  readonly faults: readonly string[]
  readonly close: () => Promise<void>
}

const nothing = { name: 'none.json', mimeType: 'application/json', buffer: Buffer.from('{}') }

/** The page of a folder in which nothing was begun yet. */
export async function openNewFolder(): Promise<Stages> {
  const { page, address, faults, close } = await openPage(chromiumPath ?? '', today)
  const set = await scenery(page, address, () => undefined, { request: nothing, packet: nothing })
  return { set, faults, close }
}

/** Begins a registry in the new folder: it holds its own organization and nothing else. */
export async function begin({ page, origin }: Scenery): Promise<void> {
  await page.goto(`${origin}/`)
  await page.getByLabel(words.start.name).fill('共青团青山区委员会')
  await page.getByRole('button', { name: words.start.doCreate }).click()
  await see(page.getByText(words.home.emptyTitle)).toBeVisible()
}

/** The page of the sample district: an office below has joined it, and a number was looked at in full. */
export async function openSample(): Promise<Stages> {
  let day = today
  const { page, address, faults, close: closePage } = await openPage(chromiumPath ?? '', () => day)
  const neighbour = await openNeighbour()
  const close = async () => {
    await closePage()
    await neighbour.discard()
  }
  try {
    await page.goto(address)
    await page.getByRole('button', { name: words.start.sample }).click()
    await page.getByRole('button', { name: words.start.doSample }).click()
    await see(page.getByText(words.sample.line)).toBeVisible({ timeout: 60_000 })
    const origin = new URL(address).origin
    const set = await scenery(page, `${origin}/settings`, to => (day = to), {
      request: neighbour.request,
      packet: nothing,
    })
    await page.getByLabel(words.settings.whoAsk).fill('李晓')
    const packet = await join(set, neighbour)
    await lookAtANumber(set)
    return { set: { ...set, files: { ...set.files, packet } }, faults, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** The office below is approved at the page, and sends its first packet. */
async function join({ page, origin, files }: Scenery, neighbour: Neighbour) {
  await page.goto(`${origin}/packets/approve`)
  await page.setInputFiles('main input[type=file]', files.request)
  await page.getByLabel(words.packet.approveOrg).fill(neighbour.org)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: words.packet.doApprove }).click(),
  ])
  const approval = new File([await readFile(await download.path())], download.suggestedFilename())
  return neighbour.packet(approval)
}

async function lookAtANumber({ page, origin }: Scenery): Promise<void> {
  await page.goto(`${origin}/people`)
  await page.getByRole('table').getByRole('link').first().click()
  await page.getByRole('button', { name: words.disclose.show(words.person.idNumber) }).click()
  const ask = page.getByRole('dialog')
  await ask.getByRole('button', { name: words.disclose.reasons[1] ?? '' }).click()
  await ask.getByRole('button', { name: words.disclose.doShow, exact: true }).click()
  await see(page.getByText(/^\d{17}[\dX]$/)).toBeVisible()
}
