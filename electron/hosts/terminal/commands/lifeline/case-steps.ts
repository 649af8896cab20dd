import { z } from 'zod'
import type { Done } from '#contract/records.ts'
import type { Text } from '#db/shared/text.ts'
import { actAnswer, actFlags, actInput } from '../../answers/act-answer.ts'
import { type Answer, type Command, type Context, command } from '../../command.ts'
import { type Flag, oneOf } from '../../flag.ts'
import { givenFile } from '../../given/given-file.ts'
import { setFlag, typedFields } from '../../given/typed-fields.ts'

const id: Flag = {
  flags: '<ID>',
  text: { zh: '台账编号，或者组织', en: 'the case, or an organization' },
}
const says = (zh: string, en: string, isNeeded = false): Flag => ({
  flags: '--text <T>',
  text: { zh, en },
  isNeeded,
})
const reason = (zh: string, en: string): Flag => ({
  flags: '--reason <T>',
  text: { zh, en },
  isNeeded: true,
})
const sentence = z.string().min(1).max(1000)

/** What was done, and the case as it stands after it. */
export async function caseAnswer(
  { client, signal, lang, ask }: Pick<Context, 'client' | 'signal' | 'lang' | 'ask'>,
  acting: Promise<Done>,
  isDryRun: boolean,
): Promise<Answer> {
  const done = await ask(acting)
  const answer = actAnswer(done, isDryRun, lang)
  if (isDryRun) return answer
  return { ...answer, json: { ...(await ask(client.cases.show({ id: done.id }, { signal }))), ...done } }
}

const evidenceFlag: Flag = {
  flags: '--file <F>',
  text: { zh: '佐证材料的文件，可以写几次', en: 'a file as evidence, as often as there are' },
  isRepeated: true,
}

/** Takes the files of a step in; it names them when it is carried out. */
async function evidence({ client, signal, finish, pathOf }: Context, paths: readonly string[]) {
  const items: string[] = []
  for (const path of paths) {
    const file = await givenFile(pathOf(path))
    items.push((await finish(client.attachments.put({ file }, { signal }))).item)
  }
  return items.length === 0 ? {} : { files: items.join('\n') }
}

/** A step with nothing to say of it but a sentence, which some cannot do without. */
function step(name: 'note' | 'submit' | 'accept', summary: Text, example: string, text: Flag): Command {
  const needed = text.isNeeded === true
  return command({
    name: `case ${name}`,
    summary,
    examples: [example],
    input: z.object({
      id: z.string().min(1),
      note: needed ? sentence : sentence.optional(),
      files: z.array(z.string().min(1)).default([]),
      ...actInput,
    }),
    flags: { id, note: text, files: evidenceFlag, ...actFlags },
    run: async (context, { files, ...input }) => {
      const { client, signal, by } = context
      const step = { ...input, ...(await evidence(context, files)), by }
      return caseAnswer(context, client.cases[name](step, { signal }), input.dryRun)
    },
  })
}

const close = command({
  name: 'case close',
  summary: { zh: '因合并或撤销组织而终结整治', en: 'end a case because its organization is no more' },
  examples: ['case close 白石龙第一 --how merged'],
  input: z.object({
    id: z.string().min(1),
    how: z.enum(['merged', 'dissolved']),
    note: sentence.optional(),
    ...actInput,
  }),
  flags: {
    id,
    how: {
      flags: '--how <merged|dissolved>',
      text: { zh: '合并 merged，撤销 dissolved', en: 'merged or dissolved' },
      expects: oneOf(['merged', 'dissolved']),
      isNeeded: true,
    },
    note: says('说明', 'a note'),
    ...actFlags,
  },
  run: async (context, input) => {
    const { client, signal, by } = context
    return caseAnswer(context, client.cases.close({ ...input, by }, { signal }), input.dryRun)
  },
})

const lookBack = command({
  name: 'case look-back',
  summary: { zh: '回头看；有反弹的登记返潮', en: 'look back at what was cleared, or say that it relapsed' },
  examples: [
    'case look-back 白石龙第一 --text 保持良好',
    'case look-back 白石龙第一 --relapsed --text 书记再次空缺',
  ],
  input: z.object({
    id: z.string().min(1),
    note: sentence,
    relapsed: z.boolean().default(false),
    ...actInput,
  }),
  flags: {
    id,
    note: says('看到的情况', 'what was found', true),
    relapsed: { flags: '--relapsed', text: { zh: '返潮，重新整改', en: 'it relapsed and is opened again' } },
    ...actFlags,
  },
  run: async (context, input) => {
    const { client, signal, by } = context
    return caseAnswer(context, client.cases.lookBack({ ...input, by }, { signal }), input.dryRun)
  },
})

