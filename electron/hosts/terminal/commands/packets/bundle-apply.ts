import { z } from 'zod'
import { narrowings, onlyFlag } from '../../answers/decided-lines.ts'
import { packetAnswer } from '../../answers/packet-answer.ts'
import { command } from '../../command.ts'
import { dryRunFlag, fileFlag } from '../../flag.ts'
import { givenPacket } from '../../given/given-packet.ts'

export const bundleApply = command({
  name: 'bundle apply',
  summary: { zh: '并入一个数据包；不加 --yes 只是预览', en: 'take a packet in; without --yes a preview' },
  examples: [
    'bundle apply 白石龙社区_000007_20181231.llb',
    'bundle apply 白石龙社区_000007_20181231.llb --only conflicts',
    'bundle apply 白石龙社区_000007_20181231.llb --yes',
  ],
  input: z.object({
    file: z.string().min(1),
    yes: z.boolean().default(false),
    again: z.boolean().default(false),
    only: z.enum(narrowings).optional(),
    dryRun: z.boolean().default(false),
  }),
  flags: {
    file: fileFlag,
    yes: { flags: '--yes', text: { zh: '确认并入', en: 'yes, take it in' } },
    again: {
      flags: '--again',
      text: {
        zh: '大批人员将离开时的第二次确认',
        en: 'the second yes, where many people would leave',
      },
    },
    only: onlyFlag,
    dryRun: dryRunFlag,
  },
  run: async ({ client, signal, by, lang, finish, pathOf }, { file, yes, only, ...input }) => {
    const packet = await givenPacket(pathOf(file))
    const applied = client.packets.applyPacket({ ...input, by, file: packet, confirm: yes }, { signal })
    return packetAnswer(await finish(applied), lang, only)
  },
})
