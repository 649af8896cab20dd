import { Button } from '@mantine/core'
import type { Explained } from '#contract/lifeline/glance.ts'
import { owedMeetings } from '#db/records/meeting.ts'
import { secretaryTitle } from '#db/records/post.ts'
import { useByHand } from '../../kit/forms/by-hand.tsx'
import { useSpoken } from '../../text/language.ts'

/** The verb that clears a finding where it stands: the right form, filled in. */
export function Clearing({ finding }: { readonly finding: Pick<Explained, 'org' | 'orgName' | 'rule'> }) {
  const { words } = useSpoken()
  const { byHand: say } = words
  const byHand = useByHand()
  const { org, orgName, rule } = finding
  const here = { set: { org }, named: { org: { id: org, name: orgName } } }
  switch (rule) {
    case 'W01':
      return <Verb say={say.member} act={() => byHand.add('person', here)} />
    case 'W02':
    case 'W04': {
      const secretary = { ...here, set: { org, title: secretaryTitle }, title: say.appointSecretary }
      return <Verb say={say.appointSecretary} act={() => byHand.add('post', secretary)} />
    }
    case 'W05':
      return <Verb say={say.appoint} act={() => byHand.add('post', here)} />
    case 'W08':
    case 'W09':
    case 'W10':
    case 'W11':
      return <Verb say={say.meeting} act={() => byHand.add('meeting', meetingFor(rule, here))} />
    case 'W20':
      return <Verb say={say.rating} act={() => byHand.add('rating', here)} />
    case 'W06':
      return <Verb say={say.registerElection} act={() => byHand.add('term', here)} />
    default:
      return null
  }
}

type Here = { readonly set: Readonly<Record<string, string>> }

/** The meeting that was missed; of a dormant branch any will do. */
function meetingFor<T extends Here>(rule: string, here: T): T {
  const type = { W08: owedMeetings.assembly, W09: owedMeetings.committee, W10: owedMeetings.lesson }[rule]
  return type === undefined ? here : { ...here, set: { ...here.set, type } }
}

/** Of a member past the age: the form of leaving, with the reason. */
export function MoveOut({ person, name }: { readonly person: string; readonly name: string }) {
  const { words } = useSpoken()
  const byHand = useByHand()
  const act = () =>
    byHand.add('membership', {
      set: { person, reason: 'aged-out' },
      named: { person: { id: person, name } },
      title: words.byHand.leave,
      without: ['org'],
    })
  return (
    <Button size="compact-xs" variant="subtle" aria-label={words.byHand.moveOut(name)} onClick={act}>
      {words.byHand.leave}
    </Button>
  )
}

function Verb({ say, act }: { readonly say: string; readonly act: () => void }) {
  return (
    <Button size="compact-sm" variant="light" onClick={act}>
      {say}
    </Button>
  )
}
