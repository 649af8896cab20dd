import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { portMessage } from '#contract/port/port-message.ts'
import { startDesktop } from '#electron/desktop.ts'
import type { Client } from '#renderer/host/connect.ts'
import { clientOverPort } from '#renderer/host/over-port.ts'
import { app, type FakeWindow, ipcMain } from '#tests/fakes/electron.ts'
import type { MessagePortMain } from '#tests/fakes/message-port.ts'
import { runningProcesses } from '#tests/fakes/utility-process.ts'
import { newWorld, world } from '#tests/fakes/world.ts'
import { tempFolder } from '#tests/fixtures/temp-folder.ts'

const file = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))

export type Started = {
  readonly folder: string
  readonly bugs: readonly string[]
  /** Waits for the window, which opens once the engine has opened the folder. */
  readonly window: () => Promise<FakeWindow>
}

/** The real main process over the fake Electron, its engine really in another process. */
export async function startedDesktop(
  options: { folder?: string; setUp?: () => void; patience?: number } = {},
): Promise<Started> {
  newWorld(ipcMain)
  options.setUp?.()
  const folder = options.folder ?? (await tempFolder())
  const bugs: string[] = []
  onTestFinished(async () => {
    newWorld(ipcMain)
    const ended = runningProcesses().map(child => once(child, 'exit'))
    for (const child of runningProcesses()) child.kill()
    await Promise.all(ended)
  })
  startDesktop({
    folder,
    parts: {
      page: file('tests/fixtures/small-page'),
      preload: file('electron/preload.ts'),
      // The built one starts in half the time.
      engine: file('dist/node/engine-process.mjs'),
      icon: file('renderer/public/icon.svg'),
    },
    reportBug: (error, doing) => {
      bugs.push(`${doing}: ${String(error)}`)
      return 'ref-1'
    },
    patience: options.patience ?? 10_000,
  })
  return { folder, bugs, window: openedWindow }
}

async function openedWindow(): Promise<FakeWindow> {
  const [window] = world.windows as unknown as FakeWindow[]
  if (window === undefined) {
    await once(app, 'web-contents-created')
    return openedWindow()
  }
  if (!window.state.shown) await once(window, 'ready-to-show')
  return window
}

type Frame = { readonly url: string; readonly parent: unknown; readonly postMessage: unknown }

/** Asks for a port as the page's preload does; answers the ports that were handed over. */
export async function askForPort(window: FakeWindow, from?: Partial<Frame>): Promise<MessagePortMain[]> {
  const { webContents } = window
  const handed: MessagePortMain[] = []
  webContents.page = {
    load: async () => undefined,
    reload: async () => undefined,
    hand: (_channel, ports) => void handed.push(...ports),
  }
  const senderFrame = from === undefined ? webContents.mainFrame : { ...webContents.mainFrame, ...from }
  ipcMain.emit(portMessage, { sender: webContents, senderFrame })
  return handed
}

/** The page's own client at the other end of a new port. */
export async function clientOf(window: FakeWindow): Promise<Client> {
  const [port] = await askForPort(window)
  if (port === undefined) throw new Error('no port was handed over')
  return clientOverPort(port as never)
}
