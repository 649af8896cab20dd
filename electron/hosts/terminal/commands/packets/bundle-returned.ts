import { z } from 'zod'
import { localTime } from '../../answers/local-time.ts'
import { table } from '../../answers/table.ts'
import { command } from '../../command.ts'
import { limitFlag } from '../../flag.ts'

export const bundleReturned = command({
  name: 'bundle returned',
  summary: { zh: '看退回的内容和理由', en: 'what was returned, and why' },
  examples: ['bundle returned', 'bundle returned --limit 10 --json', 'bundle returned --settle all'],
  input: z.object({
    limit: z.coerce.number().int().min(1).max(1000).optional(),
    settle: z.string().min(1).optional(),
  }),
  flags: {
    limit: limitFlag(1000),
    settle: {
      flags: '--settle <ID>',
      text: {
        zh: '退回得对、不用更正的：写 --json 里的 id，或 all（全部）；不再催，仍留在这里',
        en: 'nothing will be corrected, since it is right: an id as --json has it, or all; it stays listed and is asked for no more',
      },
      expects: { zh: '请写一个 id，或 all', en: 'write an id, or all' },
    },
  },
  writesWith: ['settle'],
  run: async ({ client, signal, lang, ask }, { settle, ...input }) => {
    const isZh = lang === 'zh'
    if (settle !== undefined) {
      const ids = settle === 'all' ? settle : [settle]
      const { settled } = await ask(client.exchange.settleReturns({ ids }, { signal }))
      const said = isZh ? `已收起 ${settled} 次退回。` : `${settled} put away.`
      return { json: { settled }, lines: [said] }
    }
    const found = await ask(client.packets.givenBack(input, { signal }))
    if (found.length === 0) {
      const none = isZh ? '没有退回的内容。' : 'Nothing was returned.'
      return { json: found, lines: [none] }
    }
    const towards = (mine: boolean) =>
      isZh ? (mine ? '退给本单位' : '退给下级') : mine ? 'to this office' : 'to one below'
    const state = ({ corrected, settled }: (typeof found)[number]) => {
      if (corrected) return isZh ? '（已更正）' : ' (corrected)'
      return settled ? (isZh ? '（不用更正）' : ' (nothing to correct)') : ''
    }
    return {
      json: found,
      lines: table(
        [
          { head: isZh ? '时间' : 'when' },
          { head: isZh ? '谁退回的' : 'by' },
          { head: isZh ? '退给谁' : 'to' },
          { head: isZh ? '关于' : 'about' },
          { head: isZh ? '变更' : 'changes', align: 'right' },
          { head: isZh ? '理由' : 'why' },
        ],
        found.map(back => [
          localTime(back.at),
          `${back.office} ${back.actor}`.trim(),
          towards(back.mine),
          back.about.map(({ name }) => name).join(isZh ? '、' : ', '),
          back.changes,
          `${back.reason[lang]}${state(back)}`,
        ]),
      ),
    }
  },
})
