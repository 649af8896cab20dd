import type { QueryClient } from '@tanstack/react-query'
import { statusQuestion, treeBeginQuestion } from '../api/questions.ts'
import { chunk } from '../features/registry/tree/laid-out.ts'
import type { Client } from '../host/connect.ts'

/** While the answers are on their way nobody looks at them yet. */
const kept = { gcTime: 30_000 }

/** What the page that is opened shows first is asked for at once, not after it is drawn that the registry is ready. */
export function askAhead(
  queries: QueryClient,
  client: Client,
  { pathname, search }: Pick<Location, 'pathname' | 'search'>,
): void {
  void queries.prefetchQuery(statusQuestion(client))
  const isOfToday = !new URLSearchParams(search).has('asOf')
  if (pathname === '/orgs' && isOfToday)
    void queries.prefetchQuery({ ...treeBeginQuestion(client, { asOf: undefined }, chunk), ...kept })
}
