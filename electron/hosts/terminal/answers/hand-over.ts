import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { cutPacket } from '#contract/packets/packet-parts.ts'
import { writeNewFile } from '../../new-file.ts'
import type { Context } from '../command.ts'

type Made = { readonly replica: string; readonly number: number; readonly file: File }

/**
 * Writes a packet that was made, whole or in parts of so many bytes, and says how far it has come: of one that could not
 * be written nothing stays, and its number is used again.
 */
export async function handOver(
  { client, ask, signal }: Pick<Context, 'client' | 'ask' | 'signal'>,
  { replica, number, file }: Made,
  to: { readonly folder: string; readonly name: string; readonly most?: number },
): Promise<readonly string[]> {
  const { folder, name, most = Infinity } = to
  const tell = (how: 'leaving' | 'there' | 'stayed') => ask(client.packets.handed({ replica, number, how }))
  const written: string[] = []
  await tell('leaving')
  try {
    for (const part of cutPacket(name, file.size, most)) {
      const path = join(folder, part.name)
      await writeNewFile(path, file.slice(part.from, part.to), signal)
      written.push(path)
    }
  } catch (error) {
    await Promise.all(written.map(path => rm(path, { force: true })))
    await tell('stayed')
    throw error
  }
  await tell('there')
  return written
}
