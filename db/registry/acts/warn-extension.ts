import { longestDelay } from '#db/records/term.ts'
import { firstDay } from '#db/records/types/day.ts'
import { addMonths, addYears } from '#db/shared/day.ts'
import { called, type KnownOrg } from './known.ts'
import type { Planning } from './planning.ts'

/** Says of an extension what it lacks: no delay reaches past the cap, and none holds without an approval. */
export function warnExtension(planning: Planning, org: KnownOrg): void {
  const until = planning.text('extended_until')
  if (until === undefined) return
  const elected = firstDay(planning.text('elected') ?? '')
  const years = Number(planning.said['years'])
  if (elected !== undefined && years > 0) {
    const months = org.kind === 'branch' ? longestDelay.branch : longestDelay.others
    const cap = addMonths(addYears(elected, years), months)
    if (until > cap)
      planning.warn(
        `延期至 ${until}，超过了上限：“${called(org)}”届满后最多延期 ${months} 个月，到 ${cap}（中青发〔2025〕1号第四条）。以后按 ${cap} 提示。`,
        `Extended until ${until}, which is past the cap: ${called(org)} may delay by ${months} months at most, until ${cap} (election regulations of 2025, article 4). Reminders go by ${cap}.`,
      )
  }
  if (planning.text('approved_on') === undefined && planning.text('approval') === undefined)
    planning.warn(
      '延期要报同级党组织和上级团组织批准，还没有填写批准日期和文号。',
      'An extension has to be approved by the Party organization and the office above; neither the day nor the document of the approval is filled in.',
    )
}
