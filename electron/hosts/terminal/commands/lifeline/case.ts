import { basename } from 'node:path'
import { z } from 'zod'
import { type Case, caseLamps, caseStates } from '#contract/lifeline/cases.ts'
import type { Done } from '#contract/records.ts'
import { daySchema } from '#contract/vocabulary.ts'
import type { Lang, Text } from '#db/shared/text.ts'
import { refuseUnusable, writeNewFile } from '../../../new-file.ts'
import { actAnswer, actFlags, actInput } from '../../answers/act-answer.ts'
import { doneLines } from '../../answers/done-lines.ts'
import { table } from '../../answers/table.ts'
import { type Answer, type Command, type Context, command } from '../../command.ts'
import { asOfFlag, dryRunFlag, type Flag, fileFlag, oneOf, orgFlag } from '../../flag.ts'
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
const newFileFlag = (ending: string): Flag => ({
  flags: '<FILE>',
  text: { zh: `新文件：${ending}`, en: `the new file: ${ending}` },
})
const sentence = z.string().min(1).max(1000)
const commas = z
  .string()
  .min(1)
  .transform(text => text.split(/[,，、]/).map(part => part.trim()))
const points = z.array(z.string().min(1).max(500)).max(100)

/** What was done, and the case as it stands after it. */
async function caseAnswer(
  { client, signal, lang, ask }: Pick<Context, 'client' | 'signal' | 'lang' | 'ask'>,
  acting: Promise<Done>,
  isDryRun: boolean,
): Promise<Answer> {
  const done = await ask(acting)
  const answer = actAnswer(done, isDryRun, lang)
  if (isDryRun) return answer
  return { ...answer, json: { ...(await ask(client.cases.show({ id: done.id }, { signal }))), ...done } }
}

const list = command({
  name: 'case list',
  summary: { zh: '列出整治台账', en: 'list the cases of weak branches' },
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
      text: { zh: '只列等本单位验收、答复、回头看的', en: 'only those that wait for this office' },
    },
    limit: {
      flags: '--limit <N>',
      text: { zh: '最多多少条（默认 100）', en: 'how many at most (default: 100)' },
      expects: { zh: '请写 1 到 1000 的整数', en: 'write a number from 1 to 1000' },
    },
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
      ],
    }
  },
})

const heads = {
  zh: ['编号', '组织', '状态', '认定日期', '整改时限', '剩余天数', '情形', '责任人'],
  en: ['id', 'organization', 'state', 'opened', 'due', 'days left', 'rules', 'responsible'],
}

function lineOf(row: Case, lang: Lang): (string | number | null)[] {
  const { id, orgName, stateWords, opened, due, daysLeft, rules, owner } = row
  return [id, orgName, stateWords[lang], opened, due, daysLeft, rules.join('、'), owner]
}

