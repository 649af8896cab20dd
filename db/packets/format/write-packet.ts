import { createReadStream } from 'node:fs'
import { access } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { bounded } from '#db/files/bounded.ts'
import { type WrittenFile, writeDurably } from '#db/files/durable-file.ts'
import { type Measure, measured } from '#db/files/measured.ts'
import { errorCode, writeRefusal } from '#db/files/storage-refusal.ts'
import { type ZipPart, zipped } from '#db/files/zip-writer.ts'
import { type Clock, today } from '#db/shared/clock.ts'
import { invariant } from '#db/shared/invariant.ts'
import { inParts } from '#db/shared/slices.ts'
import type { CertificateChain } from './keys/certificate-chain.ts'
import { type ReplicaKeys, sign } from './keys/keys.ts'
import { packChanges } from './packet-changes.ts'
import { type PacketLimits, packetLimits } from './packet-limits.ts'
import {
  attachmentPath,
  type Manifest,
  manifestSchema,
  type PacketStatement,
  packetFormat,
  partNames,
} from './packet-manifest.ts'
import { otherPcName, packetName } from './packet-name.ts'
import { attachmentUnusable, tooLarge, tooMany } from './packet-refusal.ts'
import type { RangeSeal } from './range-seal.ts'
import { seal } from './seal.ts'

/** An attachment of a record: where it lies on this PC, and the hash that it was recorded with. */
export type Attachment = { readonly sha256: string; readonly path: string }

/**
 * All that goes into one packet. The changes are drawn once, in the order of the offers, and closed whatever happens;
 * should the folder be missing, they are not even begun, so let them open nothing before the first is drawn.
 */
export type PacketDraft = {
  readonly keys: ReplicaKeys
  readonly chain: CertificateChain
  readonly statement: PacketStatement
  /** The hash of the place to which it leads, where that is known only when the changes were drawn. */
  readonly endHash?: () => string
  /** The age recipient of the replica that shall open it. */
  readonly recipient: string
  readonly changes: AsyncIterable<string> | Iterable<string>
  /** How long the changes are as text of their own, where they name things by number; known when all were drawn. */
  readonly length?: () => number
  readonly seals: readonly RangeSeal[]
  readonly files: readonly Attachment[]
  /** Says that nobody waits for it any more, at whatever it is. */
  readonly stopped?: AbortSignal | undefined
}

/**
 * Writes a packet into a folder in one pass, nothing of it in plain text on the disk, and answers where it lies. A
 * packet of that name that lies there already is left alone and the new one is numbered `-2`.
 */
export async function writePacket(
  draft: PacketDraft,
  folder: string,
  clock: Clock,
  limits: PacketLimits = packetLimits,
): Promise<WrittenFile> {
  const { keys, chain, statement, recipient } = draft
  invariant(statement.from.replica === keys.replica, 'a replica speaks for itself only')
  invariant(chain[0]?.signKey === keys.signPublic, "the chain begins with the sender's certificate")
  invariant(chain[0].org === statement.from.org, 'a replica speaks for its own organization only')
  const { from, to, number } = statement
  const receiver = to.org === from.org ? otherPcName(to.replica) : to.name
  const named = packetName({ from: from.name, to: receiver, number, day: today(clock) })
  const file = await freeName(folder, named)
  const name = basename(file)
  const now = clock.now()
  const sealed = seal(zipped(packetParts(draft, now, name, limits), now), recipient)
  refuseTooMuch(statement, name, limits)
  const overLimit = () => tooLarge(name, { zh: '超过上限', en: 'it is over the limit' })
  return writeDurably(file, bounded(sealed, limits.sealedBytes, overLimit), {
    mode: 'private',
    signal: draft.stopped,
  })
}

/** Refuses, before anything is written, what no reader takes. */
function refuseTooMuch(statement: PacketStatement, name: string, limits: PacketLimits): void {
  const { fromTop, toTop, cards, seals } = statement
  const places = toTop.pos - fromTop.pos
  if (places > limits.places) throw tooMany(name, { zh: '变更', en: 'changes' }, places, limits.places)
  if (cards > limits.cards) throw tooMany(name, { zh: '名片', en: 'cards' }, cards, limits.cards)
  if (seals > limits.seals) throw tooMany(name, { zh: '签章', en: 'seals' }, seals, limits.seals)
}

async function* packetParts(
  draft: PacketDraft,
  now: Date,
  name: string,
  limits: PacketLimits,
): AsyncGenerator<ZipPart> {
  const parts = new Map<string, Measure>()
  async function* add(path: string, source: AsyncIterable<Uint8Array>): AsyncGenerator<ZipPart> {
    const { content, measure } = measured(source)
    yield { path, content }
    parts.set(path, measure())
  }
  yield* add(partNames.changes, packChanges(draft.changes, name, limits, draft.length))
  for (const file of withoutDoubles(draft.files, name, limits)) {
    const path = attachmentPath(file.sha256)
    yield* add(path, attachmentBytes(file, name))
    if (parts.get(path)?.sha256 !== file.sha256) {
      throw attachmentUnusable(name, file.path, { zh: '已被改动或损坏', en: 'was changed or damaged' })
    }
  }
  yield* add(partNames.certificates, jsonBytes(draft.chain))
  yield* add(partNames.seals, listBytes(draft.seals))
  const { toTop } = draft.statement
  const manifest = {
    format: packetFormat,
    ...draft.statement,
    toTop: { ...toTop, hash: draft.endHash?.() ?? toTop.hash },
    createdAt: now.toISOString(),
    parts: Object.fromEntries(parts),
  } satisfies Manifest
  invariant(manifestSchema.safeParse(manifest).success, 'what we write we can read')
  const bytes = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`)
  if (bytes.length > limits.manifestBytes)
    throw tooLarge(name, { zh: '清单太长', en: 'its manifest is too long' })
  yield { path: partNames.manifest, content: one(bytes) }
  yield { path: partNames.signature, content: one(sign(draft.keys, bytes)) }
}

function withoutDoubles(
  files: readonly Attachment[],
  name: string,
  limits: PacketLimits,
): readonly Attachment[] {
  const distinct = [...new Map(files.map(file => [file.sha256, file])).values()]
  if (distinct.length > limits.files)
    throw tooLarge(name, { zh: '附件太多', en: 'it has too many attachments' })
  return distinct
}

async function* attachmentBytes(file: Attachment, name: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(file.path)
  } catch (error) {
    if (errorCode(error) === undefined) throw error
    throw attachmentUnusable(name, file.path, { zh: '读不出来', en: 'cannot be read' })
  }
}

async function* jsonBytes(value: unknown): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`${JSON.stringify(value, null, 2)}\n`)
}

/** One to a line: there may be very many. */
async function* listBytes(values: readonly unknown[]): AsyncGenerator<Uint8Array> {
  yield Buffer.from('[')
  let isFirst = true
  for (const some of inParts(values, 1000)) {
    const lines = some.map(value => JSON.stringify(value)).join(',\n')
    yield Buffer.from(`${isFirst ? '\n' : ',\n'}${lines}`)
    isFirst = false
  }
  yield Buffer.from('\n]\n')
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

/** A name that is free: a registry brought back from a backup may use a number a second time. */
async function freeName(folder: string, name: string): Promise<string> {
  for (let n = 1; ; n++) {
    const file = join(folder, n === 1 ? name : name.replace(/\.llb$/, `-${n}.llb`))
    try {
      await access(file)
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return file
      throw writeRefusal(error, file)
    }
  }
}
