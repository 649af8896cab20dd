import type { EventEmitter } from 'node:events'
import type { Page as Tab } from '@playwright/test'
import { pageOrigin } from '#electron/own-page.ts'
import type { WebContents } from '#tests/fakes/browser-window.ts'
import { ipcMain } from '#tests/fakes/electron.ts'
import type { MessagePortMain } from '#tests/fakes/message-port.ts'
import { type Page, world } from '#tests/fakes/world.ts'
import { type Crossing, preloadScript } from './preload-in-page.ts'

/** Chromium alone knows no scheme `app`; here the page has a secure address that leads nowhere else. */
export const standInOrigin = 'https://lifeline.invalid'

type Options = { readonly tab: Tab; readonly preload: string; readonly onAsked: (path: string) => void }

/**
 * A real tab as the page of a window of the fake Electron: its documents come from the program's own `app://` handler with
 * the headers that this sets, the built preload runs before it, and ports lead into the main process.
 */
export async function pageInWindow({
  tab,
  preload,
  onAsked,
}: Options): Promise<(window: EventEmitter) => Page> {
  const ports = new Map<number, MessagePortMain>()
  let next = 1
  let contents: WebContents | undefined
  const toPage = (crossing: Crossing) =>
    tab
      .evaluate(
        told => (globalThis as unknown as { __fromMain(told: unknown): void }).__fromMain(told),
        crossing,
      )
      // A page that was left meanwhile is told nothing.
      .catch(() => undefined)

  await tab.context().exposeBinding('__toMain', (_source, crossing: Crossing) => {
    if (crossing.kind === 'loaded') {
      for (const port of ports.values()) port.close()
      ports.clear()
      if (contents) contents.mainFrame.url = ownAddress(tab.url())
    } else if (crossing.kind === 'send') {
      ipcMain.emit(crossing.channel, { sender: contents, senderFrame: contents?.mainFrame })
    } else if (crossing.kind === 'text') {
      onAsked(pathOf(crossing.data))
      ports.get(crossing.id)?.postMessage(crossing.data)
    } else if (crossing.kind === 'bytes') {
      ports.get(crossing.id)?.postMessage(new Uint8Array(Buffer.from(crossing.data, 'base64')))
    }
  })
  await tab.addInitScript(preloadScript(preload))
  await tab.route(`${standInOrigin}/**`, async route => {
    const request = new Request(ownAddress(route.request().url()), { method: route.request().method() })
    const answer = await world.handlers.get('app')?.(request)
    if (answer === undefined) return route.abort()
    const body = Buffer.from(await answer.arrayBuffer())
    return route.fulfill({ status: answer.status, headers: Object.fromEntries(answer.headers), body })
  })

  return window => {
    contents = window as WebContents
    return {
      load: async url => void (await tab.goto(url.replace(pageOrigin, standInOrigin))),
      reload: async () => void (await tab.reload()),
      hand: (channel, handed) => {
        for (const port of handed) {
          const id = next++
          ports.set(id, port)
          void toPage({ kind: 'hand', channel, id })
          port.on('message', ({ data }) => {
            if (typeof data === 'string') void toPage({ kind: 'text', id, data })
            else void toPage({ kind: 'bytes', id, data: Buffer.from(data).toString('base64') })
          })
          port.on('close', () => void toPage({ kind: 'closed', id }))
          port.start()
        }
      },
    }
  }
}

const ownAddress = (url: string) => url.replace(standInOrigin, pageOrigin)

/** Which procedure a message of oRPC asks for; the empty text for one that only goes on with something. */
function pathOf(message: string): string {
  const { p } = JSON.parse(message) as { p?: { u?: string } }
  return p?.u ?? ''
}
