import { z } from 'zod'
import { localTime } from '../../answers/local-time.ts'
import { table } from '../../answers/table.ts'
import { command } from '../../command.ts'

export const peers = command({
  name: 'peers',
  summary: {
    zh: '和哪些组织交换数据包，到了第几号',
    en: 'who exchanges packets with you, and up to which number',
  },
  examples: ['peers', 'peers --looked-into 白石龙社区'],
  input: z.object({ lookedInto: z.string().min(1).optional() }),
  flags: {
    lookedInto: {
      flags: '--looked-into <PEER>',
      text: {
        zh: '已经核实这个单位的提醒（例如接不上的台账），收起来',
        en: 'the notes on this office (such as a registry that does not follow on) were looked into: put them away',
      },
    },
  },
  writesWith: ['lookedInto'],
  run: async ({ client, signal, lang, ask }, { lookedInto }) => {
    if (lookedInto !== undefined) await ask(client.exchange.clearWarnings({ org: lookedInto }, { signal }))
    const found = await ask(client.packets.peers(undefined, { signal }))
    const isZh = lang === 'zh'
    const directions = {
      up: { zh: '上级', en: 'up' },
      down: { zh: '下级', en: 'down' },
      beside: { zh: '本单位', en: 'own office' },
      elsewhere: { zh: '已划走', en: 'elsewhere' },
    }
    const heads = isZh
      ? ['已发', '对方已收', '已收', '退回']
      : ['sent', 'acknowledged', 'received', 'returned']
    if (found.length === 0) {
      const none = {
        zh: '还没有交换数据包的单位：用 enrol 加入。',
        en: 'Nobody exchanges packets with you yet: see enrol.',
      }
      return { json: found, lines: [none[lang]] }
    }
    return {
      json: found,
      lines: [
        ...table(
          [
            { head: '' },
            { head: isZh ? '组织' : 'organization' },
            ...heads.map(head => ({ head, align: 'right' }) as const),
            { head: isZh ? '从何时起没有消息' : 'silent since' },
            { head: isZh ? '电脑编号' : 'replica' },
          ],
          found.map(peer => [
            directions[peer.direction][lang],
            peer.name,
            peer.sent,
            peer.acknowledged,
            peer.received,
            peer.returned,
            peer.silentSince && localTime(peer.silentSince),
            peer.replica,
          ]),
        ),
        ...found.flatMap(({ name, replica, warnings }) => {
          // An office may have two PCs.
          const which = isZh ? `${name}的电脑 ${replica}：` : `${name}, PC ${replica}: `
          return warnings.map(warning => `${which}${warning[lang]}`)
        }),
      ],
    }
  },
})
