import { z } from 'zod'
import type { Text } from '#db/shared/text.ts'
import { table } from '../../answers/table.ts'
import { command } from '../../command.ts'

const filesLost: Text = {
  zh: '有附件丢失或损坏，台账本身完好，可以继续录入。附件怎么补，见上面的说明。',
  en: 'Attached files are missing or damaged; the registry itself is sound, and you can go on working. See above how they come back.',
}

export const verify = command({
  name: 'verify',
  summary: { zh: '检查台账是否完好', en: 'check that the registry is sound' },
  examples: ['verify'],
  input: z.object({}),
  flags: {},
  run: async ({ client, signal, lang, finish }) => {
    const found = await finish(client.system.verify(undefined, { signal }))
    const isZh = lang === 'zh'
    const lines = table(
      [{ head: '' }, { head: isZh ? '检查' : 'check' }, { head: isZh ? '结果' : 'result' }],
      found.checks.map(check => [check.ok ? '✓' : '✗', check.name, check.detail[lang]]),
    ).slice(1)
    if (found.ok) return { json: found, lines: [...lines, isZh ? '台账完好。' : 'The registry is sound.'] }
    const broken = found.checks.filter(check => !check.ok).map(check => check.name)
    const isOnlyFiles = broken.every(name => name === 'attachments')
    const refused = isOnlyFiles
      ? filesLost
      : {
          zh: `台账有损坏：${broken.join('、')}。请不要继续录入，用 restore 从最近的备份恢复。`,
          en: `The registry is damaged: ${broken.join(', ')}. Stop working in it and restore the latest backup.`,
        }
    return { json: { ...found, code: 'verify-failed', message: refused }, lines, refused }
  },
})