/** 2=十一月没有记录: the number of a problem, and why it is not solved. */
const returned = z
  .array(
    z.string().transform((text, check) => {
      const at = text.search(/[=：:]/)
      if (at > 0) return { problem: text.slice(0, at).trim(), reason: text.slice(at + 1).trim() }
      check.addIssue({ code: 'custom', message: 'not N=REASON' })
      return z.NEVER
    }),
  )
  .max(100)
  .optional()

const sendBack = command({
  name: 'case return',
  summary: { zh: '退回整改，可以逐条写明理由', en: 'return a case for more work, point by point' },
  examples: [
    'case return 白石龙第一 --reason 支部大会记录不全',
    'case return 白石龙第一 --point 2=十一月没有记录 --point 3=尚欠三人',
  ],
  input: z.object({ id: z.string().min(1), note: sentence.optional(), points: returned, ...actInput }),
  flags: {
    id,
    note: { ...reason('退回的理由', 'why'), isNeeded: false },
    points: {
      flags: '--point <N=REASON>',
      text: {
        zh: '第几条问题没有解决，理由；没有写到的算验收合格',
        en: 'which problem is not solved, and why; those not named are accepted',
      },
      expects: { zh: '请写成 序号=理由', en: 'write NUMBER=REASON' },
      isRepeated: true,
    },
    ...actFlags,
  },
  run: async (context, input) => {
    const { client, signal, by } = context
    return caseAnswer(context, client.cases.return({ ...input, by }, { signal }), input.dryRun)
  },
})

const correct = command({
  name: 'case correct',
  summary: { zh: '对已办结的台账申请更正', en: 'ask for a correction of a case that is over' },
  examples: [
    'case correct 白石龙第一 --set owner=张伟 --reason 登记有误',
    'case correct 白石龙第一 --reason 验收时另有两人在场',
  ],
  input: z.object({ id: z.string().min(1), note: sentence, set: typedFields, ...actInput }),
  flags: {
    id,
    note: reason('更正的理由', 'why'),
    set: {
      ...setFlag,
      text: { zh: '应当是什么，可以写多次', en: 'what it should read, as often as needed' },
    },
    ...actFlags,
  },
  run: async (context, input) => {
    const { client, signal, by } = context
    return caseAnswer(context, client.cases.correct({ ...input, by }, { signal }), input.dryRun)
  },
})

const answer = command({
  name: 'case answer',
  summary: { zh: '答复更正申请（上级团组织）', en: 'answer a correction that was asked for' },
  examples: ['case answer 白石龙第一 --grant', 'case answer 白石龙第一 --reason 原登记无误'],
  input: z.object({
    id: z.string().min(1),
    grant: z.boolean().default(false),
    note: sentence.optional(),
    ...actInput,
  }),
  flags: {
    id,
    grant: { flags: '--grant', text: { zh: '同意；不写就是不予更正', en: 'granted; without it, declined' } },
    note: { ...reason('说明或者不予更正的理由', 'a note, or why it is declined'), isNeeded: false },
    ...actFlags,
  },
  run: async (context, input) => {
    const { client, signal, by } = context
    return caseAnswer(context, client.cases.answer({ ...input, by }, { signal }), input.dryRun)
  },
})

/** The steps of a case, from its first report to the look back. */
export const caseStepCommands: readonly Command[] = [
  step(
    'note',
    { zh: '登记整改进展（月报）', en: 'report progress (monthly)' },
    'case note 白石龙第一 --text 已确定书记人选',
    says('进展', 'how it goes', true),
  ),
  step(
    'submit',
    { zh: '申请销号', en: 'ask for a case to be cleared' },
    'case submit 白石龙第一',
    says('说明', 'a note'),
  ),
  step(
    'accept',
    { zh: '验收合格，销号', en: 'accept a case and clear it' },
    'case accept 白石龙第一',
    says('验收结论', 'the conclusion'),
  ),
  sendBack,
  close,
  lookBack,
  correct,
  answer,
]
