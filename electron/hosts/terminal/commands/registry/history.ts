import { z } from 'zod'
import { localTime } from '../../answers/local-time.ts'
import { table } from '../../answers/table.ts'
import { command } from '../../command.ts'
import { limitFlag } from '../../flag.ts'

export const history = command({
  name: 'history',
  summary: { zh: '谁在什么时候改了什么', en: 'who changed what, and when' },
  examples: ['history', 'history 民治街道 --limit 10'],
  input: z.object({
    of: z.string().min(1).optional(),
    limit: z.coerce.number().int().min(1).max(10_000).optional(),
  }),
  flags: {
    of: {
      flags: '[RECORD]',
      text: { zh: '记录编号或组织（默认整个台账）', en: 'a record or an organization (default: everything)' },
    },
    limit: limitFlag(10_000, 50),
  },
  run: async ({ client, signal, lang, ask }, input) => {
    const entries = await ask(client.registry.history(input, { signal }))
    const isZh = lang === 'zh'
    if (entries.length === 0) {
      return { json: entries, lines: [isZh ? '还没有操作。' : 'Nothing has been done yet.'] }
    }
    return {
      json: entries,
      lines: table(
        [
          { head: isZh ? '操作' : 'step', align: 'right' },
          { head: isZh ? '时间' : 'at' },
          { head: isZh ? '操作人' : 'by' },
          { head: isZh ? '做了什么' : 'what' },
        ],
        entries.map(entry => [entry.changeSet, localTime(entry.at), entry.actor, entry.sentence[lang]]),
      ),
    }
  },
})
