import { Button, Menu } from '@mantine/core'
import { Link } from 'wouter'
import { type MemberState, nextStates } from '#db/records/courses/member-steps.ts'
import { pastAddress } from '../../../kit/address/address.ts'
import { useByHand } from '../../../kit/forms/by-hand.tsx'
import { useSpoken } from '../../../text/language.ts'
import { personKinds } from './person-now.ts'

type Props = {
  readonly id: string
  readonly name: string
  readonly hasLeft: boolean
  readonly isMerged: boolean
  /** As it was noted; undefined where it never was. */
  readonly state: MemberState | undefined
}

/** What can be done with a member: corrected, moved, reported in, appointed, registered as left, removed. */
export function PersonVerbs({ id, name, hasLeft, isMerged, state }: Props) {
  const { language, words } = useSpoken()
  const { byHand: say } = words
  const byHand = useByHand()
  const about = { set: { person: id }, named: { person: { id, name } } }
  const titled = (what: string) => `${what} · ${name}`
  return (
    <>
      {!hasLeft && (
        <Button size="compact-md" variant="default" onClick={() => byHand.edit(id)}>
          {say.edit}
        </Button>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <Button size="compact-md" variant="default">
            {say.verbs}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {!hasLeft && (
            <>
              <Menu.Item
                onClick={() =>
                  byHand.add('membership', { ...about, title: titled(say.moveMember), without: ['reason'] })
                }
              >
                {say.moveMember}
              </Menu.Item>
              {personKinds.map(kind => (
                <Menu.Item key={kind.name} onClick={() => byHand.add(kind.name, about)}>
                  {say.addOf(kind.words[language])}
                </Menu.Item>
              ))}
              <Menu.Item
                onClick={() =>
                  byHand.add('standing', {
                    ...about,
                    title: titled(say.report),
                    only: { ...nextStates(state) },
                  })
                }
              >
                {say.report}
              </Menu.Item>
              <Menu.Item onClick={() => byHand.add('post', { ...about, title: titled(say.appoint) })}>
                {say.appoint}
              </Menu.Item>
              <Menu.Item
                onClick={() =>
                  byHand.add('membership', { ...about, title: titled(say.leave), without: ['org'] })
                }
              >
                {say.leave}
              </Menu.Item>
              <Menu.Divider />
            </>
          )}
          <Menu.Item component={Link} href={pastAddress(id)}>
            {say.past}
          </Menu.Item>
          {isMerged && <Menu.Item onClick={() => byHand.part(id, name)}>{say.part}</Menu.Item>}
          <Menu.Item onClick={() => byHand.remove(id, name)}>{say.remove}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  )
}
