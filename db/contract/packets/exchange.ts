import { z } from 'zod'
import { changeSetSchema, commandSchema, orgRefSchema, procedure, textSchema } from '../base.ts'
import { toldChangeSchema } from '../lifeline/glance.ts'

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

/** An office below, and how it stands with its reports. */
export const reportingSchema = z.object({
  id: z.string(),
  code: z.string().nullable(),
  name: z.string(),
  shortName: z.string().nullable(),
  tier: z.string(),
  /** Its PCs that may report; those whose keys were revoked are none. */
  pcs: z.number(),
  state: z.enum(['reporting', 'nothing-sent', 'not-enrolled', 'revoked']),
  /** The number of its last packet that was taken in or known already, and when. */
  number: z.number().nullable(),
  received: z.string().nullable(),
  /** When anything of it was opened last, and how many days that is ago; null where nothing ever was. */
  heard: z.string().nullable(),
  silentDays: z.number().nullable(),
  /** Its packets that wait in the inbox. */
  waiting: z.number(),
  /** Its journal turned out otherwise than before: a backup was restored there, or two PCs share one key. */
  turnedOut: z.boolean(),
  /** It builds on what this PC no longer has: this PC was restored. */
  restored: z.boolean(),
  /** Records of it that were given back and not corrected since. */
  returned: z.number(),
})
export type Reporting = z.infer<typeof reportingSchema>

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
  /**
   * Nothing will be corrected of these returns, or of all, since they are right: they wait no more, are named in no letter,
   * and stay in the list. This PC's alone, for it says nothing of any record.
   */
  settleReturns: procedure
    .input(z.object({ ids: z.union([z.array(z.string()).max(1000), z.literal('all')]) }))
    .output(z.object({ settled: z.number() })),
  /** Who has reported, of the offices below. */
  reporting: procedure.output(z.array(reportingSchema)),
  /**
   * 催报单: a letter each to the offices named, or to all that never reported, have been silent for so many days, or owe a
   * correction; one Word file. Refused where there is nobody to remind.
   */
  reminders: procedure
    .input(
      z.object({
        name: z.string().min(1).max(200),
        ids: z.array(z.string()).max(2000).optional(),
        days: z.number().int().min(1).max(3650).default(30),
      }),
    )
    .output(z.object({ file: z.instanceof(File), letters: z.number() })),
  /**
   * Says that it was looked into what was noted of an office's PCs, as that its journal turned out otherwise: the notes are put
   * away. The office, or one PC of it, in the words of `peers`.
   */
  clearWarnings: procedure.input(z.object({ org: orgRefSchema })).output(z.object({ cleared: z.number() })),
  /** Whose word this PC speaks by: the offices that certified each other up to the root, the nearest first. */
  trusted: procedure.output(
    z.object({
      state: z.enum(['root', 'certified', 'lost']),
      chain: z.array(z.string()),
      root: z.string().nullable(),
      digits: z.string().nullable(),
    }),
  ),
  /** Gives a PC that shares its keys with another ones of its own, with its work kept, and writes its request to join. */
  takeOwnKeys: procedure.output(
    z.object({ replica: z.string(), name: z.string(), fingerprint: z.string(), file: z.instanceof(File) }),
  ),
  /** Whether nobody above can restore this PC's keys, and when a recovery file of them was made that lies somewhere. */
  recovery: procedure.output(z.object({ needed: z.boolean(), saved: z.string().nullable() })),
  saveRecovery: procedure
    .input(z.object({ passphrase: z.string().max(1000) }))
    .output(z.object({ file: z.instanceof(File), at: z.string() })),
  /** The recovery file that was made then lies where it is meant to: only now is there one. */
  recoveryKept: procedure.input(z.object({ at: z.iso.datetime() })),
  /** Begins the district's registry anew in an empty folder, with the keys of its recovery file. */
  openRecovery: procedure
    .input(commandSchema.extend({ file: z.instanceof(File), passphrase: z.string().max(1000) }))
    .output(z.object({ replica: z.string(), name: z.string(), fingerprint: z.string(), made: z.string() })),
}
