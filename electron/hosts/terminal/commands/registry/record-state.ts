import { z } from 'zod'
import type { RecordState } from '#contract/packets/exchange.ts'
import { plural } from '#db/shared/plural.ts'
import type { Text } from '#db/shared/text.ts'
import { localTime } from '../../answers/local-time.ts'
import { command } from '../../command.ts'

const states: Readonly<Record<RecordState['state'], Text>> = {
  none: { zh: '不用上报', en: 'nothing to send' },
  unsent: { zh: '未进数据包', en: 'in no packet yet' },
  sent: { zh: '已进数据包', en: 'in a packet' },
  received: { zh: '已收', en: 'received' },
  aside: { zh: '对方另存待核', en: 'laid aside there' },
  returned: { zh: '已退回', en: 'returned' },
}

export const recordState = command({
  name: 'record state',
  summary: {
    zh: '一条记录上报到了哪里：未进数据包、已进数据包、已收、已退回',
    en: 'how far a record has come on its way up: packed, received, returned',
  },
  examples: ['record state 0190a5b2-7c1d-7000-8000-3f2a9c41d7e6'],
  input: z.object({ id: z.string().min(1) }),
  flags: {
    id: { flags: '<ID>', text: { zh: '记录的编号', en: 'the record' } },
  },
  run: async ({ client, signal, lang, ask }, input) => {
    const found = await ask(client.exchange.ofRecord(input, { signal }))
    const { state, office, number, returned, conflicts } = found
    const packet = number === null ? '' : lang === 'zh' ? `第 ${number} 号` : `no. ${number}`
    return {
      json: found,
      lines: [
        [states[state][lang], office ?? '', packet].filter(part => part !== '').join('  '),
        ...returned.map(back => `${localTime(back.at)}  ${back.office} ${back.actor}  ${back.reason[lang]}`),
        ...(conflicts > 0
          ? [lang === 'zh' ? `有 ${conflicts} 处冲突待定` : `${plural(conflicts, 'conflict')} to be settled`]
          : []),
      ],
    }
  },
})
