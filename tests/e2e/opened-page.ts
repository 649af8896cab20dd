import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium, type Page } from '@playwright/test'
import { openEngine } from '#db/engine.ts'
import { uuidV7 } from '#db/shared/new-id.ts'
import { openBrowserHost } from '#electron/hosts/browser.ts'

export const root = fileURLToPath(new URL('../../', import.meta.url))

/** The Chromium of this PC; undefined where there is none, and what needs one says so and is skipped. */
export const chromiumPath = [
  process.env['CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find(path => path !== undefined && existsSync(path))

export type OpenedPage = {
  readonly page: Page
  readonly address: string
  /** The procedures that the page has asked for, as `/registry/find`. */
  readonly asked: readonly string[]
  /** What the engine or the page called a fault of its own. */
  readonly faults: readonly string[]
  readonly close: () => Promise<void>
}

/** The built page in Chromium, served by the real host over a new folder, on the day given, or on what it says now. */
export async function openPage(executablePath: string, day: string | (() => string)): Promise<OpenedPage> {
  makeBuilt('page.ts')
  const folder = await mkdtemp(join(tmpdir(), 'lifeline-page-'))
  const faults: string[] = []
  const newId = uuidV7()
  const engine = await openEngine({
    folder,
    // At noon everywhere in China.
    clock: { now: () => new Date(`${typeof day === 'string' ? day : day()}T04:00:00Z`) },
    newId,
    log: (_level, message, details) => faults.push(`${message} ${String(details)}`),
    access: 'write',
  })
  const host = await openBrowserHost({
    router: engine.router,
    port: 0,
    pageFolder: join(root, 'dist', 'renderer'),
    newId,
    reportBug: (error, doing) => {
      faults.push(`${doing} ${String(error)}`)
      return 'ref'
    },
  })
  const { browser, page } = await openTab(executablePath, faults)
  const asked: string[] = []
  page.on('request', request => {
    const { pathname } = new URL(request.url())
    if (pathname.startsWith('/rpc/')) asked.push(pathname.slice('/rpc'.length))
  })
  return {
    page,
    address: host.address,
    asked,
    faults,
    close: async () => {
      await browser.close()
      await host.close()
      await engine.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Builds what is stale: `page.ts` the page, `stale.ts` everything. */
export function makeBuilt(script: 'page.ts' | 'stale.ts'): void {
  const built = spawnSync(process.execPath, [join(root, 'build', script)], { stdio: 'inherit' })
  if (built.status !== 0) throw new Error('what the test runs could not be built')
}

/** An empty tab of a Chromium of its own, as large as a clerk's screen; what goes wrong in it is noted. */
export async function openTab(executablePath: string, faults: string[]) {
  const browser: Browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  const context = await browser.newContext({
    viewport: { width: 1366, height: 768 },
    reducedMotion: 'reduce',
    locale: 'zh-CN',
  })
  const page = await context.newPage()
  page.on('pageerror', error => faults.push(`page: ${error.message}`))
  page.on('console', message => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`)
  })
  return { browser, page }
}
