const key = 'lifeline.token'

/** What of the browser the token passes through: its address, its history and the storage of this tab. */
export type TokenPlaces = {
  readonly location: { readonly hash: string; readonly pathname: string; readonly search: string }
  readonly history: {
    readonly state: unknown
    replaceState(state: unknown, title: string, url: string): void
  }
  readonly sessionStorage: { getItem(key: string): string | null; setItem(key: string, value: string): void }
}

/**
 * The token that lets this page in: taken once from the address's fragment, which is then cleaned so that nobody copies
 * it along, and kept for this tab. Undefined where the page was opened without one.
 */
export function takeToken({ location, history, sessionStorage }: TokenPlaces): string | undefined {
  const given = /[#&]token=([^&]+)/.exec(location.hash)?.[1]
  if (given === undefined) return sessionStorage.getItem(key) ?? undefined
  sessionStorage.setItem(key, given)
  history.replaceState(history.state, '', location.pathname + location.search)
  return given
}

const tabs = 'lifeline.tabs'
/** So long another tab is waited for, in milliseconds. */
const patience = 500

/** A link that is opened in a tab of its own asks the others for the token; pages of no other address hear that. */
export async function askOtherTabs({ sessionStorage }: TokenPlaces): Promise<string | undefined> {
  const channel = new BroadcastChannel(tabs)
  try {
    const token = await new Promise<string | undefined>(resolve => {
      channel.onmessage = ({ data }) => typeof data?.token === 'string' && resolve(data.token)
      channel.postMessage({ asks: true })
      setTimeout(() => resolve(undefined), patience)
    })
    if (token !== undefined) sessionStorage.setItem(key, token)
    return token
  } finally {
    channel.close()
  }
}

/** Answers the tabs that are opened from this one. */
export function answerOtherTabs(token: string): void {
  const channel = new BroadcastChannel(tabs)
  channel.onmessage = ({ data }) => data?.asks === true && channel.postMessage({ token })
}
