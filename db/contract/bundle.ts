import { z } from 'zod'
import { changeSetSchema, commandSchema, orgRefSchema, procedure, stream, textSchema } from './base.ts'

export const enrolSchema = z.object({
  replica: z.string(),
  name: z.string(),
  /** Short groups of digits, to be compared over the telephone. */
  fingerprint: z.string(),
})

export const packetResultSchema = z.object({
  status: z.enum(['applied', 'preview', 'duplicate', 'waiting', 'refused']),
  from: z.object({ org: z.string(), name: z.string(), replica: z.string() }).nullable(),
  number: z.number().nullable(),
  added: z.number(),
  changed: z.number(),
  removed: z.number(),
  conflicts: z.number(),
  returned: z.array(z.object({ entity: z.string(), id: z.string(), code: z.string(), message: textSchema })),
  /** Numbers of packets that had waited in the inbox for this one. */
  alsoApplied: z.array(z.number()),
  warnings: z.array(textSchema),
  sentences: z.array(textSchema),
  changeSet: changeSetSchema,
  code: z.string(),
  message: textSchema,
})
export type PacketResult = z.infer<typeof packetResultSchema>

export const peerSchema = z.object({
  org: z.string(),
  name: z.string(),
  replica: z.string(),
  direction: z.enum(['up', 'down', 'beside']),
  /** Numbers of packets: the last one sent, the last one of mine that they say they have, the last one of theirs. */
  sent: z.number(),
  acknowledged: z.number(),
  received: z.number(),
  returned: z.number(),
  silentSince: z.string().nullable(),
  warnings: z.array(textSchema),
})

export const conflictSchema = z.object({
  id: z.string(),
  entity: z.string(),
  record: z.string(),
  register: z.string(),
  heads: z.array(
    z.object({
      version: z.string(),
      value: z.unknown(),
      actor: z.string(),
      at: z.string(),
      org: z.string(),
    }),
  ),
  holds: z.string(),
})

export const bundleContract = {
  enrolRequest: procedure
    .input(z.object({ name: z.string().trim().min(1) }))
    .output(enrolSchema.extend({ file: z.instanceof(File) })),
  enrolInspect: procedure
    .input(z.object({ file: z.instanceof(File) }))
    .output(enrolSchema.extend({ kind: z.enum(['request', 'approval']) })),
  enrolApprove: procedure
    .input(commandSchema.extend({ file: z.instanceof(File), org: orgRefSchema }))
    .output(stream(enrolSchema.extend({ org: z.string(), file: z.instanceof(File), changes: z.number() }))),
  /** `fingerprint` is that of the district's root key: what a new replica confirms by telephone. */
  enrolAccept: procedure
    .input(commandSchema.extend({ file: z.instanceof(File), expect: z.string().optional() }))
    .output(
      stream(
        enrolSchema.extend({
          org: z.string(),
          orgName: z.string(),
          parent: z.string(),
          changes: z.number(),
          warnings: z.array(textSchema),
        }),
      ),
    ),
  enrolRevoke: procedure
    .input(commandSchema.extend({ replica: z.string().min(1) }))
    .output(z.object({ replica: z.string(), name: z.string(), changeSet: changeSetSchema })),
  exportPacket: procedure.input(commandSchema.extend({ to: orgRefSchema })).output(
    stream(
      z.object({
        file: z.instanceof(File),
        number: z.number(),
        changes: z.number(),
        bytes: z.number(),
        warnings: z.array(textSchema),
      }),
    ),
  ),
  inspectPacket: procedure.input(z.object({ file: z.instanceof(File) })).output(stream(packetResultSchema)),
  /** Without `confirm` a preview; a packet that takes more than 5 % of the people in scope away asks a second time. */
  applyPacket: procedure
    .input(
      commandSchema.extend({
        file: z.instanceof(File),
        confirm: z.boolean().default(false),
        again: z.boolean().default(false),
      }),
    )
    .output(stream(packetResultSchema)),
  undoPacket: procedure
    .input(
      commandSchema.extend({
        from: orgRefSchema,
        number: z.number().int(),
        reason: z.string().trim().min(1),
      }),
    )
    .output(
      z.object({
        undone: z.boolean(),
        changeSet: changeSetSchema,
        blockedBy: z.array(z.object({ changeSet: z.number(), sentence: textSchema })),
      }),
    ),
  peers: procedure.output(z.array(peerSchema)),
  conflicts: procedure.output(z.array(conflictSchema)),
  resolveConflict: procedure
    .input(commandSchema.extend({ id: z.string(), keep: z.string() }))
    .output(z.object({ changeSet: changeSetSchema })),
}
