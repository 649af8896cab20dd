import { z } from 'zod'
import { daySchema, severities } from '#contract/vocabulary.ts'
import type { Lang, Text } from '#db/shared/text.ts'
import { table } from '../../answers/table.ts'
import { severityTexts } from '../../answers/vocabulary-words.ts'
import { command } from '../../command.ts'
import { asOfFlag, orgFlag } from '../../flag.ts'

export const scan = command({
  name: 'scan',
  summary: { zh: '命脉工程排查', en: 'the lifeline review' },
  examples: ['scan', 'scan --org 民治街道 --rule W01,W06 --as-of 2018-12-31'],
  input: z.object({
    asOf: daySchema.optional(),
    org: z.string().min(1).optional(),
    rules: z
      .string()
      .transform(text => text.split(/[,，]/).map(rule => rule.trim()))
      .pipe(z.array(z.string().min(1)))
      .optional(),
  }),
  flags: {
    asOf: asOfFlag,
    org: orgFlag,
    rules: {
      flags: '--rule <W01,W02>',
      text: { zh: '只查这些规则', en: 'only by these rules' },
      expects: { zh: '请写成 W01,W02', en: 'write W01,W02' },
    },
  },
  run: async ({ client, signal, lang, ask }, input) => {
    const found = await ask(client.lifeline.scan(input, { signal }))
    return {
      json: found,
      lines: [
        ...headLines(found, lang),
        ...ruleLines(found.findings, lang),
        ...unjudgedLines(found.unjudged, lang),
      ],
    }
  },
})

type Finding = {
  readonly org: string
  readonly orgName: string
  readonly rule: string
  readonly severity: (typeof severities)[number]
  readonly since: string | null
  readonly why: Text
}

type Head = {
  readonly asOf: string
  readonly pack: string
  readonly branches: number
  readonly exempt: number
  readonly flagged: number
}

function headLines(found: Head, lang: Lang): readonly string[] {
  const { asOf, pack, branches, exempt, flagged } = found
  return [
    lang === 'zh'
      ? `${asOf}，规则包 ${pack}：支部 ${branches} 个，豁免 ${exempt} 个，有问题 ${flagged} 个`
      : `${asOf}, pack ${pack}: ${branches} branches, ${exempt} exempt, ${flagged} with findings`,
  ]
}

/** Rules that judge nobody yet, one line each. */
function unjudgedLines(
  unjudged: readonly { readonly rule: string; readonly why: Text }[],
  lang: Lang,
): readonly string[] {
  return unjudged.length === 0 ? [] : ['', ...unjudged.map(({ rule, why }) => `${rule}  ${why[lang]}`)]
}

/** Rule by rule, the gravest findings first. */
function ruleLines(findings: readonly Finding[], lang: Lang): readonly string[] {
  const byRule = Map.groupBy(findings, finding => finding.rule)
  const rules = [...byRule].sort(([a], [b]) => (a < b ? -1 : 1))
  const isZh = lang === 'zh'
  return rules.flatMap(([rule, hits]) => [
    '',
    isZh ? `${rule}  ${hits.length} 个` : `${rule}  ${hits.length}`,
    ...table(
      [
        { head: '' },
        { head: isZh ? '编码' : 'code' },
        { head: isZh ? '组织' : 'organization' },
        { head: isZh ? '从何时' : 'since' },
        { head: isZh ? '为什么' : 'why' },
      ],
      hits
        .toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity))
        .map(hit => [
          severityTexts[hit.severity][lang],
          hit.org,
          hit.orgName,
          hit.since ?? (isZh ? '不详' : 'unknown'),
          hit.why[lang],
        ]),
    ),
  ])
}
