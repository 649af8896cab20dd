import { z } from 'zod'
import type { PersonRow } from '#contract/looking.ts'
import { daySchema } from '#contract/vocabulary.ts'
import { actAnswer, actFlags, actInput } from '../../answers/act-answer.ts'
import { table } from '../../answers/table.ts'
import { type Command, command } from '../../command.ts'
import { asOfFlag, orgFlag } from '../../flag.ts'

/** So many at once. */
const most = 1000

const heads = {
  zh: ['姓名', '出生日期', '所在组织', '担任职务', '', '编号'],
  en: ['name', 'born', 'organization', 'posts held', '', 'id'],
} as const

const list = command({
  name: 'overage list',
  summary: {
    zh: '超龄团员：谁应离团，谁任职可留',
    en: 'members past 28: who is to leave, who may stay for a post',
  },
  examples: ['overage list', 'overage list --org 民治街道 --as-of 2018-12-31 --json'],
  input: z.object({ org: z.string().min(1).optional(), asOf: daySchema.optional() }),
  flags: { org: orgFlag, asOf: asOfFlag },
  run: async ({ client, signal, lang, ask }, input) => {
    const { asOf } = await ask(client.looking.due({ asOf: input.asOf }, { signal }))
    const asked = { ...input, asOf, agedBy: asOf, status: 'normal', sort: 'birth', limit: most } as const
    const go = await ask(client.looking.people({ ...asked, post: 'none' }, { signal }))
    const stay = await ask(client.looking.people({ ...asked, post: 'held' }, { signal }))
    const isZh = lang === 'zh'
    const line = (row: PersonRow, what: string) => [
      row.name,
      row.birth ?? '',
      row.org.shortName ?? row.org.name,
      row.posts
        .map(({ title, org }) => (isZh ? `${org}${title}` : `${title}, ${org}`))
        .join(isZh ? '、' : '; '),
      what,
      row.id,
    ]
    return {
      json: { asOf, toLeave: go, mayStay: stay },
      lines: [
        isZh
          ? `${asOf}：应离团 ${go.total} 人，任职可留 ${stay.total} 人`
          : `${asOf}: ${go.total} to leave, ${stay.total} may stay`,
        ...table(
          heads[lang].map(head => ({ head })),
          [
            ...go.rows.map(row => line(row, isZh ? '应离团' : 'to leave')),
            ...stay.rows.map(row => line(row, isZh ? '可留' : 'may stay')),
          ],
        ),
      ],
    }
  },
})

const leave = command({
  name: 'overage leave',
  summary: {
    zh: '为应离团的超龄团员办理离团',
    en: 'record that members past 28 without a post leave the League',
  },
  examples: ['overage leave --dry-run', 'overage leave --org 民治街道 --on 2018-12-31'],
  input: z.object({ org: z.string().min(1).optional(), ...actInput }),
  flags: { org: orgFlag, ...actFlags },
  run: async ({ client, signal, by, lang, ask, finish }, { org, ...act }) => {
    const { asOf } = await ask(client.looking.due({ asOf: act.on }, { signal }))
    const asked = { org, asOf, agedBy: asOf, status: 'normal', post: 'none', limit: most } as const
    const { rows } = await ask(client.looking.people(asked, { signal }))
    if (rows.length === 0)
      return {
        json: { done: 0, wrong: 0, rows: [] },
        lines: [lang === 'zh' ? '没有应当离团的超龄团员。' : 'Nobody past 28 is to leave.'],
      }
    const many = { ...act, ids: rows.map(({ id }) => id), add: 'membership', set: { reason: 'aged-out' } }
    const done = await finish(client.records.many({ ...many, leaveOut: true, by }, { signal }))
    const told = actAnswer({ ...done, id: '' }, act.dryRun, lang)
    const each = done.rows.flatMap(row => [
      ...(act.dryRun ? row.sentences.map(one => `  ${one[lang]}`) : []),
      ...row.problems.map(one => `  ${row.title}：${one.message[lang]}`),
    ])
    return { json: done, lines: [...each, ...told.lines] }
  },
})

/** 超龄团员: the list, and the leaving of those who hold no post. */
export const overageCommands: readonly Command[] = [list, leave]
