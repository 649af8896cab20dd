import type { Client } from '../host/connect.ts'

/** As `Days`, which knows of React. */
type Days = { readonly asOf: string | undefined; readonly structure?: 'now' }

export function statusQuestion(client: Client) {
  return { queryKey: ['status'], queryFn: () => client.system.status() }
}

export function treeBeginQuestion(client: Client, days: Days, limit: number) {
  return { queryKey: ['tree-begin', days], queryFn: () => client.looking.begin({ ...days, limit }) }
}
