import { type RefObject, useEffect, useState } from 'react'
import { keptScroll, withKeptScroll } from './kept-scroll.ts'

/** How long after the last movement it is written down, in milliseconds. */
const pause = 150

/**
 * Keeps how far something is scrolled with this entry of the browser's history: who goes back finds it as it was, who
 * comes anew begins at the top. Answers where to begin.
 */
export function useKeptScroll(scrolled: RefObject<HTMLElement | null>, name: string): number {
  const [initial] = useState(() => keptScroll(window.history.state, name))
  useEffect(() => {
    const element = scrolled.current
    if (element === null) return
    let timer = 0
    const keep = () => {
      window.clearTimeout(timer)
      timer = window.setTimeout(() => {
        window.history.replaceState(withKeptScroll(window.history.state, name, element.scrollTop), '')
      }, pause)
    }
    element.addEventListener('scroll', keep, { passive: true })
    return () => {
      window.clearTimeout(timer)
      element.removeEventListener('scroll', keep)
    }
  }, [scrolled, name])
  return initial
}
