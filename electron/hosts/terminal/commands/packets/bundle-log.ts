import { z } from 'zod'
import type { PacketLogEntry } from '#contract/packets/packets.ts'
import type { Text } from '#db/shared/text.ts'
import { localTime } from '../../answers/local-time.ts'
import { table } from '../../answers/table.ts'
import { command } from '../../command.ts'
import { limitFlag } from '../../flag.ts'

const states: Readonly<Record<PacketLogEntry['state'], Text>> = {
  kept: { zh: '还没有存出', en: 'not saved anywhere yet' },
  sent: { zh: '已发出', en: 'sent' },
  acknowledged: { zh: '对方已收', en: 'received there' },
  applied: { zh: '已并入', en: 'taken in' },
  duplicate: { zh: '内容都已有', en: 'all known' },
  waiting: { zh: '在收件箱等待', en: 'waits in the inbox' },
}

const directions: Readonly<Record<PacketLogEntry['direction'], Text>> = {
  sent: { zh: '发给', en: 'to' },
  received: { zh: '来自', en: 'from' },
}

export const bundleLog = command({
  name: 'bundle log',
  summary: {
    zh: '收发记录：发出和收到的数据包，最新的在前',
    en: 'the packets sent and received, newest first',
  },
  examples: ['bundle log', 'bundle log --limit 10'],
  input: z.object({ limit: z.coerce.number().int().min(1).max(1000).default(50) }),
  flags: {
    limit: limitFlag(1000, 50),
  },
  run: async ({ client, signal, lang, ask }, { limit }) => {
    const found = await ask(client.packets.log({ limit }, { signal }))
    const isZh = lang === 'zh'
    if (found.length === 0) {
      return { json: found, lines: [isZh ? '还没有收发过数据包。' : 'No packet was sent or received yet.'] }
    }
    return {
      json: found,
      lines: table(
        [
          { head: isZh ? '时间' : 'when' },
          { head: '' },
          { head: isZh ? '单位' : 'office' },
          { head: isZh ? '编号' : 'number', align: 'right' },
          { head: isZh ? '变更' : 'changes', align: 'right' },
          { head: isZh ? '退回' : 'returned', align: 'right' },
          { head: isZh ? '情况' : 'state' },
        ],
        found.map(one => [
          localTime(one.at),
          directions[one.direction][lang],
          one.name,
          one.number,
          one.changes,
          one.returned || null,
          states[one.state][lang],
        ]),
      ),
    }
  },
})
