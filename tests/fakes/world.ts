import { EventEmitter } from 'node:events'
import type * as Electron from 'electron'
import type { MessagePortMain } from './message-port.ts'

type Permission = (contents: unknown, permission: string, answer: (allowed: boolean) => void) => void
type BeforeRequest = (details: { url: string }, answer: (response: { cancel?: boolean }) => void) => void

/** The session of every page: what the program sets of it, to be asked by tests. */
class FakeSession extends EventEmitter {
  askPermission: Permission | undefined
  checkPermission: ((contents: unknown, permission: string) => boolean) | undefined
  askDevice: (() => boolean) | undefined
  refused: { readonly urls: readonly string[]; readonly answer: BeforeRequest } | undefined
  setPermissionRequestHandler(handler: Permission): void {
    this.askPermission = handler
  }
  setPermissionCheckHandler(handler: (contents: unknown, permission: string) => boolean): void {
    this.checkPermission = handler
  }
  setDevicePermissionHandler(handler: () => boolean): void {
    this.askDevice = handler
  }
  readonly webRequest = {
    onBeforeRequest: ({ urls }: { urls: readonly string[] }, answer: BeforeRequest) => {
      this.refused = { urls, answer }
    },
  }
}

/** The page in a window. Without one, the window loads its document and shows nothing. */
export type Page = {
  readonly load: (url: string) => Promise<void>
  readonly reload: () => Promise<void>
  readonly hand: (channel: string, ports: readonly MessagePortMain[]) => void
}

type Closable = { close(): void; destroy(): void }

function fresh() {
  return {
    isPackaged: false,
    isReady: false,
    isSandboxed: false,
    hasLock: true,
    switches: new Map<string, string>(),
    locale: 'zh-CN',
    exitCode: undefined as number | undefined,
    paths: new Map<string, string>(),
    schemes: new Map<string, Electron.Privileges>(),
    handlers: new Map<string, (request: Request) => Promise<Response>>(),
    windows: [] as Closable[],
    /** Makes the page of a window that opens. */
    pageFor: undefined as ((contents: EventEmitter) => Page) | undefined,
    workAreas: [{ x: 0, y: 0, width: 1920, height: 1040 }],
    menu: [] as readonly Electron.MenuItemConstructorOptions[],
    clicks: new Map<string, () => void>(),
    /** What the person before the screen was told and asked. */
    told: [] as string[],
    /** The buttons that he will press, in order. */
    answers: [] as string[],
  }
}

/** What stands behind the fake Electron: the PC, its screens, and the person before them. */
export const world = { app: new EventEmitter(), session: new FakeSession(), ...fresh() }

/** A PC on which nothing has been started yet. */
export function newWorld(ipcMain: EventEmitter): void {
  for (const emitter of [world.app, world.session, ipcMain]) emitter.removeAllListeners()
  for (const window of [...world.windows]) window.destroy()
  Object.assign(world, fresh())
}
