type Leaving = { preventDefault(): void }

/** What of the window is asked before it is left. */
type Leavable = {
  addEventListener(type: 'beforeunload', ask: (event: Leaving) => void): void
  removeEventListener(type: 'beforeunload', ask: (event: Leaving) => void): void
}

/** Lets the browser, or the desktop's window, ask before this page is left; answers how to stop that. */
export function guardLeaving(page: Leavable): () => void {
  const ask = (event: Leaving) => event.preventDefault()
  page.addEventListener('beforeunload', ask)
  return () => page.removeEventListener('beforeunload', ask)
}
