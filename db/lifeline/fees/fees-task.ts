import type { z } from 'zod'
import type { feeBranchSchema, feeLists, feeMemberSchema } from '#contract/lifeline/fees.ts'
import type { Task } from '#db/sqlite/task.ts'
import { countedOf, type FeesAsked, feeBranches, feeList, readFeeMembers } from './read-fees.ts'

export type FeesInput = FeesAsked & {
  /** The window of a list of members, or the statement by branch. */
  readonly list?:
    | { readonly of: (typeof feeLists)[number]; readonly offset: number; readonly limit: number }
    | undefined
}

export type FeesFound = {
  readonly counted: ReturnType<typeof countedOf>
  readonly branches: z.infer<typeof feeBranchSchema>[]
  readonly total: number
  readonly rows: z.infer<typeof feeMemberSchema>[]
}

/** The fees of everybody below an organization, in a thread that only reads: a district has a hundred thousand of them. */
export const feesTask: Task<FeesInput, never, FeesFound> = async ({ list, ...asked }, tools) => {
  const members = await readFeeMembers(tools.reader(), asked)
  const found = list === undefined ? [] : feeList(members, list.of)
  return {
    counted: countedOf(members),
    branches: list === undefined ? feeBranches(members) : [],
    total: found.length,
    rows: list === undefined ? [] : found.slice(list.offset, list.offset + list.limit),
  }
}
