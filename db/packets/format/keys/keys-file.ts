import { access, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { moveOver, writeDurably } from '#db/files/durable-file.ts'
import { errorCode, readRefusal } from '#db/files/storage-refusal.ts'
import { refuse } from '#db/shared/refusal.ts'
import { areKeysSound, isIdOf, type ReplicaKeys, replicaKeysSchema } from './keys.ts'

/** The file of a registry's keys, beside its database; never in it, in a backup or in a packet. */
export const keysFileName = 'keys.json'

const keysFileSchema = z.object({ format: z.literal(1), keys: replicaKeysSchema })

/** Writes `keys.json` for its user's eyes only; keys that lie there already are never overwritten. */
export async function saveKeys(folder: string, keys: ReplicaKeys): Promise<void> {
  const file = join(folder, keysFileName)
  if (await isThere(file)) {
    refuse(
      'keys-exist',
      `${file} 已有密钥，没有覆盖。要换新密钥，请先把这个文件移到别处妥善保存。`,
      `${file} already holds keys and was not overwritten. To make new keys, first move this file to a safe place.`,
      { file },
    )
  }
  const text = JSON.stringify({ format: 1, keys } satisfies z.input<typeof keysFileSchema>, null, 2)
  await writeDurably(file, [Buffer.from(`${text}\n`)], { mode: 'private' })
}

/** Keys that are about to take the place of others: they count once the registry names them. */
const nextKeysFileName = 'keys-next.json'

/** Lays new keys beside those in use; whatever was begun before is replaced. */
export async function saveNextKeys(folder: string, keys: ReplicaKeys): Promise<void> {
  const text = JSON.stringify({ format: 1, keys } satisfies z.input<typeof keysFileSchema>, null, 2)
  await writeDurably(join(folder, nextKeysFileName), [Buffer.from(`${text}\n`)], { mode: 'private' })
}

/** Puts them in their place if they are this replica's; ended at any moment, this is done once more when it is opened. */
export async function adoptNextKeys(folder: string, replica: string): Promise<void> {
  const next = join(folder, nextKeysFileName)
  if (!(await isThere(next))) return
  const keys = parsedKeys(await keysText(next))
  if (keys?.replica === replica) await moveOver(next, join(folder, keysFileName))
  else await rm(next, { force: true })
}

/** Reads the keys of this replica; missing, damaged and foreign ones are told apart. */
export async function readKeys(folder: string, replica: string): Promise<ReplicaKeys> {
  const file = join(folder, keysFileName)
  const keys = parsedKeys(await keysText(file))
  if (keys === undefined || !(await areKeysSound(keys))) {
    refuse(
      'keys-damaged',
      `密钥文件 ${file} 已损坏。请把另存的那份密钥文件放回来；没有的，在本机打开程序时选择改用新密钥：台账内容都保留，再请上级批准；区级的，用密钥恢复文件。`,
      `The key file ${file} is damaged. Put back the copy that you kept of it; without one, take new keys, which the program offers when it is opened on this PC: all that the registry holds stays, and the office above approves it anew. The district uses its recovery file.`,
      { file },
    )
  }
  if (!isIdOf(keys.replica, { signKey: keys.signPublic, recipient: keys.recipient })) {
    refuse(
      'registry-too-old',
      `${folder} 里的台账由未发布的旧版本建立，本版本不能打开。请先用旧版本导出名册，再用本版本新建台账并导入。`,
      `The registry in ${folder} was made by a version from before the first release and cannot be opened here. Export its rosters with that version, then make a new registry with this one and import them.`,
      { folder },
    )
  }
  if (keys.replica !== replica) {
    refuse(
      'keys-foreign',
      `密钥文件 ${file} 属于另一台电脑上的台账。请放回本台账自己的密钥文件，或移走它，重新生成入网申请。`,
      `The key file ${file} belongs to another registry. Put this registry's own key file back, or move this one away and make a new request to join.`,
      { file, found: keys.replica, expected: replica },
    )
  }
  return keys
}

async function keysText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw readRefusal(error, file)
    refuse(
      'keys-missing',
      `找不到密钥文件 ${file}。请把另存的那份放回来；没有的，在本机打开程序时选择改用新密钥：台账内容都保留，再请上级批准；区级的，用密钥恢复文件。`,
      `The key file ${file} is missing. Put back the copy that you kept of it; without one, take new keys, which the program offers when it is opened on this PC: all that the registry holds stays, and the office above approves it anew. The district uses its recovery file.`,
      { file },
    )
  }
}

function parsedKeys(text: string): ReplicaKeys | undefined {
  try {
    return keysFileSchema.safeParse(JSON.parse(text)).data?.keys
  } catch {
    return undefined
  }
}

async function isThere(file: string): Promise<boolean> {
  try {
    await access(file)
    return true
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false
    throw readRefusal(error, file)
  }
}
