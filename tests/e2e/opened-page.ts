import { existsSync } from 'node:fs'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium, type Page } from '@playwright/test'
import { allParts, buildStale } from '#build/parts.ts'
import { openEngine } from '#db/engine.ts'
import { uuidV7 } from '#db/shared/new-id.ts'
import { openBrowserHost } from '#electron/hosts/browser.ts'
import type { ListDrives } from '#electron/hosts/sticks/mounted-drive.ts'

export const root = fileURLToPath(new URL('../../', import.meta.url))

/**
 * The Chromium of this PC; undefined where there is none, and what needs one says so and is skipped. The headless shell
 * draws the same pages with less around it.
 */
export const chromiumPath = [
  process.env['CHROMIUM'],
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find(path => path !== undefined && existsSync(path))

export type OpenedPage = {
  readonly page: Page
  readonly address: string
  /** The procedures that the page has asked for, as `/registry/find`. */
  readonly asked: string[]
  /** What the engine or the page called a fault of its own. */
  readonly faults: readonly string[]
  readonly close: () => Promise<void>
}

type Options = {
  /** The sticks plugged in; none unless said otherwise. */
  readonly listDrives?: ListDrives
  /** A registry's folder to begin with; it is copied. */
  readonly from?: string
  /** Fills the folder before it is opened. */
  readonly fill?: (folder: string) => Promise<void>
}

/** The built page in Chromium, served by the real host over a new folder, on the day given, or on what it says now. */
export async function openPage(
  executablePath: string,
  day: string | (() => string),
  { listDrives = async () => [], from, fill }: Options = {},
): Promise<OpenedPage> {
  const folder = await mkdtemp(join(tmpdir(), 'lifeline-page-'))
  if (from !== undefined) await cp(from, folder, { recursive: true })
  await fill?.(folder)
  const faults: string[] = []
  const newId = uuidV7()
  const engine = await openEngine({
    folder,
    // At noon everywhere in China.
    clock: { now: () => new Date(`${typeof day === 'string' ? day : day()}T04:00:00Z`) },
    newId,
    log: (_level, message, details) => faults.push(`${message} ${String(details)}`),
    access: 'write',
    isForPages: true,
  })
  const host = await openBrowserHost({
    router: engine.router,
    folder,
    listDrives,
    port: 0,
    pageFolder: join(root, 'dist', 'renderer'),
    newId,
    reportBug: (error, doing) => {
      faults.push(`${doing} ${String(error)}`)
      return 'ref'
    },
  })
  const { page, close: closeTab } = await openTab(executablePath, faults)
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
      await closeTab()
      await host.close()
      await engine.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/**
 * `LIFELINE_SLOW=900` lets every answer come up to so many milliseconds late, most of them less: what a clerk does meanwhile
 * must come out the same.
 */
const slowest = Number(process.env['LIFELINE_SLOW'] ?? 0)

let ownChromium: Promise<Browser> | undefined

/**
 * One Chromium serves all files of a test process, and ends with it: each tab is a user of its own, who shares nothing
 * with the others.
 */
async function launched(executablePath: string): Promise<Browser> {
  if (!buildStale(allParts)) throw new Error('what the test runs could not be built')
  return chromium.launch({ executablePath, args: ['--no-sandbox'] })
}

/** An empty tab as large as a clerk's screen; what goes wrong in it is noted. */
export async function openTab(executablePath: string, faults: string[]) {
  ownChromium ??= launched(executablePath)
  const browser = await ownChromium
  const context = await browser.newContext({
    viewport: { width: 1366, height: 768 },
    reducedMotion: 'reduce',
    locale: 'zh-CN',
  })
  if (slowest > 0)
    await context.route('**/rpc/**', async route => {
      await setTimeout(Math.random() ** 2 * slowest)
      await route.continue().catch(() => undefined)
    })
  const page = await context.newPage()
  page.on('pageerror', error => faults.push(`page: ${error.message}`))
  page.on('console', message => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`)
  })
  return { page, close: () => context.close() }
}
