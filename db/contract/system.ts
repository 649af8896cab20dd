import { z } from 'zod'
import { procedure, stream, textSchema } from './base.ts'

export const checkSchema = z.object({ name: z.string(), ok: z.boolean(), detail: textSchema })

export const systemContract = {
  /** Which registry this is, and whether it may be written here. */
  status: procedure.output(
    z.object({
      state: z.enum(['empty', 'waiting', 'ready']),
      replica: z.string().nullable(),
      org: z
        .object({ id: z.string(), code: z.string().nullable(), name: z.string(), tier: z.string() })
        .nullable(),
      version: z.string(),
    }),
  ),
  verify: procedure.output(stream(z.object({ ok: z.boolean(), checks: z.array(checkSchema) }))),
  /** A proven copy of the registry, without its keys. */
  backup: procedure.output(
    stream(z.object({ file: z.instanceof(File), sha256: z.string(), rows: z.number() })),
  ),
  restore: procedure
    .input(z.object({ file: z.instanceof(File) }))
    .output(stream(z.object({ sha256: z.string(), rows: z.number(), warnings: z.array(textSchema) }))),
}
