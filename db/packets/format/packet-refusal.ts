import { Refusal } from '#db/shared/refusal.ts'
import type { Text } from '#db/shared/text.ts'

/** The sentences of packets that cannot be opened or written, one function per code. */

export function notAPacket(file: string): Refusal {
  return new Refusal(
    'packet-not-a-packet',
    {
      zh: `${file} 不是命脉台账的数据包。请选择扩展名为 .llb 的文件；如果它切成了几份（名称末尾是 .1of3 之类），请把各份一起选中或一起拖进来。`,
      en: `${file} is not a packet of Lifeline Registry. Choose a file ending in .llb; if it came in parts (their names end in .1of3 or the like), choose or drop all of them together.`,
    },
    { file },
  )
}

export function emptyPacket(file: string): Refusal {
  return new Refusal(
    'packet-empty',
    {
      zh: `文件 ${file} 是空的：拷贝可能没有完成，U盘就拔出来了。请从对方那里重新复制，等复制完、安全弹出以后再拔。`,
      en: `The file ${file} is empty: it was probably not copied to its end before the stick was pulled out. Copy it again from where it was made, and eject the stick before you pull it out.`,
    },
    { file },
  )
}

/** `known`: sealed to this PC's key, and yet addressed to another one. */
export function wrongRecipient(file: string, known?: 'other'): Refusal {
  const zh = known === undefined ? '不是发给本机的，或者文件开头已损坏' : '写明的收件单位不是本机'
  const en =
    known === undefined
      ? 'was sealed for another PC, or its first lines are damaged'
      : 'is addressed to another PC'
  return new Refusal(
    'packet-wrong-recipient',
    {
      zh: `数据包 ${file} ${zh}。请核对文件，或请发送方为本机重新制作。`,
      en: `The packet ${file} ${en}. Check that it is the right file, or ask the sender to make one for this PC.`,
    },
    { file },
  )
}

export function damaged(file: string, why: Text, details: Readonly<Record<string, unknown>> = {}): Refusal {
  return new Refusal(
    'packet-damaged',
    {
      zh: `数据包 ${file} 已损坏：${why.zh}。请重新复制，或请发送方重新发送。`,
      en: `The packet ${file} is damaged: ${why.en}. Copy it again, or ask the sender to send it again.`,
    },
    { file, ...details },
  )
}

export function tooNew(file: string, format: number): Refusal {
  return new Refusal(
    'packet-too-new',
    {
      zh: `数据包 ${file} 由更新版本的程序生成（格式 ${format}）。请先更新本机的命脉台账，再打开它。`,
      en: `The packet ${file} was made by a newer version (format ${format}). Update Lifeline Registry on this PC, then open it again.`,
    },
    { file, format },
  )
}

export function tooOld(file: string): Refusal {
  return new Refusal(
    'packet-too-old',
    {
      zh: `数据包 ${file} 由未发布的旧版本生成，本版本不能打开。请发送方更新命脉台账后重新制作。`,
      en: `The packet ${file} was made by a version from before the first release and cannot be opened here. Ask the sender to update Lifeline Registry and make it again.`,
    },
    { file },
  )
}

export function badSignature(file: string): Refusal {
  return new Refusal(
    'packet-signature',
    {
      zh: `数据包 ${file} 的签名和它写明的发送方不符，内容不可信。请打电话向发送方核实，并请其重新发送。`,
      en: `The signature of the packet ${file} does not fit the sender that it names, and nothing in it can be trusted. Telephone the sender and ask for a new one.`,
    },
    { file },
  )
}

export function foreignSigner(file: string, why: Refusal): Refusal {
  return new Refusal(
    'packet-foreign-signer',
    {
      zh: `数据包 ${file} 的签发者不受信任：${why.text.zh}`,
      en: `The signer of the packet ${file} is not trusted: ${why.text.en}`,
    },
    { file, reason: why.code, ...why.details },
  )
}

export function tooLarge(file: string, why: Text): Refusal {
  return new Refusal(
    'packet-too-large',
    {
      zh: `数据包 ${file} 太大：${why.zh}。请减少附件后分几次发送。`,
      en: `The packet ${file} is too large: ${why.en}. Leave some attachments for the next packet.`,
    },
    { file },
  )
}

/** Of what fills a packet, more than any reader takes. */
export function tooMany(file: string, what: Text, count: number, most: number): Refusal {
  return new Refusal(
    'packet-too-large',
    {
      zh: `数据包 ${file} 没有写成：其中的${what.zh}有 ${count} 个，最多 ${most} 个，对方打不开。请让对方先发来一个数据包，说明已收到哪里，再重新制作。`,
      en: `The packet ${file} was not written: it would hold ${count} ${what.en}, and nobody opens one with more than ${most}. Let its receiver send you a packet first, which says what has come there, and make it anew.`,
    },
    { file, count, most },
  )
}

export function attachmentUnusable(file: string, attachment: string, why: Text): Refusal {
  return new Refusal(
    'packet-attachment',
    {
      zh: `数据包 ${file} 没有写成：附件 ${attachment} ${why.zh}。请从备份恢复这个附件，或删去它后重新制作。`,
      en: `The packet ${file} was not written: the attachment ${attachment} ${why.en}. Restore it from a backup or remove it, then make the packet anew.`,
    },
    { file, attachment },
  )
}
