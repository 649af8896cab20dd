import { Button } from '@mantine/core'
import { Suspense, useLayoutEffect, useRef } from 'react'
import { Route, Switch, useSearch } from 'wouter'
import { useShownDay } from '../api/shown-day.ts'
import { useKeptScroll } from '../kit/address/use-kept-scroll.ts'
import { Mishap } from '../kit/feedback/mishap.tsx'
import { Empty } from '../kit/page/empty.tsx'
import { pages } from '../pages.ts'
import { useSpoken } from '../text/language.ts'

const fills: ReadonlySet<string> = new Set(pages.filter(page => page.fills).map(page => page.at))

/** Where the pages are shown. Give it the path as its key: every page begins at its own place. */
export function Content({ path }: { readonly path: string }) {
  const { words } = useSpoken()
  const element = useRef<HTMLElement>(null)
  const { day } = useShownDay()
  const search = useSearch()
  const top = useKeptScroll(element, 'page')
  useLayoutEffect(() => {
    if (element.current !== null) element.current.scrollTop = top
  }, [top])
  return (
    <main className="content" id="content" tabIndex={-1} data-whole={fills.has(path)} ref={element}>
      <Mishap of="page" shows={search}>
        <Suspense fallback={null}>
          <Switch>
            {pages.map(({ at, page, writes }) => (
              <Route key={at} path={at} component={writes && day !== undefined ? OnlyToday : page} />
            ))}
            <Route>
              <Empty isPage title={words.failure.missingTitle} line={words.failure.missing} />
            </Route>
          </Switch>
        </Suspense>
      </Mishap>
    </main>
  )
}

/** In place of a page that only changes things, while a past day is shown. */
function OnlyToday() {
  const { words } = useSpoken()
  const { day, choose } = useShownDay()
  return (
    <Empty isPage title={words.past.onlyToday} line={words.past.noWriting(day ?? '')}>
      <Button mt="sm" onClick={() => choose(undefined)}>
        {words.past.back}
      </Button>
    </Empty>
  )
}
