import { z } from 'zod'
import { daySchema, structureSchema } from '#contract/vocabulary.ts'
import { pairs } from '../../answers/table.ts'
import { kindTexts, tierTexts } from '../../answers/vocabulary-words.ts'
import { command } from '../../command.ts'
import { asOfFlag, structureFlag } from '../../flag.ts'

export const orgShow = command({
  name: 'org show',
  alias: 'org-show',
  summary: { zh: '看一个组织', en: 'look at one organization' },
  examples: ['org show 民治街道', 'org show 440309002 --as-of 2018-12-31'],
  input: z.object({
    org: z.string().min(1),
    asOf: daySchema.optional(),
    structure: structureSchema.optional(),
  }),
  flags: {
    org: {
      flags: '<C>',
      text: { zh: '组织ID、全称或简称', en: 'its code, full or short name' },
    },
    asOf: asOfFlag,
    structure: structureFlag,
  },
  run: async ({ client, signal, lang, ask }, input) => {
    const org = await ask(client.registry.orgShow(input, { signal }))
    const isZh = lang === 'zh'
    return {
      json: org,
      lines: pairs([
        [isZh ? '名称' : 'Name', org.name],
        [isZh ? '简称' : 'Short name', org.shortName],
        [isZh ? '组织ID' : 'Code', org.code],
        [isZh ? '层级' : 'Tier', tierTexts[org.tier][lang]],
        [isZh ? '组织类型' : 'Kind', kindTexts[org.kind][lang]],
        [isZh ? '上级' : 'Organization above', org.parent?.name ?? null],
        [isZh ? '位置' : 'Path', org.path.join(' / ')],
        [isZh ? '成立' : 'Founded', org.founded],
        [isZh ? '撤销' : 'Closed', org.closed],
        [isZh ? '并入' : 'Merged into', org.successor?.name ?? null],
        [isZh ? '团支部' : 'Branches', org.branches],
        [isZh ? '团员' : 'Members', org.members],
        [isZh ? '团干部' : 'Cadres', org.cadres],
      ]),
    }
  },
})
