import { Button, Text } from '@mantine/core'
import { useState } from 'react'
import type { Explained } from '#contract/lifeline/glance.ts'
import { useCasesOf, useRulingOf, useStatus } from '../../api/questions.ts'
import { useShownDay } from '../../api/shown-day.ts'
import { addressOf } from '../../kit/address/address.ts'
import { AppLink } from '../../kit/address/app-link.tsx'
import { useByHand } from '../../kit/forms/by-hand.tsx'
import { useSpoken } from '../../text/language.ts'
import { count } from '../../text/written.ts'
import { caseAddress } from './case-columns.tsx'
import { CasePanel } from './case-panel.tsx'
import { isUnderWay, mostDecided } from './case-verbs.ts'
import { rulingSays } from './rulings/ruling-says.ts'

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

/** What was decided about an organization: confirmed as weak, set aside, or still waiting for whoever decides it. */
export function OrgRuling({ org, asOf }: { readonly org: string; readonly asOf: string | undefined }) {
  const spoken = useSpoken()
  const { words } = spoken
  const [row] = useRulingOf(org, asOf).data?.rows ?? []
  if (row === undefined) return null
  const lines = rulingSays(row, spoken)
  if (lines.length === 0) return null
  const isToDecide = row.state === 'open' || row.state === 'lapsed'
  return (
    <p className="text-column">
      {lines.join(words.packet.semicolon)}{' '}
      <AppLink href={addressOf('/lifeline/proposals', { part: row.state, under: org, asOf })}>
        {isToDecide && row.isOurs ? words.cases.proposals.decide : words.cases.proposals.title}
      </AppLink>
    </p>
  )
}

type Props = {
  readonly org: { readonly id: string; readonly name: string }
  readonly findings: readonly Pick<Explained, 'rule' | 'severity' | 'why'>[]
}

/**
 * From what was found to the case in one step: the one under way is opened, one that was cleared is registered as
 * relapsed, else the form comes with the problems.
 */
export function CaseFromFindings({ org, findings }: Props) {
  const { words, language } = useSpoken()
  const byHand = useByHand()
  const { day } = useShownDay()
  const today = useStatus().data?.clock.today ?? ''
  const cases = useCasesOf(org.id, day)
  const [isRelapsing, setRelapsing] = useState(false)
  if (cases.data === undefined) return null
  const open = cases.data.rows.find(one => isUnderWay(one))
  if (open !== undefined)
    return <AppLink href={caseAddress(open.id)}>{words.cases.ofOrg(open.stateWords[language])}</AppLink>
  if (day !== undefined) return null
  const begin = () => byHand.add('rectification', { set: { org: org.id, opened: today }, named: { org } })
  const [last] = cases.data.rows
  if (last === undefined) return <Button onClick={begin}>{words.cases.fromFindings}</Button>
  const relapses = findings.length > 0 && last.may.includes('relapse')
  return (
    <>
      <AppLink href={caseAddress(last.id)}>{words.cases.ofOrg(last.stateWords[language])}</AppLink>
      <Button {...(relapses && { variant: 'default' })} onClick={begin}>
        {words.cases.fromFindings}
      </Button>
      {relapses && <Button onClick={() => setRelapsing(true)}>{words.cases.verbs.relapse}</Button>}
      {isRelapsing && <CasePanel id={last.id} verb="relapse" onEnd={() => setRelapsing(false)} />}
    </>
  )
}

/** Opens the cases of several organizations: each with the problems that are found in it, all else said once for all. */
export function CasesTogether({ orgs, onDone }: TogetherProps) {
  const { words } = useSpoken()
  const byHand = useByHand()
  const today = useStatus().data?.clock.today ?? ''
  const ids = [...new Set(orgs)]
  if (ids.length === 0) return null
  if (ids.length > mostDecided)
    return <Text size="sm">{words.cases.proposals.tooMany(count(mostDecided))}</Text>
  return (
    <Button
      size="compact-sm"
      variant="light"
      onClick={() =>
        byHand.many({
          kind: 'org',
          ids,
          title: words.cases.togetherTitle(count(ids.length)),
          add: 'rectification',
          without: ['org', 'rules', 'problems'],
          set: { opened: today },
          onDone,
        })
      }
    >
      {words.cases.together(count(ids.length))}
    </Button>
  )
}

type TogetherProps = { readonly orgs: readonly string[]; readonly onDone: () => void }
