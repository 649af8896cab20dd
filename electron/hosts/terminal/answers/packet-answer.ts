import { needsMore } from '#contract/packets/many-packets.ts'
import type { PacketResult } from '#contract/packets/packets.ts'
import type { Lang, Text } from '#db/shared/text.ts'
import type { Answer } from '../command.ts'
import { decidedLines, type Narrowing } from './decided-lines.ts'
import { pairs, table } from './table.ts'

const statusTexts: Readonly<Record<PacketResult['status'], Text>> = {
  applied: { zh: '已并入', en: 'taken in' },
  preview: { zh: '预览，还没有并入', en: 'a preview, nothing was taken in' },
  duplicate: { zh: '内容都已有，没有变化', en: 'all of it is known, nothing changed' },
  waiting: { zh: '先放在收件箱里', en: 'waiting in the inbox' },
  refused: { zh: '不能并入', en: 'refused' },
}

const ahead: Text = {
  zh: '没有新内容，本机还缺前面的',
  en: 'nothing new, and what lies before it is not here',
}

const secondYes: Text = {
  zh: '核对无误的，加上 --yes --again 再做一次。',
  en: 'If it is right, do it again with --yes --again.',
}

/** What a packet is and what becomes of it, or only what a person has to decide about; a refused one is printed whole all the same. */
export function packetAnswer(packet: PacketResult, lang: Lang, only?: Narrowing): Answer {
  const isZh = lang === 'zh'
  const lines = [
    ...pairs([
      [isZh ? '来自' : 'From', packet.from?.name ?? null],
      [isZh ? '编号' : 'Number', packet.number],
      [isZh ? '结果' : 'Status', (packet.code === 'packet-ahead' ? ahead : statusTexts[packet.status])[lang]],
      [isZh ? '新增' : 'Added', packet.added || null],
      [isZh ? '修改' : 'Changed', packet.changed || null],
      [isZh ? '减少' : 'Removed', packet.removed || null],
      [isZh ? '冲突' : 'Conflicts', packet.conflicts || null],
      [isZh ? '退回' : 'Returned', packet.reasons.reduce((sum, { n }) => sum + n, 0) || null],
    ]),
    ...(only !== undefined && packet.status === 'preview'
      ? decidedLines(packet.parts, only, lang)
      : [
          ...packet.sentences.map(sentence => sentence[lang]),
          ...table(
            [{ head: '' }, { head: '' }, { head: '' }],
            packet.reasons.map(({ n, message }) => [
              isZh ? '退回' : 'returned',
              isZh ? `${n} 条` : `${n}`,
              message[lang],
            ]),
          ).slice(1),
        ]),
    ...packet.warnings.map(warning => `${isZh ? '注意：' : 'Note: '}${warning[lang]}`),
    ...(packet.alsoApplied.length > 0
      ? [
          `${isZh ? '一并并入的编号：' : 'Also taken in, numbers: '}${packet.alsoApplied.join(isZh ? '、' : ', ')}`,
        ]
      : []),
  ]
  const answer = { json: packet, lines: lines.filter(line => line !== '') }
  if (packet.status === 'refused') return { ...answer, refused: packet.message }
  if (needsMore(packet)) return { ...answer, waits: neededBy(packet) }
  return { ...answer, lines: [...answer.lines, packet.message[lang]] }
}

function neededBy({ code, message }: PacketResult): Text {
  if (code !== 'packet-many-leave') return message
  return { zh: `${message.zh}${secondYes.zh}`, en: `${message.en} ${secondYes.en}` }
}
