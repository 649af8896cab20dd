import { z } from 'zod'
import type { Text } from '#db/shared/text.ts'
import { doneLines } from '../../answers/done-lines.ts'
import { command } from '../../command.ts'
import { dryRunFlag } from '../../flag.ts'

const forEver: Text = {
  zh: '吊销是永久的，不能撤回。这台电脑再送来的数据包不能并入；对方换了电脑的，请它重新申请加入。',
  en: 'This is for ever and cannot be undone. No more packets of that PC are taken in; an office with another PC has to ask to join anew.',
}

/** What was made and never came here is opened no more: a dry run tells it while there is still time. */
function takenIn(received: number): Text {
  const before = {
    zh: '它已经制作、这里还没有并入的（在U盘上或者邮件里），吊销以后打不开，要先并入。',
    en: 'Packets that it has made and that are not taken in here yet, on a stick or in the mail, cannot be opened once it is revoked: take them in first.',
  }
  return received === 0
    ? {
        zh: `还没有并入过这台电脑的数据包。${before.zh}`,
        en: `No packet from it has been taken in yet. ${before.en}`,
      }
    : {
        zh: `它的数据包并入到第 ${received} 号。${before.zh}`,
        en: `Its packets are taken in up to no. ${received}. ${before.en}`,
      }
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
    yes: z.boolean().default(false),
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
    yes: {
      flags: '--yes',
      text: {
        zh: '收件箱里它的数据包还没有并入，也吊销：以后打不开',
        en: 'also while packets of it wait in the inbox: they are opened no more',
      },
    },
    dryRun: dryRunFlag,
  },
  run: async ({ client, signal, by, lang }, { keep = [], yes, ...input }) => {
    const revoked = await client.packets.enrolRevoke({ ...input, keep, anyway: yes, by }, { signal })
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
        takenIn(revoked.received)[lang],
        ...(input.dryRun ? doneLines({ changeSet: null, isDryRun: true }, lang) : [forEver[lang]]),
      ],
    }
  },
})
