import { z } from 'zod'
import { procedure, stream, textSchema } from './base.ts'

const hashSchema = z.string().regex(/^[0-9a-f]{64}$/)

/** A file as a record names it; `item` is how the record says it. */
export const namedFileSchema = z.object({
  item: z.string(),
  sha256: z.string(),
  bytes: z.number(),
  type: z.string(),
  name: z.string(),
  /** Whether its content lies here; a record may come before its file. */
  isHere: z.boolean(),
  /** It lay here once, and is gone or damaged: said where it is so. */
  isLost: z.literal(true).optional(),
})
export type KnownFile = z.infer<typeof namedFileSchema>

export const attachmentsContract = {
  /** Takes a file into the registry's folder, for a record to name it by `item`. What no record names goes after a while. */
  put: procedure.input(z.object({ file: z.instanceof(File) })).output(stream(namedFileSchema)),
  /** Of these contents, those that lie here, and those that lay here once and are gone or damaged. */
  here: procedure
    .input(z.object({ hashes: z.array(hashSchema).max(1000) }))
    .output(z.object({ here: z.array(z.string()), lost: z.array(z.string()) })),
  /** The content of a file under a safe name. Refused `attachment-missing` where it has not come or is lost. */
  file: procedure
    .input(z.object({ sha256: hashSchema, name: z.string().max(200).default('') }))
    .output(z.instanceof(File)),
  /** The files of one record, by field. */
  ofRecord: procedure
    .input(z.object({ id: z.string().min(1).max(200) }))
    .output(z.array(namedFileSchema.extend({ field: z.string(), words: textSchema }))),
  /** How many files lie here and how large they are; what records name and has not come, the first `limit` of them. */
  overview: procedure.input(z.object({ limit: z.number().int().min(0).max(1000).default(100) })).output(
    z.object({
      here: z.number(),
      bytes: z.number(),
      missing: z.number(),
      loose: z.number(),
      looseBytes: z.number(),
      /** Bytes that files may still take on this disk; null where it does not say. */
      room: z.number().nullable(),
      /** How many bytes of files one packet carries at most. */
      perPacket: z.number(),
      awaited: z.array(
        z.object({
          name: z.string(),
          bytes: z.number(),
          kind: z.string(),
          id: z.string(),
          title: z.string(),
          /** The person whose page shows it, where there is one. */
          person: z.string().nullable(),
        }),
      ),
    }),
  ),
  /** How many bytes of files one packet carries at most; what is more follows with the next. */
  limitPackets: procedure
    .input(z.object({ perPacket: z.number().int().min(1_000_000).max(1_000_000_000) }))
    .output(z.object({ perPacket: z.number() })),
}
