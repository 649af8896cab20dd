import { z } from 'zod'
import type { Text } from '#db/shared/text.ts'
import { doneLines } from '../../answers/done-lines.ts'
import { command } from '../../command.ts'
import { dryRunFlag } from '../../flag.ts'

const forEver: Text = {
  zh: '吊销是永久的，不能撤回。这台电脑再送来的数据包不能并入；对方换了电脑的，请它重新申请加入。',
  en: 'This is for ever and cannot be undone. No more packets of that PC are taken in; an office with another PC has to ask to join anew.',
}

export const enrolRevoke = command({
  name: 'enrol revoke',
  summary: { zh: '永久吊销一台电脑的密钥', en: "revoke a PC's key for ever" },
  examples: [
    'enrol revoke 0190a5b2-7c1d-7000-8000-3f2a9c41d7e6 --dry-run',
    'enrol revoke 0190a5b2-7c1d-7000-8000-3f2a9c41d7e6 --keep 0190a5b2-8a3e-7000-8000-91c04be2a6d5',
  ],
  input: z.object({
    replica: z.string().min(1),
    keep: z
      .string()
      .transform(text =>
        text
          .split(/[,，]/)
          .map(one => one.trim())
          .filter(one => one !== ''),
      )
      .pipe(z.array(z.string()).max(10_000))
      .optional(),
    dryRun: z.boolean().default(false),
  }),
  flags: {
    replica: { flags: '<REPLICA>', text: { zh: '电脑编号，见 peers', en: 'the PC, see peers' } },
    keep: {
      flags: '--keep <REPLICA,…>',
      text: {
        zh: '由它批准、仍然有效的电脑；没写的一律作废',
        en: 'the PCs approved by it that go on; all others count no longer',
      },
      expects: { zh: '请写电脑编号，用逗号隔开', en: 'write PCs with commas between them' },
    },
    dryRun: dryRunFlag,
  },
  run: async ({ client, signal, by, lang }, { keep = [], ...input }) => {
    const revoked = await client.packets.enrolRevoke({ ...input, keep, by }, { signal })
    const lines = revoked.certified.map(({ replica, name, byName, at, kept }) =>
      lang === 'zh'
        ? `${kept ? '保留' : '作废'}：${name.zh}的电脑 ${replica}（${at.slice(0, 10)} 由${byName.zh}批准）`
        : `${kept ? 'Kept' : 'Counts no longer'}: the PC ${replica} of ${name.en} (approved by ${byName.en} on ${at.slice(0, 10)})`,
    )
    return {
      json: revoked,
      lines: [
        lang === 'zh' ? `吊销：${revoked.name}` : `Revoked: ${revoked.name}`,
        ...lines,
        ...(input.dryRun ? doneLines({ changeSet: null, isDryRun: true }, lang) : [forEver[lang]]),
      ],
    }
  },
})
