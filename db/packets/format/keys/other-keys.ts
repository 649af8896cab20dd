import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { moveOver } from '#db/files/durable-file.ts'
import { Refusal, refuse } from '#db/shared/refusal.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import { generateKeys, type ReplicaKeys } from './keys.ts'
import { adoptNextKeys, keysFileName, saveNextKeys } from './keys-file.ts'

/** What is known of packets to and from others by the keys that are given up: with new ones everything is offered anew. */
const ofOldKeys = ['offer', 'sent', 'received', 'taken', 'taken_top', 'waiting', 'certified']

/**
 * Lays other keys in the place of a registry's, and names them in it. Ended at any moment it opens with the keys that the
 * registry names then.
 */
export async function takeOtherKeys(folder: string, db: Connection, keys: ReplicaKeys): Promise<void> {
  await saveNextKeys(folder, keys)
  db.transaction(() => {
    db.prepare("UPDATE meta SET value = ? WHERE key = 'replica'").run(keys.replica)
    for (const table of ofOldKeys) db.exec(`DELETE FROM ${table}`)
    db.exec("UPDATE peer SET acked_pos = 0, acked_hash = '', aside = '[]'")
  })()
  await adoptNextKeys(folder, keys.replica)
}

/** Why a registry does not open that only a copy of its keys would open, or new ones. */
const lost: ReadonlySet<string> = new Set(['keys-missing', 'keys-damaged'])

/**
 * New keys for a registry that lost its own: whatever it holds stays, and the office above approves it anew. What it had
 * sealed stays proved; what it wrote since its last packet is taken in above when a person says so. A damaged file is kept
 * beside the new one. Refuses for the district's own keys, in which everybody below trusts.
 */
export async function replaceLostKeys(
  folder: string,
  db: Connection,
  { replica, why }: { readonly replica: string; readonly why: unknown },
): Promise<ReplicaKeys> {
  if (!(why instanceof Refusal && lost.has(why.code))) throw why
  const root = db.prepare<[], string>("SELECT value FROM meta WHERE key = 'root_replica'").pluck().get()
  if (root === replica) {
    refuse(
      'own-keys-root',
      '全区都信任这台电脑的密钥，不能换成新的。请在一个空文件夹里打开密钥恢复文件，再恢复最近的备份。',
      'The whole district trusts this PC’s keys, which cannot be exchanged. Open the recovery file in an empty folder, then restore the newest backup there.',
    )
  }
  const file = join(folder, keysFileName)
  if (existsSync(file)) await moveOver(file, join(folder, `keys-damaged-${replica.slice(0, 8)}.json`))
  const keys = await generateKeys()
  await takeOtherKeys(folder, db, keys)
  return keys
}
