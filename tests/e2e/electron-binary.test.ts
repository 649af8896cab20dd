import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import { expect, onTestFinished, test } from 'vitest'
import { allParts, buildStale } from '#build/parts.ts'
import { presentBinary } from '#build/start/electron-binary.ts'
import { district, orgRoster } from '#tests/fixtures/small-district.ts'
import { tempFolder } from '#tests/fixtures/temp-folder.ts'
import { root } from './opened-page.ts'
import { see } from './see.ts'

/**
 * What only Electron's own binary can prove: ELECTRON_PATH names it, or it lies in node_modules/electron. Needs a screen, or
 * xvfb-run.
 */
const binary = process.env['ELECTRON_PATH'] ?? presentBinary(join(root, 'node_modules', 'electron'))

async function started(): Promise<{ app: ElectronApplication; page: Page; folder: string }> {
  expect(buildStale(allParts)).toBe(true)
  const folder = join(await tempFolder(), 'registry')
  const app = await _electron.launch({
    ...(binary !== undefined && { executablePath: binary }),
    args: [root, '--data', folder],
  })
  onTestFinished(() => app.close())
  return { app, page: await app.firstWindow(), folder }
}

const specs: Readonly<Record<string, () => Promise<void>>> = {
  'the window opens, begins a registry, and takes in a roster in a thread of the engine’s process':
    async () => {
      const { page } = await started()
      await page.getByRole('textbox').first().fill(district.name)
      await page.getByRole('combobox').first().click()
      await page.getByRole('option').first().click()
      await page.getByRole('button', { name: /^(建立台账|Create the registry)$/ }).click()
      await page.goto('app://registry/import')
      const roster = orgRoster()
      const buffer = Buffer.from(await roster.arrayBuffer())
      await page.setInputFiles('input[type=file]', { name: roster.name, mimeType: 'text/csv', buffer })
      await see(page.getByRole('button', { name: /14/ })).toBeVisible()
    },
  'the page is sandboxed and has one word of the desktop, and nothing of Node': async () => {
    const { app, page } = await started()
    const preferences = await app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents
      // Not among the documented ones, and the only one that tells what is in force.
      const last = contents && Reflect.get(contents, 'getLastWebPreferences')
      return typeof last === 'function' ? last.call(contents) : undefined
    })
    expect(preferences).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false })
    const seen = await page.evaluate(`({
      require: typeof require, process: typeof process, desktop: Object.keys(window.lifeline), origin: location.origin })`)
    expect(seen).toEqual({
      require: 'undefined',
      process: 'undefined',
      desktop: ['askForPort'],
      origin: 'app://registry',
    })
  },
  'the page leads nowhere, opens nothing, and reaches no network': async () => {
    const { app, page } = await started()
    const tried = await page.evaluate(`(async () => {
      const opened = window.open('https://example.com/')
      location.href = 'https://example.com/'
      const fetched = await fetch('https://example.com/').then(() => 'answered', () => 'refused')
      return { opened, fetched } })()`)
    expect(tried).toEqual({ opened: null, fetched: 'refused' })
    expect(page.url()).toMatch(/^app:\/\/registry\//)
    expect(app.windows()).toHaveLength(1)
  },
  'a second start ends by itself, and the first window stays': async () => {
    const { app, folder } = await started()
    const second = spawn(binary ?? '', [root, '--data', folder], { stdio: 'ignore' })
    expect(await once(second, 'exit')).toEqual([0, null])
    expect(app.windows()).toHaveLength(1)
  },
}

if (binary === undefined) {
  console.warn(`Electron binary not present: ${Object.keys(specs).length} specs not run`)
}

test.skipIf(binary === undefined).each(Object.entries(specs))(
  '%s',
  { timeout: 60_000 },
  async (_name, run) => {
    await run()
  },
)
