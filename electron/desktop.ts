import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { app, type BrowserWindow, dialog, session } from 'electron'
import { newestBackup } from '#db/files/newest-backup.ts'
import { Refusal, refuse } from '#db/shared/refusal.ts'
import type { Lang } from '#db/shared/text.ts'
import { asksForBackup, asksForNewKeys, asksToReopen, asksToStartAgain, asksToStay } from './ask.ts'
import { EngineFailed, type EngineLink, startEngine } from './engine-link.ts'
import { type EngineWord, newestBackupWord, newKeysWord } from './engine-messages.ts'
import type { ReportBug } from './hosts/call.ts'
import { wishedAnswer } from './hosts/terminal/spoken-language.ts'
import { setMenu } from './menu.ts'
import { networkSwitches } from './network-switches.ts'
import { announcePageScheme, servePage } from './page-protocol.ts'
import { openPortDesk } from './port-desk.ts'
import { guardContents, guardSession } from './security.ts'
import { bringForward, openWindow } from './window.ts'
import { bugText, words } from './words.ts'

export type DesktopOptions = {
  /** The registry's folder. */
  readonly folder: string
  /** The built parts of the program. */
  readonly parts: {
    readonly page: string
    readonly preload: string
    readonly engine: string
    readonly icon: string
  }
  readonly reportBug: ReportBug
  /** How long the engine may take to end by itself, in milliseconds. */
  readonly patience: number
}

/** Starts the window over a registry's folder. To be called before the app is ready. */
export function startDesktop(options: DesktopOptions): void {
  try {
    keepWindowsOwnFilesIn(options.folder)
  } catch (error) {
    tellAndEnd(error, options.reportBug)
    return
  }
  if (!app.requestSingleInstanceLock()) {
    app.quit()
    return
  }
  for (const [name, value] of networkSwitches) app.commandLine.appendSwitch(name, value)
  app.enableSandbox()
  announcePageScheme()
  app.on('web-contents-created', (_event, contents) => guardContents(contents))
  app.on('window-all-closed', () => app.quit())
  app
    .whenReady()
    .then(() => openDesktop(options))
    .catch(error => tellAndEnd(error, options.reportBug))
}

/**
 * Storage, window size and the lock of the one instance lie beside the registry: two registries on one PC are two
 * folders and may be open side by side.
 */
function keepWindowsOwnFilesIn(folder: string): void {
  const own = join(folder, 'window')
  try {
    mkdirSync(own, { recursive: true })
  } catch {
    refuse(
      'folder-unusable',
      `台账文件夹建不了或不能写入：${folder}。请检查磁盘是否已满、这个文件夹能不能写入；自己解决不了时，请联系维护电脑的人。`,
      `The registry's folder cannot be made or written to: ${folder}. Check whether the disk is full and whether you may write there; if that does not help, ask whoever looks after this PC.`,
      { folder },
    )
  }
  app.setPath('userData', own)
}

/** The language of the system, or the one that `--lang` names. */
const spoken = (): Lang => wishedAnswer(process.argv, { LANG: app.getLocale() }).lang

/** What the engine says of a registry that only its keys' copy would open, or new ones. */
const lostKeys: ReadonlySet<string> = new Set(['keys-missing', 'keys-damaged'])

/** What somebody decides where the folder cannot be opened as it is; undefined where there is no way, or nobody wants it. */
function decided({ code, text }: Refusal, folder: string, lang: Lang): EngineWord | undefined {
  if (lostKeys.has(code)) return asksForNewKeys(text, lang) ? newKeysWord : undefined
  const backup = code === 'registry-damaged' ? newestBackup(folder) : undefined
  return backup !== undefined && asksForBackup(text, backup.at, lang) ? newestBackupWord : undefined
}

async function openDesktop({ folder, parts, reportBug, patience }: DesktopOptions): Promise<void> {
  const lang = spoken()
  let window: BrowserWindow | undefined
  let engine: EngineLink | undefined

  const start = async () => {
    const options = { entry: parts.engine, folder, patience, onCrash }
    engine = await startEngine(options).catch(error => {
      const word = error instanceof Refusal ? decided(error, folder, lang) : undefined
      if (word === undefined) throw error
      return startEngine({ ...options, word })
    })
  }
  const onCrash = (exitCode: number) => {
    engine = undefined
    reportBug(new Error(`the engine's process ended with ${exitCode}`), 'the desktop window')
    if (window === undefined || window.isDestroyed()) return
    if (!asksToStartAgain(window, lang)) return end(window)
    const shown = window
    start()
      .then(() => shown.webContents.reload())
      .catch(error => tellAndEnd(error, reportBug))
  }
  const onPageGone = (reason: string) => {
    reportBug(new Error(`the page's process is gone: ${reason}`), 'the desktop window')
    if (window === undefined || window.isDestroyed()) return
    if (asksToReopen(window, lang)) window.webContents.reload()
    else end(window)
  }

  await start()
  guardSession(session.defaultSession)
  servePage(parts.page)
  setMenu({ lang, folder, print: () => print(window, reportBug) })
  const opened = openWindow({ preload: parts.preload, icon: parts.icon, lang })
  window = opened
  openPortDesk(opened.webContents, port => (engine === undefined ? port.close() : engine.hand(port)))
  opened.webContents.on('will-prevent-unload', event => {
    // To prevent the page's own objection is to leave.
    if (!asksToStay(opened, lang)) event.preventDefault()
  })
  opened.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit') onPageGone(reason)
  })
  app.on('second-instance', () => {
    // While the engine still ends, a new start has to wait for it.
    if (opened.isDestroyed()) app.relaunch()
    else bringForward(opened)
  })
  app.on('will-quit', event => {
    if (engine === undefined) return
    event.preventDefault()
    const ending = engine
    engine = undefined
    void ending.close().then(() => app.exit(0))
  })
}

/**
 * The page is asked first: it draws only the rows in sight of its lists, and prints by itself once all of them are there
 * (`renderer/kit/lists/print-whole.ts`). What it does not take up is printed as it stands.
 */
function print(window: BrowserWindow | undefined, reportBug: ReportBug): void {
  if (window === undefined) return
  const { webContents } = window
  webContents
    .executeJavaScript("window.dispatchEvent(new Event('print-asked', { cancelable: true }))")
    .then((isLeft: boolean) => isLeft && webContents.print())
    .catch(error => reportBug(error, 'the desktop window'))
}

/** Closes a window without asking its page, which cannot answer or has nothing to lose. */
function end(window: BrowserWindow): void {
  window.destroy()
}

/** Tells why the program cannot go on, and ends it. */
export function tellAndEnd(error: unknown, reportBug: ReportBug): void {
  const lang = spoken()
  dialog.showErrorBox(words.cannotOpen[lang], sentence(error, reportBug)[lang])
  app.exit(1)
}

function sentence(error: unknown, reportBug: ReportBug) {
  if (error instanceof Refusal) return error.text
  const known = error instanceof EngineFailed ? error.reference : undefined
  return bugText(known ?? reportBug(error, 'the desktop window'))
}
