import { z } from 'zod'
import { doneLines } from '../../answers/done-lines.ts'
import { localTime } from '../../answers/local-time.ts'
import { command } from '../../command.ts'
import { dryRunFlag } from '../../flag.ts'

export const conflictsSettle = command({
  name: 'conflicts settle',
  summary: {
    zh: '一次处理许多冲突：都按一个单位写的，或都按现在的',
    en: 'settle many conflicts at once: keep what one office wrote, or what holds now',
  },
  examples: [
    'conflicts settle --keep-of 民治街道 --dry-run',
    'conflicts settle --keep-of 民治街道 --kind person --field phone',
    'conflicts settle',
  ],
  input: z.object({
    keepOf: z.string().min(1).optional(),
    kind: z.string().min(1).optional(),
    register: z.string().min(1).optional(),
    dryRun: z.boolean().default(false),
  }),
  flags: {
    keepOf: {
      flags: '--keep-of <ORG>',
      text: { zh: '按哪个单位写的；不写就按现在的', en: 'whose value stays; without it, what holds now' },
    },
    kind: {
      flags: '--kind <KIND>',
      text: { zh: '只处理这一类记录，见 record kinds', en: 'conflicts of this kind of record only' },
    },
    register: {
      flags: '--field <FIELD>',
      text: { zh: '只处理这一项，见 conflicts', en: 'conflicts of this field only, see conflicts' },
    },
    dryRun: dryRunFlag,
  },
  run: async ({ client, signal, by, lang }, input) => {
    const done = await client.exchange.settleConflicts({ ...input, by }, { signal })
    const { settled, left, changeSet } = done
    return {
      json: done,
      lines: [
        lang === 'zh'
          ? `处理 ${settled} 处，没有动 ${left} 处`
          : `Settled ${settled}, left ${left} as they are`,
        ...doneLines({ changeSet, isDryRun: input.dryRun }, lang),
      ],
    }
  },
})

export const conflictsLooks = command({
  name: 'conflicts looks',
  summary: {
    zh: '两个单位同时改了同一条记录的不同项目：供核对',
    en: 'records of which two offices changed different fields at once: to review',
  },
  examples: ['conflicts looks', 'conflicts looks --looked-at all'],
  input: z.object({
    lookedAt: z
      .string()
      .regex(/^(all|\d+(,\d+)*)$/)
      .optional(),
  }),
  flags: {
    lookedAt: {
      flags: '--looked-at <NO,…>',
      text: {
        zh: '看过了，从列表里去掉：写行首的编号，或 all（全部）；只在本机去掉',
        en: 'looked at, off the list of this PC: the numbers before the lines, or all',
      },
      expects: { zh: '请写编号或 all', en: 'write numbers or all' },
    },
  },
  writesWith: ['lookedAt'],
  run: async ({ client, signal, lang, ask }, { lookedAt }) => {
    if (lookedAt !== undefined) {
      const all = async () => (await ask(client.exchange.looks(undefined, { signal }))).map(({ id }) => id)
      const ids = lookedAt === 'all' ? await all() : lookedAt.split(',').map(Number)
      await ask(client.exchange.lookedAt({ ids: ids.slice(0, 1000) }, { signal }))
    }
    const found = await ask(client.exchange.looks(undefined, { signal }))
    const side = (change: (typeof found)[number]['ours'], by: (typeof found)[number]['oursBy']) =>
      `  ${by.office} ${by.actor} ${localTime(by.at)}  ${change.fields
        .map(({ label, was, now }) => `${label[lang]} ${was[lang]} -> ${now[lang]}`)
        .join('  ')}`
    return {
      json: found,
      lines: [
        lang === 'zh' ? `供核对：${found.length} 处` : `To review: ${found.length}`,
        ...found.flatMap(look => [
          '',
          `${look.id}  ${[...look.theirs.subjects.map(({ name }) => name), look.theirs.title[lang]].join(' ').trim()}`,
          side(look.ours, look.oursBy),
          side(look.theirs, look.theirsBy),
        ]),
      ],
    }
  },
})
