import { z } from 'zod'
import { narrowings, onlyFlag } from '../../answers/decided-lines.ts'
import { packetAnswer } from '../../answers/packet-answer.ts'
import { command } from '../../command.ts'
import { fileFlag } from '../../flag.ts'
import { givenPacket } from '../../given/given-packet.ts'

export const bundleInspect = command({
  name: 'bundle inspect',
  summary: { zh: '看一个数据包里有什么', en: 'see what a packet holds' },
  examples: ['bundle inspect 白石龙社区_000007_20181231.llb'],
  input: z.object({ file: z.string().min(1), only: z.enum(narrowings).optional() }),
  flags: { file: fileFlag, only: onlyFlag },
  run: async ({ client, signal, lang, finish, pathOf }, { file, only }) => {
    const packet = await givenPacket(pathOf(file))
    return packetAnswer(await finish(client.packets.inspectPacket({ file: packet }, { signal })), lang, only)
  },
})
