import type { Report } from '#db/shared/long-work.ts'
import type { Connection } from './connection.ts'
import type { Reader } from './tables.ts'

export type TaskTools<Chunk> = {
  readonly reader: () => Reader
  readonly connection: () => Connection
  readonly report: Report
  /** Hands a part of the result over before the rest is known, and waits until it was taken. */
  readonly emit: (chunk: Chunk) => Promise<void>
}

/** Work that only reads, in a thread of its own with a read-only connection of its own. */
export type Task<Input, Chunk, Result> = (input: Input, tools: TaskTools<Chunk>) => Promise<Result>
