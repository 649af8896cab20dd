import { Button, Stack, Table, Text, Title } from '@mantine/core'
import { Fragment } from 'react'
import { useClient } from '../../../api/client.ts'
import { useGivenBack } from '../../../api/packets.ts'
import { useChanged } from '../../../api/use-changed.ts'
import { addressOf } from '../../../kit/address/address.ts'
import { AppLink } from '../../../kit/address/app-link.tsx'
import { Answer } from '../../../kit/feedback/answer.tsx'
import { useNotices } from '../../../kit/feedback/notices.tsx'
import { Empty } from '../../../kit/page/empty.tsx'
import { withWholeDays } from '../../../kit/page/whole-days.tsx'
import { useSpoken } from '../../../text/language.ts'
import { count, moment } from '../../../text/written.ts'

type Back = NonNullable<ReturnType<typeof useGivenBack>['data']>[number]

/** What offices gave back, with the reason: ours first, since it is for us to correct. */
export function GivenBack() {
  const { words } = useSpoken()
  return (
    <Answer of={useGivenBack()}>
      {all => {
        const ours = all.filter(back => back.mine)
        const theirs = all.filter(back => !back.mine)
        if (all.length === 0) {
          return (
            <div className="panel">
              <Empty line={words.packet.returned.none} />
            </div>
          )
        }
        return (
          <Stack gap="md">
            {ours.length > 0 && (
              <section>
                <Title order={2}>{words.packet.returned.toUs}</Title>
                <Text className="quiet" mb={4}>
                  {words.packet.returned.next}
                </Text>
                <Rows of={ours} />
              </section>
            )}
            {theirs.length > 0 && (
              <section>
                <Title order={2} mb={4}>
                  {words.packet.returned.toThem}
                </Title>
                <Rows of={theirs} />
              </section>
            )}
          </Stack>
        )
      }}
    </Answer>
  )
}

function Rows({ of }: { readonly of: readonly Back[] }) {
  const { words, say } = useSpoken()
  const client = useClient()
  const changed = useChanged()
  const { failed } = useNotices()
  const settle = async (id: string) => {
    try {
      await client.exchange.settleReturns({ ids: [id] })
      await changed()
    } catch (error) {
      failed(error)
    }
  }
  return (
    <div className="panel">
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={150}>{words.packet.returned.when}</Table.Th>
            <Table.Th w={240}>{words.packet.returned.who}</Table.Th>
            <Table.Th>{words.packet.returned.title}</Table.Th>
            <Table.Th>{words.packet.returned.reason}</Table.Th>
            <Table.Th w={120} aria-hidden />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {of.map(back => (
            <Table.Tr key={back.id}>
              <Table.Td>{moment(back.at)}</Table.Td>
              <Table.Td>{words.packet.returned.by(back.office, back.actor)}</Table.Td>
              <Table.Td>
                {back.about.map((subject, at) => (
                  <Fragment key={subject.id}>
                    {at > 0 && words.packet.comma}
                    <AppLink href={addressOfSubject(subject)}>{subject.name}</AppLink>
                  </Fragment>
                ))}
                <Text size="xs" className="quiet">
                  {words.packet.returned.what(count(back.changes))}
                </Text>
              </Table.Td>
              <Table.Td>
                {withWholeDays(say(back.reason))}
                {back.corrected && (
                  <Text size="xs" className="quiet">
                    {words.exchange.corrected}
                  </Text>
                )}
                {back.settled && (
                  <Text size="xs" className="quiet">
                    {words.packet.returned[back.mine ? 'settled' : 'settledTheirs']}
                  </Text>
                )}
              </Table.Td>
              <Table.Td>
                {!back.corrected && !back.settled && (
                  <Button size="compact-sm" variant="default" onClick={() => void settle(back.id)}>
                    {words.packet.returned[back.mine ? 'settle' : 'settleTheirs']}
                  </Button>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}

/** The page of a person or an organization. */
export function addressOfSubject({
  kind,
  id,
}: {
  readonly kind: 'person' | 'org'
  readonly id: string
}): string {
  return kind === 'person' ? `/people/${encodeURIComponent(id)}` : addressOf('/orgs', { org: id })
}
