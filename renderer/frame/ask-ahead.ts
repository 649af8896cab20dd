import { statusQuestion, treeBeginQuestion } from '../api/first-questions.ts'
import { firstPeopleQuestion } from '../features/registry/people/people-question.ts'
import { chunk } from '../features/registry/tree/laid-out.ts'
import type { Client } from '../host/connect.ts'
import { heldIn } from '../kit/address/address.ts'

type Question = {
  readonly queryKey: readonly unknown[]
  readonly queryFn: (within: { readonly signal: AbortSignal }) => Promise<unknown>
}
/** The answers that the window keeps; while one is on its way nobody looks at it yet. */
type Answers = { readonly prefetchQuery: (question: Question & { readonly gcTime: number }) => Promise<void> }
type Address = { readonly pathname: string; readonly search: string }

const gcTime = 30_000

/** What the page that is opened shows first is asked for at once, not after it is drawn that the registry is ready. */
export function askAhead(answers: Answers, client: Client, { pathname, search }: Address): void {
  void answers.prefetchQuery({ ...statusQuestion(client), gcTime })
  const get = heldIn(search)
  if (get('asOf') !== undefined) return
  if (pathname === '/orgs')
    void answers.prefetchQuery({ ...treeBeginQuestion(client, { asOf: undefined }, chunk), gcTime })
  if (pathname === '/people') void answers.prefetchQuery({ ...firstPeopleQuestion(client, get), gcTime })
}
