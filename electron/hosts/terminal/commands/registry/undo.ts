import { z } from 'zod'
import { undoAnswer } from '../../answers/undo-answer.ts'
import { command } from '../../command.ts'
import { dryRunFlag } from '../../flag.ts'

export const undo = command({
  name: 'undo',
  summary: { zh: '撤回一次变更', en: 'take a change set back' },
  examples: ['undo 12', 'undo 12 --dry-run'],
  input: z.object({ changeSet: z.coerce.number().int(), dryRun: z.boolean().default(false) }),
  flags: {
    changeSet: {
      flags: '<CHANGESET>',
      text: { zh: '变更的编号，见 history', en: 'its number, see history' },
      expects: { zh: '请写变更的编号，见 history', en: 'write the number of a change set, see history' },
    },
    dryRun: dryRunFlag,
  },
  run: async ({ client, signal, by, lang, finish }, input) => {
    const result = await finish(client.registry.undo({ ...input, by }, { signal }))
    return undoAnswer(result, input.dryRun, lang)
  },
})
