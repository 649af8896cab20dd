import { join } from 'node:path'
import { app, BrowserWindow, type BrowserWindowConstructorOptions, screen } from 'electron'
import type { Lang } from '#db/shared/text.ts'
import { pageOrigin } from './own-page.ts'
import { pagePreferences } from './security.ts'
import { bounds, keepPlace, keptPlace, smallest } from './window-place.ts'
import { words } from './words.ts'

type Options = { readonly preload: string; readonly icon: string; readonly lang: Lang }

/** Opens the one window where it stood last, and shows it when its page is there. */
export function openWindow(options: Options): BrowserWindow {
  const file = join(app.getPath('userData'), 'window.json')
  const kept = keptPlace(file)
  const areas = screen.getAllDisplays().map(display => display.workArea)
  const window = new BrowserWindow({ ...windowOptions(options), ...bounds(kept, areas) })
  window.once('ready-to-show', () => {
    if (kept?.isMaximized) window.maximize()
    window.show()
  })
  window.on('close', () => {
    keepPlace(file, { ...window.getNormalBounds(), isMaximized: window.isMaximized() })
  })
  void window.loadURL(`${pageOrigin}/`)
  return window
}

function windowOptions({ preload, icon, lang }: Options): BrowserWindowConstructorOptions {
  return {
    title: words.title[lang],
    icon,
    show: false,
    autoHideMenuBar: true,
    minWidth: smallest.width,
    minHeight: smallest.height,
    webPreferences: pagePreferences(preload, app.isPackaged),
  }
}

/** Brings a window that is minimized or behind others to the front. */
export function bringForward(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}
