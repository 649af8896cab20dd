import { addressOf } from '../../kit/address.ts'

/** The page of a person or an organization. */
export function addressOfSubject({
  kind,
  id,
}: {
  readonly kind: 'person' | 'org'
  readonly id: string
}): string {
  return kind === 'person' ? `/people/${encodeURIComponent(id)}` : addressOf('/orgs', { org: id })
}
