import { Table } from '@mantine/core'
import { useDisclosures } from '../../../api/questions.ts'
import { AppLink } from '../../../kit/address/app-link.tsx'
import { Answer } from '../../../kit/feedback/answer.tsx'
import { Empty } from '../../../kit/page/empty.tsx'
import { useSpoken } from '../../../text/language.ts'
import { moment } from '../../../text/written.ts'

/** Who looked at which ID or telephone number in full, when and what for; of one person or of everybody. */
export function DisclosuresTable({ person }: { readonly person?: string }) {
  const { words } = useSpoken()
  return (
    <Answer of={useDisclosures(person)}>
      {rows =>
        rows.length === 0 ? (
          <Empty line={words.disclose.none} />
        ) : (
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th w={150}>{words.history.when}</Table.Th>
                <Table.Th w="15%">{words.history.who}</Table.Th>
                {person === undefined && <Table.Th w="17%">{words.disclose.whose}</Table.Th>}
                <Table.Th w="17%">{words.disclose.what}</Table.Th>
                <Table.Th>{words.disclose.reason}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map((row, line) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a log has no ids, and only grows at its top
                <Table.Tr key={rows.length - line}>
                  <Table.Td>{moment(row.at)}</Table.Td>
                  <Table.Td>{row.actor === '' ? words.history.nobody : row.actor}</Table.Td>
                  {person === undefined && (
                    <Table.Td>
                      {row.name === null ? (
                        words.disclose.gone
                      ) : (
                        <AppLink href={`/people/${row.person}`}>{row.name}</AppLink>
                      )}
                    </Table.Td>
                  )}
                  <Table.Td>{row.field === 'id' ? words.person.idNumber : words.person.phone}</Table.Td>
                  <Table.Td>{row.reason}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )
      }
    </Answer>
  )
}
