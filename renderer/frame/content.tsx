import { type ReactNode, useLayoutEffect, useRef } from 'react'
import { useKeptScroll } from '../kit/use-kept-scroll.ts'
import { fillsItsPlace } from './whole-pages.ts'

type Props = { readonly path: string; readonly children: ReactNode }

/** Where the pages are shown. Give it the path as its key: every page begins at its own place. */
export function Content({ path, children }: Props) {
  const element = useRef<HTMLElement>(null)
  const top = useKeptScroll(element, 'page')
  useLayoutEffect(() => {
    if (element.current !== null) element.current.scrollTop = top
  }, [top])
  return (
    <main className="content" id="content" tabIndex={-1} data-whole={fillsItsPlace(path)} ref={element}>
      {children}
    </main>
  )
}
