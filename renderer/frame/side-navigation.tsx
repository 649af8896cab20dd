import { ActionIcon, Tooltip } from '@mantine/core'
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from '@tabler/icons-react'
import { Link, useLocation } from 'wouter'
import { pages } from '../pages.ts'
import { useSpoken } from '../text/language.ts'

type Props = { readonly isFolded: boolean; readonly onFold: () => void }

export function SideNavigation({ isFolded, onFold }: Props) {
  const { words } = useSpoken()
  const [path] = useLocation()
  const here = placeOf(path)
  return (
    <nav className="side" data-folded={isFolded} aria-label={words.nav.main}>
      <div className="brand">
        <img src="/icon.svg" alt="" width={24} height={24} />
        {!isFolded && words.product}
      </div>
      {pages.map(({ at, sign: Sign, title }) => {
        if (Sign === undefined || title === undefined) return null
        const name = title(words)
        return (
          <Tooltip key={at} label={name} position="right" disabled={!isFolded}>
            <Link
              href={at}
              className="nav-link"
              aria-label={name}
              {...(at === here && { 'aria-current': 'page' as const })}
            >
              <Sign size={20} stroke={1.6} aria-hidden style={{ flex: 'none' }} />
              {!isFolded && name}
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

/** Where of the navigation one is: the place with the longest address that the page's begins with. */
function placeOf(path: string): string | undefined {
  return pages
    .filter(({ at, sign }) => sign !== undefined && isUnder(path, at))
    .toSorted((a, b) => b.at.length - a.at.length)[0]?.at
}

function isUnder(path: string, address: string): boolean {
  return address === '/' ? path === '/' : path === address || path.startsWith(`${address}/`)
}
