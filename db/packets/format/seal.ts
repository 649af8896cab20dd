import { Decrypter, Encrypter } from 'age-encryption'
import { Refusal } from '#db/shared/refusal.ts'
import { damaged, emptyPacket, notAPacket, wrongRecipient } from './packet-refusal.ts'

const magic = 'age-encryption.org/v1\n'

/** A header for one recipient has about 200 bytes; without a limit a hostile one would be read into memory whole. */
const maxHeaderBytes = 16_384

/** Seals bytes to an age recipient as they are drawn. */
export async function* seal(
  plain: AsyncGenerator<Uint8Array>,
  recipient: string,
): AsyncGenerator<Uint8Array> {
  const encrypter = new Encrypter()
  encrypter.addRecipient(recipient)
  try {
    yield* await encrypter.encrypt(ReadableStream.from(plain))
  } finally {
    await plain.return(undefined)
  }
}

/** Opens sealed bytes as they are drawn; `name` is the packet's, for the sentences. */
export async function* unseal(
  sealed: AsyncGenerator<Uint8Array>,
  identity: string,
  name: string,
): AsyncGenerator<Uint8Array> {
  try {
    const head = await readHead(sealed)
    // What a copy that broke off leaves: no bytes at all, or nothing but zeros.
    if (head.every(byte => byte === 0)) throw emptyPacket(name)
    if (!head.subarray(0, magic.length).equals(Buffer.from(magic))) throw notAPacket(name)
    if (!head.includes('\n--- ')) throw damagedInTransit(name)
    const decrypter = new Decrypter()
    decrypter.addIdentity(identity)
    yield* await decrypter.decrypt(ReadableStream.from(continued(head, sealed)))
  } catch (error) {
    if (error instanceof Refusal) throw error
    throw isWrongIdentity(error) ? wrongRecipient(name) : damagedInTransit(name)
  } finally {
    await sealed.return(undefined)
  }
}

/** Whether age says that none of the keys or passphrases given opens this file. */
export function isWrongIdentity(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('no identity matched')
}

async function readHead(source: AsyncGenerator<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  while (bytes < maxHeaderBytes) {
    const next = await source.next()
    if (next.done) break
    chunks.push(next.value)
    bytes += next.value.length
  }
  return Buffer.concat(chunks)
}

async function* continued(head: Uint8Array, rest: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield head
  yield* rest
}

function damagedInTransit(name: string): Refusal {
  return damaged(name, {
    zh: '它在传送途中损坏或不完整，切成几份的，也可能混进了另一个数据包的一份',
    en: "it was damaged or cut off on its way or, where it came in parts, one of them is another packet's",
  })
}
