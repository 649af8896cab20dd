import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { z } from 'zod'
import { refuseUnusable, writeNewFile } from '../../../new-file.ts'
import { localTime } from '../../answers/local-time.ts'
import { pairs } from '../../answers/table.ts'
import { type Context, command } from '../../command.ts'
import { dryRunFlag, fileFlag } from '../../flag.ts'
import { givenFile } from '../../given/given-file.ts'
import { UsageError } from '../../usage-error.ts'

const passphraseFlag = {
  flags: '--passphrase-file <FILE>',
  text: {
    zh: '写着口令的文本文件，只读第一行',
    en: 'a text file with the passphrase in its first line',
  },
  isNeeded: true,
} as const

/** A passphrase on a command line would stand in the history of the shell: it is read from a file. */
async function passphraseIn({ pathOf }: Context, file: string): Promise<string> {
  const path = pathOf(file)
  const size = await stat(path).then(
    found => found.size,
    () => undefined,
  )
  if (size === undefined || size > 10_000) {
    throw new UsageError({
      zh: `读不到写着口令的文件 ${path}。`,
      en: `The file with the passphrase, ${path}, cannot be read.`,
    })
  }
  return (await readFile(path, 'utf8')).split(/\r?\n/)[0] ?? ''
}

export const recoverySave = command({
  name: 'recovery save',
  summary: {
    zh: '把区级的密钥用口令加密，存成密钥恢复文件',
    en: "save the district's keys under a passphrase as a recovery file",
  },
  examples: ['recovery save /media/usb/密钥恢复.age --passphrase-file 口令.txt'],
  input: z.object({ file: z.string().min(1), passphraseFile: z.string().min(1) }),
  flags: { file: fileFlag, passphraseFile: passphraseFlag },
  run: async (context, { file, passphraseFile }) => {
    const { client, signal, lang, pathOf } = context
    const path = pathOf(file)
    await refuseUnusable(path)
    const passphrase = await passphraseIn(context, passphraseFile)
    const saved = await client.exchange.saveRecovery({ passphrase }, { signal })
    await writeNewFile(path, saved.file, signal)
    await client.exchange.recoveryKept({ at: saved.at }, { signal })
    return {
      json: { file: path, at: saved.at },
      lines: [lang === 'zh' ? `已写入 ${path}。请锁好。` : `Wrote ${path}. Lock it away.`],
    }
  },
})

export const recoveryOpen = command({
  name: 'recovery open',
  summary: {
    zh: '在空的文件夹里用密钥恢复文件重新开始区级的台账',
    en: "begin the district's registry anew in an empty folder, with its recovery file",
  },
  examples: ['recovery open /media/usb/密钥恢复.age --passphrase-file 口令.txt'],
  input: z.object({
    file: z.string().min(1),
    passphraseFile: z.string().min(1),
    dryRun: z.boolean().default(false),
  }),
  flags: { file: fileFlag, passphraseFile: passphraseFlag, dryRun: dryRunFlag },
  run: async (context, { file, passphraseFile, dryRun }) => {
    const { client, signal, by, lang, pathOf } = context
    const passphrase = await passphraseIn(context, passphraseFile)
    const given = await givenFile(pathOf(file))
    const opened = await client.exchange.openRecovery({ file: given, passphrase, by, dryRun }, { signal })
    const isZh = lang === 'zh'
    return {
      json: { file: basename(file), ...opened },
      lines: [
        ...pairs([
          [isZh ? '单位' : 'Office', opened.name],
          [isZh ? '电脑编号' : 'Replica', opened.replica],
          [isZh ? '核对数字' : 'Digits to compare', opened.fingerprint],
          [isZh ? '密钥恢复文件做于' : 'Recovery file made', localTime(opened.made)],
        ]),
        isZh
          ? '恢复的只是密钥，台账还是空的。有备份的，用 restore 恢复最近一份；没有的，逐个打开下级送来的数据包，再给对方制作一个，请对方并入后重新制作，里面会带回全部内容。'
          : 'Only the keys came back; the registry is empty. With a backup, restore the newest one. Without, open a packet of each office below, make one for it, and ask for a new one after it has taken that in: it brings everything back.',
      ],
    }
  },
})

export const enrolTrusted = command({
  name: 'enrol trusted',
  summary: { zh: '这台电脑由谁批准，信任的起点是谁', en: 'who certified this PC, and where trust begins' },
  examples: ['enrol trusted'],
  input: z.object({}),
  flags: {},
  run: async ({ client, signal, lang, ask }) => {
    const trusted = await ask(client.exchange.trusted(undefined, { signal }))
    const isZh = lang === 'zh'
    return {
      json: trusted,
      lines: pairs([
        [isZh ? '批准' : 'Certified by', trusted.chain.join(isZh ? '，再上是' : ', then ') || null],
        [isZh ? '信任的起点' : 'Root', trusted.root],
        [isZh ? '核对数字' : 'Digits to compare', trusted.digits],
      ]),
    }
  },
})

export const enrolOwnKeys = command({
  name: 'enrol own-keys',
  summary: {
    zh: '和别的电脑共用密钥的，或密钥丢了的，改用自己的新密钥，并写出入网申请',
    en: 'give a PC that shares or lost its keys new ones, and write its request',
  },
  examples: ['enrol own-keys --out 申请.json', 'enrol own-keys --lost --out 申请.json'],
  input: z.object({ out: z.string().min(1), lost: z.boolean().default(false) }),
  lostKeysWith: 'lost',
  flags: {
    out: {
      flags: '--out <FILE>',
      text: { zh: '入网申请写到哪里', en: 'where the request goes' },
      isNeeded: true,
    },
    lost: {
      flags: '--lost',
      text: {
        zh: '本台账的密钥文件丢了或坏了，也没有另存的一份',
        en: "the registry's key file is lost or damaged, and no copy of it is left",
      },
    },
  },
  run: async ({ client, signal, lang, pathOf }, { out }) => {
    const path = pathOf(out)
    await refuseUnusable(path)
    const { file, ...made } = await client.exchange.takeOwnKeys(undefined, { signal })
    await writeNewFile(path, file, signal)
    const isZh = lang === 'zh'
    return {
      json: { file: path, ...made },
      lines: [
        ...pairs([
          [isZh ? '电脑编号' : 'Replica', made.replica],
          [isZh ? '核对数字' : 'Digits to compare', made.fingerprint],
        ]),
        isZh
          ? `已写入 ${path}。请交给上级批准；以前的备份属于原来的密钥，请马上再备份一次。`
          : `Wrote ${path}. Have the office above approve it. Backups made before belong to the old keys: make a new one now.`,
      ],
    }
  },
})
