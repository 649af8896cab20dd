import { type RefObject, useLayoutEffect, useState } from 'react'
import { flushSync } from 'react-dom'
import { type RowWindow, rowWindow, sameWindow } from './row-window.ts'

const more = 10

/** The rows in sight of a scrolled element; drawn in the frame in which it was scrolled, so that none stays white. */
export function useRowWindow(
  scrolled: RefObject<HTMLElement | null>,
  count: number,
  rowHeight: number,
  initialTop: number,
): RowWindow {
  const first = { count, rowHeight, top: initialTop, view: window.innerHeight, more }
  const [shown, setShown] = useState(() => rowWindow(first))
  useLayoutEffect(() => {
    const element = scrolled.current
    if (element === null) return
    const look = () =>
      setShown(now => {
        const { scrollTop: top, clientHeight: view } = element
        const next = rowWindow({ count, rowHeight, top, view, more })
        return sameWindow(now, next) ? now : next
      })
    const onScroll = () => flushSync(look)
    look()
    const sizes = new ResizeObserver(look)
    sizes.observe(element)
    element.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      sizes.disconnect()
      element.removeEventListener('scroll', onScroll)
    }
  }, [scrolled, count, rowHeight])
  return shown
}
