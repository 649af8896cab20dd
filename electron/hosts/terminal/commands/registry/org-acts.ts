import { z } from 'zod'
import type { OrgActName } from '#contract/orgs.ts'
import { orgKindSchema, orgKinds, tierSchema, tiers } from '#contract/vocabulary.ts'
import { actAnswer, decisionFlags, decisionInput } from '../../answers/act-answer.ts'
import { labelled } from '../../answers/in-language.ts'
import { type Answer, type Command, type Context, command } from '../../command.ts'
import { type Flag, laterFlag, oneOf } from '../../flag.ts'
import { givenFile } from '../../given/given-file.ts'
import { setFlag, typedFields } from '../../given/typed-fields.ts'

const org = z.string().min(1)
const orgPlace: Flag = {
  flags: '<C>',
  text: { zh: '组织ID、全称或简称', en: 'its code, full or short name' },
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

const actingInput = { ...decisionInput, later: z.enum(['keep', 'replace']).optional() }
const actingFlags = { ...decisionFlags, later: laterFlag } as const

type Acting = {
  readonly act: OrgActName
  readonly org: string
  readonly set: Readonly<Record<string, string | undefined>>
}

async function acted(
  { client, signal, by, lang, ask }: Context,
  { act, org: named, set, ...input }: Acting & { readonly dryRun: boolean },
): Promise<Answer> {
  const given = Object.entries(set).flatMap(([field, value]) => (value === undefined ? [] : [[field, value]]))
  const asked = { ...input, act, org: named, set: Object.fromEntries(given), by }
  const done = await ask(client.orgs.act(asked, { signal }))
  const { json, lines } = actAnswer(done, input.dryRun, lang)
  const counted = done.headcounts.filter(({ before, after }) => before !== after)
  const title = lang === 'zh' ? '团员数' : 'Members'
  return {
    json,
    lines: [
      ...lines,
      ...counted.map(({ name, before, after }) => labelled(`${title} ${name}`, `${before} → ${after}`, lang)),
    ],
  }
}

const move = command({
  name: 'org move',
  summary: { zh: '把一个组织改设在另一个之下', en: 'move an organization under another one' },
  examples: ['org move 白石龙社区 --under 民治街道 --on 2018-06-01 --document 团发〔2018〕3号'],
  input: z.object({ org, under: org, ...actingInput }),
  flags: { org: orgPlace, under, ...actingFlags },
  run: (context, { under: parent, ...input }) => acted(context, { ...input, act: 'move', set: { parent } }),
})

const rename = command({
  name: 'org rename',
  summary: { zh: '给一个组织改名', en: 'rename an organization' },
  examples: ['org rename 白石龙社区 --name 民治街道白石龙社区团支部 --short 白石龙'],
  input: z.object({
    org,
    name: z.string().optional(),
    short: z.string().optional(),
    code: z.string().optional(),
    ...actingInput,
  }),
  flags: {
    org: orgPlace,
    name: { flags: '--name <N>', text: { zh: '新的全称', en: 'its new full name' } },
    short: { flags: '--short <S>', text: { zh: '新的简称', en: 'its new short name' } },
    code: { flags: '--code <K>', text: { zh: '新的组织ID', en: 'its new code' } },
    ...actingFlags,
  },
  run: (context, { name, short: short_name, code, ...input }) =>
    acted(context, { ...input, act: 'rename', set: { name, short_name, code } }),
})

const kind = command({
  name: 'org kind',
  summary: { zh: '改一个组织的类型或层级', en: 'change the kind or the tier of an organization' },
  examples: ['org kind 白石龙社区 --kind general-branch --on 2018-06-01'],
  input: z.object({ org, kind: orgKindSchema.optional(), tier: tierSchema.optional(), ...actingInput }),
  flags: {
    org: orgPlace,
    kind: { flags: '--kind <K>', text: { zh: '新的组织类型', en: 'its new kind' }, expects: oneOf(orgKinds) },
    tier: { flags: '--tier <T>', text: { zh: '新的层级', en: 'its new tier' }, expects: oneOf(tiers) },
    ...actingFlags,
  },
  run: (context, { kind: sort, tier, ...input }) =>
    acted(context, { ...input, act: 'kind', set: { kind: sort, tier } }),
})

const close = command({
  name: 'org close',
  summary: { zh: '撤销一个组织', en: 'close an organization' },
  examples: ['org close 白石龙第二 --members-to 白石龙第一 --on 2018-12-31'],
  input: z.object({
    org,
    membersTo: org.optional(),
    endPosts: z.boolean().default(false),
    ...actingInput,
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
    ...actingFlags,
  },
  run: (context, { membersTo, endPosts, ...input }) =>
    acted(context, { ...input, act: 'close', set: { membersTo, endPosts: endPosts ? 'yes' : 'no' } }),
})

const merge = command({
  name: 'org merge',
  summary: { zh: '把一个组织并入另一个', en: 'merge an organization into another one' },
  examples: ['org merge 白石龙第二 --into 白石龙第一 --on 2018-12-31'],
  input: z.object({ org, into: org, ...actingInput }),
  flags: {
    org: orgPlace,
    into: { flags: '--into <C2>', text: { zh: '并入哪个组织', en: 'into which one' }, isNeeded: true },
    ...actingFlags,
  },
  run: (context, { into, ...input }) => acted(context, { ...input, act: 'merge', set: { into } }),
})

const split = command({
  name: 'org split',
  summary: { zh: '从一个组织分设出另一个', en: 'split another organization off from one' },
  examples: ['org split 白石龙第一 --name 白石龙第三团支部 --code 440309002103 --members 名单.csv'],
  input: z.object({
    org,
    name: z.string().min(1),
    short: z.string().optional(),
    code: z.string().optional(),
    members: z.string().min(1).optional(),
    ...actingInput,
  }),
  flags: {
    org: orgPlace,
    name: {
      flags: '--name <N>',
      text: { zh: '新组织的全称', en: 'the full name of the new one' },
      isNeeded: true,
    },
    short: { flags: '--short <S>', text: { zh: '新组织的简称', en: 'its short name' } },
    code: { flags: '--code <K>', text: { zh: '新组织的ID', en: 'its code' } },
    members: {
      flags: '--members <FILE>',
      text: { zh: '编入的团员：每行一个身份证号', en: 'who goes there: one ID number a line' },
    },
    ...actingFlags,
  },
  run: async (context, { name, short: short_name, code, members: listed, ...input }) => {
    const file = listed === undefined ? undefined : await givenFile(context.pathOf(listed))
    const members = file === undefined ? undefined : numbersIn(await file.text())
    return acted(context, { ...input, act: 'split', set: { name, short_name, code, members } })
  },
})

/** The ID numbers of a list: the column that is called so, the only column, or whatever looks like one. */
function numbersIn(text: string): string {
  const rows = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map(line => line.split(/[,;\t]/).map(cell => cell.replaceAll('"', '').trim()))
    .filter(cells => cells.some(cell => cell !== ''))
  const column = rows[0]?.findIndex(cell => /身份证|证件号/.test(cell)) ?? -1
  if (column >= 0)
    return rows
      .slice(1)
      .map(cells => cells[column] ?? '')
      .join('\n')
  if (rows.every(cells => cells.length === 1)) return rows.map(([cell = '']) => cell).join('\n')
  return (text.match(/(?<![0-9A-Za-z])[0-9]{17}[0-9Xx](?![0-9A-Za-z])/g) ?? []).join('\n')
}

const reopen = command({
  name: 'org reopen',
  summary: { zh: '恢复一个已撤销的组织', en: 'reopen an organization that was closed' },
  examples: ['org reopen 白石龙第二'],
  input: z.object({ org, ...actingInput }),
  flags: { org: orgPlace, ...actingFlags },
  run: (context, input) => acted(context, { ...input, act: 'reopen', set: {} }),
})

/** What becomes of an organization: each explained before it happens, each one change set. */
export const orgActs: readonly Command[] = [add, move, rename, kind, merge, split, close, reopen]
