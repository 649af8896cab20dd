import { Table } from '@mantine/core'
import { Link } from 'wouter'
import { addressOf } from '../../kit/address.ts'
import { AppLink } from '../../kit/app-link.tsx'
import { useSpoken } from '../../text/language.ts'
import { count } from '../../text/number.ts'
import { wordFor } from '../../text/words-for.ts'
import type { HeatRow } from './heat-rows.ts'

type Props = {
  readonly rows: readonly HeatRow[]
  readonly under: string
  readonly ownName: string
  readonly asOf: string | undefined
}

/** The rules are columns; a cell is coloured by its worst finding and labelled with their number. */
export function HeatTable({ rows, under, ownName, asOf }: Props) {
  const { words } = useSpoken()
  const ids = [
    ...new Set([...Object.keys(words.lifeline.rules), ...rows.flatMap(row => [...row.cells.keys()])]),
  ]
  return (
    <div className="panel" style={{ overflow: 'auto' }}>
      <Table className="heat" highlightOnHover={false} verticalSpacing={2}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.lifeline.unit}</Table.Th>
            <Table.Th ta="right">{words.org.branchCount}</Table.Th>
            <Table.Th ta="right">{words.lifeline.flagged}</Table.Th>
            {ids.map(id => (
              <Table.Th key={id} ta="center">
                {wordFor(words.lifeline.rules, id)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ node, cells, flagged }) => {
            const org = node?.id ?? under
            const name = node === undefined ? ownName : (node.shortName ?? node.name)
            const list = (rule?: string) =>
              addressOf('/lifeline/list', {
                under: org,
                rule,
                asOf,
                own: node === undefined ? 'yes' : undefined,
              })
            return (
              <Table.Tr key={org}>
                <Table.Td title={node?.name}>
                  {node !== undefined && node.children > 0 ? (
                    <AppLink href={addressOf('/lifeline', { under: org, asOf })}>{name}</AppLink>
                  ) : (
                    <AppLink href={addressOf('/orgs', { org, tab: 'findings', asOf })}>{name}</AppLink>
                  )}
                </Table.Td>
                <Table.Td ta="right">{node === undefined ? '' : count(node.branches)}</Table.Td>
                <Table.Td ta="right">
                  {flagged > 0 ? (
                    <AppLink href={list()}>{count(flagged)}</AppLink>
                  ) : (
                    <span className="quiet">0</span>
                  )}
                </Table.Td>
                {ids.map(id => {
                  const cell = cells.get(id)
                  return (
                    <td key={id} className="heat-cell">
                      {cell === undefined ? (
                        <span className="quiet">·</span>
                      ) : (
                        <Link
                          href={list(id)}
                          className="heat-link"
                          data-severity={cell.worst}
                          aria-label={`${words.lifeline.cell(name, wordFor(words.lifeline.rules, id), cell.n)}, ${words.vocabulary.severity[cell.worst]}`}
                        >
                          {words.vocabulary.severity[cell.worst]} {count(cell.n)}
                        </Link>
                      )}
                    </td>
                  )
                })}
              </Table.Tr>
            )
          })}
        </Table.Tbody>
      </Table>
    </div>
  )
}
