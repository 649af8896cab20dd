import type { useOrg } from '../../../api/questions.ts'
import { addressOf } from '../../../kit/address/address.ts'
import { AppLink } from '../../../kit/address/app-link.tsx'
import { useAddress } from '../../../kit/address/use-address.ts'
import { useSpoken } from '../../../text/language.ts'
import { count } from '../../../text/written.ts'

type Props = {
  readonly detail: NonNullable<ReturnType<typeof useOrg>['data']>
  readonly asOf: string | undefined
}

/** How many members, branches and posts there are, with all below; each opens its list. */
export function OrgNumbers({ detail, asOf }: Props) {
  const { words } = useSpoken()
  const { changed } = useAddress()
  const numbers = [
    [words.home.members, detail.members, addressOf('/people', { org: detail.id, asOf })],
    ...(detail.kind === 'branch'
      ? []
      : [
          [words.home.branches, detail.branches, addressOf('/lifeline', { under: detail.id, asOf })] as const,
        ]),
    [words.home.cadres, detail.cadres, changed({ tab: 'cadres' })],
  ] as const
  return (
    <>
      {numbers.map(([label, n, href]) => (
        <span key={label} className="number-inline">
          {label} <AppLink href={href}>{count(n)}</AppLink>
        </span>
      ))}
      {detail.kind !== 'branch' && <span className="quiet">{words.org.countsBelow}</span>}
    </>
  )
}
