import { z } from 'zod'
import type { BookTask } from '#contract/tasks.ts'
import { taskRequestCourse } from '#db/records/courses/task-request-course.ts'
import type { Lang } from '#db/shared/text.ts'
import { actAnswer, actFlags, actInput } from '../../answers/act-answer.ts'
import { type Command, command } from '../../command.ts'
import type { Flag } from '../../flag.ts'

/** A flag without which the command is not understood. */
export const needed = (flags: string, zh: string, en: string): Flag => ({
  flags,
  text: { zh, en },
  isNeeded: true,
})

/** What was said, without what was not. */
export function given(typed: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(typed).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}

/** What one of those a task is for asked about it, each with its id, by which it is answered. */
export function requestLines(
  item: string,
  { org, requests }: BookTask['units'][number],
  lang: Lang,
): readonly string[] {
  return requests.map(({ id, state, asked, target, due, reason, answer }) => {
    const said = taskRequestCourse.states[state][lang]
    const isZh = lang === 'zh'
    const wants = [
      target === null ? '' : isZh ? `目标改为 ${target}` : `target ${target}`,
      due === null ? '' : isZh ? `期限改为 ${due}` : `due ${due}`,
    ].filter(part => part !== '')
    const ended = [said, answer?.note ?? ''].filter(part => part !== '')
    return isZh
      ? `  调整申请 ${id}：${org.name} ${asked} 申请“${item}”${wants.join('，')}（${reason}），${ended.join('，')}`
      : `  request ${id}: ${org.name} asked on ${asked} for "${item}": ${wants.join(', ')} (${reason}); ${ended.join(', ')}`
  })
}

const ask = command({
  name: 'task ask',
  summary: { zh: '申请调整一项任务的目标或期限', en: 'ask for another target or a later deadline of a task' },
  examples: [
    'task ask --org 民治街道 --year 2019 --item 主题团课 --target 8 --reason 两个社区合并',
    'task ask --org 民治街道 --year 2019 --item 主题团课 --due 2020-01-31 --reason 换届推迟',
  ],
  input: z.object({
    org: z.string().min(1),
    year: z.coerce.number().int().min(1950).max(2199),
    item: z.string().min(1),
    target: z.string().optional(),
    due: z.string().optional(),
    reason: z.string().min(1),
    ...actInput,
  }),
  flags: {
    org: needed('--org <ORG>', '承担单位', 'whose task it is'),
    year: needed('--year <Y>', '哪一年', 'of which year'),
    item: needed('--item <T>', '任务名称', 'which task'),
    target: { flags: '--target <N>', text: { zh: '申请改为的目标', en: 'the target asked for' } },
    due: { flags: '--due <DAY>', text: { zh: '申请改为的期限', en: 'the day asked for' } },
    reason: needed('--reason <T>', '理由', 'why'),
    ...actFlags,
  },
  run: async ({ client, signal, by, lang, ask: asking }, { dryRun, on, year, ...typed }) => {
    const set = { ...given(typed), year: String(year), ...(on !== undefined && { asked: on }) }
    return actAnswer(
      await asking(client.records.add({ kind: 'task_request', set, dryRun, by }, { signal })),
      dryRun,
      lang,
    )
  },
})

const id: Flag = {
  flags: '<ID>',
  text: { zh: '申请的编号，见 task list', en: 'the id of the request, see task list' },
}
const note: Flag = { flags: '--note <T>', text: { zh: '说明', en: 'a note' } }

const answer = command({
  name: 'task answer',
  summary: { zh: '答复任务调整申请', en: 'answer a request to change a task' },
  examples: ['task answer ID --grant', 'task answer ID --reason 按原计划完成'],
  input: z.object({
    id: z.string().min(1),
    grant: z.boolean().default(false),
    note: z.string().max(1000).optional(),
    ...actInput,
  }),
  flags: {
    id,
    grant: { flags: '--grant', text: { zh: '同意；不写就是不同意', en: 'granted; without it, declined' } },
    note: {
      flags: '--reason <T>',
      text: { zh: '说明或者不同意的理由', en: 'a note, or why it is declined' },
    },
    ...actFlags,
  },
  run: async ({ client, signal, by, lang, ask: asking }, { grant, ...asked }) => {
    const action = grant ? ('grant' as const) : ('decline' as const)
    return actAnswer(
      await asking(client.tasks.answer({ ...asked, action, by }, { signal })),
      asked.dryRun,
      lang,
    )
  },
})

const withdraw = command({
  name: 'task withdraw',
  summary: { zh: '撤回还没有答复的任务调整申请', en: 'withdraw a request that nobody has answered' },
  examples: ['task withdraw ID'],
  input: z.object({ id: z.string().min(1), note: z.string().max(1000).optional(), ...actInput }),
  flags: { id, note, ...actFlags },
  run: async ({ client, signal, by, lang, ask: asking }, asked) =>
    actAnswer(
      await asking(client.tasks.answer({ ...asked, action: 'withdraw', by }, { signal })),
      asked.dryRun,
      lang,
    ),
})

/** What a street asks about its tasks, and what the district answers. */
export const taskRequestCommands: readonly Command[] = [ask, answer, withdraw]
