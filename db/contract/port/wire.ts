import { oc } from '@orpc/contract'
import { z } from 'zod'
import { procedure } from '../base.ts'
import { contract } from '../index.ts'

/** A stick or another removable drive. The page knows it by `id`, never by a path. */
export const driveSchema = z.object({
  id: z.string(),
  /** As the system calls it: `KINGSTON (E:)`. */
  name: z.string(),
  /** Bytes that still fit; null where the system does not say. */
  free: z.number().nullable(),
})
export type Drive = z.infer<typeof driveSchema>

export const packetFileSchema = z.object({
  drive: z.string(),
  name: z.string(),
  kind: z.enum(['packet', 'request']),
  /** Bytes. */
  size: z.number(),
  /** When it was written, ISO. */
  at: z.string(),
  /**
   * This PC wrote it: it begins as the file of that name in the outbox does, or, as the first part, as the whole one there. Two PCs of
   * one office write files of one name.
   */
  isOurs: z.boolean(),
})
export type PacketFile = z.infer<typeof packetFileSchema>

/**
 * The contract as it is spoken over a wire: the engine's, and what only a host can do: files that come afterwards,
 * and the sticks that packets are carried on. Names are names of files at the top of a drive; nothing else is reached.
 */
export const wireContract = {
  ...contract,
  host: {
    file: oc.input(z.object({ id: z.string() })).output(z.instanceof(File)),
    drives: procedure.output(z.array(driveSchema)),
    /** Packets and enrolment requests on the drives and in the outbox, newest first. */
    packetFiles: procedure.output(z.array(packetFileSchema)),
    readFrom: procedure.input(z.object({ drive: z.string(), name: z.string() })).output(z.instanceof(File)),
    /**
     * Writes whole or not at all. A file of that name with the same content is left as it is; beside one with other
     * content it gets a number. Answers the name that it has there. `most`: cut into parts of at most so many bytes, for the mail.
     */
    saveTo: procedure
      .input(
        z.object({
          drive: z.string(),
          file: z.instanceof(File),
          most: z.number().int().min(1000).optional(),
        }),
      )
      .output(z.object({ drive: driveSchema, name: z.string(), parts: z.number() })),
  },
}
export type WireContract = typeof wireContract

/** Where this registry keeps every packet and enrolment file that it wrote; it stands among the drives by this id. */
export const outboxId = 'outbox'
