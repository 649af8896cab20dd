import { useEffect } from 'react'

/** Around what had the focus: an element, and which of those in it that can be tabbed to it was. */
type Place = { readonly around: HTMLElement; readonly at: number }

/**
 * Whoever works by the keyboard stays where he was: a button gives way to the link of what it made, a row is drawn anew. What
 * stands in that place has the focus then; without it the next Tab would begin at the top of the page. Where a page or a
 * dialog ends nothing of the place is left, and others say where to go on. So it is where a field is taken away in which somebody
 * writes: the rest of his keys would press what stands beside it.
 */
export function useKeptFocus(): void {
  useEffect(() => {
    let focused: HTMLElement | undefined
    let places: readonly Place[] = []
    const note = ({ target }: FocusEvent) => {
      focused = target instanceof HTMLElement && !target.matches(writtenIn) ? target : undefined
      places = focused === undefined ? [] : placesOf(focused)
    }
    // What is taken away is left as well, in the moment before: only later is it known whether it is still there.
    const left = ({ target, relatedTarget }: FocusEvent) => {
      if (relatedTarget !== null || !(target instanceof HTMLElement)) return
      setTimeout(() => {
        if (focused === target && target.isConnected) focused = undefined
      })
    }
    const goOn = () => {
      if (focused === undefined || focused.isConnected || document.activeElement !== document.body) return
      focused = undefined
      nextIn(places)?.focus({ preventScroll: true })
    }
    const watch = new MutationObserver(goOn)
    watch.observe(document.body, { childList: true, subtree: true })
    document.addEventListener('focusin', note)
    document.addEventListener('focusout', left)
    return () => {
      watch.disconnect()
      document.removeEventListener('focusin', note)
      document.removeEventListener('focusout', left)
    }
  }, [])
}

const writtenIn = 'input:not([type="radio"], [type="checkbox"]), textarea, [contenteditable]'

/** From the inside out, up to the page or the dialog in which it stands. */
function placesOf(focused: HTMLElement): readonly Place[] {
  const places: Place[] = []
  for (let around = focused.parentElement; around !== null; around = around.parentElement) {
    places.push({ around, at: isWhole(around) ? 0 : tabbableIn(around).indexOf(focused) })
    if (isWhole(around)) return places
  }
  return []
}

function nextIn(places: readonly Place[]): HTMLElement | undefined {
  for (const { around, at } of places.filter(place => place.around.isConnected)) {
    // A table is one stop, with all that stands in its rows.
    const table = around.closest<HTMLElement>('[role="grid"]')
    if (table !== null || isWhole(around)) return table ?? around
    const all = tabbableIn(around)
    if (all.length > 0) return all[Math.min(Math.max(at, 0), all.length - 1)]
  }
  return undefined
}

const isWhole = (one: HTMLElement) => one.matches('main, [role="dialog"]')

function tabbableIn(around: HTMLElement): readonly HTMLElement[] {
  const all = around.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, [tabindex]')
  return [...all].filter(one => one.tabIndex >= 0 && !one.matches(':disabled'))
}
