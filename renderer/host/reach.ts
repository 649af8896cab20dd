import { type Client, connect } from './connect.ts'
import { desktopOf, portFrom } from './desktop.ts'
import { clientOverPort } from './over-port.ts'
import { answerOtherTabs, askOtherTabs, takeToken } from './token.ts'

/** The engine, by whichever way this page has: the desktop's port, or the loopback host's token; else undefined. */
export async function reachEngine(page: Window): Promise<Client | undefined> {
  const desktop = desktopOf(page)
  if (desktop !== undefined) return clientOverPort(await portFrom(page, desktop))
  const token = takeToken(page) ?? (await askOtherTabs(page))
  if (token === undefined) return undefined
  answerOtherTabs(token)
  return connect(page.location.origin, token)
}
