import { z } from 'zod'
import { undoAnswer } from '../../answers/undo-answer.ts'
import { command } from '../../command.ts'
import { dryRunFlag } from '../../flag.ts'

export const undo = command({
  name: 'undo',
  summary: { zh: '撤销一项操作', en: 'undo one step' },
  examples: ['undo 12', 'undo 12 --dry-run', 'undo 12 --keep'],
  input: z.object({
    changeSet: z.coerce.number().int(),
    keep: z.boolean().default(false),
    dryRun: z.boolean().default(false),
  }),
  flags: {
    changeSet: {
      flags: '<CHANGESET>',
      text: { zh: '操作的编号，见 history', en: 'its number, see history' },
      expects: { zh: '请写操作的编号，见 history', en: 'write the number of a step, see history' },
    },
    keep: {
      flags: '--keep',
      text: {
        zh: '后来的操作用到的保留，其余撤销，并说明保留了什么',
        en: 'what later steps build on stays, all else goes; says what stays and why',
      },
    },
    dryRun: dryRunFlag,
  },
  run: async ({ client, signal, by, lang, finish }, input) => {
    const result = await finish(client.registry.undo({ ...input, by }, { signal }))
    return undoAnswer(result, input.dryRun, lang)
  },
})
