import { z } from 'zod'
import type { SinceEarlier } from '#contract/lifeline/lifeline.ts'
import { daySchema, severities } from '#contract/vocabulary.ts'
import { plural } from '#db/shared/plural.ts'
import type { Lang, Text } from '#db/shared/text.ts'
import { localTime } from '../../answers/local-time.ts'
import { table } from '../../answers/table.ts'
import { severityTexts } from '../../answers/vocabulary-words.ts'
import { command } from '../../command.ts'
import { asOfFlag, orgFlag } from '../../flag.ts'
import { type Judged, savedScan } from './saved-scan.ts'

export const scan = command({
  name: 'scan',
  summary: { zh: '命脉工程排查', en: 'the lifeline review' },
  examples: ['scan', 'scan --org 民治街道 --rule W01,W06 --as-of 2018-12-31', 'scan --again 去年的排查.json'],
  input: z.object({
    asOf: daySchema.optional(),
    org: z.string().min(1).optional(),
    rules: z
      .string()
      .transform(text => text.split(/[,，]/).map(rule => rule.trim()))
      .pipe(z.array(z.string().min(1)))
      .optional(),
    pack: z.string().min(1).optional(),
    again: z.string().min(1).optional(),
    keep: z.boolean().default(false),
  }),
  flags: {
    asOf: asOfFlag,
    org: orgFlag,
    rules: {
      flags: '--rule <W01,W02>',
      text: { zh: '只查这些规则', en: 'only by these rules' },
      expects: {
        zh: '请写规则编号，逗号隔开，例如 W01,W02',
        en: 'write the numbers of rules with commas, such as W01,W02',
      },
    },
    pack: {
      flags: '--pack <ID>',
      text: {
        zh: '用哪个规则包（rules list 里的编号；默认当天施行的）',
        en: 'by which rule pack (its id in rules list; default: the one in force on the day)',
      },
    },
    keep: {
      flags: '--keep',
      text: {
        zh: '以后对这一天的排查，都以这一次的结果为准来对照',
        en: 'compare later scans of this day with this one',
      },
    },
    again: {
      flags: '--again <FILE>',
      text: {
        zh: '按以前 scan --json 存下的文件，同一天、同一规则包再排查一次，说明有没有不同',
        en: 'run a scan again that was saved with scan --json, by its day and its pack, and say what differs',
      },
    },
  },
  run: async ({ client, signal, lang, ask, pathOf, printsDocument }, { again, ...asked }) => {
    const before = again === undefined ? undefined : await savedScan(pathOf(again))
    const input = {
      ...asked,
      asOf: asked.asOf ?? before?.asOf,
      pack: asked.pack ?? before?.pack,
      evidence: printsDocument,
    }
    const found = await ask(client.lifeline.scan(input, { signal }))
    const differs = before === undefined ? undefined : differences(before.findings, found.findings)
    return {
      json: differs === undefined ? found : { ...found, again: { same: differs.length === 0, differs } },
      lines: [
        ...headLines(found, lang),
        ...earlierLines(found.earlier, found.asOf, lang),
        ...(differs === undefined ? [] : ['', ...differenceLines(differs, found.asOf, lang)]),
        ...ruleLines(found.findings, lang),
        ...unjudgedLines(found.unjudged, lang),
      ],
    }
  },
})

type Difference = { readonly org: string; readonly rule: string; readonly was: Said; readonly now: Said }
/** Null: nothing was found. */
type Said = { readonly severity: string; readonly since: string | null; readonly measured: number } | null

/** What was found and is not, is found and was not, or is another thing: by organization, then rule. */
function differences(before: readonly Judged[], now: readonly Judged[]): readonly Difference[] {
  const keyed = (list: readonly Judged[]) => new Map(list.map(one => [`${one.org} ${one.rule}`, one]))
  const [old, fresh] = [keyed(before), keyed(now)]
  const told = (one: Judged | undefined): Said =>
    one === undefined ? null : { severity: one.severity, since: one.since, measured: one.measured }
  const isSame = (a: Judged | undefined, b: Judged | undefined) =>
    JSON.stringify([told(a), a?.threshold]) === JSON.stringify([told(b), b?.threshold])
  return [...new Set([...old.keys(), ...fresh.keys()])].sort().flatMap(key => {
    const [was, is] = [old.get(key), fresh.get(key)]
    const one = was ?? is
    return one === undefined || isSame(was, is)
      ? []
      : [{ org: one.org, rule: one.rule, was: told(was), now: told(is) }]
  })
}

