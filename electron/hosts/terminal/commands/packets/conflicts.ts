import { z } from 'zod'
import { command } from '../../command.ts'

export const conflicts = command({
  name: 'conflicts',
  summary: { zh: '两处改得不一样、还没定的地方', en: 'where two offices wrote different values' },
  examples: ['conflicts'],
  input: z.object({}),
  flags: {},
  run: async ({ client, signal, lang, ask }) => {
    const found = await ask(client.packets.conflicts(undefined, { signal }))
    const isZh = lang === 'zh'
    return {
      json: found,
      lines: [
        isZh ? `未处理的冲突：${found.length} 处` : `Open conflicts: ${found.length}`,
        ...found.flatMap(conflict => [
          '',
          `${conflict.id}  ${conflict.entity} ${conflict.record} ${conflict.register}`,
          ...conflict.heads.map(head => {
            const mark = head.version === conflict.holds ? '*' : ' '
            return `${mark} ${head.version}  ${JSON.stringify(head.value)}  ${head.org} ${head.actor} ${head.at}`
          }),
        ]),
      ],
    }
  },
})
