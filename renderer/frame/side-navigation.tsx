import { ActionIcon, Badge, Tooltip } from '@mantine/core'
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from '@tabler/icons-react'
import { Link, useLocation } from 'wouter'
import { isToCorrect, useDisputes, useGivenBack } from '../api/packets.ts'
import { pages } from '../pages.ts'
import { useSpoken } from '../text/language.ts'

type Props = { readonly isFolded: boolean; readonly onFold: () => void }

export function SideNavigation({ isFolded, onFold }: Props) {
  const { words } = useSpoken()
  const [path] = useLocation()
  const here = placeOf(path)
  const waiting = useWaiting()
  return (
    <nav className="side" data-folded={isFolded} aria-label={words.nav.main}>
      <div className="brand">
        <img src="/icon.svg" alt="" width={24} height={24} />
        {!isFolded && words.product}
      </div>
      {pages.map(({ at, sign: Sign, title }) => {
        if (Sign === undefined || title === undefined) return null
        const waits = at === '/packets' ? waiting : 0
        const name = title(words)
        return (
          <Tooltip key={at} label={name} position="right" disabled={!isFolded}>
            <Link
              href={at}
              className="nav-link"
              aria-label={name}
              {...(waits > 0 && { 'aria-description': words.exchange.waits(waits) })}
              {...(at === here && { 'aria-current': 'page' as const })}
            >
              <Sign size={20} stroke={1.6} aria-hidden style={{ flex: 'none' }} />
              {!isFolded && name}
              {waits > 0 && (
                <Badge size="sm" color="red" variant="filled" className="nav-count" aria-hidden>
                  {waits}
                </Badge>
              )}
            </Link>
          </Tooltip>
        )
      })}
      <ActionIcon
        mt="auto"
        ml={4}
        variant="subtle"
        color="gray"
        aria-label={isFolded ? words.nav.unfold : words.nav.fold}
        onClick={onFold}
      >
        {isFolded ? <IconLayoutSidebarLeftExpand size={20} /> : <IconLayoutSidebarLeftCollapse size={20} />}
      </ActionIcon>
    </nav>
  )
}

/** What waits in the packets' pages for a person to settle or correct: shown wherever one is. */
function useWaiting(): number {
  const disputes = useDisputes().data?.total ?? 0
  const back = useGivenBack().data?.filter(isToCorrect).length ?? 0
  return disputes + back
}

/** Where of the navigation one is: the place with the longest address that the page's begins with. */
function placeOf(path: string): string | undefined {
  return pages
    .filter(({ at, sign }) => sign !== undefined && isUnder(path, at))
    .toSorted((a, b) => b.at.length - a.at.length)[0]?.at
}

function isUnder(path: string, address: string): boolean {
  return address === '/' ? path === '/' : path === address || path.startsWith(`${address}/`)
}
