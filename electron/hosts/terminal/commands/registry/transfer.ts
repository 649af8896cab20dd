import { z } from 'zod'
import type { Done } from '#contract/records.ts'
import { type Transfer, transferStates } from '#contract/transfers.ts'
import { daySchema } from '#contract/vocabulary.ts'
import type { Lang, Text } from '#db/shared/text.ts'
import type { Client } from '../../../call.ts'
import { actAnswer, actFlags, actInput, manyAnswer } from '../../answers/act-answer.ts'
import { table } from '../../answers/table.ts'
import { type Answer, type Command, type Context, command } from '../../command.ts'
import { asOfFlag, type Flag, limitFlag, oneOf, orgFlag } from '../../flag.ts'

const note: Flag = { flags: '--note <T>', text: { zh: '说明', en: 'a note' } }
const ids: Flag = {
  flags: '<ID,…>',
  text: {
    zh: '转接编号，或者团员的编号、身份证号；几件一起办的用逗号隔开',
    en: 'the transfer, or a member by id or ID number; several at once with commas between',
  },
}
const leaveOut: Flag = {
  flags: '--leave-out',
  text: {
    zh: '几件一起办时，不能办的不动，其余照办',
    en: 'of several, leave those that cannot be done as they are and do the others',
  },
}
const answered = { id: z.string().min(1), leaveOut: z.boolean().default(false), ...actInput }

type Answers = Parameters<Client['transfers']['answerMany']>[0]
type Asked = { readonly id: string; readonly leaveOut: boolean; readonly dryRun: boolean }

/** One is answered as it is; several together, as one change set. */
async function answerWith<Input extends Asked>(
  { client, signal, by, lang, ask, finish }: Context,
  action: Answers['action'],
  { id, leaveOut, ...input }: Input,
  one: (id: string) => Promise<Done>,
): Promise<Answer> {
  const named = id
    .split(/[,，]/)
    .map(part => part.trim())
    .filter(part => part !== '')
  const [first = id] = named
  if (named.length < 2) return actAnswer(await ask(one(first)), input.dryRun, lang)
  const asked: Answers = { ...input, ids: named, action, leaveOut, by }
  return manyAnswer(await finish(client.transfers.answerMany(asked, { signal })), input.dryRun, lang)
}
const to = (zh: string, en: string): Flag => ({ flags: '--to <C>', text: { zh, en } })

/** `person transfer`: asked for; until the other office has accepted he stays where he is. */
export const personTransfer = command({
  name: 'person transfer',
  summary: { zh: '为一名团员申请组织关系转接', en: "ask for a member's transfer to another organization" },
  examples: [
    'person transfer 440399200001010019 --to 民治街道白石龙社区团支部 --reason work --fees paid',
    'person transfer 440399200001010019 --outside 广州市天河区某公司团支部 --reason work --fees paid',
  ],
  input: z
    .object({
      person: z.string().min(1),
      to: z.string().min(1).optional(),
      outside: z.string().min(1).optional(),
      reason: z.string().min(1).optional(),
      fees: z.string().min(1).optional(),
      deadline: daySchema.optional(),
      note: z.string().min(1).max(1000).optional(),
      endPosts: z.boolean().default(false),
      ...actInput,
    })
    .refine(input => (input.to === undefined) !== (input.outside === undefined), {
      path: ['to'],
      error: '--to or --outside',
    }),
  flags: {
    person: {
      flags: '<ID>',
      text: { zh: '编号或身份证号', en: 'a record id or an ID number' },
    },
    to: {
      ...to('转往哪个组织', 'the organization that takes the member in'),
      expects: { zh: '--to 和 --outside 写一个', en: 'write either --to or --outside' },
    },
    outside: {
      flags: '--outside <T>',
      text: { zh: '转往系统外的哪里', en: 'where outside the member goes' },
    },
    reason: {
      flags: '--reason <W>',
      text: {
        zh: '转接原因，例如 work、study（默认 other）',
        en: 'why, such as work or study (default: other)',
      },
    },
    fees: {
      flags: '--fees <W>',
      text: { zh: '团费：paid 已交清，exempt 免交', en: 'fees: paid, or exempt' },
    },
    deadline: {
      flags: '--deadline <DAY>',
      text: { zh: '办理期限（默认 10 天）', en: 'by when it has to be answered (default: 10 days)' },
      expects: { zh: '请写一个日期，例如 2018-12-31', en: 'write a day such as 2018-12-31' },
    },
    note,
    endPosts: {
      flags: '--end-posts',
      text: { zh: '团内职务一并离任', en: 'end the posts of the member as well' },
    },
    ...actFlags,
  },
  run: async ({ client, signal, by, lang, ask }, { to: inside, outside, ...input }) => {
    const asked = { ...input, to: outside ?? inside ?? '', outside: outside !== undefined, by }
    return actAnswer(await ask(client.transfers.ask(asked, { signal })), input.dryRun, lang)
  },
})

