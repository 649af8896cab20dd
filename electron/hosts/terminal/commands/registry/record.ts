import { z } from 'zod'
import type { OpenedRecord } from '#contract/records.ts'
import { daySchema } from '#contract/vocabulary.ts'
import { titleToldOf } from '#db/records/kinds.ts'
import type { Lang } from '#db/shared/text.ts'
import { actAnswer, actFlags, actInput, manyAnswer } from '../../answers/act-answer.ts'
import { bracketed } from '../../answers/in-language.ts'
import { pairs, table } from '../../answers/table.ts'
import { type Command, command } from '../../command.ts'
import { asOfFlag, type Flag, limitFlag, offsetFlag, orgFlag } from '../../flag.ts'
import { setFlag, typedFields, whereFields, whereFlag } from '../../given/typed-fields.ts'

const kindFlag: Flag = {
  flags: '<KIND>',
  text: { zh: '哪种记录，见 record kinds', en: 'the kind of record, see record kinds' },
}
const idFlag: Flag = { flags: '<ID>', text: { zh: '记录的编号', en: 'the id of the record' } }
const id = z.string().min(1)

const kinds = command({
  name: 'record kinds',
  summary: { zh: '有哪些种类的记录，各有哪些字段', en: 'the kinds of records and their fields' },
  examples: ['record kinds', 'record kinds --json'],
  input: z.object({}),
  flags: {},
  run: async ({ client, signal, lang, ask }) => {
    const found = await ask(client.records.kinds({}, { signal }))
    return {
      json: found,
      lines: found.flatMap(kind => [
        `${kind.kind}  ${kind.words[lang]}`,
        ...table(
          [{ head: '' }, { head: '' }, { head: '' }, { head: '' }],
          kind.fields.map(field => [
            `  ${field.field}`,
            field.words[lang],
            field.type,
            field.options.map(option => option.value).join(' '),
          ]),
        ).slice(1),
        '',
      ]),
    }
  },
})

const list = command({
  name: 'record list',
  summary: { zh: '列出一种记录', en: 'list the records of a kind' },
  examples: ['record list meeting --org 民治街道', 'record list post --where title=书记 --limit 20'],
  input: z.object({
    kind: z.string().min(1),
    org: z.string().min(1).optional(),
    asOf: daySchema.optional(),
    where: whereFields,
    limit: z.coerce.number().int().min(1).max(1000).default(100),
    offset: z.coerce.number().int().min(0).default(0),
  }),
  flags: {
    kind: kindFlag,
    org: orgFlag,
    asOf: asOfFlag,
    where: whereFlag,
    limit: limitFlag(1000, 100),
    offset: offsetFlag,
  },
  run: async ({ client, signal, lang, ask }, input) => {
    const { total, rows } = await ask(client.records.list(input, { signal }))
    const isZh = lang === 'zh'
    return {
      json: rows,
      lines: [
        isZh ? `共 ${total} 条，列出 ${rows.length} 条` : `${rows.length} of ${total}`,
        ...table(
          [
            { head: isZh ? '编号' : 'id' },
            { head: isZh ? '记录' : 'record' },
            { head: isZh ? '组织' : 'organization' },
          ],
          rows.map(row => [row.id, titleToldOf(row.kind, row.title)[lang], row.refs['org']?.name ?? null]),
        ),
      ],
    }
  },
})

const show = command({
  name: 'record show',
  summary: { zh: '看一条记录', en: 'look at one record' },
  examples: ['record show 0199-…'],
  input: z.object({ id }),
  flags: { id: idFlag },
  run: async ({ client, signal, lang, ask }, input) => {
    const shown = await ask(client.records.show(input, { signal }))
    const all = await ask(client.records.kinds({}, { signal }))
    const words = all.find(one => one.kind === shown.kind)?.fields ?? []
    return {
      json: shown,
      lines: [
        `${shown.kind}  ${titleToldOf(shown.kind, shown.title)[lang]}`,
        ...pairs(
          words.map(({ field, words: say }) => [
            bracketed(say[lang], field, lang),
            asText(shown, field, lang),
          ]),
        ),
      ],
    }
  },
})

function asText({ says, refs }: OpenedRecord, field: string, lang: Lang): string | null {
  const ref = refs[field]
  return ref === undefined ? (says[field]?.[lang] ?? null) : bracketed(ref.name, ref.code ?? ref.id, lang)
}

const add = command({
  name: 'record add',
  summary: { zh: '登记一条记录', en: 'register a record' },
  examples: ['record add meeting --set org=东坪社区第一 --set type=团课 --set held_on=2018.5.3'],
  input: z.object({ kind: z.string().min(1), set: typedFields, ...actInput }),
  flags: { kind: kindFlag, set: setFlag, ...actFlags },
  run: async ({ client, signal, by, lang, ask }, input) =>
    actAnswer(await ask(client.records.add({ ...input, by }, { signal })), input.dryRun, lang),
})

const edit = command({
  name: 'record edit',
  summary: {
    zh: '修改一条记录，或把几条的同一项一起改',
    en: 'correct a record, or one field of several at once',
  },
  examples: [
    'record edit 0199-… --set phone=13800138000',
    'record edit 0199-… --set topic=',
    'record edit 0199-…,0199-… --set political=群众 --dry-run',
  ],
  input: z.object({
    id,
    leaveOut: z.boolean().default(false),
    set: typedFields,
    seen: z
      .string()
      .transform(text => text.split(',').filter(version => version !== ''))
      .optional(),
    ...actInput,
  }),
  flags: {
    id: {
      flags: '<ID,…>',
      text: { zh: '记录的编号；几条之间用逗号隔开', en: 'the id of the record; several with commas between' },
    },
    set: setFlag,
    leaveOut: {
      flags: '--leave-out',
      text: {
        zh: '几条一起改时，不能改的几条不改，其余照改',
        en: 'of several, those that cannot be changed stay as they are',
      },
    },
    seen: {
      flags: '--seen <VERSION,…>',
      text: {
        zh: '看到的版本（record show 的 seen）；之后别人改过的不会被盖掉',
        en: 'the versions that were seen (record show gives them); what came later is not overwritten',
      },
    },
    ...actFlags,
  },
  run: async ({ client, signal, by, lang, ask, finish }, { leaveOut, ...input }) => {
    const ids = input.id.split(',').filter(one => one !== '')
    if (ids.length < 2)
      return actAnswer(await ask(client.records.edit({ ...input, by }, { signal })), input.dryRun, lang)
    const { id: _id, seen: _seen, ...act } = input
    const done = await finish(client.records.many({ ...act, ids, leaveOut, by }, { signal }))
    return manyAnswer(done, input.dryRun, lang)
  },
})

const remove = command({
  name: 'record remove',
  summary: { zh: '删除一条登记错的记录', en: 'remove a record that was entered by mistake' },
  examples: ['record remove 0199-… --reason 重复登记'],
  input: z.object({ id, reason: z.string(), ...actInput }),
  flags: {
    id: idFlag,
    reason: { flags: '--reason <T>', text: { zh: '为什么删除', en: 'why it is removed' }, isNeeded: true },
    ...actFlags,
  },
  run: async ({ client, signal, by, lang, ask }, input) =>
    actAnswer(await ask(client.records.remove({ ...input, by }, { signal })), input.dryRun, lang),
})

/** Records of any kind, as their definitions have them. */
export const recordCommands: readonly Command[] = [kinds, list, show, add, edit, remove]
