import { type ProvenCopy, proveCopy } from '#db/sqlite/backup.ts'
import type { Task } from '#db/sqlite/task.ts'

export type ProveInput = {
  readonly copy: string
  /** What a person calls the copy. */
  readonly name: string
}

/** Proves a copy of a registry, as `proveCopy` does: reading a large one whole takes seconds, in which others are answered. */
export const proveTask: Task<ProveInput, never, ProvenCopy> = ({ copy, name }) => proveCopy(copy, name)
