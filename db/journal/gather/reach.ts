import type { Act, Range } from '../change.ts'
import type { ChangeStore } from '../store/change-store.ts'
import { Covered } from './covered.ts'
import type { News } from './news.ts'

/** After so many ranges others are let in, also where nothing lies in any of them. */
const atOnce = 1000

/**
 * The things that changes act on: their own, and those of the changes that a return or an admission names or that a
 * revocation covers, whatever these name in their turn. Bodies are not read, and ranges that name more numbers than there
 * are cost nothing.
 */
export function* reach(changes: ChangeStore, news: News): Generator<void, Set<string>> {
  const things = new Set(news.things)
  const followed = new Set<number>()
  let spans: Range[] = []
  const covered = new Covered()
  const meet = ({ no, kind, entity, thing }: Act) => {
    const names = kind === 'return' || kind === 'admit'
    if (!names) things.add(thing)
    if (!names && !(kind === 'put' && entity === 'revocation')) return
    if (followed.has(no)) return
    followed.add(no)
    for (const span of names ? changes.rangesNamedBy(no) : changes.rangesRevokedBy(no)) spans.push(span)
  }
  // A certificate may move the place of a key in the chain, and with it which revocations count.
  if (news.acts.some(({ entity }) => entity === 'certificate')) {
    for (const no of changes.revocationNumbers()) spans.push(...changes.rangesRevokedBy(no))
  }
  for (const act of news.acts) meet(act)
  // All that is named by now at once: whoever names many ranges makes no search through those before each of them.
  while (spans.length > 0) {
    const ranges = covered.take(spans)
    spans = []
    for (const [at, range] of ranges.entries()) {
      if (at % atOnce === 0) yield
      for (const page of changes.actsIn(range)) {
        yield
        for (const act of page) meet(act)
      }
    }
  }
  return things
}
