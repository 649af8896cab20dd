import type { Client } from '../host/connect.ts'
import type { Days } from './shown-day.ts'

export function statusQuestion(client: Client) {
  return { queryKey: ['status'], queryFn: () => client.system.status() }
}

export function treeBeginQuestion(client: Client, days: Days, limit: number) {
  return { queryKey: ['tree-begin', days], queryFn: () => client.looking.begin({ ...days, limit }) }
}
