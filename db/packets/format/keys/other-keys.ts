import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { moveOver } from '#db/files/durable-file.ts'
import { Refusal, refuse } from '#db/shared/refusal.ts'
import { generateKeys, type ReplicaKeys } from './keys.ts'
import { adoptNextKeys, keysFileName, saveNextKeys } from './keys-file.ts'

/**
 * Lays other keys in the place of a registry's; `name` writes in it whose they are. Ended at any moment it opens with the
 * keys that the registry names then.
 */
export async function takeOtherKeys(
  folder: string,
  keys: ReplicaKeys,
  name: (replica: string) => void,
): Promise<void> {
  await saveNextKeys(folder, keys)
  name(keys.replica)
  await adoptNextKeys(folder, keys.replica)
}

/** Why a registry does not open that only a copy of its keys would open, or new ones. */
const lost: ReadonlySet<string> = new Set(['keys-missing', 'keys-damaged'])
/** Whether that is why: anything else is no reason for new keys. */
export const areLost = (why: unknown): why is Refusal => why instanceof Refusal && lost.has(why.code)

type LostKeys = { readonly replica: string; readonly root: string | undefined; readonly why: unknown }

/** The district's own keys cannot be exchanged, so nobody is offered new ones in their place. */
export function refuseForRoot(folder: string, { replica, root, why }: LostKeys): void {
  if (root !== replica || !areLost(why)) return
  const isThere = why.code === 'keys-damaged'
  const file = join(folder, keysFileName)
  refuse(
    'own-keys-root',
    `${isThere ? '密钥文件已损坏' : '找不到密钥文件'}：${file}。下级都信任这台电脑的密钥，不能换成新的。有另存的密钥文件的，请放回这里；没有的，请在一个空文件夹里打开密钥恢复文件，再恢复最近的备份；没有备份的，恢复这个文件夹里的 registry.db。`,
    `The key file ${file} is ${isThere ? 'damaged' : 'missing'}. Every office below trusts this PC's keys, which cannot be exchanged. Put back the copy that you kept of it; without one, open the recovery file in an empty folder, then restore the newest backup there, or the registry.db of this folder.`,
    { file },
  )
}

/**
 * New keys for a registry that lost its own: whatever it holds stays, and the office above approves it anew. What it had
 * sealed stays proved; what it wrote since its last packet is taken in above when a person says so. A damaged file is kept
 * beside the new one. Refuses for the district's own keys, in which everybody below trusts.
 */
export async function replaceLostKeys(
  folder: string,
  { replica, root, why }: LostKeys,
  name: (replica: string) => void,
): Promise<ReplicaKeys> {
  if (!areLost(why)) throw why
  refuseForRoot(folder, { replica, root, why })
  const file = join(folder, keysFileName)
  if (existsSync(file)) await moveOver(file, join(folder, `keys-damaged-${replica.slice(0, 8)}.json`))
  const keys = await generateKeys()
  await takeOtherKeys(folder, keys, name)
  return keys
}
