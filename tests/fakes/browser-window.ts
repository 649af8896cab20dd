import { EventEmitter } from 'node:events'
import type * as Electron from 'electron'
import type { MessagePortMain } from './message-port.ts'
import { type Page, world } from './world.ts'

type OpenHandler = Parameters<Electron.WebContents['setWindowOpenHandler']>[0]

export class WebContents
  extends EventEmitter
  implements
    Pick<
      Electron.WebContents,
      'reload' | 'print' | 'executeJavaScript' | 'setWindowOpenHandler' | 'setWebRTCIPHandlingPolicy'
    >
{
  page: Page | undefined
  /** Whether the page has work that is not finished. */
  isBusy = false
  opensWindows: OpenHandler = () => ({ action: 'allow' })
  loads = 0
  webRtc = 'default'
  readonly mainFrame = {
    url: '',
    parent: null,
    /** How many times something was handed to it. */
    handed: 0,
    postMessage: (channel: string, _message: unknown, ports: readonly MessagePortMain[]) => {
      this.mainFrame.handed++
      this.page?.hand(channel, ports)
    },
  }
  setWindowOpenHandler(handler: OpenHandler): void {
    this.opensWindows = handler
  }
  setWebRTCIPHandlingPolicy(policy: string): void {
    this.webRtc = policy
  }
  reload(): void {
    this.loads++
    void this.page?.reload()
  }
  /** What the page answers to a script of the window's; nobody listens for it otherwise. */
  answers: (script: string) => unknown = () => true
  async executeJavaScript(script: string): Promise<unknown> {
    return this.answers(script)
  }
  print(): void {
    world.told.push('printed')
  }
}

export class BrowserWindow
  extends EventEmitter
  implements
    Pick<
      Electron.BrowserWindow,
      | 'loadURL'
      | 'show'
      | 'focus'
      | 'close'
      | 'destroy'
      | 'maximize'
      | 'restore'
      | 'isMinimized'
      | 'isMaximized'
      | 'isDestroyed'
      | 'getNormalBounds'
    >
{
  readonly webContents = new WebContents()
  readonly options: Electron.BrowserWindowConstructorOptions
  bounds: Electron.Rectangle
  state = { shown: false, focused: false, minimized: false, maximized: false, destroyed: false }

  constructor(options: Electron.BrowserWindowConstructorOptions) {
    super()
    if (!world.isReady) throw new Error('Cannot create BrowserWindow before app is ready')
    this.options = structuredClone(options)
    const { x = 10, y = 10, width = 800, height = 600 } = options
    this.bounds = { x, y, width, height }
    this.webContents.page = world.pageFor?.(this.webContents)
    world.windows.push(this)
    world.app.emit('web-contents-created', {}, this.webContents)
  }

  async loadURL(url: string): Promise<void> {
    const scheme = url.slice(0, url.indexOf(':'))
    const answer = world.handlers.get(scheme)
    if (answer === undefined || !world.schemes.has(scheme)) throw new Error(`ERR_UNKNOWN_URL_SCHEME ${url}`)
    const document = await answer(new Request(url))
    if (!document.ok) throw new Error(`ERR_FAILED ${url}`)
    this.webContents.mainFrame.url = url
    this.webContents.loads++
    await this.webContents.page?.load(url)
    this.emit('ready-to-show')
  }

  close(): void {
    this.emit('close', {})
    if (this.webContents.isBusy) {
      const event = new Event('will-prevent-unload', { cancelable: true })
      this.webContents.emit('will-prevent-unload', event)
      if (!event.defaultPrevented) return
    }
    this.destroy()
  }
  destroy(): void {
    if (this.state.destroyed) return
    this.state.destroyed = true
    world.windows = world.windows.filter(one => one !== this)
    this.emit('closed')
    if (world.windows.length === 0) world.app.emit('window-all-closed')
  }
  show(): void {
    this.state.shown = true
  }
  focus(): void {
    this.state.focused = true
  }
  maximize(): void {
    this.state.maximized = true
  }
  restore(): void {
    this.state.minimized = false
  }
  isMinimized(): boolean {
    return this.state.minimized
  }
  isMaximized(): boolean {
    return this.state.maximized
  }
  isDestroyed(): boolean {
    return this.state.destroyed
  }
  getNormalBounds(): Electron.Rectangle {
    return this.bounds
  }
}
