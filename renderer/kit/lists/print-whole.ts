import { useEffect, useEffectEvent } from 'react'

/**
 * Prints a list that is all there is of a page, as a sheet of its own; of another one it puts all rows where they stand,
 * for the page to be printed. False where the rows did not come, which it has told.
 */
type Print = (isAlone: boolean) => Promise<boolean>

/** What a list does about its paper, with time to fetch its rows; and `now`, where a browser prints without asking. */
export type Printing = { readonly print: Print; readonly now: () => void }

const lists = new Map<object, Printing & { readonly isPart: boolean }>()

/** The window's menu asks the page first: the name of that question (`electron/desktop.ts`). */
const asked = 'print-asked'

/**
 * Only the rows in sight are drawn of a list, so that paper would show no others. Whoever prints the page by its key
 * or the window's menu gets all of them: they are fetched first. A browser's own menu leaves no time for that: then the
 * rows that have come are put there, and where some have not, the paper says so.
 */
export function usePrintedWhole(isPart: boolean, { print, now }: Printing): void {
  const latest = useEffectEvent(print)
  const atOnce = useEffectEvent(now)
  useEffect(() => {
    const key = {}
    lists.set(key, { isPart, print: isAlone => latest(isAlone), now: () => atOnce() })
    if (lists.size === 1) {
      window.addEventListener('keydown', onKey)
      window.addEventListener(asked, onAsked)
      window.addEventListener('beforeprint', onPrint)
    }
    return () => {
      lists.delete(key)
      if (lists.size > 0) return
      window.removeEventListener('keydown', onKey)
      window.removeEventListener(asked, onAsked)
      window.removeEventListener('beforeprint', onPrint)
    }
  }, [isPart])
}

function onPrint(): void {
  // A list that is printed as a sheet of its own is all there is on the paper.
  if (document.body.dataset['printing'] === 'list') return
  for (const { now } of lists.values()) now()
}

function onKey(event: KeyboardEvent): void {
  if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'p')
    onAsked(event)
}

function onAsked(event: Event): void {
  event.preventDefault()
  void printAll()
}

async function printAll(): Promise<void> {
  const all = [...lists.values()]
  const [only] = all
  if (all.length === 1 && only?.isPart === false) {
    await only.print(true)
    return
  }
  const came = await Promise.all(all.map(({ print }) => print(false)))
  if (came.every(Boolean)) window.print()
}
