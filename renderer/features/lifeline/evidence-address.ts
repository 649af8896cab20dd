import type { Explained } from '#contract/lifeline/glance.ts'
import { addressOf } from '../../kit/address/address.ts'

const tabs: Readonly<Record<string, string>> = { term: 'terms', meeting: 'meetings', rating: 'rating' }

/** Where a record that shows a finding is opened: at the person whose it is, or with the organization’s own. */
export function evidenceAddress(
  { entity, id, person }: Explained['evidence'][number],
  org: string,
  asOf: string | undefined,
): string {
  if (entity === 'person') return `/people/${id}`
  if (entity === 'transfer') return '/transfers'
  if (person !== undefined) return `/people/${person}`
  if (entity === 'org') return addressOf('/orgs', { org: id, asOf })
  return addressOf('/orgs', { org, tab: tabs[entity] ?? 'cadres', row: id, asOf })
}
