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
