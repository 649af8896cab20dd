import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { bounded } from '#db/files/bounded.ts'
import { type Measure, measured } from '#db/files/measured.ts'
import { onDisk } from '#db/files/storage-refusal.ts'
import { openZip, ZipFault, type ZipReader } from '#db/files/zip-reader.ts'
import type { Certificate } from './keys/certificate.ts'
import type { CertificateChain, ChainTrust } from './keys/certificate-chain.ts'
import type { ReplicaKeys } from './keys/keys.ts'
import { unpackChanges } from './packet-changes.ts'
import { mayUnpackTo, type PacketLimits, packetLimits } from './packet-limits.ts'
import { type Manifest, partNames } from './packet-manifest.ts'
import { damaged } from './packet-refusal.ts'
import { type PacketSource, sourceBytes, sourceName } from './packet-source.ts'
import type { RangeSeal } from './range-seal.ts'
import { unseal } from './seal.ts'
import { type Verified, verifyPacket } from './verify-packet.ts'
import { makeWorkFolder, removeWorkFolder } from './work-folder.ts'

/** What is needed to open a packet. */
export type PacketOpening = {
  readonly source: PacketSource
  readonly keys: Pick<ReplicaKeys, 'replica' | 'identity'>
  readonly trust: ChainTrust
  /** Where the packet lies in plain text while it is open: a folder of the registry's own. */
  readonly workFolder: string
}

/** An attachment in an open packet; its hash has been verified. */
export type PacketAttachment = {
  readonly sha256: string
  readonly bytes: number
  readonly content: () => AsyncIterable<Uint8Array>
}

/** A packet of which every byte has been verified. It stays on the disk until `close`, which everybody owes it. */
export type OpenedPacket = AsyncDisposable & {
  readonly name: string
  /** Of the sealed file, to know it again. */
  readonly sealed: Measure
  readonly manifest: Manifest
  readonly certificates: CertificateChain
  readonly root: Certificate
  readonly seals: readonly RangeSeal[]
  /** One JSON text each, in the order of the sender's offers; may be read more than once. */
  readonly changes: AsyncIterable<string>
  readonly files: ReadonlyMap<string, PacketAttachment>
  readonly close: () => Promise<void>
}

/**
 * Opens and verifies a packet: is it one, can this replica open it, is it whole, who signed it, is he trusted, is it
 * addressed to me. The first answer that is no is a Refusal; nothing is left on the disk then.
 */
export async function openPacket(
  opening: PacketOpening,
  limits: PacketLimits = packetLimits,
): Promise<OpenedPacket> {
  const name = sourceName(opening.source)
  const folder = await makeWorkFolder(opening.workFolder)
  const file = join(folder, 'packet.zip')
  let zip: ZipReader | undefined
  const close = async () => {
    zip?.close()
    await removeWorkFolder(folder)
  }
  try {
    const sealed = await unsealInto(file, opening, name, limits)
    // Beside the attachments lie manifest, signature, certificates, seals and changes.
    zip = await openZip(file, { entries: limits.files + 5, bytes: limits.partBytes })
    const verified = await verifyPacket(zip, name, opening.keys.replica, opening.trust, limits)
    return openedPacket(zip, name, sealed, verified, limits, close)
  } catch (error) {
    // What cannot be removed now is swept at the next start; the first failure is the one to tell.
    await close().catch(() => undefined)
    throw error instanceof ZipFault ? structureDamaged(name, error) : error
  }
}

async function unsealInto(
  file: string,
  { source, keys, workFolder }: PacketOpening,
  name: string,
  limits: PacketLimits,
): Promise<Measure> {
  const { content, measure } = measured(
    bounded(sourceBytes(source), limits.sealedBytes, () => overLimit(name)),
  )
  const told = onDisk(workFolder)
  const handle = await told(open(file, 'wx', 0o600))
  try {
    for await (const chunk of unseal(content, keys.identity, name)) await told(handle.writeFile(chunk))
  } finally {
    await told(handle.close())
  }
  return measure()
}

function openedPacket(
  zip: ZipReader,
  name: string,
  sealed: Measure,
  { manifest, certificates, chain, seals }: Verified,
  limits: PacketLimits,
  close: () => Promise<void>,
): OpenedPacket {
  const packed = manifest.parts[partNames.changes]?.bytes ?? 0
  const attachments = Object.entries(manifest.parts).filter(([path]) => path.startsWith('files/'))
  return {
    name,
    sealed,
    manifest,
    certificates,
    root: chain.root,
    seals,
    changes: {
      [Symbol.asyncIterator]: () =>
        unpackChanges(zip.read(partNames.changes), name, boundedBy(limits, packed)),
    },
    files: new Map(
      attachments.map(([path, { sha256, bytes }]) => [
        sha256,
        { sha256, bytes, content: () => zip.read(path) },
      ]),
    ),
    close,
    [Symbol.asyncDispose]: close,
  }
}

function boundedBy(limits: PacketLimits, packed: number): PacketLimits {
  return { ...limits, changesBytes: Math.min(limits.changesBytes, mayUnpackTo(limits, packed)) }
}

function overLimit(name: string): Error {
  return damaged(name, { zh: '它超过了数据包的上限', en: 'it is over the limit of a packet' })
}

function structureDamaged(name: string, fault: ZipFault): Error {
  const why = { zh: '它的内部结构不完整', en: 'its inner structure is broken' }
  return damaged(name, why, { cause: fault.message })
}
