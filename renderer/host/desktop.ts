import { portMessage } from '#contract/port/port-message.ts'
import type { ClientPort } from './over-port.ts'

/** What the desktop window's preload adds to the page. */
export type Desktop = { readonly askForPort: () => void }

/** What of the window the port passes through. */
export type PortPlaces = {
  readonly location: { readonly origin: string }
  addEventListener(type: 'message', listener: (event: HandedPort) => void): void
  removeEventListener(type: 'message', listener: (event: HandedPort) => void): void
}

type HandedPort = {
  readonly data: unknown
  readonly origin: string
  readonly source: unknown
  readonly ports: readonly ClientPort[]
}

/** The desktop that this page is shown in; undefined in a browser. */
export function desktopOf(page: object): Desktop | undefined {
  if (!('lifeline' in page) || typeof page.lifeline !== 'object' || page.lifeline === null) return undefined
  const { lifeline } = page
  return 'askForPort' in lifeline && isAsking(lifeline.askForPort)
    ? { askForPort: lifeline.askForPort }
    : undefined
}

function isAsking(value: unknown): value is () => void {
  return typeof value === 'function'
}

/** The port to the engine, as the preload hands it over: from this window itself and from nobody else. */
export function portFrom(page: PortPlaces, { askForPort }: Desktop): Promise<ClientPort> {
  return new Promise(resolve => {
    const take = (event: HandedPort) => {
      const [port] = event.ports
      if (event.source !== page || event.origin !== page.location.origin) return
      if (event.data !== portMessage || port === undefined) return
      page.removeEventListener('message', take)
      resolve(port)
    }
    page.addEventListener('message', take)
    askForPort()
  })
}
