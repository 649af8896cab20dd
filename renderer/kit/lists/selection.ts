/** What of a list is chosen, by key; and the row from which Shift chooses on. */
export type Selection<Row> = { readonly rows: ReadonlyMap<string, Row>; readonly anchor: number }

export const nothingChosen = { rows: new Map<string, never>(), anchor: 0 } as const

/** One row more, or one less. */
export function toggled<Row>(now: Selection<Row>, at: number, key: string, row: Row): Selection<Row> {
  const rows = new Map(now.rows)
  if (!rows.delete(key)) rows.set(key, row)
  return { rows, anchor: at }
}

/** The places from the anchor to here, both included. */
export function span(anchor: number, at: number): readonly [number, number] {
  return [Math.min(anchor, at), Math.max(anchor, at)]
}
