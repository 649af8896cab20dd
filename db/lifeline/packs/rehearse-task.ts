import type { Scope } from '#db/registry/subtree.ts'
import type { Task } from '#db/sqlite/task.ts'
import { packFor } from './pack-in-force.ts'
import { type Rehearsed, rehearse } from './rehearse.ts'
import { packOn, readRulePack } from './rule-pack.ts'

export type RehearsalInput = Scope & { readonly body: string }

/** A rehearsal in a thread that only reads: it is two scans of everything. */
export const rehearseTask: Task<RehearsalInput, never, Rehearsed> = async ({ body, ...scope }, tools) => {
  const reader = tools.reader()
  const other = packOn(readRulePack(body), 'rehearsed', scope.asOf)
  return rehearse(reader, await packFor(reader, scope.asOf), other, scope)
}
