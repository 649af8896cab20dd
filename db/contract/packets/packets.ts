import { z } from 'zod'
import { changeSetSchema, commandSchema, orgRefSchema, procedure, stream, textSchema } from '../base.ts'
import { toldChangeSchema } from '../lifeline/glance.ts'

export const enrolSchema = z.object({
  replica: z.string(),
  name: z.string(),
  /** Short groups of digits, to be compared over the telephone. */
  fingerprint: z.string(),
})

export const subjectSchema = z.object({
  kind: z.enum(['person', 'org']),
  id: z.string(),
  name: z.string(),
})

/** A conflict as a screen shows it: whom it is about, and what each office wrote, field by field, in full. */
export const disputeSchema = z.object({
  id: z.string(),
  entity: z.string(),
  register: z.string(),
  about: subjectSchema.nullable(),
  /** What tells the record from others of its kind: a post's title, a meeting's day. */
  detail: z.string().nullable(),
  heads: z.array(
    z.object({
      version: z.string(),
      removed: z.boolean(),
      fields: z.array(
        z.object({
          field: z.string(),
          value: z.union([z.string(), z.number()]).nullable(),
          /** The name of the person or organization that the value is the id of. */
          name: z.string().nullable(),
        }),
      ),
      actor: z.string(),
      at: z.string(),
      org: z.string(),
      /** The id of the office that wrote it. */
      office: z.string(),
    }),
  ),
  /** How many more values stand against each other than are shown. */
  more: z.number(),
  holds: z.string(),
  /**
   * Why that one holds: whoever wrote it knew of more (`later`), the same of where somebody belongs (`last-stay`), both
   * knew of as much and one comes first everywhere (`at-once`), or an edit was not known to whoever removed (`edited`).
   */
  why: z.enum(['later', 'last-stay', 'at-once', 'edited']),
})
export type Dispute = z.infer<typeof disputeSchema>

/** What a packet would do to one organization; of changes that name none, `org` is null. */
export const packetPartSchema = z.object({
  org: z.object({ id: z.string(), name: z.string() }).nullable(),
  added: z.number(),
  changed: z.number(),
  removed: z.number(),
  /** The headcount where anybody comes or goes: before + in - out = after. */
  heads: z.object({ before: z.number(), in: z.number(), out: z.number(), after: z.number() }).nullable(),
  /** The first changes one by one, field by field; `more` is how many there are beyond those. */
  rows: z.array(toldChangeSchema),
  more: z.number(),
  /** The first conflicts and the first that is given back; the others are counted. */
  conflicts: z.array(disputeSchema),
  moreConflicts: z.number(),
  moreReturned: z.number(),
  returned: z.array(z.object({ id: z.string(), name: z.string(), message: textSchema })),
})
export type PacketPart = z.infer<typeof packetPartSchema>

export const packetResultSchema = z.object({
  status: z.enum(['applied', 'preview', 'duplicate', 'waiting', 'refused']),
  from: z.object({ org: z.string(), name: z.string(), replica: z.string() }).nullable(),
  number: z.number().nullable(),
  added: z.number(),
  changed: z.number(),
  removed: z.number(),
  conflicts: z.number(),
  /** The first of what is given back; `reasons` counts all of it. */
  returned: z.array(z.object({ entity: z.string(), id: z.string(), code: z.string(), message: textSchema })),
  reasons: z.array(z.object({ n: z.number(), message: textSchema })),
  /** Numbers of packets that had waited in the inbox for this one. */
  alsoApplied: z.array(z.number()),
  warnings: z.array(textSchema),
  sentences: z.array(textSchema),
  /** Of the sentences, those that are of no single organization: totals, who may speak for whom, receipts. */
  notes: z.array(textSchema),
  /** A preview's changes by organization; empty where nothing was looked at. */
  parts: z.array(packetPartSchema),
  changeSet: changeSetSchema,
  code: z.string(),
  message: textSchema,
})
export type PacketResult = z.infer<typeof packetResultSchema>

export const peerSchema = z.object({
  org: z.string(),
  name: z.string(),
  replica: z.string(),
  /** Where its office stands now; one that was moved, or whose own office was, stands elsewhere. */
  direction: z.enum(['up', 'down', 'beside', 'elsewhere']),
  /** Numbers of packets: the last one sent, the last one of mine that they say they have, the last one of theirs. */
  sent: z.number(),
  acknowledged: z.number(),
  received: z.number(),
  returned: z.number(),
  silentSince: z.string().nullable(),
  warnings: z.array(textSchema),
  /** Whether some of them stay until somebody says that it was looked into. */
  canPutAway: z.boolean(),
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
  more: z.number(),
  holds: z.string(),
})

