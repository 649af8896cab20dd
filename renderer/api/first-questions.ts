import type { Client } from '../host/connect.ts'
import { page } from './pages-in-sight.ts'

/** As `Days`, which knows of React. */
type Days = { readonly asOf: string | undefined; readonly structure?: 'now' }

export function statusQuestion(client: Client) {
  return { queryKey: ['status'], queryFn: () => client.system.status() }
}

export function treeBeginQuestion(client: Client, days: Days, limit: number) {
  return { queryKey: ['tree-begin', days], queryFn: () => client.looking.begin({ ...days, limit }) }
}

type Rows<Row> = { readonly total: number; readonly rows: readonly Row[] }
export type Ask<Filter, Row> = (
  filter: Filter,
  window: { readonly offset: number; readonly limit: number },
  signal: AbortSignal,
) => Promise<Rows<Row>>

/** A page of a list's rows, as the window keeps it. */
export function rowsQuestion<Filter, Row>(name: string, of: Filter, at: number, ask: Ask<Filter, Row>) {
  return {
    queryKey: [name, of, at],
    queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
      ask(of, { offset: at * page, limit: page }, signal),
  }
}
