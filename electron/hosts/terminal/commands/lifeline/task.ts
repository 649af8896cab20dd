import { z } from 'zod'
import type { Book, Period, TaskLamp } from '#contract/tasks.ts'
import { daySchema } from '#contract/vocabulary.ts'
import type { Lang, Text } from '#db/shared/text.ts'
import { actAnswer, actFlags, actInput } from '../../answers/act-answer.ts'
import { table } from '../../answers/table.ts'
import { type Command, command } from '../../command.ts'
import { orgFlag } from '../../flag.ts'
import { given, needed, requestLines, taskRequestCommands } from './task-request.ts'

const lamps: Readonly<Record<TaskLamp, Text>> = {
  done: { zh: '已完成', en: 'done' },
  late: { zh: '逾期完成', en: 'done late' },
  overdue: { zh: '逾期未完成', en: 'overdue' },
  soon: { zh: '30 天内到期', en: 'due within 30 days' },
  open: { zh: '未到期', en: 'not due yet' },
  unsaid: { zh: '有记录，没写数', en: 'recorded without a number' },
  unknown: { zh: '算不出', en: 'cannot be counted' },
}

const year = z.coerce.number().int().min(1950).max(2199)

const list = command({
  name: 'task list',
  summary: { zh: '年度任务书和各单位的完成情况', en: 'task books and how far everybody has come' },
  examples: ['task list', 'task list --year 2019 --json', 'task list --year 2019 --org 民治街道'],
  input: z.object({ year: year.optional(), org: z.string().min(1).optional() }),
  flags: {
    year: {
      flags: '--year <Y>',
      text: { zh: '哪一年（默认今年）', en: 'of which year (default: this one)' },
    },
    org: orgFlag,
  },
  run: async ({ client, signal, lang, ask }, input) => {
    const found = await ask(client.tasks.books(input, { signal }))
    const isZh = lang === 'zh'
    return {
      json: found,
      lines: [
        ...found.books.flatMap(book => linesOf(book, lang)),
        ...(found.books.length === 0
          ? [isZh ? `${found.year} 年没有任务书。` : `There is no task book of ${found.year}.`]
          : []),
        ...found.periods.flatMap(period => periodLines(period, lang)),
      ],
    }
  },
})

function linesOf({ issuer, tasks }: Book, lang: Lang): string[] {
  const heads = {
    zh: ['任务', '期限', '单位', '完成', '目标', '状态'],
    en: ['task', 'due', 'unit', 'done', 'target', 'state'],
  }
  return [
    issuer.name,
    ...table(
      heads[lang].map((head, at) => ({ head, right: at === 3 || at === 4 })),
      tasks.flatMap(({ item, units }) =>
        units.map(({ org, value, records, lamp, target, due }) => [
          item,
          due,
          org.name,
          value === null ? '' : String(value),
          String(target),
          records === 0 && value === 0
            ? `${lamps[lamp][lang]}${lang === 'zh' ? '，没有登记' : ', nothing recorded'}`
            : lamps[lamp][lang],
        ]),
      ),
    ),
    ...tasks.flatMap(({ item, units }) => units.flatMap(unit => requestLines(item, unit, lang))),
    '',
  ]
}

function periodLines(
  { org, firstDay, lastDay, closesOn, isClosed, exceptions }: Period,
  lang: Lang,
): string[] {
  const isZh = lang === 'zh'
  const state = isZh ? (isClosed ? '已封账' : '未封账') : isClosed ? 'closed' : 'open'
  return [
    isZh
      ? `${org} ${firstDay} 至 ${lastDay}：${closesOn} 截止填报，${state}`
      : `${org} ${firstDay} to ${lastDay}: entered until ${closesOn}, ${state}`,
    ...exceptions.map(one =>
      isZh
        ? `  补录许可：${one.whom}，至 ${one.ends}${one.holds ? '' : '（已到期）'}，${one.reason}`
        : `  exception: ${one.whom}, until ${one.ends}${one.holds ? '' : ' (over)'}, ${one.reason}`,
    ),
  ]
}

