import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { readRefusal } from '#db/files/storage-refusal.ts'

/** A packet as it comes in: a path on this PC, or a `File` that a person handed to a page. */
export type PacketSource =
  | string
  | { readonly name: string; readonly stream: () => ReadableStream<Uint8Array> }

/** The packet's file name, by which sentences call it. */
export function sourceName(source: PacketSource): string {
  return typeof source === 'string' ? basename(source) : source.name
}

/** The sealed bytes; what the disk refuses is a Refusal. */
export async function* sourceBytes(source: PacketSource): AsyncGenerator<Uint8Array> {
  try {
    yield* typeof source === 'string' ? createReadStream(source) : source.stream()
  } catch (error) {
    throw readRefusal(error, sourceName(source))
  }
}
