import { ActionIcon, Tooltip } from '@mantine/core'
import {
  IconActivityHeartbeat,
  IconHistory,
  IconHome,
  IconLayoutSidebarLeftCollapse,
  IconLayoutSidebarLeftExpand,
  IconPackage,
  IconSettings,
  IconSitemap,
  IconTableImport,
  IconUsers,
} from '@tabler/icons-react'
import { Link, useLocation } from 'wouter'
import { useSpoken } from '../text/language.ts'

const places = [
  ['home', '/', IconHome],
  ['orgs', '/orgs', IconSitemap],
  ['people', '/people', IconUsers],
  ['lifeline', '/lifeline', IconActivityHeartbeat],
  ['rosters', '/import', IconTableImport],
  ['packets', '/packets', IconPackage],
  ['history', '/history', IconHistory],
  ['settings', '/settings', IconSettings],
] as const

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
      {places.map(([key, address, Sign]) => (
        <Tooltip key={key} label={words.nav[key]} position="right" disabled={!isFolded}>
          <Link
            href={address}
            className="nav-link"
            aria-label={words.nav[key]}
            {...(isAt(path, address) && { 'aria-current': 'page' as const })}
          >
            <Sign size={20} stroke={1.6} aria-hidden style={{ flex: 'none' }} />
            {!isFolded && words.nav[key]}
          </Link>
        </Tooltip>
      ))}
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
