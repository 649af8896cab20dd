import { z } from 'zod'
import { endedStatuses } from '#contract/vocabulary.ts'
import { actAnswer, actFlags, actInput } from '../../answers/act-answer.ts'
import { table } from '../../answers/table.ts'
import { type Command, command } from '../../command.ts'
import { type Flag, oneOf } from '../../flag.ts'
import { setFlag, typedFields } from '../../given/typed-fields.ts'

const person = z.string().min(1)
const personPlace: Flag = {
  flags: '<ID>',
  text: { zh: '编号或身份证号', en: 'a record id or an ID number' },
}

const add = command({
  name: 'person add',
  summary: { zh: '登记一名团员', en: 'register a member' },
  examples: ['person add --org 东坪社区第一 --set name=张伟 --set id_number=440399200001010019'],
  input: z.object({ org: z.string().min(1), set: typedFields, ...actInput }),
  flags: {
    org: { flags: '--org <C>', text: { zh: '所在团支部', en: 'the branch' }, isNeeded: true },
    set: setFlag,
    ...actFlags,
  },
  run: async ({ client, signal, by, lang, ask }, { org, set, ...act }) => {
    const asked = { ...act, kind: 'person', set: { ...set, org }, by }
    return actAnswer(await ask(client.records.add(asked, { signal })), act.dryRun, lang)
  },
})

const move = command({
  name: 'person move',
  summary: { zh: '把一名团员转到另一个团支部', en: 'move a member to another branch' },
  examples: ['person move 440399200001010019 --to 东坪社区第二 --on 2018-06-01'],
  input: z.object({ person, to: z.string().min(1), ...actInput }),
  flags: {
    person: personPlace,
    to: { flags: '--to <C>', text: { zh: '转到哪个团支部', en: 'the branch to move to' }, isNeeded: true },
    ...actFlags,
  },
  run: async ({ client, signal, by, lang, ask }, { person: who, to: org, ...act }) => {
    const asked = { ...act, kind: 'membership', set: { person: who, org }, by }
    return actAnswer(await ask(client.records.add(asked, { signal })), act.dryRun, lang)
  },
})

const leave = command({
  name: 'person leave',
  summary: { zh: '登记一名团员离团', en: 'register that a member left the League' },
  examples: ['person leave 440399199001010019 --reason aged-out'],
  input: z.object({ person, reason: z.enum(endedStatuses), ...actInput }),
  flags: {
    person: personPlace,
    reason: {
      flags: '--reason <W>',
      text: {
        zh: `离团原因：${endedStatuses.join('、')}`,
        en: `the reason: ${endedStatuses.join(', ')}`,
      },
      expects: oneOf(endedStatuses),
      isNeeded: true,
    },
    ...actFlags,
  },
  run: async ({ client, signal, by, lang, ask }, { person: who, reason, ...act }) => {
    const asked = { ...act, kind: 'membership', set: { person: who, reason }, by }
    return actAnswer(await ask(client.records.add(asked, { signal })), act.dryRun, lang)
  },
})

