import { Table } from '@mantine/core'
import { useSpoken } from '../../text/language.ts'
import { count } from '../../text/written.ts'

type Props = {
  readonly of: readonly {
    readonly id: string
    readonly name: string
    readonly before: number
    readonly after: number
  }[]
}

/** How many members each organization would have before and after, side by side. */
export function Headcounts({ of: rows }: Props) {
  const { orgAct } = useSpoken().words.byHand
  if (rows.length === 0) return null
  return (
    <Table mt="xs" aria-label={orgAct.headcounts}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{orgAct.headcounts}</Table.Th>
          <Table.Th ta="right">{orgAct.before}</Table.Th>
          <Table.Th ta="right">{orgAct.after}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(row => (
          <Table.Tr key={row.id === '' ? row.name : row.id}>
            <Table.Td>{row.name}</Table.Td>
            <Table.Td ta="right">{count(row.before)}</Table.Td>
            <Table.Td ta="right">{count(row.after)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
