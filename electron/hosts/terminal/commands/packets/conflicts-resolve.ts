import { z } from 'zod'
import { doneLines } from '../../answers/done-lines.ts'
import { command } from '../../command.ts'
import { dryRunFlag } from '../../flag.ts'

export const conflictsResolve = command({
  name: 'conflicts resolve',
  summary: { zh: '处理一处冲突：选定以哪个为准', en: 'settle a conflict: say which value holds' },
  examples: ['conflicts resolve member/0190a5b2/name --keep 41.3f2a9c41'],
  input: z.object({ id: z.string().min(1), keep: z.string().min(1), dryRun: z.boolean().default(false) }),
  flags: {
    id: { flags: '<ID>', text: { zh: '冲突的编号，见 conflicts', en: 'the conflict, see conflicts' } },
    keep: {
      flags: '--keep <VERSION>',
      text: { zh: '留哪个版本', en: 'the version that stays' },
      isNeeded: true,
    },
    dryRun: dryRunFlag,
  },
  run: async ({ client, signal, by, lang }, input) => {
    const settled = await client.packets.resolveConflict({ ...input, by }, { signal })
    return {
      json: settled,
      lines: doneLines({ changeSet: settled.changeSet, isDryRun: input.dryRun }, lang),
    }
  },
})