/** What waits to be handed to a peer: what the button says before it is pressed. */
export const pendingSchema = z.object({
  replica: z.string(),
  revoked: z.boolean(),
  /** The number of the last packet made for it that left this PC, 0 where there is none. */
  since: z.number(),
  /** Changes since then that the peer may see and did not bring itself. */
  changes: z.number(),
  /** Changes of earlier packets that it has not confirmed yet; the next packet carries them once more. */
  unconfirmed: z.number(),
  /** How many people the next packet is about, by what is new in it and what is not confirmed. */
  people: z.number(),
  /** Whether something was taken in from it that it has not been told of yet. */
  owesReceipt: z.boolean(),
  /** The number of the last packet made for it, if it is not known to lie where it was meant to. */
  unhanded: z.number().nullable(),
})

/** What a packet waits for: an earlier one, what this PC once had, where its sender stands, a person's second yes. */
export const awaited = ['earlier', 'lacking', 'elsewhere', 'many-leave'] as const

/** A packet that was sent, taken in, or waits. */
export const packetLogSchema = z.object({
  direction: z.enum(['sent', 'received']),
  peer: z.string(),
  name: z.string(),
  peerDirection: z.enum(['up', 'down', 'beside']),
  number: z.number(),
  at: z.string(),
  /** sent: what the packet had beyond the one before it; received: what it brought. Null while it waits. */
  changes: z.number().nullable(),
  /** `kept`: made, and not known to lie where it was meant to. */
  state: z.enum(['kept', 'sent', 'acknowledged', 'applied', 'duplicate', 'waiting']),
  /** Of `changes`, those that an office other than their author gave back. */
  returned: z.number(),
  /** Numbers of the packets that one which waits has not seen come; null where they cannot be told. */
  missing: z.object({ from: z.number(), to: z.number() }).nullable(),
  awaits: z.enum(awaited).nullable(),
  /** Its name in the outbox. */
  file: z.string().nullable(),
  /** Of that file, as `handed` takes it. */
  sha256: z.string().nullable(),
})
export type PacketLogEntry = z.infer<typeof packetLogSchema>

/** Changes that an office gave back, with its reason. */
export const givenBackSchema = z.object({
  id: z.string(),
  at: z.string(),
  /** Who gave them back. */
  office: z.string(),
  actor: z.string(),
  /** Whether they were written on this PC. */
  mine: z.boolean(),
  reason: textSchema,
  changes: z.number(),
  /** Written on this PC, and written anew since: it goes up again. */
  corrected: z.boolean(),
  /** Nothing will be corrected: somebody of this PC took it off what waits. */
  settled: z.boolean(),
  /** The first few people and organizations that they are about. */
  about: z.array(subjectSchema),
})

/** Changes that came unproved from below and were laid aside, each once: a person takes them in, or puts them away. */
export const asideSchema = z.object({
  id: z.string(),
  /** The office whose packet brought them last, its number, and when; and all packets that brought them. */
  from: z.string(),
  number: z.number(),
  at: z.string(),
  packets: z.array(z.object({ from: z.string(), number: z.number() })),
  changes: z.number(),
  /** Who is said to have written them; `mine`: this very PC. */
  author: z.string(),
  mine: z.boolean(),
  /** The PC whose key is revoked, by whoever does not stand above it today: nobody takes that in. */
  revokes: z.string().nullable(),
  /** Whether they can be taken in: their packet is here. */
  canTake: z.boolean(),
  /** Who decided not to take them in, and why; they are asked about no more. */
  putAway: z.object({ at: z.string(), by: z.string(), reason: z.string() }).nullable(),
  sentence: textSchema,
})
export type LaidAside = z.infer<typeof asideSchema>

/** What a revoked key wrote that its revocation did not accept: it counts for nothing until a person decides. */
export const heldSchema = z.object({
  replica: z.string(),
  /** Whose PC it was. */
  office: z.string(),
  changes: z.number(),
  /** The first few people and organizations that it is about. */
  about: z.array(subjectSchema),
  /** Whether this office stands above that one, or is it. */
  canDecide: z.boolean(),
  sentence: textSchema,
})

/** A PC that was let in by a key which is about to be revoked. */
export const certifiedSchema = z.object({
  replica: z.string(),
  org: z.string(),
  name: textSchema,
  /** The PC that certified it, and whose that is. */
  issuer: z.string(),
  byName: textSchema,
  /** When it was certified, by the clock of the PC that did. */
  at: z.string(),
  /** When a packet of it was opened here last. */
  heard: z.string().nullable(),
  fingerprint: z.string(),
})
export type Certified = z.infer<typeof certifiedSchema>

