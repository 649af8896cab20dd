import { basename } from 'node:path'
import { z } from 'zod'
import { daySchema } from '#contract/vocabulary.ts'
import { refuseUnusable, writeNewFile } from '../../../new-file.ts'
import { command } from '../../command.ts'
import { asOfFlag, orgFlag } from '../../flag.ts'

export const letters = command({
  name: 'letters',
  summary: {
    zh: '写换届提醒函：已经届满和半年内届满的组织，每个一封',
    en: 'letters to organizations whose election is overdue or due within half a year',
  },
  examples: ['letters 换届提醒函.docx', 'letters 民治.docx --org 民治街道 --as-of 2018-12-31'],
  input: z.object({
    file: z.string().min(1),
    org: z.string().min(1).optional(),
    asOf: daySchema.optional(),
  }),
  flags: {
    file: { flags: '<FILE>', text: { zh: '新文件：.docx', en: 'the new file: .docx' } },
    org: orgFlag,
    asOf: asOfFlag,
  },
  run: async ({ client, signal, lang, ask, pathOf }, { file, ...input }) => {
    const path = pathOf(file)
    await refuseUnusable(path)
    const written = await ask(client.lifeline.electionLetters({ ...input, name: basename(path) }, { signal }))
    await writeNewFile(path, written.file, signal)
    const n = written.letters
    return {
      json: { file: path, letters: n },
      lines: [
        lang === 'zh'
          ? `已写入 ${path}，共 ${n} 封。`
          : `Wrote ${n} ${n === 1 ? 'letter' : 'letters'} to ${path}.`,
      ],
    }
  },
})
