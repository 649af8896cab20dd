import { z } from 'zod'
import { daySchema, orgKindSchema, orgKinds, tierSchema, tiers } from '#contract/vocabulary.ts'
import { doneLines } from '../../answers/done-lines.ts'
import { pairs } from '../../answers/table.ts'
import { kindTexts, tierTexts } from '../../answers/vocabulary-words.ts'
import { command } from '../../command.ts'
import { dryRunFlag, oneOf, onFlag } from '../../flag.ts'

export const init = command({
  name: 'init',
  summary: { zh: '建立一个新的台账', en: 'make a new registry' },
  examples: ['init --name 共青团深圳市龙华区委员会 --tier district --code 440309'],
  input: z.object({
    name: z.string().trim().min(1),
    tier: tierSchema,
    kind: orgKindSchema.optional(),
    code: z.string().trim().min(1).optional(),
    short: z.string().trim().min(1).optional(),
    on: daySchema.optional(),
    dryRun: z.boolean().default(false),
  }),
  flags: {
    name: {
      flags: '--name <N>',
      text: { zh: '本组织的全称', en: 'the full name of your own organization' },
      isNeeded: true,
    },
    tier: {
      flags: '--tier <T>',
      text: { zh: `层级：${tiers.join('、')}`, en: `its tier: ${tiers.join(', ')}` },
      expects: oneOf(tiers),
      isNeeded: true,
    },
    kind: {
      flags: '--kind <K>',
      text: {
        zh: `组织类型（默认随层级）：${orgKinds.join('、')}`,
        en: `its kind (default: by tier): ${orgKinds.join(', ')}`,
      },
      expects: oneOf(orgKinds),
    },
    code: { flags: '--code <C>', text: { zh: '组织ID', en: 'its code' } },
    short: { flags: '--short <S>', text: { zh: '简称', en: 'its short name' } },
    on: onFlag,
    dryRun: dryRunFlag,
  },
  run: async ({ client, signal, by, lang }, input) => {
    const made = await client.registry.init({ ...input, by }, { signal })
    return {
      json: made,
      lines: [
        lang === 'zh' ? `已建立台账：${made.org.name}` : `The registry of ${made.org.name} is made.`,
        ...pairs([
          [lang === 'zh' ? '层级' : 'Tier', tierTexts[made.org.tier][lang]],
          [lang === 'zh' ? '组织类型' : 'Kind', kindTexts[made.org.kind][lang]],
          [lang === 'zh' ? '组织ID' : 'Code', made.org.code],
          [lang === 'zh' ? '电脑编号' : 'Replica', made.replica],
          [lang === 'zh' ? '核对数字' : 'Digits to compare', made.fingerprint],
        ]),
        ...made.warnings.map(warning => warning[lang]),
        ...(input.dryRun ? doneLines({ changeSet: null, isDryRun: true }, lang) : []),
      ],
    }
  },
})