const add = command({
  name: 'task add',
  summary: { zh: '在年度任务书里加一项任务', en: 'set a task in the task book of a year' },
  examples: [
    'task add --org 龙华区 --year 2019 --item 主题团课 --measure 主题团课 --target 12 --due 2019-11-30',
  ],
  input: z.object({
    org: z.string().min(1),
    year,
    item: z.string().min(1),
    measure: z.string().min(1),
    counts: z.string().optional(),
    target: z.string().min(1),
    due: z.string().min(1),
    whom: z.string().optional(),
    note: z.string().optional(),
    ...actInput,
  }),
  flags: {
    org: needed('--org <ORG>', '下达单位', 'who sets it'),
    year: needed('--year <Y>', '哪一年', 'of which year'),
    item: needed('--item <T>', '任务名称', 'what is to be done'),
    measure: needed('--measure <M>', '指标或工作类型的名称', 'the name of a figure or a type of work'),
    counts: {
      flags: '--counts <W>',
      text: {
        zh: '按类型统计时计：场次、人数、记录数、时长',
        en: 'of a type, count: sessions, people, records, hours',
      },
    },
    target: needed('--target <N>', '目标', 'how much of it'),
    due: needed('--due <DAY>', '完成期限', 'until when'),
    whom: {
      flags: '--for <ORG,…>',
      text: {
        zh: '承担单位，逗号隔开（默认直接下级）',
        en: 'for whom, with commas (default: all directly below)',
      },
    },
    note: { flags: '--note <T>', text: { zh: '说明', en: 'a note' } },
    ...actFlags,
  },
  run: async ({ client, signal, by, lang, ask }, { dryRun, on, year: of, ...typed }) => {
    const set = { ...given(typed), year: String(of) }
    const act = { kind: 'task', set, dryRun, by, ...(on !== undefined && { on }) }
    return actAnswer(await ask(client.records.add(act, { signal })), dryRun, lang)
  },
})

const days = {
  from: needed('--from <DAY>', '时段的第一天', 'the first day of the period'),
  to: needed('--to <DAY>', '时段的最后一天', 'the last day of the period'),
}

const close = command({
  name: 'task close',
  summary: {
    zh: '封账：一个时段的工作记录到某日截止填报',
    en: 'close a period: its work is entered until a day',
  },
  examples: ['task close --org 龙华区 --from 2019-01-01 --to 2019-03-31 --until 2019-04-10'],
  input: z.object({
    org: z.string().min(1),
    from: daySchema,
    to: daySchema,
    until: daySchema,
    note: z.string().optional(),
    ...actInput,
  }),
  flags: {
    org: needed('--org <ORG>', '封账单位', 'who closes it'),
    ...days,
    until: needed('--until <DAY>', '填报截止的那天', 'the last day on which it is entered'),
    note: { flags: '--note <T>', text: { zh: '说明', en: 'a note' } },
    ...actFlags,
  },
  run: async ({ client, signal, by, lang, ask }, { dryRun, on: _on, org, from, to, until, note }) => {
    const set = given({ org, first_day: from, last_day: to, closes_on: until, note })
    const act = { kind: 'closing', set, dryRun, by }
    return actAnswer(await ask(client.records.add(act, { signal })), dryRun, lang)
  },
})

const allow = command({
  name: 'task allow',
  summary: {
    zh: '补录许可：封账以后某单位在期限内仍可填报',
    en: 'an exception: who may still write of a closed period',
  },
  examples: [
    'task allow --org 龙华区 --for 民治街道 --from 2019-01-01 --to 2019-03-31 --until 2019-04-20 --reason 换人补录',
  ],
  input: z.object({
    org: z.string().min(1),
    whom: z.string().min(1),
    from: daySchema,
    to: daySchema,
    until: daySchema,
    reason: z.string().min(1),
    ...actInput,
  }),
  flags: {
    org: needed('--org <ORG>', '批准单位', 'who grants it'),
    whom: needed('--for <ORG>', '补录单位', 'for whom'),
    ...days,
    until: needed('--until <DAY>', '许可到期的那天', 'the last day on which it holds'),
    reason: needed('--reason <T>', '原因', 'why'),
    ...actFlags,
  },
  run: async ({ client, signal, by, lang, ask }, { dryRun, on: _on, org, whom, from, to, until, reason }) => {
    const set = given({ org, whom, first_day: from, last_day: to, ends: until, reason })
    const act = { kind: 'reopening', set, dryRun, by }
    return actAnswer(await ask(client.records.add(act, { signal })), dryRun, lang)
  },
})

export const taskCommands: readonly Command[] = [list, add, close, allow, ...taskRequestCommands]
