import { Button } from '@mantine/core'
import type { Explained } from '#contract/lifeline/glance.ts'
import { useCasesOf, useStatus } from '../../api/questions.ts'
import { useShownDay } from '../../api/shown-day.ts'
import { AppLink } from '../../kit/address/app-link.tsx'
import { useByHand } from '../../kit/forms/by-hand.tsx'
import { useSpoken } from '../../text/language.ts'
import { caseAddress } from './case-columns.tsx'

/** The case of an organization, the one under way first, as a link; nothing where there is none. */
export function OrgCaseLink({ org, asOf }: { readonly org: string; readonly asOf: string | undefined }) {
  const { words, language } = useSpoken()
  const [one] = useCasesOf(org, asOf).data?.rows ?? []
  if (one === undefined) return null
  return (
    <div className="card-line">
      <AppLink href={caseAddress(one.id)}>{words.cases.ofOrg(one.stateWords[language])}</AppLink>
    </div>
  )
}

type Props = {
  readonly org: { readonly id: string; readonly name: string }
  readonly findings: readonly Pick<Explained, 'rule' | 'severity' | 'why'>[]
}

/** From what was found to the case in one step: the one under way is opened, else the form comes with the problems. */
export function CaseFromFindings({ org, findings }: Props) {
  const { words, language } = useSpoken()
  const byHand = useByHand()
  const { day } = useShownDay()
  const today = useStatus().data?.clock.today ?? ''
  const cases = useCasesOf(org.id, day)
  if (cases.data === undefined) return null
  const open = cases.data.rows.find(one => !['cleared', 'merged', 'dissolved'].includes(one.state))
  if (open !== undefined)
    return <AppLink href={caseAddress(open.id)}>{words.cases.ofOrg(open.stateWords[language])}</AppLink>
  if (day !== undefined) return null
  return (
    <Button onClick={() => byHand.add('rectification', presetOf(org, findings, today))}>
      {words.cases.fromFindings}
    </Button>
  )
}

/** The form of a case as the rules fill it in: what is grave, in the words of the ledger, which are Chinese. */
export function presetOf(
  org: { readonly id: string; readonly name: string },
  findings: readonly {
    readonly rule: string
    readonly severity: string
    readonly why: { readonly zh: string }
  }[],
  today: string,
) {
  const grave = findings.filter(({ severity }) => severity !== 'info')
  return {
    set: {
      org: org.id,
      opened: today,
      rules: [...new Set(grave.map(({ rule }) => rule))].join('、'),
      problems: grave.map(({ why }) => why.zh.replace(/。$/, '')).join('；'),
    },
    named: { org: { id: org.id, name: org.name } },
  }
}
