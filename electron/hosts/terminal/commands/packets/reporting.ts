import { basename } from 'node:path'
import { z } from 'zod'
import type { Reporting } from '#contract/packets/exchange.ts'
import type { Text } from '#db/shared/text.ts'
import { refuseUnusable, writeNewFile } from '../../../new-file.ts'
import { localTime } from '../../answers/local-time.ts'
import { table } from '../../answers/table.ts'
import { command } from '../../command.ts'

const states: Readonly<Record<Reporting['state'], Text>> = {
  reporting: { zh: '已报送', en: 'reporting' },
  'nothing-sent': { zh: '从未报送', en: 'never reported' },
  'not-enrolled': { zh: '没有加入', en: 'not joined' },
  revoked: { zh: '密钥已吊销', en: 'key revoked' },
}

export const reporting = command({
  name: 'reporting',
  summary: {
    zh: '下级报送情况：最近一包、多久没有消息、退回没有更正的；可写催报单',
    en: 'who has reported, and what is still to be corrected; writes reminders',
  },
  examples: ['reporting', 'reporting --letters 催报单.docx --days 30'],
  input: z.object({
    letters: z.string().min(1).optional(),
    days: z.coerce.number().int().min(1).max(3650).default(30),
  }),
  flags: {
    letters: {
      flags: '--letters <FILE>',
      text: { zh: '写催报单到这个新文件：.docx', en: 'write reminders to this new file: .docx' },
    },
    days: {
      flags: '--days <N>',
      text: { zh: '多少天没有消息才催（默认 30）', en: 'remind after so many silent days (default: 30)' },
      expects: { zh: '请写 1 到 3650 的整数', en: 'write a whole number from 1 to 3650' },
    },
  },
  run: async ({ client, signal, lang, ask, pathOf }, { letters, days }) => {
    const path = letters === undefined ? undefined : pathOf(letters)
    if (path !== undefined) await refuseUnusable(path)
    const offices = await ask(client.exchange.reporting(undefined, { signal }))
    const isZh = lang === 'zh'
    const none = isZh ? '本单位之下没有要报送的单位。' : 'No office below yours has to report.'
    const lines =
      offices.length === 0
        ? [none]
        : table(
            [
              { head: isZh ? '单位' : 'office' },
              { head: isZh ? '情况' : 'state' },
              { head: isZh ? '最近一包' : 'last', align: 'right' },
              { head: isZh ? '收到时间' : 'received' },
              { head: isZh ? '多少天没有消息' : 'silent days', align: 'right' },
              { head: isZh ? '在等' : 'waiting', align: 'right' },
              { head: isZh ? '退回未更正' : 'returned', align: 'right' },
              { head: '' },
            ],
            offices.map(office => [
              office.name,
              states[office.state][lang],
              office.number,
              office.received && localTime(office.received),
              office.silentDays,
              office.waiting,
              office.returned,
              office.turnedOut
                ? isZh
                  ? '恢复过备份或两台电脑共用密钥'
                  : 'restored, or two PCs with one key'
                : '',
            ]),
          )
    if (path === undefined) return { json: { offices, file: null, letters: 0 }, lines }
    const written = await ask(client.exchange.reminders({ name: basename(path), days }, { signal }))
    await writeNewFile(path, written.file, signal)
    const n = written.letters
    return {
      json: { offices, file: path, letters: n },
      lines: [
        ...lines,
        isZh
          ? `已写入 ${path}，共 ${n} 份。`
          : `Wrote ${n} ${n === 1 ? 'reminder' : 'reminders'} to ${path}.`,
      ],
    }
  },
})
