import { z } from 'zod'
import { commandSchema, procedure, stream, textSchema } from './base.ts'
import { daySchema } from './vocabulary.ts'

export const checkSchema = z.object({ name: z.string(), ok: z.boolean(), detail: textSchema })

/** The date on the PC's wall against what was noted here before. */
export const clockSchema = z.object({
  today: daySchema,
  /** When the latest work at this PC was noted, by its clock then. */
  lastWork: z.string().nullable(),
  /** Today lies before the day of the latest work, and nobody has said that it is right. */
  isBehind: z.boolean(),
  /** Today lies so many years after it that the date may be wrong, and nobody has said that it is right. */
  isAhead: z.boolean(),
})

/** What a backup holds, in words of the history. */
const backupSchema = z.object({
  /** Whose registry it is; null where that office had no name in it yet. */
  org: z.string().nullable(),
  /** The last that was done before it was made; null where nothing was. */
  last: z.object({ at: z.string(), sentence: textSchema }).nullable(),
  /** How much was done here that is not in it. */
  missing: z.number(),
})
export type BackupHolds = z.infer<typeof backupSchema>

export const systemContract = {
  /** Which registry this is, and whether it may be written here. */
  status: procedure.output(
    z.object({
      state: z.enum(['empty', 'waiting', 'ready']),
      replica: z.string().nullable(),
      org: z
        .object({ id: z.string(), code: z.string().nullable(), name: z.string(), tier: z.string() })
        .nullable(),
      /** The name under which a PC that waits for its approval has asked to join; null for any other. */
      askedAs: z.string().nullable(),
      version: z.string(),
      /** Where the registry lies, for people to read. */
      folder: z.string(),
      /** An invented district to try the program with: it is thrown away by `leaveSample`. */
      isSample: z.boolean(),
      clock: clockSchema,
      /** When the newest backup beside the registry was made and proven; null where there is none. */
      lastBackup: z.string().nullable(),
    }),
  ),
  /** Says that the PC's date is right although work was noted later than it, up to `lastWork`. */
  trustClock: procedure.input(z.object({ lastWork: z.string() })).output(z.object({ clock: clockSchema })),
  /** Who worked here before, the latest first: names to pick from. */
  workers: procedure.output(z.array(z.string())),
  /** Fills an empty folder with an invented district of today. Refused where there is a registry or its keys. */
  trySample: procedure
    .input(commandSchema.pick({ by: true }))
    .output(stream(z.object({ org: z.string(), orgs: z.number(), members: z.number() }))),
  /** Throws the sample away, with all that was done in it; the folder is empty again. Refused for any other registry. */
  leaveSample: procedure.output(z.object({ changeSets: z.number() })),
  verify: procedure.output(stream(z.object({ ok: z.boolean(), checks: z.array(checkSchema) }))),
  /** A proven copy of the registry, without its keys. */
  backup: procedure.output(
    stream(z.object({ file: z.instanceof(File), sha256: z.string(), rows: z.number() })),
  ),
  /**
   * Puts a backup in the registry's place; `dryRun` proves it and tells what it holds, and changes nothing. On a new PC `newKeys`
   * does without the keys that it had, where those are lost: the office above approves it anew.
   */
  restore: procedure
    .input(
      z.object({
        file: z.instanceof(File),
        dryRun: z.boolean().default(false),
        newKeys: z.boolean().default(false),
      }),
    )
    .output(
      stream(
        z.object({
          sha256: z.string(),
          rows: z.number(),
          warnings: z.array(textSchema),
          holds: backupSchema,
        }),
      ),
    ),
}
