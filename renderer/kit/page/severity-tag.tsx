import { IconAlertOctagon, IconAlertTriangle, IconClock, IconInfoCircle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { Severity } from '#contract/vocabulary.ts'
import { useSpoken } from '../../text/language.ts'

/** The sign of each severity, by which it is told without seeing colours. */
export const severitySigns = {
  red: IconAlertOctagon,
  orange: IconAlertTriangle,
  yellow: IconClock,
  info: IconInfoCircle,
} as const

/** A severity by colour, sign and word, so that it can be told without seeing colours. */
export function SeverityTag({
  severity,
  isSentence = false,
  children,
}: {
  readonly severity: Severity
  /** As long as a sentence is: it goes over several lines where it has to. */
  readonly isSentence?: boolean
  readonly children?: ReactNode
}) {
  const { words } = useSpoken()
  const Sign = severitySigns[severity]
  return (
    <span className={isSentence ? 'severity sentence' : 'severity'} data-severity={severity}>
      <Sign size={14} aria-hidden />
      {children ?? words.vocabulary.severity[severity]}
    </span>
  )
}
