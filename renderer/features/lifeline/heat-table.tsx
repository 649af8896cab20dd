import { Table } from '@mantine/core'
import { Link } from 'wouter'
import type { OverviewUnit } from '#contract/lifeline/lifeline.ts'
import { addressOf } from '../../kit/address/address.ts'
import { AppLink } from '../../kit/address/app-link.tsx'
import { severitySigns } from '../../kit/page/severity-tag.tsx'
import { useSpoken } from '../../text/language.ts'
import { count, wordFor } from '../../text/written.ts'
import { depthOf, rulesOf } from './heat.ts'

type Props = {
  readonly units: readonly OverviewUnit[]
  readonly under: string | undefined
  readonly asOf: string | undefined
}

/**
 * The rules are columns. A cell is as deep in one colour as the share of the unit's branches that are hit; the number
 * stands in it, and the worst severity is a small sign beside it, so that each says one thing.
 */
export function HeatTable({ units, under, asOf }: Props) {
  const { words } = useSpoken()
  const ids = rulesOf(units)
  return (
    <div className="panel" style={{ overflow: 'auto' }}>
      <Table className="heat" highlightOnHover={false} verticalSpacing={2}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.lifeline.unit}</Table.Th>
            {[words.org.branchCount, words.lifeline.flagged].map(head => (
              <Table.Th key={head} ta="right" className="heat-rule">
                <span className="heat-name">{head}</span>
              </Table.Th>
            ))}
            {ids.map(id => (
              <Table.Th key={id} className="heat-rule">
                <span className="heat-name">{wordFor(words.lifeline.rules, id)}</span>
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {units.map(({ org, isOwn, children, branches, flagged, cells }) => {
            const name = org.shortName ?? org.name
            const list = (rule?: string) =>
              addressOf('/lifeline/list', {
                under: isOwn ? under : org.id,
                rule,
                asOf,
                own: isOwn ? 'yes' : undefined,
              })
            return (
              <Table.Tr key={`${org.id}${isOwn}`}>
                <Table.Td title={org.name}>
                  {children > 0 ? (
                    <AppLink href={addressOf('/lifeline', { under: org.id, asOf })}>{name}</AppLink>
                  ) : (
                    <AppLink href={addressOf('/orgs', { org: org.id, tab: 'findings', asOf })}>
                      {name}
                    </AppLink>
                  )}
                  {isOwn && <span className="quiet"> {words.lifeline.own}</span>}
                </Table.Td>
                <Table.Td ta="right">{isOwn ? '' : count(branches)}</Table.Td>
                <Table.Td ta="right">
                  {flagged > 0 ? (
                    <AppLink href={list()}>{count(flagged)}</AppLink>
                  ) : (
                    <span className="quiet">0</span>
                  )}
                </Table.Td>
                {ids.map(id => {
                  const cell = cells.find(({ rule }) => rule === id)
                  return (
                    <td key={id} className="heat-cell">
                      {cell === undefined ? (
                        <span className="quiet">·</span>
                      ) : (
                        <HeatCell
                          href={list(id)}
                          depth={depthOf(cell.n, branches)}
                          worst={cell.worst}
                          n={count(cell.n)}
                          label={`${words.lifeline.cell(name, wordFor(words.lifeline.rules, id), count(cell.n))}, ${words.vocabulary.severity[cell.worst]}`}
                        />
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

type CellProps = {
  readonly href: string
  readonly depth: number
  readonly worst: OverviewUnit['cells'][number]['worst']
  readonly n: string
  readonly label: string
}

function HeatCell({ href, depth, worst, n, label }: CellProps) {
  const Sign = severitySigns[worst]
  return (
    <Link href={href} className="heat-link" data-depth={depth} aria-label={label} title={label}>
      <span className="heat-sign" data-worst={worst}>
        <Sign size={14} aria-hidden />
      </span>
      {n}
    </Link>
  )
}
