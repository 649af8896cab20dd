import { LineChart, SankeyChart } from '@mantine/charts'
import { Table, UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import type { ComparedYears } from '#contract/lifeline/annual.ts'
import { useClient } from '../../api/client.ts'
import { groundOf, saveDrawing } from '../../kit/files/save-picture.ts'
import { Picture, saveChart } from '../../kit/files/saved-picture.tsx'
import { useSpoken } from '../../text/language.ts'
import { count, wordFor } from '../../text/written.ts'
import { depthOf } from '../lifeline/heat.ts'
import { heatDrawing } from './heat-drawing.ts'
import { OrgDrawer } from './org-drawer.tsx'
import { flowOf, heatOf } from './year-sums.ts'

type Props = { readonly years: ComparedYears; readonly year: number }

/** Streets and rules of one year, the flow from year to year, and how the cases go; each with its numbers as a table. */
export function YearPictures({ years, year }: Props) {
  return (
    <>
      <Heat years={years} year={year} />
      <div className="year-pictures">
        <Flow years={years} />
        <Progress years={years} />
      </div>
    </>
  )
}

type HeatCell = { readonly unit: string; readonly name: string; readonly rule: string }

/** Each figure opens the branches that the year has for it: frozen ones, whatever was written since. */
function Heat({ years, year }: Props) {
  const asked = years.years.at(-1)?.year ?? year
  const { words } = useSpoken()
  const { annual } = words
  const map = heatOf(years, year, depthOf)
  const client = useClient()
  const [list, setList] = useState<HeatCell>()
  const title = `${annual.yearOf(String(year))} ${annual.heat}`
  const ruleName = (rule: string) => wordFor(words.lifeline.rules, rule)
  const save = async (panel: HTMLElement) => {
    const style = getComputedStyle(panel)
    const depths = [1, 2, 3, 4, 5].map(depth => style.getPropertyValue(`--depth-${depth}`))
    const colours = { depths, ink: style.color, ground: groundOf(panel) }
    const { text, canvas } = heatDrawing(map, { title, ruleName }, colours)
    await saveDrawing(text, canvas, `${title}.png`)
  }
  if (map.rows.length === 0) return null
  return (
    <Picture title={title} note={annual.heatNote} onSave={save}>
      <div style={{ overflow: 'auto' }}>
        <Table className="heat" verticalSpacing={2}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{annual.unit}</Table.Th>
              <Table.Th ta="right" className="heat-rule">
                <span className="heat-name">{annual.branches}</span>
              </Table.Th>
              {map.rules.map(rule => (
                <Table.Th key={rule} className="heat-rule">
                  <span className="heat-name">{ruleName(rule)}</span>
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {map.rows.map(row => (
              <Table.Tr key={row.unit}>
                <Table.Td className="heat-unit">{row.name}</Table.Td>
                <Table.Td ta="right">{count(row.branches)}</Table.Td>
                {row.cells.map(({ rule, n, depth }) => (
                  <td key={rule} className="heat-cell">
                    {n === 0 ? (
                      <span className="quiet">·</span>
                    ) : (
                      <UnstyledButton
                        onClick={() => setList({ unit: row.unit, name: row.name, rule })}
                        className="heat-link"
                        data-depth={depth}
                        aria-label={words.lifeline.cell(row.name, ruleName(rule), count(n))}
                        title={words.lifeline.cell(row.name, ruleName(rule), count(n))}
                      >
                        {count(n)}
                      </UnstyledButton>
                    )}
                  </td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
      {list !== undefined && (
        <OrgDrawer
          title={annual.hitBy(list.name, String(year), ruleName(list.rule))}
          of={['hit', asked, year, list.unit, list.rule]}
          load={signal =>
            client.annual.hit(
              { year: asked, at: year, unit: list.unit, rule: list.rule, limit: 1000 },
              { signal },
            )
          }
          onEnd={() => setList(undefined)}
        />
      )}
    </Picture>
  )
}

const colours = { weak: 'var(--orange-mark)', sound: 'var(--picture)', absent: 'var(--mantine-color-gray-5)' }

function Flow({ years }: { readonly years: ComparedYears }) {
  const { words } = useSpoken()
  const { annual } = words
  const { nodes, links } = flowOf(years)
  const called = (node: (typeof nodes)[number] | undefined) =>
    node === undefined ? '' : `${node.year} ${annual.standings[node.standing]}`
  return (
    <Picture
      title={annual.flow}
      note={annual.flowNote}
      onSave={links.length === 0 ? undefined : panel => saveChart(panel, annual.flow)}
    >
      {links.length === 0 ? (
        <p className="quiet">{annual.nobody}</p>
      ) : (
        <>
          {/* The table beside it is for those who listen: nothing in the picture takes the focus. */}
          <div aria-hidden>
            <SankeyChart
              height={280}
              nodeWidth={14}
              nodePadding={26}
              textColor="var(--mantine-color-text)"
              data={{
                nodes: nodes.map(node => ({
                  name: called(node),
                  color: colours[node.standing],
                })),
                links: links.map(link => ({ ...link })),
              }}
              sankeyProps={{
                sort: false,
                accessibilityLayer: false,
                margin: { top: 8, right: 8, bottom: 24, left: 8 },
              }}
            />
          </div>
          <div className="picture-text">
            <table>
              <caption>{annual.flow}</caption>
              <thead>
                <tr>
                  <th>{annual.flowFrom}</th>
                  <th>{annual.flowTo}</th>
                  <th>{annual.number}</th>
                </tr>
              </thead>
              <tbody>
                {links.map(({ source, target, value }) => (
                  <tr key={`${source} ${target}`}>
                    <th>{called(nodes[source])}</th>
                    <td>{called(nodes[target])}</td>
                    <td>{count(value)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </Picture>
  )
}

function Progress({ years }: { readonly years: ComparedYears }) {
  const { words } = useSpoken()
  const { annual } = words
  const months = years.progress
  const isEmpty = months.every(({ opened, underWay }) => opened === 0 && underWay === 0)
  return (
    <Picture
      title={annual.progress}
      note={annual.progressNote}
      onSave={isEmpty ? undefined : panel => saveChart(panel, annual.progress)}
    >
      {isEmpty ? (
        <p className="quiet">{annual.noCases}</p>
      ) : (
        <>
          <div aria-hidden>
            <LineChart
              h={280}
              data={months.map(one => ({ ...one }))}
              dataKey="month"
              withLegend
              withDots={false}
              curveType="step"
              lineChartProps={{ accessibilityLayer: false, margin: { right: 16 } }}
              textColor="var(--mantine-color-text)"
              series={[
                { name: 'underWay', label: annual.underWay, color: 'var(--orange-mark)' },
                { name: 'opened', label: annual.opened, color: 'var(--picture)' },
                { name: 'ended', label: annual.ended, color: 'var(--mantine-color-teal-6)' },
              ]}
            />
          </div>
          <div className="picture-text">
            <table>
              <caption>{annual.progress}</caption>
              <thead>
                <tr>
                  <th>{annual.month}</th>
                  <th>{annual.opened}</th>
                  <th>{annual.ended}</th>
                  <th>{annual.underWay}</th>
                </tr>
              </thead>
              <tbody>
                {months.map(one => (
                  <tr key={one.month}>
                    <th>{one.month}</th>
                    <td>{count(one.opened)}</td>
                    <td>{count(one.ended)}</td>
                    <td>{count(one.underWay)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </Picture>
  )
}