const doubles = command({
  name: 'person doubles',
  summary: { zh: '可能重复登记的人', en: 'people who may be registered twice' },
  examples: ['person doubles'],
  input: z.object({}),
  flags: {},
  run: async ({ client, signal, lang, ask }) => {
    const all = await ask(client.looking.doubles({}, { signal }))
    const found = all.filter(({ apart }) => apart === null)
    const reasons = {
      'same-number': { zh: '证件号码相同', en: 'the same ID number' },
      'near-number': { zh: '证件号码相近', en: 'nearly the same ID number' },
      'no-number': { zh: '一条没有证件号码', en: 'one without an ID number' },
      'other-papers': {
        zh: '证件类型不同，号码无从比较',
        en: 'papers of two kinds, whose numbers say nothing of each other',
      },
      'same-phone': { zh: '手机号码相同', en: 'the same telephone' },
      'name-and-phone': { zh: '手机号码相同，生日不同', en: 'the same telephone, another birth date' },
    } as const
    return {
      json: all,
      lines:
        found.length === 0
          ? [lang === 'zh' ? '没有发现重复登记的人。' : 'Nobody seems to be registered twice.']
          : table(
              [
                { head: lang === 'zh' ? '姓名' : 'Name' },
                { head: lang === 'zh' ? '出生日期' : 'Born' },
                { head: lang === 'zh' ? '所在组织' : 'Organization' },
                { head: lang === 'zh' ? '另一条所在组织' : "The other's" },
                { head: lang === 'zh' ? '为什么' : 'Why' },
                { head: lang === 'zh' ? '编号' : 'Id' },
                { head: lang === 'zh' ? '另一条编号' : "The other's id" },
              ],
              found.map(({ why, people: [one, other] }) => [
                one.name,
                one.birth ?? '',
                one.org?.name ?? '',
                other.org?.name ?? '',
                reasons[why][lang],
                one.id,
                other.id,
              ]),
            ),
    }
  },
})

const chosen = typedFields.pipe(z.record(z.string(), z.enum(['older', 'newer'])))

const merge = command({
  name: 'person merge',
  summary: { zh: '把两条记录合并为一个人', en: 'merge two records of one person' },
  examples: ['person merge 440399200001010019 --with 440399200001010027 --choose id_number=older'],
  input: z.object({ person, with: person, choose: chosen, set: typedFields, ...actInput }),
  flags: {
    person: personPlace,
    with: {
      flags: '--with <ID>',
      text: { zh: '另一条记录：编号或身份证号', en: 'the other record: its id or an ID number' },
      isNeeded: true,
    },
    choose: {
      flags: '--choose <FIELD=WHICH>',
      isRepeated: true,
      text: {
        zh: '两条记录不同时以哪条为准：older 先登记的，newer 后登记的；可以写多次',
        en: 'which record holds where the two differ, older or newer; as often as needed',
      },
      expects: { zh: '请写成 字段=older 或 字段=newer', en: 'write FIELD=older or FIELD=newer' },
    },
    set: setFlag,
    ...actFlags,
  },
  run: async ({ client, signal, by, lang, ask }, { with: other, ...act }) =>
    actAnswer(await ask(client.records.mergePeople({ ...act, other, by }, { signal })), act.dryRun, lang),
})

const apart = command({
  name: 'person apart',
  summary: {
    zh: '确认两条相似的记录不是同一人，不再当作重复登记',
    en: 'note that two similar records are two people, and no doubles',
  },
  examples: ['person apart 440399200001010019 --from 440399200001010027'],
  input: z.object({ person, from: person, ...actInput }),
  flags: {
    person: personPlace,
    from: {
      flags: '--from <ID>',
      text: { zh: '另一条记录：编号或身份证号', en: 'the other record: its id or an ID number' },
      isNeeded: true,
    },
    ...actFlags,
  },
  run: async ({ client, signal, by, lang, ask }, { person: who, from: other, ...act }) => {
    const asked = { ...act, kind: 'apart', set: { person: who, other }, by }
    return actAnswer(await ask(client.records.add(asked, { signal })), act.dryRun, lang)
  },
})

const unmerge = command({
  name: 'person unmerge',
  summary: { zh: '把合并的记录拆开', en: 'separate records that were merged' },
  examples: ['person unmerge 440399200001010019 --reason 不是同一个人'],
  input: z.object({ person, reason: z.string(), ...actInput }),
  flags: {
    person: personPlace,
    reason: { flags: '--reason <T>', text: { zh: '原因', en: 'the reason' }, isNeeded: true },
    ...actFlags,
  },
  run: async ({ client, signal, by, lang, ask }, act) =>
    actAnswer(await ask(client.records.unmergePeople({ ...act, by }, { signal })), act.dryRun, lang),
})

/** What becomes of a member. */
export const personActs: readonly Command[] = [add, move, leave, doubles, merge, apart, unmerge]
