import { z } from 'zod'
import { changeSetSchema, commandSchema, orgRefSchema, procedure, textSchema } from './base.ts'
import { toldChangeSchema } from './glance.ts'

/** Why changes of a record were given back: who did, when, and what has become of it since. */
export const backSchema = z.object({
  id: z.string(),
  at: z.string(),
  office: z.string(),
  actor: z.string(),
  reason: textSchema,
  changes: z.number(),
})

/** What became of a record on its way to the office above. */
export const recordStateSchema = z.object({
  id: z.string(),
  /**
   * `unsent`: something of it is in no packet yet; `sent`: all of it is in one; `received`: the office above says that it
   * has it all; `aside`: it laid some of it aside, since nobody proves it there; `returned`: somebody gave it back, and
   * nobody has corrected it since; `none`: there is no office above, or nothing of it is for that.
   */
  state: z.enum(['none', 'unsent', 'sent', 'received', 'aside', 'returned']),
  /** The office above that this is about. */
  office: z.string().nullable(),
  /** The number of the packet that carries the newest of it, and when that was made. */
  number: z.number().nullable(),
  at: z.string().nullable(),
  /** Whether the record itself counts for nothing now: it was given back whole. */
  isOut: z.boolean(),
  /** What it is called and of which kind it is, where it counts for nothing and has no page of its own. */
  kind: z.string().nullable(),
  name: z.string().nullable(),
  /** Given back and not corrected since, the newest first. */
  returned: z.array(backSchema),
  /** Open conflicts of it and of what hangs on it. */
  conflicts: z.number(),
})
export type RecordState = z.infer<typeof recordStateSchema>

/** One record of which two offices changed different fields at once: both hold, and a person should look. */
export const lookSchema = z.object({
  id: z.number(),
  at: z.string(),
  ours: toldChangeSchema,
  oursBy: z.object({ office: z.string(), actor: z.string(), at: z.string() }),
  theirs: toldChangeSchema,
  theirsBy: z.object({ office: z.string(), actor: z.string(), at: z.string() }),
})
export type Look = z.infer<typeof lookSchema>

/** Which conflicts of many: those listed, of an office's heads, of a kind of record, of one field. */
const conflictFilter = z.object({
  ids: z.array(z.string()).max(10_000).optional(),
  kind: z.string().optional(),
  register: z.string().optional(),
})

export const exchangeContract = {
  /** What became of a person, an organization or any other record, with all that hangs on it. */
  ofRecord: procedure.input(z.object({ id: z.string().min(1) })).output(recordStateSchema),
  /** The people and organizations that open conflicts are about: what a list marks. */
  conflictMarks: procedure.output(z.array(z.object({ id: z.string(), conflicts: z.number() }))),
  /**
   * Settles many conflicts as one change set: everywhere what an office wrote is kept, or what holds now where none is
   * named. Those in which that office wrote nothing, and those of what is being judged, are left as they are.
   */
  settleConflicts: procedure
    .input(commandSchema.extend({ ...conflictFilter.shape, keepOf: orgRefSchema.optional() }))
    .output(z.object({ settled: z.number(), left: z.number(), changeSet: changeSetSchema })),
  looks: procedure.output(z.array(lookSchema)),
  /** Takes looks off the list: this PC's alone, for they say nothing of any record. */
  lookedAt: procedure
    .input(z.object({ ids: z.array(z.number()).max(1000) }))
    .output(z.object({ left: z.number() })),
}
