import { z } from 'zod'
import { undoAnswer } from '../../answers/undo-answer.ts'
import { command } from '../../command.ts'
import { dryRunFlag } from '../../flag.ts'

export const bundleUndo = command({
  name: 'bundle undo',
  summary: { zh: '退回一个已并入的数据包', en: 'return a packet that was taken in' },
  examples: ['bundle undo --from 白石龙社区 --number 7 --reason 名册有误'],
  input: z.object({
    from: z.string().min(1),
    number: z.coerce.number().int(),
    reason: z.string().trim().min(1),
    dryRun: z.boolean().default(false),
  }),
  flags: {
    from: {
      flags: '--from <PEER>',
      text: { zh: '来自哪个组织', en: 'from which organization' },
      isNeeded: true,
    },
    number: {
      flags: '--number <N>',
      text: { zh: '第几号', en: 'its number' },
      expects: { zh: '请写 1 或更大的整数', en: 'write a whole number from 1 on' },
      isNeeded: true,
    },
    reason: { flags: '--reason <T>', text: { zh: '为什么退回', en: 'why' }, isNeeded: true },
    dryRun: dryRunFlag,
  },
  run: async ({ client, signal, by, lang }, input) => {
    const result = await client.packets.undoPacket({ ...input, by }, { signal })
    return undoAnswer(result, input.dryRun, lang)
  },
})
