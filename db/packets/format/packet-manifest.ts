import { z } from 'zod'
import { certificateSchema } from './keys/certificate.ts'
import { damaged, tooNew, tooOld } from './packet-refusal.ts'

/** The newest packet format that this version writes and opens. */
export const packetFormat = 3

export const partNames = {
  manifest: 'manifest.json',
  signature: 'manifest.sig',
  certificates: 'certificates.json',
  changes: 'changes.ndjson.zst',
  seals: 'seals.json',
} as const

/** Where an attachment lies in a packet. */
export function attachmentPath(sha256: string): string {
  return `files/${sha256}`
}

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/)
const countSchema = z.number().int().nonnegative()
const topSchema = z.object({ pos: countSchema, hash: z.string().max(128) }).readonly()
const endSchema = z
  .object({
    replica: z.string().min(1).max(100),
    org: z.string().min(1).max(100),
    name: z.string().min(1).max(200),
  })
  .readonly()
/** Numbers of writers, both ends included. A range is looked up, never counted through. */
export const rangesSchema = z
  .array(z.tuple([z.string().min(1).max(100), countSchema, countSchema]).readonly())
  .max(10_000)
  .readonly()
/** How many changes say where a receiver stands: two for each organization above it, and some certificates. */
export const mostPlacing = 40
const partPathSchema = z
  .string()
  .regex(/^(certificates\.json|seals\.json|changes\.ndjson\.zst|files\/[0-9a-f]{64})$/)

/** Keys that only a newer app knows do no harm and are dropped: mixed versions exchange packets. */
const commonSchema = z.object({
  format: z.literal(packetFormat),
  app: z.string().max(100),
  schema: countSchema,
  from: endSchema,
  to: endSchema,
  number: countSchema,
  fromTop: topSchema,
  toTop: topSchema,
  have: topSchema.nullable(),
  missingFiles: z.array(sha256Schema).max(10_000).readonly(),
  createdAt: z.iso.datetime(),
  counts: z.record(z.string().max(100), countSchema).readonly(),
  /** Lines of the packet that are cards, and places in the list whose changes the receiver gave himself. */
  cards: countSchema,
  yours: countSchema,
  seals: countSchema,
  /** Of the receiver's changes, those that were laid aside here: below the top in `have`, and not taken in. */
  aside: rangesSchema,
  /**
   * Signed changes by which the receiver's organization stands below the sender's, and certificates, as lines: it was moved,
   * or another PC works above it, and a PC that was restored or cloned may know nothing of that.
   */
  placing: z.array(z.string().max(20_000)).max(mostPlacing).readonly().optional(),
  parts: z
    .record(partPathSchema, z.object({ sha256: sha256Schema, bytes: countSchema }).readonly())
    .readonly(),
})

export const manifestSchema = z.discriminatedUnion('kind', [
  commonSchema.extend({ kind: z.literal('packet') }).readonly(),
  commonSchema.extend({ kind: z.literal('approval'), approval: certificateSchema }).readonly(),
])

/** What a packet says about itself, signed by its sender; an approval carries the new replica's own certificate. */
export type Manifest = z.infer<typeof manifestSchema>

/** A place in the sender's list of offers, with the running hash of what lies before it. */
export type Top = z.infer<typeof topSchema>

/** One side of an exchange. */

type WrittenByUs = 'format' | 'createdAt' | 'parts'

/** What the sender states; the writer of the packet adds the format, the time and the parts. */
export type PacketStatement = Manifest extends infer M
  ? M extends Manifest
    ? Omit<M, WrittenByUs>
    : never
  : never

/** Reads a manifest's bytes; a newer format is told apart from damage before anything else is looked at. */
export function parseManifest(bytes: Uint8Array, file: string): Manifest {
  const value = jsonOf(bytes)
  const found = z.object({ format: z.number().int() }).safeParse(value).data?.format
  if (found !== undefined && found > packetFormat) throw tooNew(file, found)
  if (found !== undefined && found > 0 && found < packetFormat) throw tooOld(file)
  const manifest = manifestSchema.safeParse(value)
  if (manifest.success) return manifest.data
  throw damaged(
    file,
    { zh: '它的清单（manifest.json）不完整', en: 'its manifest is incomplete' },
    { issues: manifest.error.issues.slice(0, 5).map(issue => issue.path.join('.')) },
  )
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return undefined
  }
}
