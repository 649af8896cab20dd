import { z } from 'zod'
import { packetAnswer } from '../../answers/packet-answer.ts'
import { command } from '../../command.ts'
import { dryRunFlag } from '../../flag.ts'

export const bundleAside = command({
  name: 'bundle aside',
  summary: { zh: '看无法证实、另存的内容', en: 'what nobody proves and was laid aside' },
  examples: ['bundle aside'],
  input: z.object({}),
  flags: {},
  run: async ({ client, signal, lang, ask }) => {
    const found = await ask(client.packets.aside(undefined, { signal }))
    return {
      json: found,
      lines:
        found.length === 0
          ? [lang === 'zh' ? '没有另存的内容' : 'Nothing was laid aside']
          : found.map(({ id, sentence }) => `${id}  ${sentence[lang]}`),
    }
  },
})

export const bundleAsideTake = command({
  name: 'bundle aside take',
  summary: { zh: '并入一处另存的内容', en: 'take in what was laid aside' },
  examples: ['bundle aside take 3-k4mwq2xa'],
  input: z.object({
    id: z.string().min(1),
    again: z.boolean().default(false),
    dryRun: z.boolean().default(false),
  }),
  flags: {
    id: { flags: '<ID>', text: { zh: '编号，见 bundle aside', en: 'which, see bundle aside' } },
    again: {
      flags: '--again',
      text: {
        zh: '大批人员将离开时的第二次确认',
        en: 'the second yes, where many people would leave',
      },
    },
    dryRun: dryRunFlag,
  },
  run: async ({ client, signal, by, lang, finish }, input) =>
    packetAnswer(await finish(client.packets.takeAside({ ...input, by }, { signal })), lang),
})