const list = command({
  name: 'transfer list',
  summary: { zh: '列出组织关系转接和统计', en: 'list transfers, and how many there are' },
  examples: ['transfer list', 'transfer list --state in-transit --json'],
  input: z.object({
    org: z.string().min(1).optional(),
    asOf: daySchema.optional(),
    state: z.enum(transferStates).optional(),
    limit: z.coerce.number().int().min(1).max(1000).optional(),
  }),
  flags: {
    org: orgFlag,
    asOf: asOfFlag,
    state: {
      flags: '--state <S>',
      text: { zh: `只列：${transferStates.join('、')}`, en: `only ${transferStates.join(', ')}` },
      expects: oneOf(transferStates),
    },
    limit: limitFlag(1000, 100),
  },
  run: async ({ client, signal, lang, ask }, input) => {
    const found = await ask(client.transfers.list(input, { signal }))
    const { out, in: into, within } = found.counts
    const side = (words: string, { asked, inTransit, done, refused, cancelled, lapsed }: typeof out) =>
      lang === 'zh'
        ? `${words}：申请 ${asked}，转接中 ${inTransit}，成功 ${done}，退回 ${refused}，撤销 ${cancelled}，失效 ${lapsed}`
        : `${words}: ${asked} asked, ${inTransit} in transit, ${done} done, ${refused} refused, ${cancelled} cancelled, ${lapsed} lapsed`
    return {
      json: found,
      lines: [
        ...table(
          heads[lang].map(head => ({ head })),
          found.rows.map(row => lineOf(row, lang)),
        ),
        side(lang === 'zh' ? '转出' : 'Out', out),
        side(lang === 'zh' ? '转入' : 'In', into),
        side(lang === 'zh' ? '内部' : 'Within', within),
      ],
    }
  },
})

const heads = {
  zh: ['编号', '团员', '转接', '申请日期', '期限', '状态', '本单位可办'],
  en: ['id', 'member', 'transfer', 'asked on', 'deadline', 'state', 'this office may'],
}

const mayWords: Readonly<Record<Transfer['may'][number], Text>> = {
  accept: { zh: '接收', en: 'accept' },
  refuse: { zh: '退回', en: 'refuse' },
  cancel: { zh: '撤销', en: 'cancel' },
  relay: { zh: '转交', en: 'relay' },
}

function lineOf(row: Transfer, lang: Lang): string[] {
  const goesTo = row.target?.name ?? row.place ?? ''
  const may = row.may.map(act => mayWords[act][lang]).join(lang === 'zh' ? '、' : ', ')
  const way = `${row.home.name} → ${goesTo}`
  return [row.id, row.person.name, way, row.asked, row.deadline, row.stateWords[lang], may]
}

const accept = command({
  name: 'transfer accept',
  summary: {
    zh: '接收转来的团员；转往系统外的，登记已转出',
    en: 'accept a member; of a transfer to the outside, note that the member has left',
  },
  examples: [
    'transfer accept 440399200001010019 --to 东坪社区第二 --on 2018-12-10',
    'transfer accept 440399200001010019,440399200001010027 --dry-run',
  ],
  input: z.object({ ...answered, to: z.string().min(1).optional(), note: z.string().optional() }),
  flags: {
    id: ids,
    to: to(
      '编入哪个团支部；几件一起办时，申请已写明团支部的不变',
      'the branch that takes the member in; of several, those who were not sent to a branch',
    ),
    note,
    leaveOut,
    ...actFlags,
  },
  run: (context, input) =>
    answerWith(context, 'accept', input, id =>
      context.client.transfers.accept({ ...input, id, by: context.by }, { signal: context.signal }),
    ),
})

const refuse = command({
  name: 'transfer refuse',
  summary: { zh: '退回转接', en: 'refuse a transfer, or several' },
  examples: ['transfer refuse 440399200001010019 --reason 查无此单位'],
  input: z.object({ ...answered, reason: z.string().min(1).max(1000) }),
  flags: {
    id: ids,
    reason: { flags: '--reason <T>', text: { zh: '理由', en: 'the reason' }, isNeeded: true },
    leaveOut,
    ...actFlags,
  },
  run: (context, { reason: note, ...input }) =>
    answerWith(context, 'refuse', { ...input, note }, id =>
      context.client.transfers.refuse({ ...input, note, id, by: context.by }, { signal: context.signal }),
    ),
})

const cancel = command({
  name: 'transfer cancel',
  summary: { zh: '撤销本单位申请的转接', en: 'take back a transfer that your office asked for, or several' },
  examples: ['transfer cancel 440399200001010019'],
  input: z.object({ ...answered, note: z.string().max(1000).optional() }),
  flags: { id: ids, note, leaveOut, ...actFlags },
  run: (context, input) =>
    answerWith(context, 'cancel', input, id =>
      context.client.transfers.cancel({ ...input, id, by: context.by }, { signal: context.signal }),
    ),
})

const relay = command({
  name: 'transfer relay',
  summary: { zh: '把下级申请的转接转交另一个组织', en: 'pass a transfer from below on to an organization' },
  examples: ['transfer relay 440399200001010019 --to 民治街道白石龙社区'],
  input: z.object({ ...answered, to: z.string().min(1), note: z.string().max(1000).optional() }),
  flags: {
    id: ids,
    to: { ...to('转交哪个组织', 'the organization to pass it on to'), isNeeded: true },
    note,
    leaveOut,
    ...actFlags,
  },
  run: (context, input) =>
    answerWith(context, 'relay', input, id =>
      context.client.transfers.relay({ ...input, id, by: context.by }, { signal: context.signal }),
    ),
})

/** 组织关系转接. */
export const transferCommands: readonly Command[] = [personTransfer, list, accept, refuse, cancel, relay]
