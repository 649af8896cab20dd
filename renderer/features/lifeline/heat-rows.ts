import type { OrgNode, Place } from '#contract/looking.ts'
import type { Severity } from '#contract/vocabulary.ts'

export type HeatFinding = { readonly org: string; readonly rule: string; readonly severity: Severity }

export type HeatCell = { readonly n: number; readonly worst: Severity }

export type HeatRow = {
  /** Undefined for the findings of the organization itself. */
  readonly node: OrgNode | undefined
  readonly cells: ReadonlyMap<string, HeatCell>
  /** Organizations with at least one finding. */
  readonly flagged: number
}

const order: readonly Severity[] = ['red', 'orange', 'yellow', 'info']

/** The heavier of two severities. */
export function worse(a: Severity, b: Severity): Severity {
  return order.indexOf(a) <= order.indexOf(b) ? a : b
}

/**
 * Findings by the organization directly below under which they lie, and by rule. What belongs to no child is the
 * organization's own and comes first, where there is any.
 */
export function heatRows(
  children: readonly OrgNode[],
  findings: readonly HeatFinding[],
  places: readonly { readonly org: string; readonly path: readonly Place[] }[],
): HeatRow[] {
  const childIds = new Set(children.map(child => child.id))
  const childOf = new Map(
    places.map(({ org, path }) => [org, path.find(place => childIds.has(place.id))?.id ?? '']),
  )
  const grouped = Map.groupBy(findings, finding => childOf.get(finding.org) ?? '')
  const rowOf = (node: OrgNode | undefined): HeatRow => {
    const own = grouped.get(node?.id ?? '') ?? []
    const cells = new Map<string, HeatCell>()
    for (const { rule, severity } of own) {
      const cell = cells.get(rule)
      cells.set(rule, { n: (cell?.n ?? 0) + 1, worst: cell ? worse(cell.worst, severity) : severity })
    }
    return { node, cells, flagged: new Set(own.map(finding => finding.org)).size }
  }
  const rows = children.map(rowOf)
  return grouped.has('') ? [rowOf(undefined), ...rows] : rows
}
