import { z } from 'zod'
import { faultChecks } from '#contract/faults.ts'
import { proposalStates } from '#contract/lifeline/rulings.ts'
import { daySchema } from '#contract/vocabulary.ts'
import { ruleCalled } from '#db/records/words/rule-words.ts'
import type { Lang } from '#db/shared/text.ts'
import { actAnswer, actFlags, actInput } from '../../answers/act-answer.ts'
import { table } from '../../answers/table.ts'
import { type Command, command } from '../../command.ts'
import { asOfFlag, limitFlag, oneOf, orgFlag } from '../../flag.ts'

const limit = limitFlag(1000, 100)
const listed = {
  org: z.string().min(1).optional(),
  asOf: daySchema.optional(),
  limit: z.coerce.number().int().min(1).max(1000).optional(),
}

const words = {
  open: { zh: '待认定', en: 'to be decided' },
  lapsed: { zh: '认定已过期', en: 'lapsed' },
  confirmed: { zh: '已认定', en: 'confirmed' },
  'set-aside': { zh: '不予认定', en: 'set aside' },
} as const

const differ = {
  'new-findings': { zh: '认定以后又查出', en: 'found since then' },
  'no-longer-found': { zh: '已经查不出', en: 'found no longer' },
  'found-again': { zh: '销号以后又被查出', en: 'found again after it was cleared' },
} as const

const rulesCalled = (rules: readonly string[], lang: Lang) =>
  [...new Set(rules)].map(rule => ruleCalled(rule, lang)).join(lang === 'zh' ? '、' : ', ')

const list = command({
  name: 'ruling list',
  summary: { zh: '列出建议认定的组织和认定结果', en: 'what the rules propose, and what was decided' },
  examples: ['ruling list', 'ruling list --state open --org 民治街道', 'ruling list --marked'],
  input: z.object({
    ...listed,
    state: z.enum(proposalStates).optional(),
    marked: z.boolean().optional(),
    unopened: z.boolean().optional(),
  }),
  flags: {
    org: orgFlag,
    asOf: asOfFlag,
    limit,
    state: {
      flags: '--state <S>',
      text: { zh: `只列：${proposalStates.join('、')}`, en: `only ${proposalStates.join(', ')}` },
      expects: oneOf(proposalStates),
    },
    marked: {
      flags: '--marked',
      text: { zh: '只列规则与认定不一致的', en: 'only those at which rules and people differ now' },
    },
    unopened: {
      flags: '--unopened',
      text: { zh: '只列已认定、还没有建档的', en: 'only those that were confirmed and have no case yet' },
    },
  },
  run: async ({ client, signal, lang, ask }, input) => {
    const { rows, total } = await ask(client.rulings.proposals(input, { signal }))
    const heads =
      lang === 'zh'
        ? ['组织', '状态', '规则', '不一致', '认定日期', '签署人', '有效期至', '理由']
        : ['organization', 'state', 'rules', 'differing', 'decided', 'signed by', 'until', 'reason']
    return {
      json: rows,
      lines: [
        ...table(
          heads.map(head => ({ head })),
          rows.map(({ orgName, state, findings, mark, newRules, ruling }) => [
            ...[
              orgName,
              words[state][lang],
              rulesCalled(
                findings.map(one => one.rule),
                lang,
              ),
            ],
            [mark === null ? '' : differ[mark][lang], rulesCalled(newRules, lang)].join(' ').trim(),
            ...[ruling?.decided ?? '', ruling?.signer ?? '', ruling?.expires ?? ''],
            ruling?.reason ?? '',
          ]),
        ),
        lang === 'zh' ? `共 ${total} 个。` : `${total} in all.`,
      ],
    }
  },
})

const decide = command({
  name: 'ruling decide',
  summary: {
    zh: '认定，或者不予认定：理由、签署人、有效期',
    en: 'confirm or set aside what the rules propose',
  },
  examples: [
    'ruling decide 白石龙第一 --outcome confirmed --reason 情况属实 --signer 王书记',
    'ruling decide 白石龙第一 --outcome set-aside --reason 年内合并 --signer 王书记 --expires 2019-06-30',
  ],
  input: z.object({
    org: z.string().min(1),
    outcome: z.enum(['confirmed', 'set-aside']),
    reason: z.string().max(1000).default(''),
    signer: z.string().max(200).default(''),
    expires: z.string().max(40).default(''),
    ...actInput,
  }),
  flags: {
    org: { flags: '<ORG>', text: { zh: '哪个组织', en: 'which organization' } },
    outcome: {
      flags: '--outcome <O>',
      text: { zh: '认定 confirmed，不予认定 set-aside', en: 'confirmed or set-aside' },
      expects: oneOf(['confirmed', 'set-aside']),
      isNeeded: true,
    },
    reason: { flags: '--reason <T>', text: { zh: '理由', en: 'why' } },
    signer: { flags: '--signer <N>', text: { zh: '签署人', en: 'who signs' } },
    expires: {
      flags: '--expires <DAY>',
      text: { zh: '有效期至；不予认定的必须写', en: 'until when it holds; needed where it is set aside' },
    },
    ...actFlags,
  },
  run: async ({ client, signal, lang, by, ask }, input) =>
    actAnswer(await ask(client.rulings.decide({ ...input, by }, { signal })), input.dryRun, lang),
})

const faults = command({
  name: 'faults',
  summary: { zh: '列出待改数据', en: 'list data to put right' },
  examples: ['faults', 'faults --check same-number --org 民治街道'],
  input: z.object({ ...listed, check: z.enum(faultChecks).optional() }),
  flags: {
    org: orgFlag,
    asOf: asOfFlag,
    limit,
    check: {
      flags: '--check <C>',
      text: { zh: `只列：${faultChecks.join('、')}`, en: `only ${faultChecks.join(', ')}` },
      expects: oneOf(faultChecks),
    },
  },
  run: async ({ client, signal, lang, ask }, input) => {
    const found = await ask(client.faults.list(input, { signal }))
    const heads = lang === 'zh' ? ['名称', '所在组织', '问题'] : ['name', 'where', 'what is wrong']
    return {
      json: found,
      lines: [
        ...found.checks.filter(({ n }) => n > 0).map(one => `${one.words[lang]} ${one.n}`),
        ...table(
          heads.map(head => ({ head })),
          found.rows.map(row => [row.name, row.place ?? '', row.says[lang]]),
        ),
        lang === 'zh' ? `共 ${found.total} 处。` : `${found.total} in all.`,
      ],
    }
  },
})

/** 认定, and what else is to be looked through. */
export const rulingCommands: readonly Command[] = [list, decide, faults]
