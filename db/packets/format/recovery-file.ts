import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { armor, Decrypter, Encrypter } from 'age-encryption'
import { z } from 'zod'
import { type WrittenFile, writeDurably } from '#db/files/durable-file.ts'
import { readRefusal } from '#db/files/storage-refusal.ts'
import type { Clock } from '#db/shared/clock.ts'
import { refuse } from '#db/shared/refusal.ts'
import { certificateSchema } from './certificate.ts'
import { areKeysSound, replicaKeysSchema } from './keys.ts'
import { isWrongIdentity } from './seal.ts'

const maxBytes = 65_536
const armorLine = '-----BEGIN AGE ENCRYPTED FILE-----'

/** Whoever finds the stick may try passphrases as fast as he can; scrypt makes each try cost about a second. */
export const minPassphraseLength = 12

const recoverySchema = z
  .object({
    format: z.literal(1),
    keys: replicaKeysSchema,
    certificate: certificateSchema,
    savedAt: z.iso.datetime(),
  })
  .readonly()

/** What brings a district's replica back on a new PC: its keys and its own certificate. */
export type Recovery = Pick<z.infer<typeof recoverySchema>, 'keys' | 'certificate'>

/** Writes the recovery file, sealed with a passphrase; armored, so that it can be printed too, and `age -d` opens it. */
export async function writeRecoveryFile(
  file: string,
  recovery: Recovery,
  passphrase: string,
  clock: Clock,
): Promise<WrittenFile> {
  if ([...passphrase].length < minPassphraseLength) {
    refuse(
      'recovery-passphrase-short',
      `恢复文件 ${basename(file)} 的口令太短，至少要 ${minPassphraseLength} 个字。请换一个长一些的口令。`,
      `The passphrase for the recovery file ${basename(file)} is too short: it needs at least ${minPassphraseLength} characters. Choose a longer one.`,
      { file: basename(file), atLeast: minPassphraseLength },
    )
  }
  const content = {
    format: 1,
    keys: recovery.keys,
    certificate: recovery.certificate,
    savedAt: clock.now().toISOString(),
  } satisfies z.input<typeof recoverySchema>
  const encrypter = new Encrypter()
  encrypter.setPassphrase(passphrase.normalize('NFC'))
  const sealed = await encrypter.encrypt(`${JSON.stringify(content, null, 2)}\n`)
  return writeDurably(file, [Buffer.from(`${armor.encode(sealed).trimEnd()}\n`)], { mode: 'private' })
}

/** Opens a recovery file; a wrong passphrase, a damaged file and some other file are told apart. */
export async function readRecoveryFile(file: string, passphrase: string): Promise<Recovery> {
  const name = basename(file)
  const sealed = unarmored(await recoveryText(file, name), name)
  const decrypter = new Decrypter()
  decrypter.addPassphrase(passphrase.normalize('NFC'))
  const text = await decrypter.decrypt(sealed, 'text').catch(error => {
    if (isWrongIdentity(error)) refusePassphrase(name)
    return refuseDamaged(name)
  })
  const recovery = parsedRecovery(text)
  if (recovery === undefined || !(await areKeysSound(recovery.keys))) refuseDamaged(name)
  return { keys: recovery.keys, certificate: recovery.certificate }
}

async function recoveryText(file: string, name: string): Promise<string> {
  try {
    if ((await stat(file)).size > maxBytes) refuseForeign(name)
    return await readFile(file, 'utf8')
  } catch (error) {
    throw readRefusal(error, name)
  }
}

function unarmored(text: string, name: string): Uint8Array {
  if (!text.startsWith(armorLine)) refuseForeign(name)
  try {
    return armor.decode(text)
  } catch {
    return refuseDamaged(name)
  }
}

function parsedRecovery(text: string): Recovery | undefined {
  try {
    return recoverySchema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

function refuseForeign(name: string): never {
  refuse(
    'recovery-not-a-recovery-file',
    `${name} 不是命脉台账的恢复文件。请选择当初保存密钥时写到U盘上的文件。`,
    `${name} is not a recovery file of Lifeline Registry. Choose the file that was written to the stick when the keys were saved.`,
    { file: name },
  )
}

function refusePassphrase(name: string): never {
  refuse(
    'recovery-passphrase-wrong',
    `恢复文件 ${name} 打不开：口令不对。请检查大小写和输入法，再试一次。`,
    `The recovery file ${name} does not open: the passphrase is wrong. Check capitals and the input method, then try again.`,
    { file: name },
  )
}

function refuseDamaged(name: string): never {
  refuse(
    'recovery-damaged',
    `恢复文件 ${name} 已损坏。请使用另一份恢复文件。`,
    `The recovery file ${name} is damaged. Use another copy of it.`,
    { file: name },
  )
}
