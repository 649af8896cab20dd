import { z } from 'zod'
import { endedStatuses } from '#contract/vocabulary.ts'
import { actAnswer, actFlags, actInput } from '../act-answer.ts'
import { type Command, command } from '../command.ts'
import { type Flag, oneOf } from '../flag.ts'
import { setFlag, typedFields } from '../typed-fields.ts'

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

/** What becomes of a member. */
export const personActs: readonly Command[] = [add, move, leave]
