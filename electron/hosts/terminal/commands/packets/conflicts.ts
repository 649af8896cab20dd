import { z } from 'zod'
import { kindOf } from '#db/records/kinds.ts'
import type { Lang } from '#db/shared/text.ts'
import { localTime } from '../../answers/local-time.ts'
import { command } from '../../command.ts'

export const conflicts = command({
  name: 'conflicts',
  summary: {
    zh: '未处理的冲突：两个单位对同一项写了不同的内容',
    en: 'open conflicts: what two offices wrote differently',
  },
  examples: ['conflicts'],
  input: z.object({}),
  flags: {},
  run: async ({ client, signal, lang, ask }) => {
    const { total, rows } = await ask(client.packets.conflicts(undefined, { signal }))
    const isZh = lang === 'zh'
    return {
      json: { total, conflicts: rows },
      lines: [
        isZh ? `未处理的冲突：${total} 处` : `Open conflicts: ${total}`,
        ...rows.flatMap(({ id, entity, record, heads, more, holds }) => [
          '',
          `${id}  ${kindOf(entity)?.words[lang] ?? entity} ${record}`,
          ...heads.map(head => {
            const mark = head.version === holds ? '*' : ' '
            const by = `${head.org} ${head.actor}`.trim()
            return `${mark} ${head.version}  ${said(entity, head.value, lang)}  ${by} ${localTime(head.at)}`
          }),
          ...(more > 0 ? [isZh ? `  另有 ${more} 种写法没有列出` : `  ${more} more not listed`] : []),
        ]),
        ...(total > rows.length
          ? [
              '',
              isZh
                ? `先列出 ${rows.length} 处，处理以后再列出后面的。`
                : `The first ${rows.length} are listed; once these are settled, the others follow.`,
            ]
          : []),
      ],
    }
  },
})

/** What one office wrote, in words: the fields of a register, or of a whole record; or that it removed the record. */
function said(entity: string, value: unknown, lang: Lang): string {
  if (value === null || value === undefined) return lang === 'zh' ? '删除' : 'removed'
  if (typeof value !== 'object' || Array.isArray(value)) return String(value)
  const fields = Object.entries(value).flatMap(([name, one]): [string, unknown][] =>
    typeof one === 'object' && one !== null && !Array.isArray(one) ? Object.entries(one) : [[name, one]],
  )
  if (fields.length === 0) return lang === 'zh' ? '（空）' : '(blank)'
  const kind = kindOf(entity)
  return fields
    .map(([name, one]) => {
      const field = kind?.fields[name]
      const shown = field?.input.as === 'select' ? field.show(one, lang) : String(one ?? '')
      return `${field?.words[lang] ?? name} ${shown === '' ? (lang === 'zh' ? '（空）' : '(blank)') : shown}`
    })
    .join(lang === 'zh' ? '、' : ', ')
}
