import type { ReactNode } from 'react'
import { Link } from 'wouter'

type Props = {
  readonly label: string
  readonly value: string
  readonly note?: ReactNode
  readonly href: string
}

/** A number that opens the rows behind it. */
export function NumberTile({ label, value, note, href }: Props) {
  return (
    <Link href={href} className="panel number-tile">
      <div className="quiet">{label}</div>
      <div className="number">{value}</div>
      <div className="quiet" style={{ fontSize: 12, minHeight: 18 }}>
        {note}
      </div>
    </Link>
  )
}
