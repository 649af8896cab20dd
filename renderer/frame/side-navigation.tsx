import { ActionIcon, Tooltip } from '@mantine/core'
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from '@tabler/icons-react'
import { Link, useLocation } from 'wouter'
import { pages } from '../pages.ts'
import { useSpoken } from '../text/language.ts'

type Props = { readonly isFolded: boolean; readonly onFold: () => void }

export function SideNavigation({ isFolded, onFold }: Props) {
  const { words } = useSpoken()
  const [path] = useLocation()
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
              {...(isAt(path, at) && { 'aria-current': 'page' as const })}
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

function isAt(path: string, address: string): boolean {
  return address === '/' ? path === '/' : path === address || path.startsWith(`${address}/`)
}
