import { z } from 'zod'
import { daySchema, orgKinds, structureSchema, tiers } from '#contract/vocabulary.ts'
import { pairs } from '../../answers/table.ts'
import { kindTexts, tierTexts } from '../../answers/vocabulary-words.ts'
import { command } from '../../command.ts'
import { asOfFlag, orgFlag, structureFlag } from '../../flag.ts'

export const stats = command({
  name: 'stats',
  summary: { zh: '一个组织及其全部下级的统计数', en: 'the figures of an organization and all below it' },
  examples: ['stats', 'stats --org 民治街道 --as-of 2018-12-31'],
  input: z.object({
    org: z.string().min(1).optional(),
    asOf: daySchema.optional(),
    structure: structureSchema.optional(),
  }),
  flags: { org: orgFlag, asOf: asOfFlag, structure: structureFlag },
  run: async ({ client, signal, lang, ask }, input) => {
    const found = await ask(client.registry.stats(input, { signal }))
    const isZh = lang === 'zh'
    return {
      json: found,
      lines: [
        isZh ? `${found.org.name}（${found.asOf}）` : `${found.org.name}, ${found.asOf}`,
        ...pairs([
          [isZh ? '组织' : 'Organizations', found.orgs],
          ...tiers.flatMap(tier => counted(found.byTier[tier], `  ${tierTexts[tier][lang]}`)),
          ...orgKinds.flatMap(kind => counted(found.byKind[kind], `  ${kindTexts[kind][lang]}`)),
          [isZh ? '团支部' : 'Branches', found.branches],
          [isZh ? '团员' : 'Members', found.members],
          [isZh ? '团干部（在任职务）' : 'Cadres (posts held)', found.cadres],
        ]),
      ],
    }
  },
})

function counted(count: number | undefined, name: string): readonly (readonly [string, number])[] {
  return count === undefined ? [] : [[name, count]]
}
