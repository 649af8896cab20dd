import { z } from 'zod'
import { daySchema } from '#contract/vocabulary.ts'
import { plural } from '#db/shared/plural.ts'
import { table } from '../../answers/table.ts'
import { command } from '../../command.ts'
import { asOfFlag, orgFlag } from '../../flag.ts'

const heads = {
  zh: ['组织', '已建两新组织', '还没有组织的单位', '其中已列计划', '已知团员', '覆盖率'],
  en: ['organization', 'organizations', 'units without', 'planned', 'members known', 'covered'],
} as const

/** How far the two-new are covered: what has an organization, what has none yet, and which could form a joint branch. */
export const coverage = command({
  name: 'coverage',
  summary: {
    zh: '“两新”组织的覆盖情况',
    en: 'how far the "two new" (new economic and social organizations) are covered',
  },
  examples: ['coverage', 'coverage --org 民治街道 --as-of 2018-12-31 --json'],
  input: z.object({ org: z.string().min(1).optional(), asOf: daySchema.optional() }),
  flags: { org: orgFlag, asOf: asOfFlag },
  run: async ({ client, signal, lang, ask }, input) => {
    const found = await ask(client.orgs.coverage(input, { signal }))
    const isZh = lang === 'zh'
    return {
      json: found,
      lines: [
        ...table(
          heads[lang].map(head => ({ head })),
          [found.own, ...found.below].map(({ org, organizations, open, planned, members, share }) => [
            org.name,
            String(organizations),
            String(open),
            String(planned),
            String(members),
            share === null ? null : `${Math.floor(share * 1000) / 10}%`,
          ]),
        ),
        ...found.joint.map(({ org, members, units }) =>
          isZh
            ? `可在“${org.name}”建联合团支部（${members} 名团员）：${units.map(unit => unit.name).join('、')}`
            : `A joint branch is possible in ${org.name} (${plural(members, 'member')}): ${units.map(unit => unit.name).join(', ')}`,
        ),
      ],
    }
  },
})
