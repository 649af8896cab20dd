import { useEffect, useEffectEvent } from 'react'

/**
 * Prints a list that is all there is of a page, as a sheet of its own; of another one it puts all rows where they stand,
 * for the page to be printed. False where the rows did not come, which it has told.
 */
type Print = (isAlone: boolean) => Promise<boolean>

const lists = new Map<object, { readonly isPart: boolean; readonly print: Print }>()

/** The window's menu asks the page first: the name of that question (`electron/desktop.ts`). */
const asked = 'print-asked'

/**
 * Only the rows in sight are drawn of a list, so that paper would show no others. Whoever prints the page by its key
 * or the window's menu gets all of them: they are fetched first.
 */
export function usePrintedWhole(isPart: boolean, print: Print): void {
  const latest = useEffectEvent(print)
  useEffect(() => {
    const key = {}
    lists.set(key, { isPart, print: isAlone => latest(isAlone) })
    if (lists.size === 1) {
      window.addEventListener('keydown', onKey)
      window.addEventListener(asked, onAsked)
    }
    return () => {
      lists.delete(key)
      if (lists.size > 0) return
      window.removeEventListener('keydown', onKey)
      window.removeEventListener(asked, onAsked)
    }
  }, [isPart])
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
