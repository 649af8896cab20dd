import { type RefObject, useEffect, useState } from 'react'

/**
 * Keeps how far something is scrolled with the page's address, for this tab: whoever comes back finds it as it was.
 * Answers where to begin.
 */
export function useKeptScroll(scrolled: RefObject<HTMLElement | null>, name: string): number {
  const key = `scroll ${name} ${window.location.pathname}${window.location.search}`
  const [initial] = useState(() => Number(sessionStorage.getItem(key) ?? 0))
  useEffect(() => {
    const element = scrolled.current
    if (element === null) return
    const keep = () => sessionStorage.setItem(key, String(element.scrollTop))
    element.addEventListener('scroll', keep, { passive: true })
    return () => element.removeEventListener('scroll', keep)
  }, [scrolled, key])
  return initial
}
