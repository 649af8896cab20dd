import { z } from 'zod'
import { type Case, caseLamps, caseStates } from '#contract/lifeline/cases.ts'
import { daySchema } from '#contract/vocabulary.ts'
import { refuse } from '#db/shared/refusal.ts'
import type { Lang } from '#db/shared/text.ts'
import { actFlags, actInput, manyAnswer } from '../../answers/act-answer.ts'
import { table } from '../../answers/table.ts'
import { type Command, command } from '../../command.ts'
import { asOfFlag, limitFlag, oneOf, orgFlag } from '../../flag.ts'
import { casePaperCommands } from './case-papers.ts'
import { caseAnswer, caseStepCommands } from './case-steps.ts'

const commas = z
  .string()
  .min(1)
  .transform(text => text.split(/[,，、]/).map(part => part.trim()))
/** A name may hold 、. */
const named = z
  .string()
  .min(1)
  .transform(text => text.split(/[,，]/).map(part => part.trim()))
const points = z.array(z.string().min(1).max(500)).max(100)

const list = command({
  name: 'case list',
  summary: { zh: '列出整治台账', en: 'list the rectification cases' },
  examples: ['case list', 'case list --org 民治街道 --state submitted', 'case list --lamp red --json'],
  input: z.object({
    org: z.string().min(1).optional(),
    asOf: daySchema.optional(),
    state: z.enum(caseStates).optional(),
    lamp: z.enum(caseLamps).optional(),
    waiting: z.boolean().optional(),
    limit: z.coerce.number().int().min(1).max(1000).optional(),
  }),
  flags: {
    org: orgFlag,
    asOf: asOfFlag,
    state: {
      flags: '--state <S>',
      text: { zh: `只列：${caseStates.join('、')}`, en: `only ${caseStates.join(', ')}` },
      expects: oneOf(caseStates),
    },
    lamp: {
      flags: '--lamp <L>',
      text: { zh: `只列：${caseLamps.join('、')}`, en: `only ${caseLamps.join(', ')}` },
      expects: oneOf(caseLamps),
    },
    waiting: {
      flags: '--waiting',
      text: { zh: '只列等本单位验收、答复、回头看、定时限的', en: 'only those that wait for this office' },
    },
    limit: limitFlag(1000, 100),
  },
  run: async ({ client, signal, lang, ask }, input) => {
    const { rows, total } = await ask(client.cases.list(input, { signal }))
    return {
      json: rows,
      lines: [
        ...table(
          heads[lang].map(head => ({ head })),
          rows.map(row => lineOf(row, lang)),
        ),
        lang === 'zh' ? `共 ${total} 条。` : `${total} in all.`,
        ...twiceLines(rows, lang),
      ],
    }
  },
})

/** Organizations with two cases under way. */
function twiceLines(rows: readonly Case[], lang: Lang): readonly string[] {
  const twice = [...new Set(rows.filter(({ beside }) => beside.length > 0).map(({ orgName }) => orgName))]
  if (twice.length === 0) return []
  return [
    lang === 'zh'
      ? `重复建档：${twice.join('、')}。请商定保留一份，另一份由建档的单位用 record remove 删除。`
      : `Opened twice: ${twice.join(', ')}. Agree which one stays, and let the office that opened the other remove it with record remove.`,
  ]
}

const heads = {
  zh: ['编号', '组织', '状态', '认定日期', '整改时限', '剩余天数', '情形', '责任人'],
  en: ['id', 'organization', 'state', 'opened', 'due', 'days left', 'rules', 'responsible'],
}

function lineOf(row: Case, lang: Lang): (string | number | null)[] {
  const { id, orgName, stateWords, opened, due, daysLeft, ruleWords, owner } = row
  const late = daysLeft !== null && daysLeft < 0
  const left = late ? (lang === 'zh' ? `逾期 ${-daysLeft}` : `${-daysLeft} overdue`) : daysLeft
  return [id, orgName, stateWords[lang], opened, due, left, ruleWords[lang], owner]
}

const open = command({
  name: 'case open',
  summary: { zh: '认定并建立整治台账', en: 'open the case of an organization that needs rectification' },
  examples: [
    'case open --org 白石龙第一 --rule W01,W06 --measure 一个月内选出书记 --owner 张伟 --liaison 李娜副书记 --due 2019-03-31',
    'case open --org 440309002007001,440309002007002 --measure 一个月内选出书记 --owner 张伟 --liaison 李娜副书记 --due 2019-03-31',
  ],
  input: z.object({
    org: named,
    rules: commas.default([]),
    problems: points.default([]),
    measures: points.default([]),
    owner: z.string().max(200).default(''),
    liaison: z.string().max(200).default(''),
    due: daySchema.optional(),
    leaveOut: z.boolean().default(false),
    ...actInput,
  }),
  flags: {
    org: {
      ...orgFlag,
      text: {
        zh: '整治哪个组织；几个一起建档的用逗号隔开，问题各取规则查出的',
        en: 'which organization; several at once with commas between, each with what the rules find in it',
      },
      isNeeded: true,
    },
    rules: {
      flags: '--rule <W01,W06>',
      text: { zh: '认定情形', en: 'the rules on which the confirmation rests' },
    },
    problems: {
      flags: '--problem <T>',
      text: {
        zh: '主要问题，可以写几次；不写则取规则查出的',
        en: 'a problem, as often as there are; without any, what the rules find',
      },
      isRepeated: true,
    },
    measures: {
      flags: '--measure <T>',
      text: { zh: '整改措施，可以写几次', en: 'a measure, as often as there are' },
      isRepeated: true,
    },
    owner: { flags: '--owner <N>', text: { zh: '责任人', en: 'who answers for it' } },
    liaison: {
      flags: '--liaison <N>',
      text: { zh: '挂点联系人：姓名、职务', en: 'who looks after it from above: name and post' },
    },
    due: {
      flags: '--due <DAY>',
      text: { zh: '整改时限', en: 'by when' },
      expects: { zh: '请写一个日期，例如 2018-12-31', en: 'write a day such as 2018-12-31' },
    },
    leaveOut: {
      flags: '--leave-out',
      text: {
        zh: '几个一起建档时，不能建的不动，其余照建',
        en: 'of several, leave those of which none can be opened as they are and open the others',
      },
    },
    ...actFlags,
  },
  run: async (context, { org: ids, leaveOut, ...input }) => {
    const { client, signal, by, lang, finish } = context
    const [org = ''] = ids
    if (ids.length < 2)
      return caseAnswer(context, client.cases.open({ ...input, org, by }, { signal }), input.dryRun)
    const { rules, problems, measures, owner, liaison, due, on, dryRun } = input
    if (rules.length > 0 || problems.length > 0)
      refuse(
        'of-one-alone',
        '几个组织一起建档时，认定情形和主要问题各取规则查出的，不能另写。请去掉 --rule 和 --problem，或者逐个建档。',
        'Of several at once the rules and problems are those that are found in each. Leave out --rule and --problem, or open them one by one.',
      )
    const set = {
      ...{ measures: measures.join('；'), owner, liaison, due: due ?? '' },
      ...(on !== undefined && { opened: on }),
    }
    const asked = { ids: [...ids], set, by, dryRun, leaveOut }
    return manyAnswer(await finish(client.cases.openMany(asked, { signal })), dryRun, lang)
  },
})

/** 整治台账. */
export const caseCommands: readonly Command[] = [list, open, ...caseStepCommands, ...casePaperCommands]
