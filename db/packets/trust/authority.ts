import { type Change, isCreation, type Reason, type Remove } from '#db/journal/change.ts'
import { replicaOf } from '#db/journal/names.ts'
import { whyTakenBack } from './judging/answered.ts'
import type { Author, Bench } from './judging/bench.ts'
import { reasons } from './judging/reasons.ts'
import { Rules } from './judging/rules.ts'

/**
 * Authority (bundles.md, "Whom to believe"): why an author may not write this change, or undefined. Every office above
 * him to which it comes from below asks this, in the order of versions. Certificates and revocations have rules of
 * their own (`revoking.ts`): they cannot be given back.
 */
export function whyNot(change: Change, author: Author, bench: Bench): Reason | undefined {
  return whyNotItself(change, author, bench) ?? whyNotLifted(change, author, bench)
}

function whyNotItself(change: Change, author: Author, bench: Bench): Reason | undefined {
  if (change.kind === 'return' || change.kind === 'admit')
    return (
      whyNotNaming(change, author, bench) ??
      whyTakenBack(change, author, bench) ??
      (bench.isClosed(change) ? reasons.closed : undefined) ??
      bench.whyKept(change, {
        whyNotRemoved: removal => whyNotGone(removal, author, bench),
        whyNotWritten: again => whyNotBack(writtenNow(again, change, lastRank), author, bench),
      })
    )
  // Where something lies that is not known here yet is not for whoever edits or removes it to say.
  if (!isCreation(change) && bench.creationOf(change.thing) === undefined) return reasons.beyond
  const rules = new Rules(author, bench)
  return rules.ofKind(change) ?? rules.edit(change)
}

/**
 * What counts again with an edit that builds on its return has to be its author's to write now: else the edit of a day would
 * bring back the stay by which a forger pulled somebody.
 */
function whyNotLifted(change: Change, author: Author, bench: Bench): Reason | undefined {
  if (change.kind !== 'put') return undefined
  const lifted = bench.liftedBy(change)
  if (lifted === undefined) return reasons.crowdedBack
  for (const again of lifted) {
    const why = whyNotAnew(writtenNow(again, change, change.lamport), author, bench)
    if (why !== undefined) return why
  }
  return undefined
}

/** Of a new record nothing is known before; it is there though, given back, when it comes to count again. */
export function whyNotAnew(change: Change, author: Author, bench: Bench): Reason | undefined {
  if (!isCreation(change)) return whyNotItself(change, author, bench)
  const creationOf: Bench['creationOf'] = thing =>
    thing === change.thing ? undefined : bench.creationOf(thing)
  return whyNotItself(change, author, { ...bench, creationOf })
}

/** What was taken back counts again only if its author might write it now, with all that it lets count in its turn. */
function whyNotBack(change: Change, author: Author, bench: Bench): Reason | undefined {
  const why = whyNotAnew(change, author, bench) ?? whyNotLifted(change, author, bench)
  return why?.code === 'beyond-authority' || why?.code === 'moved-away' ? reasons.left : why
}

/** Higher than any that is written: whatever is known of a matter was before it. */
const lastRank = Number.MAX_SAFE_INTEGER

/** A change as its author would write it now, with another one. */
function writtenNow<T extends Change>(again: T, { origin, n }: Change, lamport: number): T {
  return { ...again, origin, n, lamport }
}

/** What somebody made goes by a return only where he might remove it; who has left meanwhile stays with whom he lies now. */
function whyNotGone(removal: Remove, author: Author, bench: Bench): Reason | undefined {
  const why = whyNot(removal, author, bench)
  return why === undefined || why === reasons.accepted ? why : reasons.left
}

/**
 * Returns and admissions: of authors at or below the author, or, returns alone, one's own. A PC whose certificates do not count any
 * more, since the key that signed them was revoked, is where they say: where nobody has heard of that yet, what it wrote
 * would count again if its return were given back.
 */
function whyNotNaming(
  change: Change & { kind: 'return' | 'admit' },
  author: Author,
  { certificates }: Bench,
): Reason | undefined {
  const isUnder = (replica: string) => {
    const counting = certificates.officesOf(replica, 'ever')
    const isVoid = counting.length === 0 && change.kind === 'return'
    const offices = isVoid ? certificates.of(replica).map(({ org }) => org) : counting
    return (
      offices.length > 0 &&
      offices.every(of => author.offices.some(office => certificates.isAtOrAbove(office, of, 'today')))
    )
  }
  const named = new Set(change.body.names.map(([writer]) => replicaOf(writer)))
  const mayName = (replica: string) =>
    replica === author.replica ? change.kind === 'return' : isUnder(replica)
  return [...named].every(mayName) ? undefined : reasons.beyond
}

/** Of an organization that was made and stands nowhere in its author's part. */
export const foundedNowhere: Reason = reasons.structure
