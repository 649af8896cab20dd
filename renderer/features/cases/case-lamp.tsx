import type { Case } from '#contract/lifeline/cases.ts'
import { SeverityTag } from '../../kit/page/severity-tag.tsx'
import { useSpoken } from '../../text/language.ts'
import type { CasesWords } from '../../text/zh/cases.ts'

/** How long is left until a case is due, or somebody has to look back, in words. */
export function leftOf(words: CasesWords, { daysLeft }: Pick<Case, 'daysLeft'>): string {
  if (daysLeft === null) return ''
  if (daysLeft < 0) return words.overdueBy(-daysLeft)
  return daysLeft === 0 ? words.lastDay : words.days(daysLeft)
}

/** The deadline by colour, sign and word. */
export function CaseLamp({ row }: { readonly row: Pick<Case, 'daysLeft' | 'lamp' | 'lookBack' | 'due'> }) {
  const { words } = useSpoken()
  const { lamp, lookBack, due } = row
  if (lamp === 'off') return null
  const said = leftOf(words.cases, row)
  return (
    <>
      {lookBack === null ? due : words.cases.lookBackFrom(lookBack)}{' '}
      {lamp === 'green' ? (
        <span className="quiet">{said}</span>
      ) : (
        <SeverityTag severity={lamp}>{said}</SeverityTag>
      )}
    </>
  )
}
