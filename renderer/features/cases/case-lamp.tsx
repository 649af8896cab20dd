import type { Case } from '#contract/lifeline/cases.ts'
import { SeverityTag } from '../../kit/page/severity-tag.tsx'
import { withWholeDays } from '../../kit/page/whole-days.tsx'
import { useSpoken } from '../../text/language.ts'
import type { CasesWords } from '../../text/zh/cases.ts'

/** How long is left until a case is due, or somebody has to look back, in words. */
export function leftOf(words: CasesWords, { daysLeft }: Pick<Case, 'daysLeft'>): string {
  if (daysLeft === null) return ''
  if (daysLeft < 0) return words.overdueBy(-daysLeft)
  return daysLeft === 0 ? words.lastDay : words.days(daysLeft)
}

type Deadline = Pick<Case, 'daysLeft' | 'lamp' | 'lookBack' | 'due' | 'awaitsDue'>

type LampProps = {
  readonly row: Deadline
  /** In a cell of a list, where a day to look back on leaves no room for how long that is, but on hover. */
  readonly isBrief?: boolean
}

/** The deadline by colour, sign and word. */
export function CaseLamp({ row, isBrief = false }: LampProps) {
  const { words } = useSpoken()
  const { lamp, lookBack, due, awaitsDue } = row
  if (awaitsDue) return <SeverityTag severity="orange">{words.cases.dueAnew}</SeverityTag>
  if (lamp === 'off') return null
  const said = leftOf(words.cases, row)
  if (isBrief && lookBack !== null)
    return lamp === 'green' ? (
      words.cases.lookBackFrom(lookBack)
    ) : (
      <SeverityTag severity={lamp}>{words.cases.lookBackFrom(lookBack)}</SeverityTag>
    )
  return (
    <>
      {withWholeDays(lookBack === null ? due : words.cases.lookBackFrom(lookBack))}{' '}
      {lamp === 'green' ? (
        <span className="quiet">{said}</span>
      ) : (
        <SeverityTag severity={lamp}>{said}</SeverityTag>
      )}
    </>
  )
}
