import type { Session, WebContents, WebPreferences } from 'electron'
import { isOwnAddress, pageOrigin } from './own-page.ts'

/** What the page's process may do: run in its sandbox, apart from the preload, and know nothing of Node. */
export function pagePreferences(preload: string, isPackaged: boolean): WebPreferences {
  return {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    // It would fetch its dictionaries over the network.
    spellcheck: false,
    devTools: !isPackaged,
  }
}

/** Keeps every page on its own address: nothing leads elsewhere, opens a window, or puts a page into the page. */
export function guardContents(contents: WebContents): void {
  const stay = (details: { readonly url: string; preventDefault(): void }) => {
    if (!isOwnAddress(details.url)) details.preventDefault()
  }
  contents.on('will-navigate', stay)
  contents.on('will-frame-navigate', stay)
  contents.on('will-redirect', stay)
  contents.on('will-attach-webview', event => event.preventDefault())
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp')
}

const overNetwork = ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*']

/** What a click on “copy” needs: to write text, never to read it. */
const copying = 'clipboard-sanitized-write'

/** The page needs no camera, no place, no device, no network: whoever asks is told no. It may copy what it shows. */
export function guardSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => answer(permission === copying))
  session.setPermissionCheckHandler((_contents, permission) => permission === copying)
  session.setDevicePermissionHandler(() => false)
  session.webRequest.onBeforeRequest({ urls: overNetwork }, (_details, answer) => answer({ cancel: true }))
  session.on('will-download', (event, item) => {
    if (!item.getURL().startsWith(`blob:${pageOrigin}/`)) event.preventDefault()
  })
}
