import { EventEmitter } from 'node:events'
import type * as Electron from 'electron'
import type { BrowserWindow } from './browser-window.ts'
import { world } from './world.ts'

/**
 * Stands for the package `electron` in the main process. It behaves instead of recording: values are cloned, what
 * Electron refuses is refused, and what the program does not use is not there.
 */

export { BrowserWindow } from './browser-window.ts'
export { MessageChannelMain } from './message-port.ts'
export { utilityProcess } from './utility-process.ts'

type Real<Name extends keyof typeof Electron, Used extends keyof (typeof Electron)[Name]> = Pick<
  (typeof Electron)[Name],
  Used
>

class App
  extends EventEmitter
  implements
    Pick<
      Electron.App,
      | 'quit'
      | 'exit'
      | 'relaunch'
      | 'isPackaged'
      | 'getLocale'
      | 'enableSandbox'
      | 'requestSingleInstanceLock'
      | 'whenReady'
      | 'setPath'
      | 'getPath'
    >
{
  get isPackaged() {
    return world.isPackaged
  }
  getLocale() {
    return world.isReady ? world.locale : ''
  }
  readonly commandLine = {
    appendSwitch: (name: string, value = '') => {
      if (world.isReady) throw new Error('switches are read when the app is ready')
      world.switches.set(name, value)
    },
  }
  enableSandbox() {
    if (world.isReady) throw new Error('app.enableSandbox() can only be called before app is ready')
    world.isSandboxed = true
  }
  requestSingleInstanceLock() {
    return world.hasLock
  }
  async whenReady() {
    await new Promise(resolve => setImmediate(resolve))
    world.isReady = true
  }
  setPath(name: string, path: string) {
    world.paths.set(name, path)
  }
  getPath(name: string) {
    const path = world.paths.get(name)
    if (path === undefined) throw new Error(`Failed to get '${name}' path`)
    return path
  }
  quit() {
    for (const window of [...world.windows]) window.close()
    if (world.windows.length > 0) return
    const event = preventable()
    this.emit('will-quit', event)
    if (!event.defaultPrevented) this.exit(0)
  }
  relaunch() {
    world.told.push('relaunched')
  }
  exit(code = 0) {
    world.exitCode ??= code
    this.emit('quit', {}, code)
  }
}

function preventable() {
  return new Event('event', { cancelable: true })
}

export const app = new App()
world.app = app

export const ipcMain = new EventEmitter()

export const protocol = {
  registerSchemesAsPrivileged: schemes => {
    if (world.isReady)
      throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready')
    for (const { scheme, privileges } of schemes) world.schemes.set(scheme, { ...privileges })
  },
  handle: (scheme, answer) => {
    if (world.handlers.has(scheme)) throw new Error('Failed to register protocol: it is handled already')
    world.handlers.set(scheme, answer as (request: Request) => Promise<Response>)
  },
} satisfies Real<'protocol', 'registerSchemesAsPrivileged' | 'handle'>

export const dialog = {
  showErrorBox: (title, content) => void world.told.push(`${title}: ${content}`),
  // In Electron with a window before its options, or with these alone.
  showMessageBoxSync: (first: unknown, second?: Electron.MessageBoxSyncOptions) => {
    const options = second ?? (first as Electron.MessageBoxSyncOptions | undefined)
    const answer = world.answers.shift()
    if (answer === undefined) throw new Error(`nobody is there to answer: ${options?.message}`)
    world.told.push(`${options?.message}`)
    return options?.buttons?.indexOf(answer) ?? -1
  },
} satisfies Real<'dialog', 'showErrorBox' | 'showMessageBoxSync'>

export const Menu = {
  buildFromTemplate: (template: Electron.MenuItemConstructorOptions[]) =>
    structuredClone(template.map(plain)),
  setApplicationMenu: (menu: unknown) => {
    world.menu = menu as Electron.MenuItemConstructorOptions[]
  },
}

/** Without what is called, which no clone carries; it is kept where tests can press it. */
function plain(item: Electron.MenuItemConstructorOptions): Electron.MenuItemConstructorOptions {
  const { click, submenu, ...rest } = item
  if (click !== undefined && item.label !== undefined) world.clicks.set(item.label, click as () => void)
  return Array.isArray(submenu) ? { ...rest, submenu: submenu.map(plain) } : rest
}

export const screen = {
  getAllDisplays: () => world.workAreas.map(workArea => ({ workArea })) as Electron.Display[],
} satisfies Real<'screen', 'getAllDisplays'>

export const shell = {
  openPath: async path => {
    world.told.push(`opened ${path}`)
    return ''
  },
} satisfies Real<'shell', 'openPath'>

export const session = { defaultSession: world.session }

export type FakeWindow = BrowserWindow
