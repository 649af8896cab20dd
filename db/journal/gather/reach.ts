import type { Act, Range } from '../change.ts'
import type { ChangeStore } from '../store/change-store.ts'
import type { News } from './news.ts'

/**
 * The things that changes act on: their own, and those of the changes that a return or an admission names or that a
 * revocation covers, whatever these name in their turn. Bodies are not read, and ranges that name more numbers than there
 * are cost nothing.
 */
export function* reach(changes: ChangeStore, news: News): Generator<void, Set<string>> {
  const things = new Set(news.things)
  const followed = new Set<number>()
  const spans: Range[] = []
  const done = new Map<string, Range[]>()
  const meet = ({ no, kind, entity, thing }: Act) => {
    const names = kind === 'return' || kind === 'admit'
    if (!names) things.add(thing)
    if (!names && !(kind === 'put' && entity === 'revocation')) return
    if (followed.has(no)) return
    followed.add(no)
    spans.push(...(names ? changes.rangesNamedBy(no) : changes.rangesRevokedBy(no)))
  }
  // A certificate may move the place of a key in the chain, and with it which revocations count.
  if (news.acts.some(({ entity }) => entity === 'certificate')) {
    for (const no of changes.revocationNumbers()) spans.push(...changes.rangesRevokedBy(no))
  }
  for (const act of news.acts) meet(act)
  for (let span = spans.pop(); span !== undefined; span = spans.pop()) {
    const [writer, from, to] = span
    const before = done.get(writer) ?? []
    if (before.some(([, a, b]) => a <= from && to <= b)) continue
    done.set(writer, [...before, span])
    for (const page of changes.actsIn(span)) {
      yield
      for (const act of page) meet(act)
    }
  }
  return things
}
