import { z } from 'zod'
import { command } from '../command.ts'
import { doneLines } from '../done-lines.ts'
import { dryRunFlag } from '../flag.ts'

export const enrolRevoke = command({
  name: 'enrol revoke',
  summary: { zh: '永久吊销一台电脑的密钥', en: "revoke a PC's key for ever" },
  examples: ['enrol revoke 0190a5b2-7c1d-7000-8000-3f2a9c41d7e6'],
  input: z.object({ replica: z.string().min(1), dryRun: z.boolean().default(false) }),
  flags: {
    replica: { flags: '<REPLICA>', text: { zh: '电脑编号，见 peers', en: 'the PC, see peers' } },
    dryRun: dryRunFlag,
  },
  run: async ({ client, signal, by, lang }, input) => {
    const revoked = await client.packets.enrolRevoke({ ...input, by }, { signal })
    return {
      json: revoked,
      lines: [
        lang === 'zh' ? `吊销：${revoked.name}` : `Revoked: ${revoked.name}`,
        ...doneLines({ changeSet: revoked.changeSet, isDryRun: input.dryRun }, lang),
      ],
    }
  },
})
