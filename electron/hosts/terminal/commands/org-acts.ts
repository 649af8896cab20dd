import { z } from 'zod'
import { actAnswer, decisionFlags, decisionInput } from '../act-answer.ts'
import { type Command, command } from '../command.ts'
import type { Flag } from '../flag.ts'
import { setFlag, typedFields } from '../typed-fields.ts'

const org = z.string().min(1)
const orgPlace: Flag = {
  flags: '<C>',
  text: { zh: '组织编码、全称或简称', en: 'its code, full or short name' },
}
const under: Flag = {
  flags: '--under <P>',
  text: { zh: '设在哪个组织之下', en: 'the organization that it stands under' },
  isNeeded: true,
}

const add = command({
  name: 'org add',
  summary: { zh: '新建一个组织', en: 'found an organization' },
  examples: ['org add --under 民治街道 --set name=民治街道白石龙社区团总支 --set founded=2018-05-04'],
  input: z.object({ under: org, set: typedFields, ...decisionInput }),
  flags: { under, set: setFlag, ...decisionFlags },
  run: async ({ client, signal, by, lang, ask }, { under: parent, set, ...act }) => {
    const asked = { ...act, kind: 'org', set: { ...set, parent }, by }
    return actAnswer(await ask(client.records.add(asked, { signal })), act.dryRun, lang)
  },
})

const move = command({
  name: 'org move',
  summary: { zh: '把一个组织改设在另一个之下', en: 'bring an organization under another one' },
  examples: ['org move 白石龙社区 --under 民治街道 --on 2018-06-01 --document 团发〔2018〕3号'],
  input: z.object({ org, under: org, ...decisionInput }),
  flags: { org: orgPlace, under, ...decisionFlags },
  run: async ({ client, signal, by, lang, ask }, { org: moved, under: parent, ...act }) => {
    const asked = { ...act, kind: 'placement', set: { org: moved, parent }, by }
    return actAnswer(await ask(client.records.add(asked, { signal })), act.dryRun, lang)
  },
})

const rename = command({
  name: 'org rename',
  summary: { zh: '给一个组织改名', en: 'give an organization another name' },
  examples: ['org rename 白石龙社区 --name 民治街道白石龙社区团支部 --short 白石龙'],
  input: z.object({ org, name: z.string().min(1), short: z.string().optional(), ...decisionInput }),
  flags: {
    org: orgPlace,
    name: { flags: '--name <N>', text: { zh: '新的全称', en: 'its new full name' }, isNeeded: true },
    short: { flags: '--short <S>', text: { zh: '新的简称', en: 'its new short name' } },
    ...decisionFlags,
  },
  run: async ({ client, signal, by, lang, ask }, { org: named, name, short, ...act }) => {
    const { id } = await ask(client.registry.orgShow({ org: named }, { signal }))
    const set = { name, ...(short !== undefined && { short_name: short }) }
    return actAnswer(await ask(client.records.edit({ ...act, id, set, by }, { signal })), act.dryRun, lang)
  },
})

const close = command({
  name: 'org close',
  summary: { zh: '撤销一个组织', en: 'close an organization' },
  examples: ['org close 白石龙第二 --members-to 白石龙第一 --on 2018-12-31'],
  input: z.object({
    org,
    membersTo: org.optional(),
    endPosts: z.boolean().default(false),
    ...decisionInput,
  }),
  flags: {
    org: orgPlace,
    membersTo: {
      flags: '--members-to <C2>',
      text: { zh: '团员转到哪个团支部', en: 'the branch to which its members go' },
    },
    endPosts: {
      flags: '--end-posts',
      text: { zh: '在那里的职务同日离任', en: 'the posts held in it end on the same day' },
    },
    ...decisionFlags,
  },
  run: async ({ client, signal, by, lang, ask }, input) =>
    actAnswer(await ask(client.records.close({ ...input, by }, { signal })), input.dryRun, lang),
})

const reopen = command({
  name: 'org reopen',
  summary: { zh: '恢复一个已撤销的组织', en: 'reopen an organization that was closed' },
  examples: ['org reopen 白石龙第二'],
  input: z.object({ org, ...decisionInput }),
  flags: { org: orgPlace, ...decisionFlags },
  run: async ({ client, signal, by, lang, ask }, input) =>
    actAnswer(await ask(client.records.reopen({ ...input, by }, { signal })), input.dryRun, lang),
})

/** What becomes of an organization: each explained before it happens, each one change set. */
export const orgActs: readonly Command[] = [add, move, rename, close, reopen]