const open = command({
  name: 'case open',
  summary: { zh: '认定并建立整治台账', en: 'open the case of a weak organization' },
  examples: [
    'case open --org 白石龙第一 --rule W01,W06 --measure 一个月内选出书记 --owner 张伟 --liaison 李娜副书记 --due 2019-03-31',
  ],
  input: z.object({
    org: z.string().min(1),
    rules: commas.default([]),
    problems: points.default([]),
    measures: points.default([]),
    owner: z.string().max(200).default(''),
    liaison: z.string().max(200).default(''),
    due: daySchema.optional(),
    ...actInput,
  }),
  flags: {
    org: { ...orgFlag, text: { zh: '整治哪个组织', en: 'which organization' }, isNeeded: true },
    rules: {
      flags: '--rule <W01,W06>',
      text: { zh: '认定情形', en: 'the rules by which it was found weak' },
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
    ...actFlags,
  },
  run: async (context, input) => {
    const { client, signal, by } = context
    return caseAnswer(context, client.cases.open({ ...input, by }, { signal }), input.dryRun)
  },
})

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
  summary: { zh: '退回整改，可以逐条写明理由', en: 'return a case that was handed in, point by point' },
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
      text: { zh: '应当是什么，可以写多次', en: 'what ought to stand there, as often as needed' },
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

const wanted = {
  org: z.string().min(1).optional(),
  asOf: daySchema.optional(),
}

const ledger = command({
  name: 'case ledger',
  summary: { zh: '把整治台账写成 Excel 文件', en: 'write the ledger of cases as an Excel file' },
  examples: ['case ledger 整治台账.xlsx', 'case ledger 民治.xlsx --org 民治街道 --as-of 2018-12-31'],
  input: z.object({ file: z.string().min(1), ...wanted }),
  flags: { file: newFileFlag('.xlsx'), org: orgFlag, asOf: asOfFlag },
  run: async ({ client, signal, lang, ask, pathOf }, { file, ...input }) => {
    const path = pathOf(file)
    await refuseUnusable(path)
    const written = await ask(client.cases.ledger({ ...input, name: basename(path) }, { signal }))
    await writeNewFile(path, written.file, signal)
    const n = written.rows
    return {
      json: { file: path, rows: n },
      lines: [lang === 'zh' ? `已写入 ${path}，共 ${n} 条。` : `Wrote ${n} cases to ${path}.`],
    }
  },
})

const takeLedger = command({
  name: 'case import',
  summary: {
    zh: '导入填写过的整治台账：新的台账、改动和进展',
    en: 'take in a ledger that was filled in: new cases, changes and progress',
  },
  examples: ['case import 整治台账.xlsx --dry-run', 'case import 整治台账.xlsx'],
  input: z.object({ file: z.string().min(1), dryRun: z.boolean().default(false) }),
  flags: { file: fileFlag, dryRun: dryRunFlag },
  run: async ({ client, signal, lang, by, ask, pathOf }, { file, dryRun }) => {
    const given = await givenFile(pathOf(file))
    const taken = await ask(client.cases.takeLedger({ file: given, by, dryRun }, { signal }))
    const { unchanged, rejected } = taken
    return {
      json: taken,
      lines: [
        ...taken.sentences.map(one => one[lang]),
        ...taken.warnings.map(one => one[lang]),
        ...taken.problems.map(one => one.message[lang]),
        lang === 'zh'
          ? `没有改动 ${unchanged} 行，没有导入 ${rejected} 行。`
          : `${unchanged} rows say nothing new, ${rejected} were left out.`,
        ...doneLines({ changeSet: taken.changeSet, isDryRun: dryRun }, lang),
      ],
    }
  },
})

const letters = command({
  name: 'case letters',
  summary: { zh: '给逾期未完成整改的组织写催办函', en: 'letters to organizations whose case is overdue' },
  examples: ['case letters 催办函.docx --as-of 2019-03-31'],
  input: z.object({ file: z.string().min(1), ...wanted }),
  flags: { file: newFileFlag('.docx'), org: orgFlag, asOf: asOfFlag },
  run: async ({ client, signal, lang, ask, pathOf }, { file, ...input }) => {
    const path = pathOf(file)
    await refuseUnusable(path)
    const written = await ask(client.cases.letters({ ...input, name: basename(path) }, { signal }))
    await writeNewFile(path, written.file, signal)
    const n = written.letters
    return {
      json: { file: path, letters: n },
      lines: [lang === 'zh' ? `已写入 ${path}，共 ${n} 封。` : `Wrote ${n} letters to ${path}.`],
    }
  },
})

/** 整治台账. */
export const caseCommands: readonly Command[] = [
  list,
  open,
  step(
    'note',
    { zh: '登记整改进展（月报）', en: 'report how it goes' },
    'case note 白石龙第一 --text 已确定书记人选',
    says('进展', 'how it goes', true),
  ),
  step(
    'submit',
    { zh: '申请销号', en: 'hand a case in to be cleared' },
    'case submit 白石龙第一',
    says('说明', 'a note'),
  ),
  step(
    'accept',
    { zh: '验收合格，销号', en: 'clear a case that was handed in' },
    'case accept 白石龙第一',
    says('验收结论', 'the conclusion'),
  ),
  sendBack,
  close,
  lookBack,
  correct,
  answer,
  ledger,
  takeLedger,
  letters,
]
