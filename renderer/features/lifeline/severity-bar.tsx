import { severities as order, type Severity } from '#contract/vocabulary.ts'
import { AppLink } from '../../kit/address/app-link.tsx'
import { SeverityTag } from '../../kit/page/severity-tag.tsx'
import { count } from '../../text/written.ts'

type Props = {
  readonly severities: Readonly<Record<Severity, number>>
  /** The list behind each part. */
  readonly addressOf: (severity: Severity) => string
}

/** How many findings there are of each severity, as one bar with its numbers; each opens its list. */
export function SeverityBar({ severities, addressOf }: Props) {
  const present = order.filter(severity => severities[severity] > 0)
  if (present.length === 0) return null
  return (
    <div className="severity-bar">
      <div className="severity-parts" aria-hidden>
        {present.map(severity => (
          <span key={severity} data-severity={severity} style={{ flexGrow: severities[severity] }} />
        ))}
      </div>
      <div className="severity-numbers">
        {present.map(severity => (
          <span key={severity}>
            <SeverityTag severity={severity} />{' '}
            <AppLink href={addressOf(severity)}>{count(severities[severity])}</AppLink>
          </span>
        ))}
      </div>
    </div>
  )
}
