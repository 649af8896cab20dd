import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { knownOrgs, worker } from '#build/pictures/fill-district.ts'
import { zhCN as words } from '#renderer/text/zh-CN.ts'
import { openPc, type Pc, preparedOnce } from '#tests/fixtures/engine.ts'
import { inventedId } from '#tests/fixtures/small-district.ts'
import { chromiumPath, openPage } from './opened-page.ts'
import { see } from './see.ts'
import { fillSample, type Handed, type Scenery, scenery, today } from './stage.ts'

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

/** The page of an office that has asked to join the one above. */
export async function openWaiting(): Promise<Stages> {
  const pc = await openPc('waiting', { day: today })
  try {
    const name = '共青团青山区云岭街道工作委员会'
    await pc.ask.packets.enrolRequest({ name })
    await pc.close()
    const { page, address, faults, close } = await openPage(chromiumPath ?? '', today, { from: pc.folder })
    const set = await scenery(page, address, () => undefined, { request: nothing, packet: nothing })
    return { set, faults, close }
  } finally {
    await pc.discard()
  }
}

/** Begins a registry in the new folder: it holds its own organization and nothing else. */
export async function begin({ page, origin }: Scenery): Promise<void> {
  await page.goto(`${origin}/`)
  await page.getByLabel(words.start.name).fill('共青团青山区委员会')
  await page.getByRole('button', { name: words.start.doCreate }).click()
  await see(page.getByText(words.home.emptyTitle)).toBeVisible()
}

/** Asks for three transfers in the sample: one in time, one to the outside, and one whose days are over. */
export async function askForTransfers(pc: Pc): Promise<void> {
  // One whose registry is kept here: what an office below can answer waits for that one.
  const { branch, street } = knownOrgs(today)
  for (const [number, name, to, more] of [
    [910, '张来', street, { on: '2026-11-16' }],
    [911, '李去', '广州市天河区某公司团支部', { outside: true }],
    [912, '王过', street, { on: '2026-10-01', note: '电话联系过' }],
  ] as const) {
    const set = { org: branch, since: '2026-09-01', name, id_number: inventedId('2000-05-04', number) }
    const person = (await pc.ask.records.add({ kind: 'person', set, by: worker })).id
    await pc.ask.transfers.ask({ person, to, reason: '就业', fees: '已交清', by: worker, ...more })
  }
}

/** The sample district, and what the office below it hands in: made with it. */
const sample = preparedOnce(
  'sample',
  async pc => {
    const { request, packet } = await fillSample(pc)
    return { request: kept(request), packet: kept(packet) }
  },
  today,
)

const kept = ({ buffer, ...file }: Handed) => ({ ...file, base64: buffer.toString('base64') })
const handed = ({ base64, ...file }: ReturnType<typeof kept>): Handed => ({
  ...file,
  buffer: Buffer.from(base64, 'base64'),
})

/** The page of the sample district, with a stick on which the packet of an office below lies; `more` adds to it first. */
export async function openSample(more?: (pc: Pc) => Promise<unknown>): Promise<Stages> {
  let day = today
  const stick = await mkdtemp(join(tmpdir(), 'lifeline-stick-'))
  const { pc, answered } = await sample.open('district')
  const files = { request: handed(answered.request), packet: handed(answered.packet) }
  try {
    await more?.(pc)
    await pc.close()
    await writeFile(join(stick, files.packet.name), files.packet.buffer)
    const listDrives = async () => [{ folder: stick, name: 'U盘 (E:)', free: 15_502_671_872 }]
    const opened = await openPage(chromiumPath ?? '', () => day, { from: pc.folder, listDrives })
    const set = await scenery(opened.page, opened.address, to => (day = to), files)
    const close = async () => {
      await opened.close()
      await rm(stick, { recursive: true, force: true })
    }
    return { set, faults: opened.faults, close }
  } finally {
    await pc.discard()
  }
}