function differenceLines(differs: readonly Difference[], day: string, lang: Lang): readonly string[] {
  const isZh = lang === 'zh'
  if (differs.length === 0) return [isZh ? '和存下的结果完全相同。' : 'The same as the saved one.']
  const orgs = new Set(differs.map(({ org }) => org)).size
  return [
    isZh
      ? `和存下的结果相比，${orgs} 个组织有 ${differs.length} 处不同：后来补录或更正了 ${day} 以前的情况。谁在什么时候改的，用 history 加组织ID查看。`
      : `${plural(orgs, 'organization differs', 'organizations differ')} from the saved scan, in ${plural(differs.length, 'finding')}: something up to ${day} was back-dated or corrected since. Who did, and when: history with the organization's code.`,
    ...differenceTable(differs, lang),
  ]
}

function differenceTable(differs: readonly Difference[], lang: Lang): readonly string[] {
  const isZh = lang === 'zh'
  const word = (said: Said) => {
    const known = severities.find(severity => severity === said?.severity)
    const none = isZh ? '没有' : 'nothing'
    return known === undefined ? none : `${severityTexts[known][lang]} ${said?.measured ?? ''}`
  }
  return table(
    (isZh ? ['组织ID', '规则', '原来', '现在'] : ['code', 'rule', 'then', 'now']).map(head => ({ head })),
    differs.map(({ org, rule, was, now }) => [org, rule, word(was), word(now)]),
  )
}

/** So many differences are read at a glance; one record may make hundreds. */
const mostShown = 20

const comparedBy: Readonly<Record<'earlier' | 'present', Text>> = {
  earlier: {
    zh: '那次用的是另一个规则包；这里两次都按那个规则包比较。',
    en: 'That scan was made by another rule pack; both are compared by that one.',
  },
  present: {
    zh: '那次用的规则包已经不在本台账里；不同的地方也可能是标准改变带来的。',
    en: 'The rule pack of that scan is no longer here: what differs may also be due to other thresholds.',
  },
}

/** That something of the day was back-dated or corrected since it was scanned first: what, and who did it when. */
function earlierLines(earlier: SinceEarlier | null, day: string, lang: Lang): readonly string[] {
  if (earlier === null || earlier.findings === 0) return []
  const { at, by, orgs, findings, differs, because } = earlier
  const isZh = lang === 'zh'
  const when = localTime(at)
  return [
    '',
    isZh
      ? `和 ${when} 对这一天的排查相比，${orgs} 个组织有 ${findings} 处不同：后来补录或更正了 ${day} 以前的情况。`
      : `${plural(orgs, 'organization differs', 'organizations differ')} from the scan of this day that was made on ${when}, in ${plural(findings, 'finding')}: something up to ${day} was back-dated or corrected since.`,
    ...(by === 'same' ? [] : [comparedBy[by][lang]]),
    ...differenceTable(differs.slice(0, mostShown), lang),
    ...(findings > mostShown
      ? [
          isZh
            ? `还有 ${findings - mostShown} 处，用 --json 查看。`
            : `and ${findings - mostShown} more: see --json.`,
        ]
      : []),
    isZh ? '后来登记的：' : 'Written since:',
    ...(because.length === 0
      ? [
          isZh
            ? '没有找到有关的登记，可能是规则包或程序更新了。'
            : 'Nothing was found; perhaps the rule pack or the program is another one.',
        ]
      : table(
          (isZh ? ['时间', '经办人', '内容'] : ['when', 'who', 'what']).map(head => ({ head })),
          because.map(one => [localTime(one.at), one.actor, one.sentence[lang]]),
        )),
    isZh
      ? '以后要以这一次为准对照，加 --keep 再排查一次。'
      : 'To compare later scans with this one, scan once more with --keep.',
  ]
}

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
  readonly stale: readonly string[]
  readonly unknown: readonly string[]
}

function headLines(found: Head, lang: Lang): readonly string[] {
  const { asOf, pack, branches, exempt, flagged, stale, unknown } = found
  const isZh = lang === 'zh'
  const notes = [
    ...(stale.length === 0
      ? []
      : [
          isZh
            ? `超过一年没有核对的标准：${stale.join('、')}。核对来源以后，用 rules change --checked 写明。`
            : `Not checked for over a year: ${stale.join(', ')}. Check the source, then say so with rules change --checked.`,
        ]),
    ...(unknown.length === 0
      ? []
      : [
          isZh
            ? `规则包里有本程序不认识的内容，没有使用：${unknown.join('、')}。`
            : `The pack names what this program does not know and did not use: ${unknown.join(', ')}.`,
        ]),
  ]
  return [
    lang === 'zh'
      ? `${asOf}，规则包 ${pack}：团支部 ${branches} 个，不参加评定 ${exempt} 个，有问题 ${flagged} 个`
      : `${asOf}, rule pack ${pack}: ${plural(branches, 'branch', 'branches')}, ${exempt} not judged, ${flagged} with findings`,
    ...notes,
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
        { head: isZh ? '组织ID' : 'code' },
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
