import { draftIds, type Plan } from '#db/plans/plan.ts'
import { columnsOf } from '#db/records/columns.ts'
import { ruling } from '#db/records/lifeline/ruling.ts'
import { called } from '../acts/known.ts'
import type { Planning } from '../acts/planning.ts'
import { sentenceOf } from '../history/sentence.ts'

/** What the rules said of an organization on the day on which somebody decides. */
export type SaidByRules = {
  readonly rules: readonly string[]
  readonly said: readonly string[]
  readonly pack: string
}

/** 认定: an office above decides whether an organization is weak. What the rules said is kept beside it as it was. */
export function planRuling(planning: Planning, found: SaidByRules | undefined): Plan {
  const { office, hasParentOffice, on, today } = planning.standpoint
  planning.assume({ decided: on ?? today })
  planning.check()
  planning.missing()
  planning.refuseClosed('org', planning.day('decided'))
  const { org } = planning.orgs
  if (org !== undefined && org.id === office && hasParentOffice)
    planning.tell(
      'org',
      'ruling-for-above',
      `“${called(org)}”就是本单位，须由上级团组织认定。`,
      `"${called(org)}" is your own office; this is for the office above it to decide.`,
    )
  return planning.finish(() => {
    const id = draftIds()()
    const said = { ...planning.said, org: org?.id ?? '', ...found }
    const label = {
      what: 'ruling',
      title: org === undefined ? '' : called(org),
      outcome: planning.text('outcome') ?? '',
      on: planning.text('decided') ?? '',
      reason: planning.text('reason') ?? '',
      signer: planning.text('signer') ?? '',
      expires: planning.text('expires') ?? '',
    }
    return {
      id,
      drafts: [{ act: 'create', entity: 'ruling', id, fields: columnsOf(ruling, said) }],
      label,
      sentences: [sentenceOf(label)],
    }
  })
}
