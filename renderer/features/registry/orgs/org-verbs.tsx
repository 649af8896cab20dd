import { Button, Menu } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import type { OrgActName } from '#contract/orgs.ts'
import { addressOf } from '../../../kit/address/address.ts'
import { useByHand } from '../../../kit/forms/by-hand.tsx'
import { useSpoken } from '../../../text/language.ts'
import { addedKinds } from './org-tabs.ts'
import { ReorganizePanel } from './reorganize-panel.tsx'

type Props = {
  readonly org: {
    readonly id: string
    readonly name: string
    readonly shortName: string | null
    readonly code: string | null
    readonly kind: string
    readonly tier: string
    readonly closed: string | null
    readonly parent: object | null
  }
  /** Which of its lists is looked at: what is added there comes first. */
  readonly tab: string
}

/** What can be done with an organization: what its list asks for first, the rest in a menu. */
export function OrgVerbs({ org, tab }: Props) {
  const { language, words } = useSpoken()
  const { byHand: say } = words
  const byHand = useByHand()
  const named = { id: org.id, name: org.shortName ?? org.name }
  const act = (name: OrgActName) => byHand.orgAct(name, { ...named, begun: begunWith(name, org) })
  const here = { set: { org: org.id }, named: { org: named } }
  const adding = {
    members: [say.member, () => byHand.add('person', here)],
    cadres: [say.appoint, () => byHand.add('post', here)],
    terms: [say.registerElection, () => byHand.add('term', here)],
    meetings: [say.meeting, () => byHand.add('meeting', here)],
    below: [say.orgBelow, () => byHand.add('org', { set: { parent: org.id }, named: { parent: named } })],
  } as const
  const isBranch = org.kind === 'branch'
  const shown = isBranch
    ? (['members', 'cadres', 'terms', 'meetings'] as const)
    : (['below', 'cadres', 'terms', 'meetings'] as const)
  const first = shown.find(key => key === tab) ?? shown[0]
  const looked = addedKinds.find(({ name }) => name === tab)
  const [words1, act1] =
    looked === undefined
      ? adding[first]
      : ([say.addOf(looked.words[language]), () => byHand.add(looked.name, here)] as const)
  const [isReorganizing, setReorganizing] = useState(false)
  if (org.closed !== null)
    return (
      <Button size="compact-md" variant="default" onClick={() => act('reopen')}>
        {say.orgAct.names.reopen}
      </Button>
    )
  return (
    <>
      <Button size="compact-md" onClick={act1}>
        {words1}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button size="compact-md" variant="default">
            {say.verbs}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {shown
            .filter(key => looked !== undefined || key !== first)
            .map(key => (
              <Menu.Item key={key} onClick={adding[key][1]}>
                {adding[key][0]}
              </Menu.Item>
            ))}
          <Menu.Item component={Link} href={addressOf('/sheet', { org: org.id, of: sheetOfTab(tab) })}>
            {words.sheet.link}
          </Menu.Item>
          <Menu.Item component={Link} href={addressOf('/duties', { org: org.id })}>
            {words.duties.title}
          </Menu.Item>
          {!isBranch && (
            <Menu.Item component={Link} href={addressOf('/coverage', { org: org.id })}>
              {words.glance.coverage.title}
            </Menu.Item>
          )}
          <Menu.Item component={Link} href={addressOf('/fees', { org: org.id })}>
            {words.duties.fees.title}
          </Menu.Item>
          <Menu.Divider />
          {!isBranch && <Menu.Item onClick={() => setReorganizing(true)}>{say.reorganize.title}</Menu.Item>}
          {org.parent === null && <Menu.Item onClick={() => byHand.edit(org.id)}>{say.rename}</Menu.Item>}
          {org.parent !== null && (
            <>
              {acts.map(name => (
                <Menu.Item key={name} onClick={() => act(name)}>
                  {say.orgAct.names[name]}
                </Menu.Item>
              ))}
              <Menu.Divider />
              <Menu.Item onClick={() => byHand.edit(org.id)}>{say.rename}</Menu.Item>
              <Menu.Item onClick={() => byHand.remove(org.id, named.name)}>{say.remove}</Menu.Item>
            </>
          )}
          <Menu.Divider />
          <Menu.Label>{say.addOther}</Menu.Label>
          {addedKinds
            .filter(kind => kind !== looked)
            .map(kind => (
              <Menu.Item key={kind.name} onClick={() => byHand.add(kind.name, here)}>
                {say.addOf(kind.words[language])}
              </Menu.Item>
            ))}
        </Menu.Dropdown>
      </Menu>
      {isReorganizing && <ReorganizePanel onEnd={() => setReorganizing(false)} />}
    </>
  )
}

const acts = ['rename', 'kind', 'move', 'merge', 'split', 'close'] as const satisfies readonly OrgActName[]

/** Which sheet belongs to the list that is looked at; fees, where none does. */
function sheetOfTab(tab: string): string | undefined {
  if (tab === 'meetings') return 'meeting'
  if (tab === 'work') return 'work'
  return tab === 'appraisal' || tab === 'rating' ? tab : undefined
}

/** What the form of an act begins with: of a new name the present one, which is changed in part as a rule. */
function begunWith(act: OrgActName, org: Props['org']): Readonly<Record<string, string>> {
  if (act === 'rename') return { name: org.name, short_name: org.shortName ?? '', code: org.code ?? '' }
  return act === 'kind' ? { kind: org.kind, tier: org.tier } : {}
}
