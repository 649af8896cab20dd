import { createHash } from 'node:crypto'
import { zstdCompressSync } from 'node:zlib'
import { Decrypter, Encrypter } from 'age-encryption'
import { zipped } from '#db/files/zip-writer.ts'
import type { CertificateChain } from '#db/packets/format/keys/certificate-chain.ts'
import { type ReplicaKeys, sign } from '#db/packets/format/keys/keys.ts'
import { clock, collected, draft, type Office } from './offices.ts'

/** What a hostile or newer sender may do otherwise than our own writer. */
export type Forgery = {
  readonly chain?: CertificateChain
  readonly signer?: Pick<ReplicaKeys, 'signPrivate'>
  /** The change file's bytes, or lines to compress. */
  readonly changes?: Uint8Array
  readonly manifest?: Readonly<Record<string, unknown>>
  readonly manifestText?: (text: string) => string
  /** Parts added or put in place of ours; undefined leaves one out. They are listed in the manifest. */
  readonly parts?: Readonly<Record<string, Uint8Array | undefined>>
  /** Files in the zip that the manifest does not list. */
  readonly stowaways?: Readonly<Record<string, Uint8Array>>
  readonly tamper?: (zip: Buffer) => Buffer
}

/** A packet put together by hand, part by part, as the format says. */
export async function forgedPacket(from: Office, to: Office, forgery: Forgery = {}): Promise<File> {
  const parts = defined({
    'changes.ndjson.zst': forgery.changes ?? zstdCompressSync(Buffer.from('{"id":"w-1"}\n{"id":"w-2"}\n')),
    'certificates.json': Buffer.from(JSON.stringify(forgery.chain ?? from.chain)),
    'seals.json': Buffer.from('[]'),
    ...forgery.parts,
  })
  const listed = parts.map(([path, bytes]) => [path, { sha256: sha256(bytes), bytes: bytes.length }])
  const text = JSON.stringify({
    format: 3,
    ...draft(from, to).statement,
    createdAt: clock.now().toISOString(),
    parts: Object.fromEntries(listed),
    ...forgery.manifest,
  })
  const manifest = Buffer.from(forgery.manifestText?.(text) ?? text)
  const signature = sign(forgery.signer ?? from.keys, manifest)
  const all = { 'manifest.json': manifest, 'manifest.sig': signature, ...forgery.stowaways }
  const zip = await zipOf([...parts, ...Object.entries(all)])
  return sealedFile(forgery.tamper?.(zip) ?? zip, to.keys.recipient)
}

/** These bytes as a file that only the holder of the recipient's identity can open. */
export async function sealedFile(plain: Uint8Array, recipient: string): Promise<File> {
  const encrypter = new Encrypter()
  encrypter.addRecipient(recipient)
  return packetFile(await encrypter.encrypt(plain))
}

export async function unsealed(file: File, identity: string): Promise<Buffer> {
  const decrypter = new Decrypter()
  decrypter.addIdentity(identity)
  return Buffer.from(await decrypter.decrypt(new Uint8Array(await file.arrayBuffer())))
}

export function packetFile(bytes: Uint8Array): File {
  return new File([Uint8Array.from(bytes)], '来包.llb')
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

export async function zipOf(files: readonly (readonly [string, Uint8Array])[]): Promise<Buffer> {
  async function* parts() {
    for (const [path, bytes] of files) yield { path, content: one(bytes) }
  }
  return Buffer.concat(await collected(zipped(parts(), clock.now())))
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

function defined(parts: Readonly<Record<string, Uint8Array | undefined>>): [string, Uint8Array][] {
  return Object.entries(parts).flatMap(([path, bytes]) => (bytes === undefined ? [] : [[path, bytes]]))
}