export const packetsContract = {
  enrolRequest: procedure
    .input(z.object({ name: z.string().trim().min(1) }))
    .output(enrolSchema.extend({ file: z.instanceof(File) })),
  /** Takes back a request that was not approved yet: the folder is empty again. */
  enrolLeave: procedure.output(z.object({ left: z.boolean() })),
  enrolInspect: procedure.input(z.object({ file: z.instanceof(File) })).output(
    enrolSchema.extend({
      kind: z.enum(['request', 'approval']),
      /** The organization for which a request's PC may speak here already, or whose key was revoked; null for a new one. */
      known: z.object({ org: z.string(), name: textSchema, revoked: z.boolean() }).nullable(),
    }),
  ),
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
  /**
   * Of the PCs that this key let in only those are kept that `keep` names; what becomes of each is told. While packets by
   * a key that would count no more wait here, it is refused with `revoke-packets-wait`: `anyway` lets go of what they hold.
   * `received`: the last number of its packets that was taken in.
   */
  enrolRevoke: procedure
    .input(
      commandSchema.extend({
        replica: z.string().min(1),
        keep: z.array(z.string().min(1)).max(10_000).default([]),
        anyway: z.boolean().default(false),
      }),
    )
    .output(
      z.object({
        replica: z.string(),
        name: z.string(),
        received: z.number(),
        changeSet: changeSetSchema,
        certified: z.array(certifiedSchema.extend({ kept: z.boolean() })),
      }),
    ),
  /** The PCs that work only because this one certified them, or somebody whom it certified. */
  certifiedBy: procedure.input(z.object({ replica: z.string().min(1) })).output(z.array(certifiedSchema)),
  /**
   * How far a packet has come: it is about to be written to where it is meant to lie (`leaving`), lies there whole
   * (`there`), or could not be written (`stayed`). The number of one that never left is used again: whoever says by `sha256`
   * which packet he has is refused with `packet-remade` where that number is another one's by now.
   */
  handed: procedure
    .input(
      z.object({
        replica: z.string().min(1),
        number: z.number().int().min(1),
        how: z.enum(['leaving', 'there', 'stayed']).default('there'),
        sha256: z.string().max(64).optional(),
      }),
    )
    .output(z.object({ known: z.boolean() })),
  exportPacket: procedure
    .input(
      /**
       * `filesUpTo`: how many bytes of files it may carry; what is more follows with the next one. `tellsHanded`: whoever asks
       * says by `handed` how far the packet has come; until it lies where it was meant to its office is still owed it.
       */
      commandSchema.extend({
        to: orgRefSchema,
        tellsHanded: z.boolean().default(false),
        filesUpTo: z.number().int().min(0).max(1_000_000_000).optional(),
      }),
    )
    .output(
      stream(
        z.object({
          file: z.instanceof(File),
          /** Of the file, as `handed` takes it. */
          sha256: z.string(),
          replica: z.string(),
          number: z.number(),
          changes: z.number(),
          /** What its reader will look at. */
          people: z.number(),
          organizations: z.number(),
          bytes: z.number(),
          /** Files that travel with it, and those that follow with the next one. */
          files: z.number(),
          filesLeft: z.number(),
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
        /** What goes, or would go: how much, and of whom. */
        sentences: z.array(textSchema),
      }),
    ),
  peers: procedure.output(z.array(peerSchema)),
  pending: procedure.output(z.array(pendingSchema)),
  /** The packets sent and received last, newest first; those that wait stand before all others. */
  log: procedure
    .input(z.object({ limit: z.number().int().min(1).max(1000).default(50) }))
    .output(z.array(packetLogSchema)),
  givenBack: procedure
    .input(z.object({ limit: z.number().int().min(1).max(1000).default(50) }))
    .output(z.array(givenBackSchema)),
  aside: procedure.output(z.array(asideSchema)),
  takeAside: procedure
    .input(commandSchema.extend({ id: z.string().min(1), again: z.boolean().default(false) }))
    .output(stream(packetResultSchema)),
  putAsideAway: procedure
    .input(commandSchema.extend({ id: z.string().min(1), reason: z.string().trim().min(1).max(500) }))
    .output(z.object({ changes: z.number() })),
  held: procedure.output(z.array(heldSchema)),
  /** Lets what is held of a revoked key count after all, or gives it back to its author. */
  decideHeld: procedure
    .input(commandSchema.extend({ replica: z.string().min(1), take: z.boolean() }))
    .output(z.object({ changeSet: changeSetSchema, changes: z.number() })),
  /** What is read out over the telephone: this PC's own digits, and those of the district's root that it trusts. */
  digits: procedure.output(z.object({ own: z.string(), root: z.string().nullable() })),
  /** The first conflicts, as many as a person works through, and how many there are. */
  conflicts: procedure.output(z.object({ total: z.number(), rows: z.array(conflictSchema) })),
  disputes: procedure.output(z.object({ total: z.number(), rows: z.array(disputeSchema) })),
  resolveConflict: procedure
    .input(commandSchema.extend({ id: z.string(), keep: z.string() }))
    .output(z.object({ changeSet: changeSetSchema })),
}
