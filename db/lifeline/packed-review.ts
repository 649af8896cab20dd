import type { Scope } from '#db/registry/subtree.ts'
import type { Text } from '#db/shared/text.ts'
import type { Task } from '#db/sqlite/task.ts'
import { type Review, review } from './review.ts'
import type { Finding } from './rule.ts'

type Org = Pick<Finding, 'org' | 'orgId' | 'orgName'>

/**
 * A review on its way out of a thread: each organization is named once, and each sentence that is said of many stands in it
 * once. Who receives it keeps a fifth of the memory that the findings take one by one.
 */
export type PackedReview = Omit<Review, 'findings'> & {
  readonly judged: readonly (Org & { readonly found: readonly Omit<Finding, keyof Org>[] })[]
}

export function packReview({ findings, ...review }: Review): PackedReview {
  const texts = new Map<string, Text>()
  const once = (text: Text): Text => {
    const key = JSON.stringify([text.zh, text.en])
    const known = texts.get(key) ?? text
    texts.set(key, known)
    return known
  }
  const judged = [...Map.groupBy(findings, ({ orgId }) => orgId).values()].flatMap(found => {
    const [first] = found
    if (first === undefined) return []
    const { org, orgId, orgName } = first
    const said = found.map(({ org: _, orgId: __, orgName: ___, ...finding }) => ({
      ...finding,
      why: once(finding.why),
      clears: once(finding.clears),
    }))
    return [{ org, orgId, orgName, found: said }]
  })
  return { ...review, judged }
}

export function unpackReview({ judged, ...review }: PackedReview): Review {
  const findings = judged.flatMap(({ found, ...org }) => found.map(finding => ({ ...org, ...finding })))
  return { ...review, findings }
}

/** Reviews in a thread that only reads. */
export const reviewTask: Task<Scope, never, PackedReview> = async (scope, tools) =>
  packReview(await review(tools.reader(), scope))
