import { Table } from '@mantine/core'
import { useSpoken } from '../../text/language.ts'
import { count } from '../../text/written.ts'

type Props = {
  /** The day of the counts, where nothing else on the page says it. */
  readonly on?: string | undefined
  readonly of: readonly {
    readonly id: string
    readonly name: string
    readonly before: number
    readonly after: number
  }[]
}

/** How many members each organization would have before and after, side by side. */
export function Headcounts({ on, of: rows }: Props) {
  const { orgAct } = useSpoken().words.byHand
  if (rows.length === 0) return null
  return (
    <Table mt="xs" aria-label={orgAct.headcounts}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{on === undefined ? orgAct.headcounts : orgAct.headcountsOn(on)}</Table.Th>
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
