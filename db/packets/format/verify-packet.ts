import { z } from 'zod'
import { measureOf } from '#db/files/measured.ts'
import type { ZipReader } from '#db/files/zip-reader.ts'
import { Refusal } from '#db/shared/refusal.ts'
import type { Text } from '#db/shared/text.ts'
import { certificateSchema } from './keys/certificate.ts'
import {
  type CertificateChain,
  type ChainTrust,
  type VerifiedChain,
  verifyChain,
} from './keys/certificate-chain.ts'
import { verify } from './keys/keys.ts'
import type { PacketLimits } from './packet-limits.ts'
import { type Manifest, parseManifest, partNames } from './packet-manifest.ts'
import { badSignature, damaged, foreignSigner, wrongRecipient } from './packet-refusal.ts'
import { parseSeals, type RangeSeal } from './range-seal.ts'

/** What is known of a packet whose every byte has been checked. */
export type Verified = {
  readonly manifest: Manifest
  readonly certificates: CertificateChain
  readonly chain: VerifiedChain
  readonly seals: readonly RangeSeal[]
}

const unlisted: Text = { zh: '其中的文件与清单不符', en: 'its parts are not those of its manifest' }

/**
 * Verifies an unsealed packet: manifest and format, parts against the manifest, signature by the sender's
 * certificate, chain of certificates, addressee; in this order, and each refused with its own code.
 */
export async function verifyPacket(
  zip: ZipReader,
  name: string,
  replica: string,
  trust: ChainTrust,
  limits: PacketLimits,
): Promise<Verified> {
  const manifestBytes = await small(zip, partNames.manifest, limits.manifestBytes, name)
  const manifest = parseManifest(manifestBytes, name)
  await verifyParts(zip, manifest, name)
  const certificates = await readCertificates(zip, name, limits)
  const signature = await small(zip, partNames.signature, 64, name)
  verifySignature(manifest, certificates, manifestBytes, signature, name)
  const chain = verifyTrust(certificates, trust, name)
  if (manifest.to.replica !== replica) throw wrongRecipient(name, 'other')
  const seals = await readSeals(zip, manifest, name, limits)
  return { manifest, certificates, chain, seals }
}

async function verifyParts(zip: ZipReader, manifest: Manifest, name: string): Promise<void> {
  const listed = new Map(Object.entries(manifest.parts))
  const expected = new Set([partNames.manifest, partNames.signature, ...listed.keys()])
  const required = [partNames.certificates, partNames.changes, partNames.seals]
  const isComplete = zip.sizes.size === expected.size && required.every(path => listed.has(path))
  if (!isComplete) throw damaged(name, unlisted)
  for (const [path, part] of listed) {
    const isNamedRightly = !path.startsWith('files/') || path === `files/${part.sha256}`
    if (zip.sizes.get(path) !== part.bytes || !isNamedRightly) throw damaged(name, unlisted, { path })
  }
  for (const [path, part] of listed) {
    const found = await measureOf(zip.read(path))
    if (found.sha256 !== part.sha256 || found.bytes !== part.bytes) throw damaged(name, unlisted, { path })
  }
}

async function readCertificates(
  zip: ZipReader,
  name: string,
  limits: PacketLimits,
): Promise<CertificateChain> {
  const bytes = await small(zip, partNames.certificates, limits.certificatesBytes, name)
  const chain = z.array(certificateSchema).safeParse(jsonOf(bytes))
  if (chain.success) return chain.data
  throw damaged(name, { zh: '它的证书（certificates.json）不完整', en: 'its certificates are incomplete' })
}

async function readSeals(
  zip: ZipReader,
  manifest: Manifest,
  name: string,
  limits: PacketLimits,
): Promise<readonly RangeSeal[]> {
  const seals = parseSeals(jsonOf(await small(zip, partNames.seals, limits.sealsBytes, name)), limits.seals)
  if (seals !== undefined && seals.length === manifest.seals) return seals
  throw damaged(name, { zh: '它的签章（seals.json）不完整', en: 'its seals are incomplete' })
}

function verifySignature(
  manifest: Manifest,
  certificates: CertificateChain,
  bytes: Uint8Array,
  signature: Uint8Array,
  name: string,
): void {
  const { from } = manifest
  const sender = certificates[0]
  const isSender = sender?.replica === from.replica && sender.org === from.org
  if (!isSender || !verify(sender.signKey, bytes, signature)) throw badSignature(name)
}

function verifyTrust(certificates: CertificateChain, trust: ChainTrust, name: string): VerifiedChain {
  try {
    return verifyChain(certificates, trust)
  } catch (error) {
    throw error instanceof Refusal ? foreignSigner(name, error) : error
  }
}

async function small(zip: ZipReader, path: string, max: number, name: string): Promise<Buffer> {
  const size = zip.sizes.get(path)
  if (size === undefined) throw damaged(name, { zh: `其中缺少 ${path}`, en: `it has no ${path}` })
  if (size > max) throw damaged(name, { zh: `其中的 ${path} 过大`, en: `its ${path} is too large` })
  const chunks: Uint8Array[] = []
  for await (const chunk of zip.read(path)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return undefined
  }
}
