import { Stack, Table, VisuallyHidden } from '@mantine/core'
import { useHistory } from '../../../api/questions.ts'
import { AppLink } from '../../../kit/address/app-link.tsx'
import { Answer } from '../../../kit/feedback/answer.tsx'
import { Empty } from '../../../kit/page/empty.tsx'
import { withWholeDays } from '../../../kit/page/whole-days.tsx'
import { useSpoken } from '../../../text/language.ts'
import { count, moment } from '../../../text/written.ts'
import { RecordHolders } from './record-holders.tsx'

/** What was done to one organization, newest first, with how much of it; each opens as a whole, and is taken back there. */
export function HistoryTable({ of }: { readonly of: string }) {
  const { words, say } = useSpoken()
  return (
    <Stack gap="sm">
      <RecordHolders of={of} />
      <Answer of={useHistory(of)}>
        {entries =>
          entries.length === 0 ? (
            <Empty line={words.history.none} />
          ) : (
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th w={150}>{words.history.when}</Table.Th>
                  <Table.Th>{words.history.what}</Table.Th>
                  <Table.Th w={120}>{words.history.who}</Table.Th>
                  <Table.Th w={100} ta="right">
                    {words.history.changes}
                  </Table.Th>
                  <Table.Th w={90}>
                    <VisuallyHidden>{words.history.isUndone}</VisuallyHidden>
                  </Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {entries.map(entry => (
                  <Table.Tr key={entry.changeSet}>
                    <Table.Td>{moment(entry.at)}</Table.Td>
                    <Table.Td>
                      <AppLink href={`/history/${entry.changeSet}`}>
                        {withWholeDays(say(entry.sentence))}
                      </AppLink>
                    </Table.Td>
                    <Table.Td>{entry.actor === '' ? words.history.nobody : entry.actor}</Table.Td>
                    <Table.Td ta="right">{count(entry.changes)}</Table.Td>
                    <Table.Td ta="right">
                      {entry.isUndone && <span className="quiet">{words.history.isUndone}</span>}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          )
        }
      </Answer>
    </Stack>
  )
}
