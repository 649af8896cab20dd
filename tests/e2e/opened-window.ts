import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startDesktop } from '#electron/desktop.ts'
import { app, type FakeWindow, ipcMain } from '#tests/fakes/electron.ts'
import { newWorld, world } from '#tests/fakes/world.ts'
import { type OpenedPage, openTab, root } from './opened-page.ts'
import { pageInWindow, standInOrigin } from './page-in-window.ts'

/**
 * The desktop without Electron's binary: the real main process over the fake `electron`, the built engine in a
 * process of its own, the built preload before the built page, in Chromium. One at a time.
 */
export async function openWindow(
  executablePath: string,
  day: string,
  /** A registry's folder to begin with; it is copied. */
  { from }: { readonly from?: string } = {},
): Promise<OpenedPage> {
  const folder = await mkdtemp(join(tmpdir(), 'lifeline-window-'))
  if (from !== undefined) await cp(from, folder, { recursive: true })
  const faults: string[] = []
  const asked: string[] = []
  const { page, close: closeTab } = await openTab(executablePath, faults)
  const preload = join(root, 'dist', 'preload', 'preload.cjs')
  newWorld(ipcMain)
  world.pageFor = await pageInWindow({
    tab: page,
    preload: await readFile(preload, 'utf8'),
    onAsked: path => void asked.push(path),
  })
  // At noon everywhere in China.
  process.env['LIFELINE_TEST_NOW'] = `${day}T04:00:00Z`
  startDesktop({
    folder,
    parts: {
      page: join(root, 'dist', 'renderer'),
      preload,
      engine: join(root, 'dist', 'node', 'engine-process.mjs'),
      icon: join(root, 'dist', 'renderer', 'icon.png'),
    },
    reportBug: (error, doing) => {
      faults.push(`${doing} ${String(error)}`)
      return 'ref'
    },
    patience: 10_000,
  })
  await once(app, 'web-contents-created')
  delete process.env['LIFELINE_TEST_NOW']
  const [window] = world.windows as unknown as FakeWindow[]
  if (window && !window.state.shown) await once(window, 'ready-to-show')
  return {
    page,
    address: `${standInOrigin}/`,
    asked,
    get faults() {
      const log = join(folder, 'bugs.log')
      return [...faults, ...world.told, ...(existsSync(log) ? [readFileSync(log, 'utf8')] : [])]
    },
    close: async () => {
      const quit = once(app, 'quit')
      app.quit()
      await quit
      await closeTab()
      newWorld(ipcMain)
      await rm(folder, { recursive: true, force: true })
    },
  }
}
