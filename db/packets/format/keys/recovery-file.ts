import { Decrypter, Encrypter } from 'age-encryption'
import { z } from 'zod'
import { orgKindSchema, tierSchema } from '#contract/vocabulary.ts'
import type { Clock } from '#db/shared/clock.ts'
import { today } from '#db/shared/clock.ts'
import { refuse } from '#db/shared/refusal.ts'
import { isWrongIdentity } from '../seal.ts'
import { areKeysSound, isIdOf, type ReplicaKeys, replicaKeysSchema } from './keys.ts'

/** The office that a recovery file's keys speak for: enough to begin its registry anew under the same name. */
const officeSchema = z.object({
  id: z.string().min(1).max(200),
  name: z.string().min(1).max(400),
  short: z.string().max(400).nullable(),
  code: z.string().max(100).nullable(),
  tier: tierSchema,
  kind: orgKindSchema,
})
export type RecoveredOffice = z.infer<typeof officeSchema>

const recoverySchema = z.object({
  format: z.literal(1),
  what: z.literal('lifeline-recovery'),
  made: z.string(),
  keys: replicaKeysSchema,
  office: officeSchema,
})
export type Recovery = z.infer<typeof recoverySchema>

/** How much work one try of a passphrase costs, as a power of two: about a second of this PC. */
const work = 18

/** A file that asks for more would keep this PC busy for as long as a stranger likes. */
const mostWork = 18

/** A file of keys is a kilobyte or two. */
const mostBytes = 65_536

/** A shorter passphrase is tried out by whoever finds the stick. */
export const leastPassphrase = 10

/** The keys of the district, under a passphrase: an ordinary age file, which `age -d` opens, too. */
export async function writeRecovery(
  keys: ReplicaKeys,
  office: RecoveredOffice,
  passphrase: string,
  clock: Clock,
): Promise<File> {
  refuseWeak(passphrase)
  const made = clock.now().toISOString()
  const plain: Recovery = { format: 1, what: 'lifeline-recovery', made, keys, office }
  const encrypter = new Encrypter()
  encrypter.setScryptWorkFactor(work)
  encrypter.setPassphrase(passphrase.normalize('NFC'))
  const sealed = await encrypter.encrypt(`${JSON.stringify(plain, null, 2)}\n`)
  return new File(
    [new Uint8Array(sealed)],
    `密钥恢复文件_${safe(office.short ?? office.name)}_${today(clock)}.age`,
  )
}

function safe(name: string): string {
  return name.replace(/[\\/:*?"<>|\p{Cc}]/gu, '').slice(0, 40)
}

function refuseWeak(passphrase: string): void {
  if ([...passphrase].length >= leastPassphrase && new Set(passphrase).size >= 4) return
  refuse(
    'passphrase-weak',
    `口令太短或太简单。请用至少 ${leastPassphrase} 个字符，例如几个不相干的词。`,
    `This passphrase is too short or too simple. Use at least ${leastPassphrase} characters, a few words that have nothing to do with each other, say.`,
  )
}

/** Opens a recovery file. A wrong passphrase, another file and one that asks for boundless work are told apart. */
export async function readRecovery(file: File, passphrase: string): Promise<Recovery> {
  if (file.size > mostBytes) refuseOther(file.name)
  const bytes = new Uint8Array(await file.arrayBuffer())
  const asked = workOf(bytes)
  if (asked === undefined || asked > mostWork) refuseOther(file.name)
  const decrypter = new Decrypter()
  decrypter.addPassphrase(passphrase.normalize('NFC'))
  let text: string
  try {
    text = await decrypter.decrypt(bytes, 'text')
  } catch (error) {
    if (isWrongIdentity(error)) {
      refuse(
        'passphrase-wrong',
        '口令不对。请核对大小写和输入法，再试一次；口令确实没错的，文件可能已损坏，有第二份的，试试另一份。',
        'The passphrase is wrong. Look at capitals and at the input method, and try again. If it is surely right, the file may be damaged: if there is a second copy, try that one.',
        { file: file.name },
      )
    }
    refuseOther(file.name)
  }
  const recovery = parsed(text)
  if (recovery === undefined || !(await areKeysSound(recovery.keys)) || !isOwnId(recovery.keys))
    refuseOther(file.name)
  return recovery
}

function isOwnId({ replica, signPublic, recipient }: ReplicaKeys): boolean {
  return isIdOf(replica, { signKey: signPublic, recipient })
}

/** The work that the header asks for: `-> scrypt SALT N`. */
function workOf(bytes: Uint8Array): number | undefined {
  const head = Buffer.from(bytes.subarray(0, 300)).toString('latin1')
  const found = /^age-encryption\.org\/v1\n-> scrypt [A-Za-z0-9+/]{22} ([1-9][0-9]?)\n/.exec(head)
  return found === null ? undefined : Number(found[1])
}

function parsed(text: string): Recovery | undefined {
  try {
    return recoverySchema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

function refuseOther(name: string): never {
  refuse(
    'recovery-not-one',
    `“${name}”不是完好的密钥恢复文件。请选择当时存下的那个 .age 文件；有第二份的，试试另一份。`,
    `"${name}" is not a sound recovery file. Choose the .age file that was saved at the time; if there is a second copy, try that one.`,
    { name },
  )
}
