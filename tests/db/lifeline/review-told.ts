import { largeReviewTask } from '#db/lifeline/large/large-review.ts'
import type { ReviewColumns } from '#db/lifeline/large/review-columns.ts'
import type { Scope } from '#db/registry/subtree.ts'
import type { SmallRegistry } from './small-registry.ts'

/** A large review that is made of everything. */
export function wholeReview({ reader, database }: SmallRegistry, scope: Scope): Promise<ReviewColumns> {
  return largeReviewTask(
    { scope, before: undefined },
    {
      reader: () => reader,
      connection: () => database,
      report: Object.assign(async () => undefined, { stopped: undefined }),
      emit: async () => undefined,
    },
  )
}
