import type { Dispute, PacketPart } from '#contract/packets/packets.ts'
import { kindOf } from '#db/records/kinds.ts'
import { maskedApart } from '#db/records/types/field.ts'
import type { Lang } from '#db/shared/text.ts'

/** What a preview may be narrowed to: that which a person has to decide about. */
export const narrowings = ['conflicts', 'returns'] as const
export type Narrowing = (typeof narrowings)[number]

/** By organization, the conflicts that a packet would make, or what of it would be given back; a line each. */
export function decidedLines(parts: readonly PacketPart[], only: Narrowing, lang: Lang): string[] {
  const colon = lang === 'zh' ? '：' : ': '
  const none = {
    conflicts: { zh: '没有冲突', en: 'No conflicts' },
    returns: { zh: '没有会退回的', en: 'Nothing would be returned' },
  }
  const lines = parts.flatMap(part => {
    const found =
      only === 'conflicts'
        ? part.conflicts.map(dispute => disputeLine(dispute, lang))
        : part.returned.map(({ name, message }) => `${name}${colon}${message[lang]}`)
    const more = only === 'conflicts' ? part.moreConflicts : part.moreReturned
    if (more > 0) found.push(lang === 'zh' ? `另有 ${more} 处没有逐条列出` : `${more} more not listed`)
    const elsewhere = lang === 'zh' ? '不属于哪个组织' : 'Of no organization'
    return found.length === 0 ? [] : [part.org?.name ?? elsewhere, ...found.map(line => `  ${line}`)]
  })
  return lines.length === 0 ? [none[only][lang]] : lines
}

function disputeLine({ about, entity, detail, heads, holds }: Dispute, lang: Lang): string {
  const kind = kindOf(entity)
  const name = [about?.name, kind?.words[lang] ?? entity, detail].filter(part => part).join(' ')
  const numbers = (field: string) => {
    const values = heads.map(head => head.fields.find(one => one.field === field)?.value)
    return maskedApart(kind?.fields[field] ?? {}, values)
  }
  const said = heads.map((head, i) => {
    const values = head.fields.map(({ field, value: whole, name: named }) => {
      const known = kind?.fields[field]
      const value = known?.mask === undefined ? whole : (numbers(field)[i] ?? '')
      const shown = named ?? (known?.input.as === 'select' ? known.show(value, lang) : String(value ?? ''))
      return `${known?.words[lang] ?? field} ${shown === '' ? (lang === 'zh' ? '（空）' : '(blank)') : shown}`
    })
    const removed = lang === 'zh' ? '删除' : 'removed'
    const holding = lang === 'zh' ? '（现在按这种）' : ' (holds now)'
    const what = head.removed ? removed : values.join(lang === 'zh' ? '、' : ', ')
    return `${head.org} ${what}${head.version === holds ? holding : ''}`
  })
  return `${name}${lang === 'zh' ? '：' : ': '}${said.join(lang === 'zh' ? '；' : '; ')}`
}

/** Narrows a preview to what a person has to decide about. */
export const onlyFlag = {
  flags: '--only <WHAT>',
  text: {
    zh: '预览只看 conflicts（冲突）或 returns（会退回的）',
    en: 'of a preview only conflicts, or only returns',
  },
  expects: { zh: '请写 conflicts 或 returns', en: 'write conflicts or returns' },
} as const
