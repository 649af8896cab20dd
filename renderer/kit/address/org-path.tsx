import { Breadcrumbs } from '@mantine/core'
import type { Place } from '#contract/looking.ts'
import { addressOf } from './address.ts'
import { AppLink } from './app-link.tsx'

type Props = { readonly path: readonly Place[]; readonly asOf?: string | undefined }

/**
 * Where something stands: the organizations above it, each a link. Keeps its line even while empty. Of a long name the
 * beginning stands there, or eight of them would push the page down; all of it is told on pointing.
 */
export function OrgPath({ path, asOf }: Props) {
  return (
    <Breadcrumbs mih={22} fz={12} separatorMargin={6} className="org-path">
      {path.map(place => (
        <AppLink key={place.id} href={addressOf('/orgs', { org: place.id, asOf })} title={place.name}>
          {place.shortName ?? place.name}
        </AppLink>
      ))}
    </Breadcrumbs>
  )
}
